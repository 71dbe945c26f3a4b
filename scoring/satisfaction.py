"""Public ratings as figures: totals by month, ranking of the units. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.models import Organisation
from scoring.calculate import questionnaire, satisfaction
from scoring.models import UnitRating
from scoring.models.surveys import OPTIONS

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Rated:
    """How a unit was rated in a stretch of time. `place` None: too few ratings for a place."""

    organisation: Organisation
    counts: dict[str, int]
    place: int | None = None

    @property
    def ratings(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> Decimal | None:
        """满意率 in percent."""
        return satisfaction(self.counts)

    @property
    def points(self) -> Decimal:
        return self.worth(HUNDRED)

    def worth(self, full: Decimal) -> Decimal:
        """Of so many points."""
        return questionnaire(self.counts, full)


def counted(rows) -> dict[int, dict[str, int]]:
    """Organisation → ratings by option."""
    found: dict[int, dict[str, int]] = {}
    for unit, option, count in rows.order_by().values_list("organisation", "option").annotate(count=Count("pk")):
        found.setdefault(unit, dict.fromkeys(OPTIONS, 0))[option] = count
    return found


def between(first: date, last: date):
    return UnitRating.objects.filter(rated_on__range=(first, last))


def ranking(units: Sequence[Organisation], first: date, last: date, least: int) -> list[Rated]:
    """The best first; units with fewer than `least` ratings follow without a place."""
    found = counted(between(first, last).filter(organisation__in=units))
    rows = [Rated(unit, found.get(unit.pk, dict.fromkeys(OPTIONS, 0))) for unit in units]
    placed = sorted((row for row in rows if row.ratings >= least), key=lambda row: (-row.points, -row.ratings))
    result = []
    for number, row in enumerate(placed, 1):
        same = result and result[-1].points == row.points
        result.append(Rated(row.organisation, row.counts, result[-1].place if same else number))
    return [*result, *sorted((row for row in rows if row.ratings < least), key=lambda row: -row.ratings)]


def months(unit: Organisation, since: date) -> list[tuple[date, Rated]]:
    """The ratings of a unit by month, the newest first."""
    rows = UnitRating.objects.filter(organisation=unit, rated_on__gte=since)
    by_month: dict[date, dict[str, int]] = {}
    told = rows.order_by().annotate(month=TruncMonth("rated_on")).values_list("month", "option")
    for month, option, count in told.annotate(count=Count("pk")):
        by_month.setdefault(month, dict.fromkeys(OPTIONS, 0))[option] = count
    return [(month, Rated(unit, by_month[month])) for month in sorted(by_month, reverse=True)]


def results(first: date, last: date, organisation: Organisation) -> Rated | None:
    """The public ratings of a unit in a period, for score sheets; None where nobody rated it."""
    row = Rated(organisation, counted(between(first, last)).get(organisation.pk, {}))
    return row if row.counts else None
