"""What each source says about one unit, person or party of the market in a period."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.models import Organisation, Role, Window
from approvals.models import Attendance, Rating
from monitoring.sweep import sweep
from procurement.models import Deduction
from projects.actions import entering
from scoring.actions import rounds
from scoring.evidence import Asked, source
from scoring.models import Item
from tests.conftest import at, employ, make_item
from tests.procurement.committee import make_experts
from tests.projects.conftest import entered
from tests.scoring.sheets import THEN, in_force, item_of

pytestmark = pytest.mark.django_db
HALF = date(2026, 1, 1), date(2026, 6, 30)


def told(office, name, subject, unit, points=20, **about) -> list[tuple]:
    """What the source says: (kind, points) of each reason, on a sheet with one item of so many points."""
    base, _colon, argument = name.partition(":")
    scheme = in_force(office, items=(({"points": points, "source": name}, 100 - points),), **about)
    period = {"name": "上半年", "first": HALF[0], "last": HALF[1]}
    round = rounds.open_round(scheme, [(subject, unit, str(subject))], by=office.clerk, now=THEN, **period)
    asked = Asked(round.sheets.get(), round, item_of(round), argument)
    return [(found.kind, D(found.points)) for found in source(base)(asked)]


@pytest.fixture
def project(bureau, clerk, office):
    """One node of 30 June that was never done."""
    made = entered(bureau, clerk)
    chief = employ("cui", "崔主任", make_follow_up(bureau.parent), Role.HEAD)
    return entering.approve(made, by=chief, now=at("2026-03-03"))


def make_follow_up(county):
    about = {"name": "督查室", "short_name": "督查室", "level": "department", "business": "projects"}
    return Organisation.objects.create(code="dcs", parent=county, **about)


def test_a_missed_node_costs_what_the_scheme_says(office, bureau, project):  # SCO-34
    assert told(office, "nodes", bureau, bureau, parameters={"projects": {"nodes": 3}}) == [("part", 3)]


def test_cards_of_a_person(office, bureau, clerk, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    assert told(office, "own_cards", clerk.user, bureau, about="staff") == [("part", 5)]


def test_ratings_of_a_person(office, bureau, clerk, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    Rating.objects.create(case=case, organisation=bureau, stars=4, rated_at=at("2026-03-20"), state="closed")
    assert told(office, "own_ratings", clerk.user, bureau, about="staff") == [("part", 4)]


@pytest.mark.parametrize(("arrived", "taken"), [("2026-06-30 08:20", []), ("2026-06-30 09:40", [("part", D(1))])])
def test_late_days_at_the_window(office, bureau, clerk, arrived, taken):
    window = Window.objects.create(number="013", name="综合窗口", hall="政务大厅", organisation=bureau)
    post = clerk.post
    post.window = window
    post.save()
    about = {"post": post, "user": clerk.user, "organisation": bureau, "day": date(2026, 6, 30)}
    Attendance.objects.create(arrived_at=at(arrived), **about)
    assert told(office, "attendance", clerk.user, bureau, about="staff") == taken


def test_points_taken_from_an_expert(office):
    [expert] = make_experts(1)
    about = {"expert": expert, "note": "未到", "entered_at": THEN, "happened_on": date(2026, 3, 2)}
    Deduction.objects.create(reason="late", points=3, confirmed_at=THEN, **about)
    Deduction.objects.create(reason="error", points=5, confirmed_at=THEN, **about)
    assert told(office, "deductions:late,absent", expert, None, about="party") == [("part", 3)]


def test_an_expert_without_fault_loses_nothing(office):
    [expert] = make_experts(1)
    assert told(office, "conduct", expert, None, about="party") == []


@pytest.mark.parametrize("name", ["orders", "appraisals", "outcomes", "reports", "problems", "attendance"])
def test_nothing_known_takes_nothing(office, bureau, name):
    assert told(office, name, bureau, bureau) == []


def test_the_sources_of_the_county_exist():
    """Every scheme in force names only sources that there are."""
    names = {name.partition(":")[0] for row in Item.objects.exclude(source="") for name in row.source.split()}
    assert all(callable(source(name)) for name in names)
