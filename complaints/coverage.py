"""Figures of the visits to firms (seed S2-07): how many of a quarter's plan, how many late, problems of the year."""

from dataclasses import dataclass

from django.db.models import Count, Q

from complaints.models import FirmProblem, FirmVisit
from complaints.rates import in_words, share

PROBLEMS_A_YEAR = 40  # 客商反映问题每年四十条以上


@dataclass(frozen=True)
class Coverage:
    """The visits of one unit, or of all, in a quarter."""

    name: str
    planned: int
    visited: int
    overdue: int

    @property
    def rate(self):
        return share(self.visited, self.planned)

    @property
    def rate_in_words(self) -> str:
        return in_words(self.visited, self.planned)


def sums(today) -> dict:
    return {
        "planned": Count("pk"),
        "visited": Count("pk", filter=Q(visited_on__isnull=False)),
        "overdue": Count("pk", filter=Q(visited_on=None, until_on__lt=today)),
    }


def total(visits, today, name: str = "") -> Coverage:
    return Coverage(name=name, **visits.order_by().aggregate(**sums(today)))


def by_unit(visits, today) -> list[Coverage]:
    """Unit by unit, the worst coverage first."""
    rows = visits.order_by().values("organisation__short_name").annotate(**sums(today))
    made = [Coverage(name=row.pop("organisation__short_name"), **row) for row in rows]
    return sorted(made, key=lambda row: (row.rate, row.name))


@dataclass(frozen=True)
class Problems:
    """What firms named in a year, and how far it is."""

    named: int
    answered: int

    @property
    def are_enough(self) -> bool:
        return self.named >= PROBLEMS_A_YEAR


def problems(visits, year: int) -> Problems:
    """Of the visits of this year that the QuerySet holds."""
    rows = FirmProblem.objects.filter(visit__in=visits.filter(year=year))
    return Problems(
        **rows.aggregate(named=Count("pk"), answered=Count("pk", filter=Q(order__replied_at__isnull=False)))
    )


def quarters() -> list[tuple[int, int]]:
    """The quarters that have a plan, the newest first."""
    rows = FirmVisit.objects.order_by("-year", "-quarter").values_list("year", "quarter").distinct()
    return list(rows)
