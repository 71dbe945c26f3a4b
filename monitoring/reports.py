"""What a report of supervision says (seeds S4-03, S4-09, S4-18): kinds, numbers, frozen content and its digest."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from approvals import circular as circulars
from approvals.statistics import Period, percent
from monitoring.feed import with_subjects
from monitoring.models import CARD_LEVELS, Finding, PlatformFinding, Report, SpotFinding
from monitoring.reports_figures import Rows, keys, measure, things

Kind = Report.Kind
LEVELS = ["anomaly", "warning", "yellow", "yellow_withdrawn", "red", "red_withdrawn"]
WORK = ["accepted", "finished", "on_time", "early", "overdue"]
LOOP = ["superseded", "unanswered", "closed"]
MOST_PERSONS, MOST_CARDS, MOST_RULES, MOST_SPOTS = 30, 200, 12, 20


@dataclass(frozen=True)
class Shape:
    """What a kind of report shows. `words` stand in its number; `recipients` are the usual ones (Chinese data)."""

    words: str
    rhythm: str
    title: str
    figures: list[str]
    table: list[str]
    parts: tuple[str, ...]
    recipients: tuple[str, ...]


SHAPES = {
    Kind.WEEK: Shape(
        "效监周报",
        circulars.WEEK,
        gettext_lazy("Electronic supervision: the week"),
        [*WORK, *LEVELS, *LOOP],
        ["accepted", "finished", "overdue", "warning", "yellow", "red", "unanswered"],
        ("notices", "halls"),
        ("{county}纪委监委主要领导", "{county}纪委监委分管领导"),
    ),
    Kind.MONTH: Shape(
        "效监月报",
        circulars.MONTH,
        gettext_lazy("Electronic supervision: the month"),
        [*WORK, *LEVELS, *LOOP],
        ["accepted", "finished", "on_time", "overdue", "anomaly", "warning", "yellow", "red", "closed"],
        ("notices", "rules", "persons", "halls", "inspections", "faults"),
        ("中共{county}委办公室", "{county}人民政府办公室", "{county}纪委监委领导班子成员"),
    ),
    Kind.SUMMARY: Shape(
        "审批月汇总",
        circulars.MONTH,
        gettext_lazy("Monthly summary of electronic approvals"),
        [*WORK, *LEVELS, *LOOP],
        ["accepted", "finished", *LEVELS[1:], "superseded"],
        ("persons", "cards"),
        ("中共{county}委员会", "{county}人民政府", "中共{county}委组织部"),  # seed S4-18
    ),
    Kind.CIRCULAR: Shape(
        "政服中心通报",
        circulars.MONTH,
        gettext_lazy("On the work of the government service centre"),
        [*WORK, *LEVELS, *LOOP],
        ["accepted", "finished", "on_time", "early", "overdue", "warning", "yellow", "red"],
        ("notices", "halls", "inspections", "cards"),
        ("{county}委、县政府主要领导", "分管领导", "进驻大厅各单位及窗口"),  # seed S4-09
    ),
}


def period_of(kind: str, day: date) -> Period:
    return circulars.PERIODS[SHAPES[kind].rhythm](day)


def last_whole(kind: str, today: date) -> Period:
    """The last period of this kind that has ended."""
    return circulars.last_whole(SHAPES[kind].rhythm, today)


def number(report: Report) -> str:
    """云效监周报〔2026〕第47期: the issue is the ISO week or the month, so no number can be missing."""
    shape = SHAPES[report.kind]
    week = shape.rhythm == circulars.WEEK
    year, issue = report.first.isocalendar()[:2] if week else (report.first.year, report.first.month)
    again = f"（更正第{report.edition - 1}次）" if report.edition > 1 else ""
    return f"{settings.COUNTY['number_prefix']}{shape.words}〔{year}〕第{issue}期{again}"


def recipients(kind: str, county: Organisation) -> list[str]:
    """The list of the last issued report of the kind; before the first one the usual recipients."""
    last = Report.objects.filter(kind=kind, organisation=county, state=Report.State.ISSUED).first()
    if last:
        return last.recipients
    return [name.format(county=settings.COUNTY["name"]) for name in SHAPES[kind].recipients]


@dataclass(frozen=True)
class Content:
    """Everything a sheet shows, and the keys behind its numbers."""

    body: dict
    rows: Rows


def compose(kind: str, scope: str, period: Period, today: date) -> Content:
    """The report of everything under an organisation path, as plain data that can be frozen."""
    shape = SHAPES[kind]
    rows = measure(shape.figures, scope, period, today)
    before = measure(["accepted", "finished", "yellow", "red"], scope, period.before, today)
    units = Organisation.objects.filter(code__in={code for found in rows.values() for code in found})
    names = units.order_by("sort", "pk").values_list("code", "short_name")
    body = {"units": [list(pair) for pair in names], "before": {name: len(keys(before, name)) for name in before}}
    facts = Facts(scope, period, today, rows, dict(names))
    for part in shape.parts:
        body |= PARTS[part](facts)
    return Content(json.loads(encode(body)), rows)


@dataclass(frozen=True)
class Facts:
    """What the parts of a report are made from."""

    scope: str
    period: Period
    today: date
    rows: Rows
    names: dict[str, str]


def cards_of(facts: Facts) -> list[Finding]:
    """The findings whose cards count, red ones first."""
    return [*things("red", keys(facts.rows, "red")), *things("yellow", keys(facts.rows, "yellow"))]


def part_notices(facts: Facts) -> dict:
    return {"notices": [*sentences(facts)]}


def sentences(facts: Facts):
    """What a reader should notice: who got cards, who owes answers, whether it got better."""
    rows = facts.rows
    red = ranked(facts, "red")
    if red:
        yield _("Red cards: %(units)s.") % {"units": listed(red)}
    yellow = ranked(facts, "yellow")
    if yellow:
        yield _("Yellow cards: %(units)s.") % {"units": listed(yellow[:3])}
    owed = ranked(facts, "unanswered")
    if owed:
        yield _("Cards without an answer: %(units)s.") % {"units": listed(owed[:3])}
    late = ranked(facts, "overdue")
    if late:
        yield _("Open past their promise: %(units)s. Please finish these cases first.") % {"units": listed(late[:3])}
    if not red and not yellow and keys(rows, "finished"):
        yield _("No card was issued in this period.")


def ranked(facts: Facts, name: str) -> list[tuple[str, int]]:
    """Units with the most rows of a figure first."""
    pairs = [(facts.names.get(code, code), len(found)) for code, found in facts.rows.get(name, {}).items()]
    return sorted(pairs, key=lambda pair: -pair[1])


def listed(pairs) -> str:
    return "、".join(_("%(unit)s (%(count)s)") % {"unit": name, "count": count} for name, count in pairs)


def part_rules(facts: Facts) -> dict:
    """How often each rule found something."""
    found = [pk for name in LEVELS for pk in keys(facts.rows, name)]
    counts = Counter(Finding.objects.filter(pk__in=found).values_list("code", "rule__name"))
    return {"rules": [[code, name, count] for (code, name), count in counts.most_common(MOST_RULES)]}


def part_persons(facts: Facts) -> dict:
    """Who is named on pre-warnings and cards: the list goes into the archives of the persons."""
    counts: dict = {}
    for level in ("warning", *CARD_LEVELS):
        for finding in things(level, keys(facts.rows, level)):
            if finding.responsible:
                who = (finding.responsible_id, finding.responsible.name, finding.organisation.short_name)
                counts.setdefault(who, Counter())[str(level)] += 1
    lines = [
        [pk, name, unit, count["warning"], count["yellow"], count["red"]] for (pk, name, unit), count in counts.items()
    ]
    lines.sort(key=lambda line: (-line[5], -line[4], -line[3], line[0]))
    return {"persons": lines[:MOST_PERSONS], "persons_all": len(lines)}


def part_cards(facts: Facts) -> dict:
    """Every card that counts, with what it is about and whether it was answered."""
    lines = [
        {
            "finding": row["finding"].pk,
            "number": row["card"].number,
            "level": row["card"].counts_as,
            "unit": row["finding"].organisation.short_name,
            "person": row["finding"].responsible.name if row["finding"].responsible else "",
            "matter": row["subject"].number,
            "title": row["subject"].title,
            "rule": row["finding"].rule.name,
            "state": str(row["card"].get_state_display()),
        }
        for row in with_subjects(cards_of(facts)[:MOST_CARDS])
    ]
    return {"cards": lines, "cards_all": len(cards_of(facts))}


def part_halls(facts: Facts) -> dict:
    """The work of the halls and the use of the seal, as the circular of the service centre tells it (seed S4-03)."""
    made = circulars.make(facts.scope, "month", facts.period, facts.today)
    lines = [
        {"name": hall.name, "windows": hall.windows, "rate": hall.figures.on_time_rate} | asdict(hall.figures)
        for hall in made.halls
        if not hall.is_idle
    ]
    rates = {"active": made.rates.active, "good": made.rates.good, "bad": made.rates.bad}
    return {
        "halls": lines,
        "idle": made.idle,
        "attendance": made.attendance,
        "rates": rates,
        "money": made.money,
        "seals": [[str(label), count] for label, count in made.seals],
        "sealed": made.sealed,
        "paper": made.paper,
        "hall_notices": made.notices[1:] if keys(facts.rows, "overdue") else made.notices,  # said already
    }


def part_faults(facts: Facts) -> dict:
    """The faults of the platform itself in the period."""
    faults = PlatformFinding.objects.filter(facts.period.within("found_at")).order_by("found_at")
    told = ((fault.get_code_display(), fault.found_at, fault.resolved_at) for fault in faults[:MOST_RULES])
    return {"faults": [[str(label), local(since), local(until)] for label, since, until in told]}


def part_inspections(facts: Facts) -> dict:
    """What open and secret checks found and told to the units (seed S4-09); plans and sources stay secret."""
    told = SpotFinding.objects.filter(facts.period.within("issued_at"), organisation__path__startswith=facts.scope)
    rows = told.select_related("organisation").order_by("issued_at", "pk")
    lines = [
        [one.organisation.short_name, one.place, str(one.get_kind_display()), str(one.get_state_display())]
        for one in rows[:MOST_SPOTS]
    ]
    return {"spots": lines, "spots_all": rows.count()}


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%m-%d %H:%M") if moment else ""


PARTS = {
    "notices": part_notices,
    "rules": part_rules,
    "persons": part_persons,
    "cards": part_cards,
    "halls": part_halls,
    "faults": part_faults,
    "inspections": part_inspections,
}


# freezing


def encode(data) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)


def digest(report: Report) -> str:
    """SHA-256 over what the report says, what is behind it and to whom it goes; the record keeps it."""
    said = [report.kind, report.organisation_id, report.first, report.last, report.edition]
    said += [report.body, report.rows, report.recipients]
    return hashlib.sha256(encode(said).encode()).hexdigest()


def rate(rows: Rows):
    """On time in percent: finished on time against what should have been finished."""
    finished, overdue = len(keys(rows, "finished")), len(keys(rows, "overdue"))
    return percent(len(keys(rows, "on_time")), finished + overdue)
