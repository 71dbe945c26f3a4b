"""Rates and their denominators, default ratings apart, the ranking, the month of 12345, the heat of topics."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from complaints import actions, figures, ranking
from complaints.actions import closing
from complaints.models import Order
from tests.complaints.conftest import ANSWER
from tests.conftest import at

D = Decimal


def test_the_totals_of_the_seed():  # 10,862 letters, reply rate 99.2 %
    letters = figures.Figures(received=10_862, answered=10_775)
    assert letters.reply_rate.quantize(D("0.1")) == D("99.2")


def test_a_rate_without_anything_to_share_is_none():
    nothing = figures.Figures()
    assert (nothing.reply_rate, nothing.on_time_rate, nothing.satisfaction_rate, nothing.days) == (None,) * 4


def test_lines_add_up_to_the_whole():
    one = figures.Figures(received=3, answered=2, waited=timedelta(days=4))
    other = figures.Figures(received=1, answered=1, waited=timedelta(days=2))
    assert (figures.total([one, other]).received, figures.total([one, other]).days) == (4, D("2.0"))


def line(name, **sums):
    return figures.Line(name, name, figures.Figures(**sums))


def test_units_are_ranked_by_answers_then_time_then_satisfaction():
    lines = [
        line("none"),
        line("slow", received=10, answered=10, on_time=8),
        line("silent", received=10, answered=9, on_time=9),
        line("best", received=10, answered=10, on_time=10, rated=2, satisfied=2),
        line("liked less", received=10, answered=10, on_time=10, rated=2, satisfied=1),
    ]
    assert [place.line.name for place in ranking.ranked(lines)] == ["best", "liked less", "slow", "silent"]


def test_equals_share_a_place_and_moves_are_told():
    now = [line("a", received=1, answered=1, on_time=1), line("b", received=1, answered=1, on_time=1)]
    before = [line("a", received=2, answered=1), line("b", received=1, answered=1)]
    assert [(p.line.name, p.place, p.moved) for p in ranking.ranked(now, before)] == [("a", 1, 1), ("b", 1, 0)]


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        ({"received": 10, "answered": 10, "on_time": 10, "signed": 10, "rated": 4, "satisfied": 4}, D("100.0")),
        ({"received": 10, "answered": 10, "on_time": 9, "signed": 10, "rated": 4, "satisfied": 4}, D("96.0")),
        ({"received": 10, "answered": 10, "on_time": 10, "signed": 10}, D("100.0")),  # nobody said a word
        ({}, None),
    ],
)
def test_the_month_of_12345_is_assessed_in_points(sums, expected):
    assert ranking.points(figures.Figures(**sums)) == expected


# over orders

DAYS = figures.Period(date(2026, 9, 1), date(2026, 9, 30))
LATER = date(2026, 11, 2)


def of(today=LATER):
    return figures.whole(figures.counted(Order.objects.all(), DAYS), today)


@pytest.mark.django_db
def test_silence_is_never_an_active_rating(replied):  # CMP-15, CMP-17
    closing.run(at("2026-10-05"))
    made = of()
    assert (made.rated, made.satisfied, made.defaults) == (0, 0, 1)
    assert made.satisfaction_rate is None


@pytest.mark.django_db
@pytest.mark.parametrize(("stars", "satisfied"), [(5, 1), (4, 1), (3, 1), (2, 0), (1, 0)])  # CMP-17
def test_the_last_two_grades_are_dissatisfied(replied, citizen, stars, satisfied):
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=stars, text="说明", is_solved=True)
    made = of()
    assert (made.rated, made.satisfied, made.defaults, made.solved) == (1, satisfied, 0, 1)
    assert made.second == 1 - satisfied


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answered_on", "today", "expected"),
    [
        ("2026-09-29", "2026-11-02", (1, 1, 0)),  # on the last day
        ("2026-09-30", "2026-11-02", (1, 0, 0)),
        ("", "2026-09-29", (0, 0, 0)),
        ("", "2026-09-30", (0, 0, 1)),
    ],
)
def test_on_time_counts_what_was_answered_and_what_is_open_past_its_term(
    handling, clerk, answered_on, today, expected
):
    if answered_on:
        actions.reply(handling, by=clerk, now=at(answered_on), text=ANSWER)
    made = of(date.fromisoformat(today))
    assert (made.answered, made.on_time, made.late_open) == expected


@pytest.mark.django_db
def test_the_time_to_the_answer_is_counted_from_the_receipt(replied):
    assert of().days == D("2.0")


@pytest.mark.django_db
def test_withdrawn_parts_and_confidential_ones_are_not_counted(make_order, make_category, order, dispatcher, citizen):
    actions.withdraw(order, by=citizen, now=at("2026-09-22"))
    make_order(category=make_category("lianzheng", "党风廉政", is_confidential=True))
    assert of().received == 0


@pytest.mark.django_db
def test_tables_and_what_is_behind_each_number(replied, make_order, make_category, dispatcher, bureau, other_bureau):
    dust = make_category("huanjing", "环境保护")
    other = make_order(now=at("2026-09-22"), category=dust)
    actions.assign(other, by=dispatcher, now=at("2026-09-22"), unit=other_bureau)
    orders = figures.counted(Order.objects.all(), DAYS)
    by_unit = {one.key: one.figures.answered for one in figures.by_unit(orders, LATER)}
    assert by_unit == {"scjg": 1, "zjj": 0}
    assert [one.key for one in figures.by_category(orders, LATER)] == ["huanjing", ""]
    behind = figures.behind(orders, LATER, "unit", "zjj", "late_open")
    assert list(behind.values_list("number", flat=True)) == [other.number]


@pytest.mark.django_db
def test_the_heat_of_topics_over_months(make_order, make_category):
    dust, water = make_category("huanjing", "环境保护"), make_category("gongshui", "供水")
    for day, topic in [("2026-08-03", dust), ("2026-09-01", dust), ("2026-09-02", dust), ("2026-09-03", water)]:
        make_order(now=at(day), category=topic)
    rows = ranking.heat(figures.counted(Order.objects.all()), ranking.months_until(date(2026, 9, 30), 2))
    assert [(row.name, row.counts, row.warmth, row.grown) for row in rows] == [
        ("环境保护", [1, 2], [3, 5], 1),
        ("供水", [0, 1], [0, 3], 1),
    ]
