"""The arithmetic of scores, by the worked examples of the seeds and for any numbers."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import calculate as c
from scoring.calculate import Line, Part, Standing

BASE = [Part("base", D(100))]
points = st.decimals(0, 100, places=2)


def deducted(*takes, bonus=0):
    """A township's sheet: the base whole, a bonus, and deductions."""
    lines = [Line("bonus", D(bonus)), *(Line("deduction", D(take)) for take in takes)]
    return c.score(BASE, lines).total


def test_total_is_base_plus_bonus_less_deductions():  # SCO-01
    assert deducted(1, 1, 1, 2, 4, bonus=3) == 94


def test_deductions_have_no_floor():  # SCO-02
    assert deducted(*[2] * 55) == -10


@pytest.mark.parametrize(("count", "lost"), [(0, 2), (1, 0), (3, 0)])
def test_a_talk_a_year_is_asked_for(count, lost):  # SCO-06
    assert c.at_least(D(2), 1, count) == lost


@pytest.mark.parametrize(("count", "lost"), [(0, 0), (1, 1), (4, 4), (9, 4)])
def test_each_missing_one_costs_until_the_item_is_used_up(count, lost):
    assert c.missing(D(4), D(1), count) == lost


def test_a_violation_of_a_leader_costs_the_whole_category():
    parts = [Part("2.1", D(2), "2"), Part("2.3", D(2), "2"), Part("1.1", D(2), "1")]
    found = c.score(parts, [Line("zero", D(0), "2"), Line("part", D(1), "1.1")])
    assert (found.total, found.categories) == (D("1.00"), {"2": 0, "1": 1})


def test_a_part_neither_falls_below_nothing_nor_rises_above_its_points():
    parts = [Part("fees", D(8)), Part("daily", D(20), earns=True)]
    found = c.score(parts, [Line("part", D(10), "fees"), Line("part", D(25), "daily")])
    assert found.parts == {"fees": 0, "daily": 20}


TOWNS = [98, 97.5, 96, 95, 94.2, 93, 92, 91, 90, 88]


def test_two_six_two():  # SCO-08
    rows = [Standing(total, D(str(total))) for total in TOWNS]
    assert c.by_quota(rows, [2, 6, 2]) == c.Grading(dict(zip(TOWNS, [0, 0, 1, 1, 1, 1, 1, 1, 2, 2], strict=True)), [])


@pytest.mark.parametrize(
    ("second", "third", "ties"),
    [
        ({}, {}, [["b", "c"]]),
        ({"deduction": D(1)}, {}, []),
        ({"bonus": D(1)}, {}, []),
        ({"deduction": D(2), "bonus": D(3)}, {"deduction": D(2), "bonus": D(3)}, [["b", "c"]]),
    ],
)
def test_a_tie_at_a_border_is_shown_unless_deductions_or_bonus_decide(second, third, ties):  # SCO-09
    rows = [Standing("a", D(98)), Standing("b", D(96), **second), Standing("c", D(96), **third), Standing("d", D(95))]
    assert c.by_quota(rows, [2, 2]).ties == ties


def test_fewer_deductions_stand_higher_then_more_bonus():
    rows = [Standing("much", D(96), D(4), D(4)), Standing("little", D(96), D(1)), Standing("bonus", D(96), D(1), D(1))]
    assert [row.key for _place, row in c.ranked(rows)] == ["bonus", "little", "much"]


def test_equals_inside_a_grade_are_no_tie():
    rows = [Standing(name, D(96)) for name in "abc"]
    assert c.by_quota(rows, [3, 0]).ties == []


def test_quotas_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="sum to the number"):
        c.by_quota([Standing("a", D(1))], [2, 6, 2])


def test_slips_make_the_questionnaire():  # SCO-11
    slips = {"satisfied": 30, "basically": 6, "unsatisfied": 4}
    asked = c.questionnaire(slips, D(60))
    parts = [Part(name, D(20), earns=True) for name in ("performance", "daily")] + [Part("asked", D(60), earns=True)]
    told = {"asked": asked, "performance": D(18), "daily": D("17.5")}
    total = c.score(parts, [Line("part", given, name) for name, given in told.items()]).total
    assert (asked, total) == (D("52.20"), D("87.70"))


def test_nobody_asked_is_no_satisfaction():
    assert (c.questionnaire({}, D(60)), c.satisfaction({})) == (0, None)


def test_performance_is_half_from_above_half_from_the_place():  # SCO-12
    parts = [Part("vertical", D(10), earns=True), Part("local", D(10), earns=True)]
    assert c.score(parts, [Line("part", D(9), "vertical"), Line("part", D("8.5"), "local")]).total == D("17.50")


@pytest.mark.parametrize(("first", "year", "grade"), [("89.99", "90.00", 0), ("89.98", "89.99", 1)])
def test_a_year_is_rounded_before_it_is_compared(first, year, grade):  # SCO-15
    total = c.mixed({"h1": D(first), "h2": D("90.00")}, {"h1": D(40), "h2": D(60)})
    assert (total, c.by_threshold(total, [D(90), D(80)])) == (D(year), grade)


def test_weights_that_miss_a_hundred_are_refused():
    with pytest.raises(ValueError, match="sum to 100"):
        c.mixed({"a": D(90), "b": D(80)}, {"a": D(40), "b": D(50)})


def test_last_three_of_which_two_fail():  # SCO-17
    totals = [D(95), D(91), D("81.0"), D("79.5"), D("76.0")]
    last = c.last_ones([Standing(total, total) for total in totals])
    assert {total for total in last if total < 80} == {D("79.5"), D("76.0")}


def test_the_last_three_hold_all_who_share_the_third_place_from_below():
    rows = [Standing(name, D(total)) for name, total in [("a", 95), ("b", 80), ("c", 80), ("d", 79), ("e", 78)]]
    assert c.last_ones(rows) == {"b", "c", "d", "e"}


def test_equal_firsts_all_get_the_plaque():
    rows = [Standing(name, D(total)) for name, total in [("a", 95), ("b", 94), ("c", 93), ("d", 93), ("e", 78)]]
    assert c.first_ones(rows) == {"a", "b", "c", "d"}


NINE = [10, 14, 14, 8, 10, 10, 14, 10, 10]


def test_nine_parts_of_a_month():  # SCO-24
    parts = [Part(str(number), D(full)) for number, full in enumerate(NINE, 1)]
    cards = [Line("part", D(c.CARDS["yellow"]), "3"), Line("part", D(c.CARDS["red"]), "4")]
    assert c.score(parts, [*cards, Line("bonus", c.early_bonus(35, 100))]).total == 90


@pytest.mark.parametrize(("early", "bonus"), [(99, 0), (100, 1), (299, 2), (1000, 10)])
def test_each_tenth_finished_early_is_a_point(early, bonus):  # SCO-25
    assert c.early_bonus(early, 1000) == bonus


@pytest.mark.parametrize(("least", "bonus"), [("29.99", 0), (30, 3), (45, 4), (65, 6)])
def test_promises_shortened(least, bonus):  # SCO-26
    assert c.promise_bonus([D(70), D(least)]) == bonus


@pytest.mark.parametrize(("faulty", "taken"), [(9, 0), (34, 3), (80, 5)])
def test_incomplete_data(faulty, taken):  # SCO-27
    assert c.incomplete(faulty, 1000) == taken


def test_no_cases_give_and_take_nothing():
    assert (c.early_bonus(0, 0), c.incomplete(0, 0), c.promise_bonus([])) == (0, 0, 0)


def test_a_year_is_the_mean_of_its_months_less_sanctions():  # SCO-28
    assert c.mean([D(90)] * 11 + [D(78)], D(c.SANCTIONS["demerit"])) == 74


@pytest.mark.parametrize(("row", "times"), [("ww", 0), ("www", 1), ("wwxw", 0), ("wwwww", 1), ("wwwwww", 2)])
def test_three_warnings_in_a_row(row, times):
    assert c.warnings_in_a_row([case == "w" for case in row]) == times


@pytest.mark.parametrize(("unsatisfied", "rate"), [(401, "59.90"), (400, "60.00")])
def test_satisfaction_in_percent(unsatisfied, rate):  # SCO-29
    slips = {"satisfied": 500, "basically": 500 - unsatisfied, "unsatisfied": unsatisfied}
    assert c.satisfaction({**slips, "basically": 1000 - 500 - unsatisfied}) == D(rate)


@given(st.lists(points, min_size=1, max_size=30), st.data())
def test_quotas_give_everybody_one_grade_or_a_tie(totals, data):
    first = data.draw(st.integers(0, len(totals)))
    rows = [Standing(key, total) for key, total in enumerate(totals)]
    graded = c.by_quota(rows, [first, len(totals) - first])
    tied = {key for tie in graded.ties for key in tie}
    assert tied | set(graded.grades) == set(range(len(totals)))
    assert all(
        totals[a] > totals[b] for a in graded.grades for b in graded.grades if graded.grades[a] < graded.grades[b]
    )


@given(st.lists(points), st.lists(points))
def test_order_of_lines_does_not_matter(bonus, taken):
    lines = [Line("bonus", one) for one in bonus] + [Line("deduction", one) for one in taken]
    assert c.score(BASE, lines) == c.score(BASE, reversed(lines))
