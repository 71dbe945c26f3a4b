"""Units by their indicators: how much of their goals is done, how many tasks were done in time (落实率).

One statement over rollups and queue; `live=True` reads the observations themselves and gives the same, bit for bit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from scoring import indicators
from scoring.models import GoalDocument
from scoring.models.progress import LIVE, ROLLED, SHARE

# A task counts as due once its day is over. `kept` is scoring.indicators.is_kept in SQL.
STATEMENT = """
SELECT o.id, o.code, o.short_name, r.tasks, r.due, r.kept, r.reached, r.late, r.points
FROM (
  SELECT organisation_id, count(*) AS tasks, count(*) FILTER (WHERE past) AS due,
    count(*) FILTER (WHERE past AND kept) AS kept, count(*) FILTER (WHERE past AND share < 1000000) AS late,
    div(sum(weight * share), sum(weight)) AS reached,
    sum(weight * points) FILTER (WHERE signed) / sum(weight) FILTER (WHERE signed) AS points
  FROM (
    SELECT t.organisation_id, t.weight, t.points, t.state = 'signed' AS signed, t.due_on < %(today)s AS past,
      {share} AS share,
      CASE t.direction WHEN 'fall' THEN coalesce(d.done, 0) <= t.target
        ELSE coalesce(t.done_on <= t.due_on, false) END AS kept
    FROM scoring_task t LEFT JOIN ({done}) d ON d.task_id = t.id
    WHERE t.document_id = ANY(%(documents)s) OFFSET 0) AS measured  -- so that a share is computed once
  GROUP BY organisation_id) AS r
JOIN accounts_organisation o ON o.id = r.organisation_id
ORDER BY r.reached DESC, o.sort, o.id
"""


@dataclass(frozen=True)
class Standing:
    """A unit: tasks, those that are due, kept in time, past their day and not done; shares in millionths."""

    key: int
    code: str
    name: str
    tasks: int
    due: int
    kept: int
    reached: int
    late: int
    points: Decimal | None  # mean of the signed reviews by weight
    place: int = 0

    @property
    def completion(self) -> Decimal:
        return indicators.percent(self.reached)

    @property
    def rate(self) -> Decimal | None:
        return indicators.rate(self.kept, self.due)

    @property
    def is_wanting(self) -> bool:
        """Below the implementation rate that is wanted."""
        return self.rate is not None and self.rate < indicators.RATE_WANTED


def newest_year(day: date) -> int:
    """The last year that has goals in force; in January this may be the one before."""
    found = GoalDocument.objects.filter(year__lte=day.year).exclude(state__in=GoalDocument.UNSAID)
    return found.order_by("-year").values_list("year", flat=True).first() or day.year


def documents(year: int) -> list[int]:
    """The keys of the documents of a year that are or were in force."""
    found = GoalDocument.objects.filter(year=year).exclude(state__in=GoalDocument.UNSAID)
    return list(found.values_list("pk", flat=True))


def units(documents: Iterable[int], today: date, *, live=False) -> list[Standing]:
    """The units of these documents (keys), by completion; equal ones share a place."""
    statement = STATEMENT.format(share=SHARE, done=LIVE if live else ROLLED)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"documents": list(documents), "today": today})
        rows = [Standing(*row) for row in cursor.fetchall()]
    return placed(rows)


def placed(rows: list[Standing]) -> list[Standing]:
    """With their places: 1, 2, 2, 4."""
    found = []
    for number, row in enumerate(rows, 1):
        ties = found and found[-1].reached == row.reached
        found.append(replace(row, reached=int(row.reached), place=found[-1].place if ties else number))
    return found


def together(rows: Iterable[Standing]) -> tuple[int, int, int, Decimal | None]:
    """Of all units: tasks, due, kept, implementation rate."""
    rows = list(rows)
    tasks, due, kept = (sum(getattr(row, name) for row in rows) for name in ("tasks", "due", "kept"))
    return tasks, due, kept, indicators.rate(kept, due)
