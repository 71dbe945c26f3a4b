"""From the events of cases to their rows: computed as a whole each time, with the engine that replays histories.

Late and out-of-order events need no special treatment: all events of a case are told again in the order of their
time, and what follows is compared with what is stored.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts.models import Post
from approvals.models import Case
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from exchange import clocks
from exchange.items import Catalogue
from exchange.models import Event, ForeignCase, SourceSystem
from exchange.names import Names
from exchange.violations import report
from monitoring import events as vocabulary
from monitoring.course import Course
from monitoring.trace import REFUSED_CODES, Trace
from records.bulk import insert, keys

BATCH = 1000  # cases computed again in one transaction
PATIENCE = timedelta(days=1)  # how long an event that does not fit may wait for the one that is missing
Told = dict[str, list[tuple[int, vocabulary.Event]]]  # number of the case → (key of the event, event)
STATES = {"new": Case.State.SUBMITTED, "received": Case.State.SUBMITTED}
FIELDS = ["item_code", "item_name", "organisation_id", "state", "received_at", "accepted_at", "decided_at"]
FIELDS += ["closed_at", "result", "actor_name", "stars", "clock_id", "doubts", "look_at"]


def told_before(source: SourceSystem, numbers: set[str]) -> Told:
    """What the source has told of these cases up to now."""
    told: Told = defaultdict(list)
    rows = Event.objects.filter(source=source, about__in=numbers).exclude(type__startswith="order.")
    rows = rows.exclude(type="item.defined").order_by("at", "pk").values_list("pk", "about", "body")
    for pk, about, body in rows:
        told[about].append((pk, vocabulary.read_event(body)))
    return told


@dataclass
class Desk:
    """What is looked up once for many cases of one source."""

    source: SourceSystem
    catalogue: Catalogue
    units: dict
    people: dict
    now: datetime

    def unit(self, name: str, otherwise: int) -> int:
        found = self.units.get(name)
        return found.pk if found else otherwise

    def person(self, name: str, unit: int) -> int | None:
        return self.people.get((name, unit))


def compute(source: SourceSystem, told: Told, fresh: Iterable, names, now: datetime, patience=PATIENCE):
    """Compute the cases that these fresh events concern, with everything told of them before."""
    defined = set()
    for pk, event in fresh:
        if event.type == "item.defined":
            defined.add(event.about)
        elif not event.type.startswith("order."):
            told[event.about].append((pk, event))
    touched = set(told)
    if others := cases_of(source, defined) - touched:
        told |= told_before(source, others)
    recompute(source, {about: told[about] for about in [*sorted(touched), *sorted(others)]}, names, now, patience)


def cases_of(source, items: set[str]) -> set[str]:
    """The cases about items that were defined anew."""
    if not items:
        return set()
    return set(ForeignCase.objects.filter(source=source, item_code__in=items).values_list("number", flat=True))


def recompute(source: SourceSystem, told: Told, names, now: datetime, patience=PATIENCE):
    """Bring the rows of these cases in line with their events."""
    for rows in told.values():
        rows.sort(key=lambda pair: (pair[1].at, pair[0]))
    catalogue = Catalogue(source, {code for rows in told.values() if (code := item_code(rows))})
    traces = [trace for about, rows in told.items() if (trace := trace_of(about, rows, catalogue, now))]
    if not traces:
        return
    desk = Desk(source, catalogue, units(names, traces, catalogue), {}, now)
    desk.people = people(traces, desk)
    write(desk, traces, by_number(source, traces), patience)


def by_number(source, traces: list[Trace]) -> dict[str, ForeignCase]:
    rows = ForeignCase.objects.filter(source=source, number__in=[trace.case for trace in traces])
    return {row.number: row for row in rows}


def item_code(rows) -> str:
    """The item of a case: the first event that says one."""
    return next((code for _pk, event in rows if (code := event.detail.get("item") or event.item)), "")


def trace_of(about: str, rows, catalogue: Catalogue, now: datetime) -> Trace | None:
    """The case as its events tell it up to now; None while no event says which item it is about."""
    first = next((event for _pk, event in rows if event.detail.get("item") or event.item), None)
    facts = catalogue.facts(first.detail.get("item") or first.item, first.at) if first else None
    if facts is None:
        return None
    course = Course(about, facts, calendars.calendar())
    for _pk, event in rows:
        course.apply(event)
    course.lapse(timezone.localdate(now))
    return course.trace


def units(names, traces: list[Trace], catalogue: Catalogue) -> dict:
    """Name → unit of every unit that these cases name."""
    named = {
        unit for trace in traces for unit in [trace.organisation, *(timer.organisation for timer in trace.clocks)]
    }
    named |= {one.organisation for trace in traces for one in trace.violations}
    return catalogue.units | names.known_units(named - {""} - catalogue.units.keys())


def people(traces: list[Trace], desk: Desk) -> dict[tuple[str, int], int]:
    """(name, unit) → person, by user name or by a name that only one person of the unit has."""
    named = {timer.actor for trace in traces for timer in trace.clocks} | {trace.actor for trace in traces}
    named |= {one.actor for trace in traces for one in trace.violations}
    wanted = {unit.pk for unit in desk.units.values()} | {desk.source.organisation_id}
    posts = Post.objects.active().filter(organisation__in=wanted)
    found: dict = {}
    for name in ("user__name", "user__username"):
        rows = posts.filter(**{f"{name}__in": named - {""}}).values_list(name, "organisation", "user").distinct()
        for called, unit, user in rows.order_by("user"):
            found[called, unit] = None if found.get((called, unit), user) != user else user
    return found


def write(desk: Desk, traces: list[Trace], known: dict[str, ForeignCase], patience: timedelta):
    """Save the cases, their clocks and violations."""
    case_keys, clock_keys = keys(ForeignCase), keys(Deadline)
    writing, new, changed = clocks.Writing(), [], []
    rows = stored_clocks(known)
    for trace in traces:
        case = known.get(trace.case)
        if case is None:
            case = ForeignCase(pk=next(case_keys), source=desk.source, number=trace.case)
            new.append(case)
            known[trace.case] = case
        else:
            changed.append(case)
        told = [told_clock(case, timer, next(clock_keys), trace, desk) for timer in trace.clocks]
        clocks.compare(writing, rows.get(case.pk, ()), told, desk.now)
        fill(case, trace, told, desk, patience)
    save(desk, writing, new, changed)
    report(desk, [(known[trace.case], trace) for trace in traces], patience)


def save(desk: Desk, writing, new: list[ForeignCase], changed: list[ForeignCase]):
    """Cases point at their clocks, and clocks at cases by number only: clocks first."""
    clocks.write(writing, desk.now)
    insert(new)
    if changed:
        ForeignCase.objects.bulk_update(changed, [name.removesuffix("_id") for name in FIELDS], batch_size=500)


def stored_clocks(known: dict[str, ForeignCase]) -> dict[int, list[Deadline]]:
    rows: dict[int, list[Deadline]] = defaultdict(list)
    if known:
        kind = ContentType.objects.get_for_model(ForeignCase)
        stored = Deadline.objects.filter(subject_type=kind, subject_id__in=[case.pk for case in known.values()])
        for row in stored.order_by("pk"):
            rows[row.subject_id].append(row)
    return rows


def told_clock(case: ForeignCase, timer, pk: int, trace: Trace, desk: Desk):
    lead = desk.unit(trace.organisation, desk.source.organisation_id)
    unit = desk.unit(timer.organisation, lead)
    told = [one.limits.promised for one in trace.clocks if one.name == "special"]
    return clocks.clock_of(case, timer, pk, unit, desk.person(timer.actor, unit), told)


def fill(case: ForeignCase, trace: Trace, told, desk: Desk, patience: timedelta):
    """The columns of a case from its trace."""
    promises = [clock.row.pk for clock in told if clock.row.name == "promised"]
    case.item_code, case.item_name = trace.item.code, trace.item.name
    case.organisation_id = desk.unit(trace.organisation, desk.source.organisation_id)
    case.state = STATES.get(trace.state, trace.state)
    case.received_at = trace.received_at or desk.now
    case.accepted_at, case.decided_at, case.closed_at = trace.accepted_at, trace.decided_at, trace.closed_at
    case.result, case.actor_name, case.stars = trace.result, trace.actor, trace.stars
    case.clock_id = promises[-1] if promises else None
    case.doubts = doubts_of(case, trace, desk.now)
    case.look_at = next_look(case, told, desk.now, patience)


def doubts_of(case: ForeignCase, trace: Trace, now: datetime) -> list[dict]:
    """The events that do not fit, and since when we know; what a missing event cures is not told at once."""
    since = {doubt["event"]: doubt["since"] for doubt in case.doubts}
    wrong = [one for one in trace.violations if one.code in REFUSED_CODES]
    return [{"event": one.event, "error": one.words, "since": since.get(one.event, now.isoformat())} for one in wrong]


def next_look(case: ForeignCase, told, now: datetime, patience: timedelta) -> datetime | None:
    """When the case has to be computed again although nothing arrives: it is deemed accepted, a doubt is told."""
    lapsing = [clock.row for clock in told if clock.row.name == "notice" and clock.row.is_running]
    looks = [deadlines.midnight(row.overdue_on + timedelta(days=1)) for row in lapsing]
    looks += [datetime.fromisoformat(doubt["since"]) + patience for doubt in case.doubts]
    return min((at for at in looks if at > now), default=None)


def look(now: datetime) -> int:
    """Compute the cases again whose time has come; returns how many. Safe to run late or twice."""
    count = 0
    for source in SourceSystem.objects.filter(cases__look_at__lte=now).distinct().order_by("pk"):
        with transaction.atomic():
            SourceSystem.objects.select_for_update(no_key=True).get(pk=source.pk)
            due = ForeignCase.objects.filter(source=source, look_at__lte=now)
            numbers = set(due.order_by("look_at").values_list("number", flat=True)[:BATCH])
            recompute(source, told_before(source, numbers), Names(source, ()), now)
            count += len(numbers)
    return count
