"""Figures of a quarter by unit: cards, complaints, suspicions, scores, risk points, alarms; the totals of a year.

One grouped statement a figure, whatever the number of units.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from complaints.models import Order, Proof
from deadlines.actions import midnight
from funds.models import FundFlag
from integrity.models import Alarm, Reminder, RiskOrder, SelfReport
from integrity.models.reports import before, first_day, last_day
from monitoring.models import Card
from powers.models import RiskPoint
from procurement.models import Flag
from scoring.models import Result

NUMBERS = {  # key → its words, in the order of the table
    "yellow": _("yellow cards"),
    "red": _("red cards"),
    "complaints": _("complaints"),
    "proven": _("complaints proven"),
    "trades": _("suspicions about trades"),
    "money": _("suspicions about public money"),
    "a": _("risk points A"),
    "b": _("risk points B"),
    "c": _("risk points C"),
    "alarms": _("alarms given"),
    "open": _("risk orders open"),
}
SCORE = _("newest score")


def span(first: date, last: date) -> tuple:
    """The instants of these days, the last one included."""
    return midnight(first), midnight(last + timedelta(days=1))


def grouped(rows, field: str, **counts) -> list[dict]:
    """One row a unit: `unit` and the counts."""
    return list(rows.order_by().values(unit=F(field)).annotate(**counts))


def of_cards(when):
    rows = Card.objects.counting().filter(issued_at__range=when)
    counts = {colour: Count("pk", filter=Q(counts_as=colour)) for colour in ("yellow", "red")}
    return grouped(rows, "finding__organisation", **counts)


def of_complaints(when):
    rows = Order.objects.filter(received_at__range=when).exclude(accused=None)
    return grouped(rows, "accused", complaints=Count("pk"))


def of_proven(when):
    rows = Proof.objects.filter(established_at__range=when, verdict__in=Proof.HOLDS)
    return grouped(rows, "accused", proven=Count("pk"))


def of_trades(when):
    rows = Flag.objects.current().filter(raised_at__range=when).exclude(organisation=None)
    return grouped(rows.exclude(state=Flag.State.DISMISSED), "organisation", trades=Count("pk"))


def of_money(when):
    rows = FundFlag.objects.current().filter(raised_at__range=when)
    return grouped(rows.exclude(state=FundFlag.State.DISMISSED), "organisation", money=Count("pk"))


def of_points(when):
    """Points whose level was decided by the end of the quarter and that are still there."""
    rows = RiskPoint.objects.decided().filter(decided_at__lt=when[1])
    return grouped(rows, "organisation", **{level.lower(): Count("pk", filter=Q(level=level)) for level in "ABC"})


def of_alarms(when):
    return grouped(Alarm.objects.filter(issued_at__range=when), "organisation", alarms=Count("pk"))


def of_orders(when):
    """Orders that were issued by then and had not ended."""
    rows = RiskOrder.objects.filter(alarm__issued_at__lt=when[1])
    return grouped(rows.filter(Q(ended_at=None) | Q(ended_at__gte=when[1])), "organisation", open=Count("pk"))


SOURCES: list[Callable] = [
    of_cards,
    of_complaints,
    of_proven,
    of_trades,
    of_money,
    of_points,
    of_alarms,
    of_orders,
]


def scores(first: date, last: date) -> dict[int, str]:
    """Unit → its newest published score of a round that ended in these days."""
    rows = Result.objects.filter(
        publication__round__last__range=(first, last),
        publication__round__state="published",
        sheet__subject_type__app_label="accounts",
        sheet__subject_type__model="organisation",
    )
    ordered = rows.order_by("publication__round__last", "publication__number")
    return {unit: str(total) for unit, total in ordered.values_list("sheet__organisation", "total")}


def of_period(first: date, last: date) -> dict[int, dict]:
    """Unit → its figures; what is not there is 0."""
    when = span(first, last)
    found: dict[int, dict] = defaultdict(lambda: dict.fromkeys(NUMBERS, 0))
    for source in SOURCES:
        for row in source(when):
            unit = row.pop("unit")
            if unit is not None:
                found[unit] |= row
    return found


def quarter(county: Organisation, year: int, number: int) -> dict:
    """The units of the county with anything to tell, most burdened first, each beside the quarter before."""
    spans = [(first_day(*one), last_day(*one)) for one in ((year, number), before(year, number))]
    now, then = (of_period(*days) for days in spans)
    marks, marks_before = (scores(*days) for days in spans)
    units = Organisation.objects.within(county).filter(pk__in={*now, *then, *marks})
    lines = [
        {
            "code": one.code,
            "name": one.short_name,
            "now": now[one.pk] | {"score": marks.get(one.pk, "")},
            "before": then[one.pk] | {"score": marks_before.get(one.pk, "")},
        }
        for one in units.order_by("sort", "pk")
    ]
    lines.sort(key=lambda line: -burden(line["now"]))
    return {
        "period": f"{year}Q{number}",
        "units": lines,
        "now": summed(lines, "now"),
        "before": summed(lines, "before"),
    }


def burden(numbers: dict) -> int:
    """What decides the order of the units: red weighs more than yellow, what is proven more than what is said."""
    heavy = 3 * (numbers["red"] + numbers["alarms"] + numbers["proven"])
    return heavy + numbers["yellow"] + numbers["complaints"] + numbers["trades"] + numbers["money"]


def summed(lines: list[dict], side: str) -> dict:
    return {key: sum(line[side][key] for line in lines) for key in NUMBERS}


def of_report(report: SelfReport) -> dict:
    """What is kept with a self-report: the points of the unit, its alarms, reminders and open orders."""
    unit = report.organisation
    when = span(first_day(report.year, report.quarter), report.due_on)
    levels = RiskPoint.objects.filter(organisation=unit).counted()
    return {
        "a": levels["a"],
        "b": levels["b"],
        "c": levels["c"],
        "alarms": Alarm.objects.filter(organisation=unit, issued_at__range=when).count(),
        "open": RiskOrder.objects.open().filter(organisation=unit).count(),
        "unanswered": Reminder.objects.open().filter(organisation=unit).count(),
    }


# the summary of a year


def year_of(reports, year: int, today: date) -> list[tuple[Organisation, list, int]]:
    """Of each unit its four reports (None: not asked for yet) and how many are missing, most missing first."""
    found: dict[int, dict] = defaultdict(dict)
    units = {}
    for report in reports.filter(year=year).select_related("organisation").order_by("organisation__sort", "quarter"):
        found[report.organisation_id][report.quarter] = report
        units[report.organisation_id] = report.organisation
    lines = []
    for key, unit in units.items():
        four = [found[key].get(number) for number in range(1, 5)]
        lines.append((unit, four, sum(is_missing(one, today) for one in four)))
    return sorted(lines, key=lambda line: -line[2])


def is_missing(report: SelfReport | None, today: date) -> bool:
    return report is not None and report.state in SelfReport.OWED and report.due_on < today
