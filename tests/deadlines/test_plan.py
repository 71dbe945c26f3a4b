"""The clock's pure core against a walk day by day, and its laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import file_calendar
from deadlines.plan import Limits, Margins, Span, Unit, explain, plan, used_days

CALENDAR = file_calendar()
D = date.fromisoformat
STARTS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@st.composite
def clocks(draw):
    """A start, limits and closed pauses after it, some of them overlapping."""
    start = draw(STARTS)
    promised = draw(st.integers(0, 30))
    statutory = draw(st.none() | st.integers(promised, 60))
    pauses = []
    for _n in range(draw(st.integers(0, 3))):
        first = start + timedelta(days=draw(st.integers(0, 40)))
        pauses.append(Span(first, first + timedelta(days=draw(st.integers(0, 25)))))
    return start, Limits(promised, statutory), pauses, draw(st.sampled_from([0, 0, 10]))


def walk(start, pauses, until_used):
    """First day on which so many days are used, counted one by one."""
    day, used = start, 0
    while used < until_used:
        day += timedelta(days=1)
        paused = any(p.from_on < day <= p.until_on for p in pauses)
        used += CALENDAR.is_working(day) and not paused
    return day


@given(clocks())
@settings(max_examples=300)
def test_plan_agrees_with_a_walk(clock):
    start, limits, pauses, extension = clock
    made = plan(CALENDAR, start, limits, pauses, extension)
    moves = limits.statutory is None or limits.promised == limits.statutory
    promised = limits.promised + (extension if moves else 0)
    grave = limits.promised + 5 + extension
    if limits.statutory is not None:
        grave = min(grave, limits.statutory + extension + 1)
    assert made.due_on == walk(start, pauses, promised)
    assert made.overdue_on == walk(start, pauses, promised + 1)
    assert made.grave_on == walk(start, pauses, max(grave, promised + 1))


@given(clocks(), st.integers(0, 90))
@settings(max_examples=300)
def test_used_days_agree_with_the_explanation(clock, offset):
    start, _limits, pauses, _extension = clock
    on = start + timedelta(days=offset)
    assert used_days(CALENDAR, start, on, pauses) == explain(CALENDAR, start, on, pauses)[-1].used


@given(clocks())
@settings(max_examples=300)
def test_used_and_remaining_make_the_limit(clock):
    start, limits, pauses, _extension = clock
    due = plan(CALENDAR, start, limits, pauses).due_on
    for on in (start, start + (due - start) / 2, due):
        inside = sum(1 for line in explain(CALENDAR, start, due, pauses) if line.day > on and line.counts)
        assert used_days(CALENDAR, start, on, pauses) + inside == limits.promised


@given(STARTS, st.integers(3, 30), st.integers(0, 10), st.integers(0, 20))
def test_a_pause_of_k_working_days_moves_the_end_by_k(start, promised, offset, length):
    first = start + timedelta(days=offset)
    last = first + timedelta(days=length)
    plain = plan(CALENDAR, start, Limits(promised))
    paused = plan(CALENDAR, start, Limits(promised), [Span(first, last)])
    counted = CALENDAR.between(max(first, start), last) if first < plain.due_on else 0
    assert CALENDAR.between(plain.due_on, paused.due_on) == counted


@given(clocks())
def test_overlapping_pauses_count_once(clock):
    start, limits, pauses, _extension = clock
    assert plan(CALENDAR, start, limits, pauses) == plan(CALENDAR, start, limits, pauses * 2)


@given(clocks())
def test_nothing_rings_on_a_rest_day_and_stages_are_in_order(clock):
    start, limits, pauses, extension = clock
    made = plan(CALENDAR, start, limits, pauses, extension)
    ringing = [on for on in (made.warn_on, made.overdue_on, made.grave_on) if on]
    assert all(CALENDAR.is_working(on) for on in ringing)
    assert ringing == sorted(ringing)


def test_pause_of_an_expert_review():
    limits = Limits(7, 20)
    pause = Span(D("2026-04-08"), D("2026-04-22"))
    assert plan(CALENDAR, D("2026-04-01"), limits).due_on == D("2026-04-13")
    assert CALENDAR.between(D("2026-04-08"), D("2026-04-22")) == 10
    assert plan(CALENDAR, D("2026-04-01"), limits, [pause]).due_on == D("2026-04-27")


@pytest.mark.parametrize(("extension", "due"), [(0, "2026-03-30"), (10, "2026-04-14")])
def test_statutory_limit_and_its_extension(extension, due):
    assert plan(CALENDAR, D("2026-03-02"), Limits(7, 20), (), extension).statutory_on == D(due)


def test_extension_moves_the_promise_only_if_it_is_the_statutory_limit():
    start = D("2026-03-02")
    assert plan(CALENDAR, start, Limits(7, 20), (), 10).due_on == plan(CALENDAR, start, Limits(7, 20)).due_on
    assert plan(CALENDAR, start, Limits(20, 20), (), 10).due_on == D("2026-04-14")


def test_joint_handling_counts_working_days():
    assert plan(CALENDAR, D("2026-03-02"), Limits(45, 45), (), 15).due_on == D("2026-05-28")


@pytest.mark.parametrize(
    ("promised", "warned_at"), [(1, 1), (2, 2), (3, 2), (7, 6), (10, 9), (11, 9), (20, 18), (30, 27)]
)
def test_warning_share_of_the_promise(promised, warned_at):
    start = D("2026-03-02")
    assert plan(CALENDAR, start, Limits(promised, 60)).warn_on == CALENDAR.add(start, warned_at)


def test_immediate_item_is_late_on_the_next_working_day_without_warning():
    made = plan(CALENDAR, D("2026-05-08"), Limits(0, 1, warned=False))
    assert (made.due_on, made.warn_on, made.overdue_on) == (D("2026-05-08"), None, D("2026-05-09"))


def test_calendar_days_roll_at_the_end():
    made = plan(CALENDAR, D("2026-09-10"), Limits(15, unit=Unit.CALENDAR, graded=False))
    assert (made.due_on, made.overdue_on) == (D("2026-09-28"), D("2026-09-29"))


def test_calendar_days_do_not_roll_from_a_make_up_sunday():
    assert plan(CALENDAR, D("2026-09-17"), Limits(3, unit=Unit.CALENDAR)).due_on == D("2026-09-20")


def test_yulin_margins_warn_at_ninety_percent_and_are_grave_at_once():
    made = plan(CALENDAR, D("2026-03-02"), Limits(20, 30), margins=Margins(10, 1, 1))
    assert (made.warn_on, made.grave_on) == (D("2026-03-26"), made.overdue_on)


def test_hours_have_no_plan_of_days():
    with pytest.raises(ValueError, match="hours"):
        plan(CALENDAR, D("2026-03-02"), Limits(24, unit=Unit.HOURS))


def test_explanation_names_every_day():
    lines = explain(CALENDAR, D("2026-09-19"), D("2026-09-29"))
    assert [line.used for line in lines] == [0, 1, 2, 3, 4, 5, 5, 5, 5, 6, 7]
    assert lines[1].why == "make_up"
    assert lines[6].why == "holiday"
