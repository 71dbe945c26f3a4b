"""Tasks of indicators on the yearly sheet of a unit: signed points as a share, what was not done in time as points."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.actions import gathering
from tests.scoring.goals import did, group, in_force, leaf, signed_off, task_of
from tests.scoring.sheets import THEN, begun, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(office, bureau):
    """A sheet with twenty points for goals and thirty that tasks may cost."""
    items = (
        ({"points": 20, "earns": True, "source": "goals"},),
        ({"points": 30, "source": "tasks"},),
        ({"points": 50},),
    )
    about = {"code": "goals", "about": "department", "cadence": "year", "parameters": {"tasks": 3}}
    return begun(office, [bureau], items=items, first=date(2026, 1, 1), last=date(2026, 12, 31), **about)


def counted(office, year, bureau):
    gathering.count(year, by=office.clerk, now=THEN)
    return [(mark.source, mark.points, mark.subject) for mark in sheet_of(year, bureau).marks.order_by("pk")]


def test_tasks_late_or_not_done_cost_their_points(office, bureau, clerk, year):
    due = {"due_on": date(2026, 6, 30)}
    wanted = [leaf(f"A{n}", bureau, 25, **due) for n in (1, 2, 3)]
    limit = leaf("A4", bureau, 25, direction="fall", target=Decimal(3), **due)
    document = in_force(office, [group("A"), *wanted, limit])
    did(task_of(document, "A1"), 10, clerk, on="2026-06-30")
    did(task_of(document, "A2"), 10, clerk, on="2026-07-01")
    late, never = task_of(document, "A2"), task_of(document, "A3")
    assert counted(office, year, bureau) == [("tasks", 3, late), ("tasks", 3, never)]


def test_signed_points_earn_their_share(office, bureau, clerk, head, year):
    document = in_force(office, [group("A"), leaf("A1", bureau, 75), leaf("A2", bureau, 25)])
    for code, points in (("A1", 90), ("A2", 70)):
        signed_off(document, code, points, office, clerk, head)
    assert counted(office, year, bureau) == [("goals", 17, None)]  # 85 percent of 20
