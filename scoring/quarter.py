"""The quarter of each unit (S4-17): approvals, key tasks and the demands of citizens side by side. Read only.

Three sources, three statements or so: cases by monitoring.figures, tasks by their days in the quarter, orders by
complaints.figures. Nothing is added up across the sources: the scheme of a round does that.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q

from complaints import figures as orders
from complaints.models import Order
from monitoring.figures import Period, UnitFigures, unit_figures
from scoring import indicators
from scoring.models import GoalDocument, Task
from scoring.models.progress import done_expression


@dataclass
class Line:
    """One unit in a quarter."""

    name: str
    sort: int = 0
    cases: UnitFigures = field(default_factory=UnitFigures)
    due: int = 0
    kept: int = 0
    demands: orders.Figures = field(default_factory=orders.Figures)

    @property
    def rate(self) -> Decimal | None:
        """Implementation rate of the tasks whose day lies in the quarter."""
        return indicators.rate(self.kept, self.due)

    @property
    def is_idle(self) -> bool:
        return not (self.cases.owed or self.cases.accepted or self.due or self.demands.received)


def period_of(year: int, quarter: int) -> Period:
    first = date(year, 3 * quarter - 2, 1)
    return Period(first, (first + timedelta(days=100)).replace(day=1) - timedelta(days=1))


def quarter_of(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def lines(scope: str, period: Period, today: date) -> list[Line]:
    """The units below this path that had any work, in their order."""
    found: dict[str, Line] = {}

    def at(code: str, name: str, sort=0) -> Line:
        return found.setdefault(code, Line(name, sort))

    until = min(today, period.last)
    for one in unit_figures(scope, period, until):
        at(one.organisation.code, one.organisation.short_name, one.organisation.sort).cases = one
    for code, name, sort, due, kept in tasks(scope, period, today):
        line = at(code, name, sort)
        line.due, line.kept = due, kept
    seen = Order.objects.filter(organisation__path__startswith=scope)
    span = orders.Period(period.first, period.last)
    for one in orders.by_unit(orders.counted(seen, span), until):
        at(one.key, one.name).demands = one.figures
    return sorted((line for line in found.values() if not line.is_idle), key=lambda line: (line.sort, line.name))


KEPT = Q(direction="fall", reached__lte=F("target")) | ~Q(direction="fall") & Q(done_on__lte=F("due_on"))


def tasks_due(scope: str, today: date):
    """The tasks of goals that are or were in force whose day is over; `KEPT` says which of them were done in time."""
    rows = Task.objects.filter(organisation__path__startswith=scope, due_on__lt=today).order_by()
    return rows.exclude(document__state__in=GoalDocument.UNSAID).annotate(reached=done_expression())


def tasks(scope: str, period: Period, today: date):
    """(code, name, sort, due, kept) of the tasks whose day lies in the quarter and is over."""
    keys = ["organisation__code", "organisation__short_name", "organisation__sort"]
    counted = tasks_due(scope, today).filter(due_on__range=(period.first, period.last)).values(*keys)
    return counted.annotate(due=Count("pk"), kept=Count("pk", filter=KEPT)).values_list(*keys, "due", "kept")
