"""What the units did in a period, counted from the cases, clocks and findings themselves.

`UnitFigures` is the one definition of "on time": finished on time / (finished + open overdue). The board, the leaders'
report and the public figures all read it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import product
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from accounts.models import Organisation
from approvals.models import Case, Item
from approvals.statistics import ON_TIME, Period, open_overdue, percent
from monitoring.counted import counted
from monitoring.models import Finding, Level


@dataclass
class UnitFigures:
    """One unit in one period."""

    organisation: Organisation | None = None
    accepted: int = 0
    finished: int = 0
    on_time: int = 0
    early: int = 0
    promised: int = 0  # finished cases of promised items: only those can be early
    open_overdue: int = 0
    levels: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rank: int = 0
    rank_before: int | None = None

    @property
    def owed(self) -> int:
        """What should have been finished: the finished cases and those open past their promise."""
        return self.finished + self.open_overdue

    @property
    def on_time_rate(self) -> Decimal | None:
        return percent(self.on_time, self.owed)

    @property
    def early_rate(self) -> Decimal | None:
        return percent(self.early, self.promised)

    @property
    def warnings(self) -> int:
        return self.levels[Level.WARNING]

    @property
    def yellow(self) -> int:
        return self.levels[Level.YELLOW]

    @property
    def red(self) -> int:
        return self.levels[Level.RED]

    @property
    def climbed(self) -> int:
        """Places won (positive) or lost against the period before; 0 without comparison."""
        return self.rank_before - self.rank if self.rank_before else 0

    @property
    def dropped(self) -> int:
        return max(0, -self.climbed)

    @property
    def tone(self) -> str:
        """How the on-time rate looks: green from 95 percent on, amber from 85 percent on, else red."""
        rate = self.on_time_rate
        return "ok" if rate is None or rate >= 95 else "warn" if rate >= 85 else "over"

    def __add__(self, other: "UnitFigures") -> "UnitFigures":
        total = UnitFigures()
        for name in ("accepted", "finished", "on_time", "early", "promised", "open_overdue"):
            setattr(total, name, getattr(self, name) + getattr(other, name))
        for level in {*self.levels, *other.levels}:
            total.levels[level] = self.levels[level] + other.levels[level]
        return total


def order(unit: UnitFigures) -> tuple:
    """Sort key of the ranking: on-time rate; fewer red, yellow, pre-warnings; higher early rate. Idle units last."""
    rate = unit.on_time_rate
    return (rate is None, -(rate or 0), unit.red, unit.yellow, unit.warnings, -(unit.early_rate or 0))


def ranked(units: Iterable[UnitFigures]) -> list[UnitFigures]:
    """The units in order, with ranks 1, 1, 3 for equals."""
    result = sorted(units, key=lambda unit: (*order(unit), unit.organisation.sort, unit.organisation.pk))
    for place, unit in enumerate(result, 1):
        above = result[place - 2] if place > 1 else None
        unit.rank = above.rank if above and order(above) == order(unit) else place
    return result


def count_cases(units: dict[int, UnitFigures], cases, period: Period, today: date):
    """Fill in what the cases say."""
    rows = (
        cases.order_by()
        .values("organisation")
        .annotate(
            accepted_=Count("pk", filter=period.within("accepted_at")),
            finished_=Count("pk", filter=period.within("decided_at")),
            on_time_=Count("pk", filter=period.within("decided_at") & ON_TIME),
            early_=Count("pk", filter=period.within("decided_at") & Q(clock__used_days__lt=F("clock__promised"))),
            promised_=Count("pk", filter=period.within("decided_at") & Q(clock__promised__gt=0)),
            overdue_=Count("pk", filter=open_overdue(min(today, period.last))),
        )
    )
    for row in rows:
        unit = units.get(row["organisation"])
        if unit:
            for name in ("accepted", "finished", "on_time", "early", "promised"):
                setattr(unit, name, getattr(unit, name) + row[f"{name}_"])
            unit.open_overdue += row["overdue_"]


def count_findings(units: dict[int, UnitFigures], findings, period: Period):
    """Fill in warnings and the cards that count."""
    for organisation, level, subjects in levels_of(findings.filter(period.within("issued_at")), "organisation"):
        if organisation in units:
            units[organisation].levels[level] += subjects


def levels_of(findings, key: str):
    """(key, level, how many) of what counts: the one highest of each case, however many it got (DR-1)."""
    rows = findings.counting().order_by().values_list(key, "counted", "subject_type")
    for value, level, _kind, subjects in rows.annotate(subjects=Count("subject_id", distinct=True)):
        yield value, level, subjects


def departments(scope: str):
    """The departments that are ranked: those with items, and those whose own systems tell us of cases."""
    told = [Q(pk__in=cases.values("organisation")) for cases in counted(scope) if cases.model is not Case]
    busy = reduce(or_, told, Q(pk__in=Item.objects.values("organisation")))
    return Organisation.objects.departments().filter(busy, path__startswith=scope)


def unit_figures(scope: str, period: Period, today: date) -> list[UnitFigures]:
    """Every department under `scope` (an organisation path) that has items or cases, ranked."""
    units = {o.pk: UnitFigures(o) for o in departments(scope)}
    for cases in counted(scope):
        count_cases(units, cases, period, today)
    count_findings(units, Finding.objects.filter(organisation__path__startswith=scope), period)
    return ranked(units.values())


def compared(scope: str, period: Period, today: date) -> list[UnitFigures]:
    """The ranking with each unit's place in the period before."""
    return beside(unit_figures(scope, period, today), unit_figures(scope, period.before, period.before.last))


def beside(now: list[UnitFigures], before: list[UnitFigures]) -> list[UnitFigures]:
    """The units with their places in the period before."""
    places = {unit.organisation.pk: unit.rank for unit in before if unit.owed}
    for unit in now:
        unit.rank_before = places.get(unit.organisation.pk)
    return now


def daily(scope: str, days: list[date]) -> dict[str, list[int]]:
    """Accepted, decided, and cards of that day that count: the series of the board's trend."""
    period = Period(days[0], days[-1])
    place = {day: number for number, day in enumerate(days)}
    series = {name: [0] * len(days) for name in ("accepted", "decided", Level.YELLOW, Level.RED)}
    for cases, name in product(counted(scope), ("accepted", "decided")):
        when = f"{name}_at"
        rows = cases.filter(period.within(when)).annotate(day=TruncDate(when)).values_list("day").annotate(Count("pk"))
        for day, count in rows:
            if day in place:
                series[name][place[day]] += count
    found = Finding.objects.filter(period.within("issued_at"), organisation__path__startswith=scope).order_by()
    cards = found.counting_cards().annotate(day=TruncDate("issued_at"))
    rows = cards.values_list("day", "counted").annotate(Count("pk"))
    for day, level, count in rows:
        if day in place:
            series[level][place[day]] = count
    return series


IN_HAND_STATES = [
    Case.State.FIRST_REVIEW,
    Case.State.SUBMITTED,
    Case.State.CORRECTING,
    Case.State.ACCEPTED,
    Case.State.REVIEWED,
    Case.State.DECIDED,
]


def in_hand(scope: str) -> dict[int, dict[str, dict[str, int]]]:
    """Organisation → state → {"cases", "yellow", "red"}: open cases, and how many of them carry a card."""
    table: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for cases in counted(scope):
        count_in_hand(table, scope, cases.filter(state__in=IN_HAND_STATES))
    return table


def count_in_hand(table, scope: str, cases):
    """Add the open cases of one kind to the table."""
    for organisation, state, count in cases.values_list("organisation", "state").annotate(Count("pk")):
        table[organisation][state]["cases"] += count
    colours = open_colours(scope, cases.model)
    carded = cases.filter(pk__in={case for case, _unit in colours})
    for case, organisation, state in carded.values_list("pk", "organisation", "state"):
        if (case, organisation) in colours:
            table[organisation][state][colours[case, organisation]] += 1


def open_colours(scope: str, model=Case) -> dict[tuple[int, int], str]:
    """(case, unit that was late) → the highest card on its open clocks: in a joint case the lead need not be it."""
    carded = Finding.objects.counting_cards().filter(
        organisation__path__startswith=scope,
        subject_type=ContentType.objects.get_for_model(model),
        deadline__cancelled_on=None,
    )
    colours: dict[tuple[int, int], str] = {}
    for case, unit, level in carded.order_by().values_list("subject_id", "organisation_id", "counted"):
        if colours.get((case, unit)) != Level.RED:
            colours[case, unit] = level
    return colours
