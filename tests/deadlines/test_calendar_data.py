"""The calendar files against two independent sets of Chinese holidays, day by day."""

import json
import warnings
from datetime import date, timedelta
from pathlib import Path

import pytest

from deadlines import calendar as calendars

FILES = Path(calendars.__file__).parent / "calendars"
OFFICIAL = [2024, 2025, 2026]
ALL = [*OFFICIAL, 2027]


def read(year):
    return json.loads((FILES / f"{year}.json").read_text("utf-8"))


def working_days(year):
    """{date: is it a working day} of the whole year: the listed days, Monday to Friday otherwise."""
    listed = {date.fromisoformat(day["date"]): day["working"] for day in read(year)["days"]}
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    dates = (date(year, 1, 1) + timedelta(n) for n in range(length))
    return {day: listed.get(day, day.weekday() < 5) for day in dates}


@pytest.mark.parametrize("year", OFFICIAL)
def test_official_years_agree_with_chinesecalendar(year):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import chinese_calendar

    ours = working_days(year)
    assert ours == {day: chinese_calendar.is_workday(day) for day in ours}


@pytest.mark.parametrize("year", OFFICIAL)
def test_official_years_agree_with_holidays(year):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import holidays

        theirs = holidays.country_holidays("CN", years=[year])
    ours = working_days(year)
    assert ours == {day: theirs.is_working_day(day) for day in ours}


def test_2026_has_248_working_days():
    assert sum(working_days(2026).values()) == 248


@pytest.mark.parametrize("year", OFFICIAL)
def test_official_years_name_the_notice(year):
    assert read(year)["source"].startswith(f"国务院办公厅关于{year}年部分节假日安排的通知（国办发明电〔{year - 1}〕")


@pytest.mark.parametrize(("year", "status"), [*((year, "official") for year in OFFICIAL), (2027, "provisional")])
def test_status(year, status):
    assert read(year)["status"] == status


@pytest.mark.parametrize("year", ALL)
def test_days_stand_in_order_once_each(year):
    days = [day["date"] for day in read(year)["days"]]
    assert days == sorted(set(days))


@pytest.mark.parametrize("year", ALL)
def test_days_lie_in_their_year(year):
    assert {date.fromisoformat(day["date"]).year for day in read(year)["days"]} == {year}


@pytest.mark.parametrize("year", ALL)
def test_only_weekend_days_are_made_up(year):
    made_up = [date.fromisoformat(day["date"]) for day in read(year)["days"] if day["working"]]
    assert all(day.weekday() >= 5 for day in made_up)


@pytest.mark.parametrize("year", ALL)
def test_every_listed_day_has_a_name(year):
    assert all(day["name"] for day in read(year)["days"])


@pytest.mark.parametrize("year", ALL)
def test_only_make_up_days_are_named_so(year):
    assert all(day["name"].endswith("调休上班") == day["working"] for day in read(year)["days"])


def test_a_term_into_2027_counts_monday_to_friday_until_the_notice():
    assert calendars.file_calendar().add(date(2026, 12, 25), 20) == date(2027, 1, 22)


def test_2027_is_not_official():
    assert 2027 not in calendars.file_calendar().official


def test_2027_rests_at_the_spring_festival():
    days = working_days(2027)
    assert [day.day for day in days if day.month == 2 and day.weekday() < 5 and not days[day]] == [5, 8]
