"""Counting working days with the official calendars (worked examples CAL-*)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import file_calendar

CALENDAR = file_calendar()
D = date.fromisoformat
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def on_foot(start, days):
    """The same count one day at a time."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= CALENDAR.is_working(day)
    return day


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_are_working_days(day):
    assert CALENDAR.is_working(D(day))


@pytest.mark.parametrize(
    "day", ["2026-01-02", "2026-02-16", "2026-04-06", "2026-05-05", "2026-06-19", "2026-09-25", "2026-10-07"]
)
def test_holidays_on_weekdays_are_rest_days(day):
    assert not CALENDAR.is_working(D(day))


def test_working_days_of_each_month_of_2026():
    ends = [date(2025, 12, 31)] + [date(2026 + m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in range(1, 13)]
    months = [CALENDAR.between(a, b) for a, b in zip(ends, ends[1:], strict=False)]
    assert months == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-02-12", 7, "2026-02-28"),
        ("2026-04-29", 5, "2026-05-09"),
        ("2026-01-01", 3, "2026-01-06"),
        ("2026-06-18", 1, "2026-06-22"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-17", 5, "2026-09-23"),
        ("2026-09-17", 20, "2026-10-21"),
        ("2026-03-02", 45, "2026-05-08"),
        ("2026-09-21", 10, "2026-10-12"),
        ("2026-06-15", 20, "2026-07-14"),
        ("2026-05-06", 0, "2026-05-06"),
        ("2026-05-06", 5, "2026-05-12"),  # a hearing is asked for
        ("2026-05-11", 20, "2026-06-08"),  # … and held
        ("2026-05-28", 7, "2026-06-08"),  # … and announced seven days before
    ],
)
def test_add_does_not_count_the_start_day(start, days, end):
    assert CALENDAR.add(D(start), days) == D(end)


def test_between_counts_after_the_first_day_up_to_the_last():
    assert CALENDAR.between(D("2026-02-13"), D("2026-02-28")) == 6


@pytest.mark.parametrize(
    ("raw", "rolled"),
    [("2026-09-20", "2026-09-20"), ("2026-03-22", "2026-03-23"), ("2026-09-25", "2026-09-28")],
)
def test_last_day_rolls_over_rest_days_only(raw, rolled):
    assert CALENDAR.roll(D(raw)) == D(rolled)


def test_a_year_without_notice_is_counted_and_called_provisional():
    end = CALENDAR.add(D("2026-12-25"), 20)
    assert (end, CALENDAR.is_provisional(D("2026-12-25"), end)) == (D("2027-01-22"), True)


def test_announced_years_are_not_provisional():
    assert not CALENDAR.is_provisional(D("2024-01-01"), D("2026-12-31"))


def test_far_future_is_counted_too():
    assert CALENDAR.add(D("2026-01-01"), 30_000).year > 2130


def test_beyond_the_last_year_is_refused():
    with pytest.raises(OverflowError):
        CALENDAR.add(D("9999-12-01"), 100)


def test_negative_days_are_refused():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(D("2026-01-01"), -1)


@given(DAYS, st.integers(0, 120))
def test_add_agrees_with_a_walk(start, days):
    assert CALENDAR.add(start, days) == on_foot(start, days)


@given(DAYS, st.integers(1, 120))
def test_between_undoes_add(start, days):
    assert CALENDAR.between(start, CALENDAR.add(start, days)) == days


@given(DAYS, DAYS, DAYS)
@settings(max_examples=50)
def test_between_is_additive(a, b, c):
    assert CALENDAR.between(a, b) + CALENDAR.between(b, c) == CALENDAR.between(a, c)
