"""Visits to firms: the plan of a quarter, its coverage, difficulties that become orders."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from complaints import actions as orders
from complaints import coverage
from complaints.actions import visits
from complaints.actions.visits import Firm, Problem
from complaints.models import FirmVisit, Kind, Order
from complaints.models.visits import last_day, quarter_of
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import at

pytestmark = pytest.mark.django_db
Q1 = {"year": 2026, "quarter": 1}
SAID = {"visited_on": date(2026, 2, 3), "opinion": "用电报装快，招工难。", "mood": 2}


def firms(bureau, count=3):
    return [Firm(bureau, f"云溪第{n}机械有限公司", f"91420000MA4K{n:06d}", "工业园路") for n in range(1, count + 1)]


@pytest.fixture
def planned(inspector, bureau):
    return visits.plan(bureau, by=inspector, now=at("2026-01-05"), firms=firms(bureau), **Q1)


def test_coverage_of_a_quarter(inspector, clerk, bureau):  # CMP-24
    lines = visits.plan(bureau, by=inspector, now=at("2026-01-05"), firms=firms(bureau, 60), **Q1)
    FirmVisit.objects.filter(pk__in=[line.pk for line in lines[:57]]).update(
        visited_on=date(2026, 3, 2), opinion="好", mood=3
    )
    last, following = date(2026, 3, 31), date(2026, 4, 1)
    [unit] = coverage.by_unit(FirmVisit.objects.of_quarter(2026, 1), following)
    assert (unit.planned, unit.visited, unit.rate_in_words, unit.overdue) == (60, 57, "95.00%", 3)
    assert coverage.total(FirmVisit.objects.all(), last).overdue == 0
    assert FirmVisit.objects.overdue(following).count() == 3


def test_firms_left_out_ring_on_the_first_day_after_the_quarter(planned, clerk):
    visits.visit(planned[0], by=clerk, now=at("2026-02-03"), **SAID)
    sweep(at("2026-03-31 23:00"))
    assert not Finding.objects.filter(level="yellow").exists()
    sweep(at("2026-04-01"))
    found = Finding.objects.filter(code="Y9", level="yellow")
    assert {str(finding.effective_on) for finding in found} == {"2026-04-01"}
    assert found.count() == 2


@pytest.mark.parametrize(
    ("year", "quarter", "day"),
    [
        (2026, 1, date(2026, 3, 31)),
        (2026, 2, date(2026, 6, 30)),
        (2026, 3, date(2026, 9, 30)),
        (2026, 4, date(2026, 12, 31)),
    ],
)
def test_quarters_end(year, quarter, day):
    assert last_day(year, quarter) == day
    assert quarter_of(day) == (year, quarter)


def test_a_difficulty_becomes_an_order_of_the_firm(planned, clerk, other_bureau, dispatcher):
    problems = [Problem("厂区门前道路破损，货车进出困难。", other_bureau), Problem("招工难，希望组织招聘会。")]
    visits.visit(planned[0], by=clerk, now=at("2026-02-03"), problems=problems, **SAID)
    rows = Order.objects.order_by("pk").values_list("kind", "channel", "organisation", "title")
    assert list(rows) == [
        (Kind.BUSINESS, "visit", other_bureau.pk, "厂区门前道路破损，货车进出困难"),
        (Kind.BUSINESS, "visit", None, "招工难，希望组织招聘会"),
    ]


def test_problems_of_a_year_are_tracked(planned, clerk, stranger, other_bureau, dispatcher):
    difficulties = [Problem("道路破损。", other_bureau)] * 14
    for line in planned:
        visits.visit(line, by=clerk, now=at("2026-02-03"), problems=difficulties, **SAID)
    order = orders.accept(Order.objects.first(), by=stranger, now=at("2026-02-04"))
    orders.reply(order, by=stranger, now=at("2026-02-05"), text="已列入三月养护计划。")
    year = coverage.problems(FirmVisit.objects.all(), 2026)
    assert (year.named, year.answered, year.are_enough) == (42, 1, True)
    assert not coverage.problems(FirmVisit.objects.all(), 2025).are_enough


def test_a_firm_stands_once_in_a_plan(planned, inspector, bureau):
    with pytest.raises(Refused) as refusal:
        visits.plan(bureau, by=inspector, now=at("2026-01-06"), firms=firms(bureau, 4), **Q1)
    assert refusal.value.field == "firms"
    assert FirmVisit.objects.count() == 3


def test_the_same_firm_twice_in_one_list(inspector, bureau):
    with pytest.raises(Refused):
        visits.plan(bureau, by=inspector, now=at("2026-01-06"), firms=firms(bureau, 1) * 2, **Q1)
    assert not FirmVisit.objects.exists()


def test_a_head_plans_for_the_own_unit(head, bureau, other_bureau):
    with pytest.raises(PermissionDenied):
        visits.plan(other_bureau, by=head, now=at("2026-01-05"), firms=firms(other_bureau), **Q1)
    assert len(visits.plan(bureau, by=head, now=at("2026-01-05"), firms=firms(bureau), **Q1)) == 3


@pytest.mark.parametrize("who", ["stranger", "inspector", "leader", "citizen"])
def test_nobody_else_notes_a_visit(planned, who, request):
    with pytest.raises(PermissionDenied):
        visits.visit(planned[0], by=request.getfixturevalue(who), now=at("2026-02-03"), **SAID)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"visited_on": date(2026, 2, 4)}, "visited_on"),
        ({"visited_on": date(2026, 1, 4)}, "visited_on"),
        ({"opinion": "  "}, "opinion"),
        ({"problems": [Problem(" ")]}, "problems"),
    ],
)
def test_bad_input_names_the_field(planned, clerk, changed, field):
    with pytest.raises(Refused) as refusal:
        visits.visit(planned[0], by=clerk, now=at("2026-02-03"), **(SAID | changed))
    assert refusal.value.field == field
    assert not FirmVisit.objects.visited().exists()


def test_a_visit_is_noted_once(planned, clerk):
    visits.visit(planned[0], by=clerk, now=at("2026-02-03"), **SAID)
    with pytest.raises(Refused) as refusal:
        visits.visit(planned[0], by=clerk, now=at("2026-02-04"), **SAID)
    assert refusal.value.code == "V08"


def test_a_unit_sees_its_own_list(planned, clerk, stranger, inspector, leader, dispatcher):
    seen = [FirmVisit.objects.visible_to(a).count() for a in (clerk, inspector, leader, stranger, dispatcher)]
    assert seen == [3, 3, 3, 0, 0]
