"""The ranking: what counts, who leads, who falls."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from approvals import actions as approvals
from monitoring.figures import Period, UnitFigures, compared, percent, ranked, unit_figures
from monitoring.models import Level
from monitoring.sweep import sweep
from scoring.report import report
from tests.conftest import at, employ, make_item
from tests.gates import signed_in

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def two_bureaus(bureau, other_bureau, clerk, reviewer, approver):
    """Both have an item; the staff of both."""
    item, other_item = make_item(bureau), make_item(other_bureau, code="XK-TEST-002")
    others = [employ(f"o{role}", f"他{role}", other_bureau, role) for role in ("clerk", "reviewer", "approver")]
    return {item: (clerk, reviewer, approver), other_item: others}


def run(item, staff, received, accepted_on, decided_on=None):
    clerk, reviewer, approver = staff
    case = approvals.accept(received(item, at(accepted_on), by=clerk), by=clerk, now=at(accepted_on))
    if decided_on:
        approvals.review(case, by=reviewer, now=at(decided_on), opinion="符合")
        approvals.decide(case, by=approver, now=at(decided_on), result="granted")
        approvals.deliver(case, by=clerk, now=at(decided_on))
    return case


@pytest.mark.django_db
def test_on_time_counts_open_cases_past_their_promise(two_bureaus, received, county):
    (item, staff), *_rest = two_bureaus.items()
    run(item, staff, received, "2026-03-02", "2026-03-05")
    run(item, staff, received, "2026-03-02", "2026-03-13")
    run(item, staff, received, "2026-03-02")
    run(item, staff, received, "2026-03-30")
    unit = unit_figures(county.path, MARCH, date(2026, 3, 31))[0]
    assert (unit.accepted, unit.finished, unit.on_time, unit.early, unit.open_overdue) == (4, 2, 1, 1, 1)
    assert (unit.on_time_rate, unit.early_rate) == (Decimal("33.33"), Decimal("50.00"))


@pytest.mark.django_db
def test_department_with_the_card_falls(two_bureaus, received, county):
    (item, staff), (other_item, others) = two_bureaus.items()
    run(item, staff, received, "2026-02-02", "2026-02-03")
    run(other_item, others, received, "2026-02-02", "2026-02-03")
    run(item, staff, received, "2026-03-02")
    run(other_item, others, received, "2026-03-02", "2026-03-03")
    sweep(at("2026-03-12"))
    first, second = compared(county.path, MARCH, date(2026, 3, 12))
    assert (first.organisation, second.organisation) == (other_item.organisation, item.organisation)
    assert (second.yellow, second.rank, second.climbed) == (1, 2, -1)  # late step and late case: one card counts


@pytest.mark.django_db
def test_superseded_cards_do_not_count(two_bureaus, bureau, received, county):
    (_item, staff), *_rest = two_bureaus.items()
    item = make_item(bureau, code="XK-TEST-003", steps=())
    run(item, staff, received, "2026-03-02")
    sweep(at("2026-03-12"))
    sweep(at("2026-03-18"))
    [unit] = [u for u in unit_figures(county.path, MARCH, date(2026, 3, 18)) if u.owed]
    assert (unit.yellow, unit.red) == (0, 1)


@pytest.mark.django_db
def test_paused_case_is_not_late(two_bureaus, received, county):
    (item, staff), *_rest = two_bureaus.items()
    case = run(item, staff, received, "2026-03-02")
    approvals.pause(case, by=staff[1], now=at("2026-03-03"), kind="testing", ground="检测", told_days=20)
    assert sum(u.open_overdue for u in unit_figures(county.path, MARCH, date(2026, 3, 31))) == 0


@pytest.mark.django_db
def test_past_periods_stay_as_they_were(two_bureaus, received, county):
    (item, staff), *_rest = two_bureaus.items()
    run(item, staff, received, "2026-03-02", "2026-04-10")
    march = unit_figures(county.path, MARCH, date(2026, 4, 20))
    assert sum(u.open_overdue for u in march) == 1


def unit(name, **figures):
    from accounts.models import Organisation

    levels = figures.pop("levels", {})
    made = UnitFigures(Organisation(pk=len(name), name=name, sort=len(name)), **figures)
    made.levels.update(levels)
    return made


def test_equals_share_a_place_and_the_next_is_third():
    units = [unit("a", finished=2, on_time=2), unit("bb", finished=2, on_time=2), unit("ccc", finished=2, on_time=1)]
    assert [u.rank for u in ranked(units)] == [1, 1, 3]


def test_red_weighs_more_than_yellow_at_equal_rates():
    red = unit("a", finished=1, on_time=1, levels={Level.RED: 1})
    yellow = unit("bb", finished=1, on_time=1, levels={Level.YELLOW: 3})
    assert [u.organisation.name for u in ranked([red, yellow])] == ["bb", "a"]


def test_idle_units_come_last():
    assert [u.organisation.name for u in ranked([unit("a"), unit("bb", finished=1)])] == ["bb", "a"]


@pytest.mark.parametrize(
    ("part", "whole", "rate"), [(1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (1, 800, "0.13")]
)
def test_percent_rounds_half_up(part, whole, rate):
    assert percent(part, whole) == Decimal(rate)


def test_nothing_to_share_has_no_rate():
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 3, 1), date(2026, 3, 10), (date(2026, 2, 19), date(2026, 2, 28))),
    ],
)
def test_period_before(first, last, before):
    assert (Period(first, last).before.first, Period(first, last).before.last) == before


@pytest.mark.django_db
def test_report_names_who_waits(two_bureaus, received, county):
    (item, staff), *_rest = two_bureaus.items()
    run(item, staff, received, "2026-03-02")
    page = report(county.path, MARCH, date(2026, 3, 31))
    assert any("市场监管局" in sentence for sentence in page.notices)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["", "?since=2026-03-01&until=2026-03-31", "?since=9999-12-31", "?until=0001-01-01", "?since=x"]
)
def test_leaders_page_survives_any_period(leader, item, query):
    assert signed_in(leader).get(reverse("scoring:punctuality") + query).status_code == 200


@pytest.mark.django_db
def test_leader_drills_down_to_the_case(leader, two_bureaus, received):
    (item, staff), *_rest = two_bureaus.items()
    case = run(item, staff, received, "2026-03-02")
    sweep(at("2026-03-12"))
    client, query = signed_in(leader), "?since=2026-03-01&until=2026-03-31"
    unit = reverse("scoring:unit", args=["scjg"])
    assert unit in client.get(reverse("scoring:punctuality") + query).content.decode()
    assert case.number in client.get(unit + query).content.decode()
    assert "Y1" in client.get(reverse("scoring:case", args=[case.number])).content.decode()


@pytest.mark.django_db
def test_ranking_exports_to_excel(leader, item):
    answer = signed_in(leader).get(reverse("scoring:punctuality") + "?xlsx=1")
    rows = list(load_workbook(BytesIO(answer.getvalue())).active.values)
    assert rows[0][:2] == ("名次", "单位")
