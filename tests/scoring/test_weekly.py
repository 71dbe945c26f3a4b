"""Weekly reports: forms, weeks in time and late, months summed up, signed and published."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organisation, Role
from records.refusal import Refused
from scoring import weekly
from scoring.actions.indicators import weekly as actions
from scoring.actions.indicators.weekly import Template
from scoring.models import WeeklyReport
from tests.conftest import at, employ

FIELDS = [("firms", "检查企业", "家"), ("hazards", "发现隐患", "处"), ("notices", "下达整改通知书", "份")]
MARCH = date(2026, 3, 1)
NUMBERS = {"firms": "12", "hazards": 5, "notices": "3"}


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_week_belongs_to_one_month(day):
    week = weekly.monday(day)
    assert week in weekly.weeks_of(weekly.month_of(week))
    assert week not in weekly.weeks_of(weekly.next_month(weekly.month_of(week)))


def test_the_weeks_of_march_end_in_march():
    assert [str(week) for week in weekly.weeks_of(MARCH)] == [
        "2026-02-23",
        "2026-03-02",
        "2026-03-09",
        "2026-03-16",
        "2026-03-23",
    ]


@pytest.fixture
def squads(bureau):
    return [
        Organisation.objects.create(
            code=f"scjg-{n}",
            name=f"市场监管局执法{n}中队",
            short_name=f"执法{n}中队",
            level="station",
            parent=bureau,
            sort=n,
        )
        for n in (1, 2)
    ]


@pytest.fixture
def form(bureau, squads, head):
    template = Template("aq", "安全生产执法周报", squads, FIELDS, date(2026, 3, 2))
    return actions.make(bureau, template, by=head, now=at("2026-03-02"))


@pytest.fixture
def first(squads):
    return employ("dui1", "一队", squads[0], Role.CLERK)


@pytest.fixture
def other(squads):
    return employ("dui2", "二队", squads[1], Role.CLERK)


def report(form, by, week="2026-03-02", on="2026-03-09", **numbers):
    about = {"week": date.fromisoformat(week), "values": NUMBERS | numbers, "words": "均已责令整改"}
    return actions.submit(form, by=by, now=at(on), **about)


def test_a_report_on_monday_is_in_time(form, first):
    assert (report(form, first).is_late, report(form, first).values["firms"]) == (False, "12")


def test_a_report_on_tuesday_is_late(form, first):
    assert report(form, first, on="2026-03-10").is_late


def test_a_correction_replaces_the_numbers_and_not_the_day(form, first):
    report(form, first)
    report(form, first, on="2026-03-11", firms="13")
    kept = WeeklyReport.objects.get()
    assert (kept.values["firms"], kept.submitted_on) == ("13", date(2026, 3, 9))


@pytest.mark.parametrize("number", ["", None, "-1", "很多", "NaN", "1e400"])
def test_a_number_that_is_none_is_said_at_its_field(form, first, number):
    with pytest.raises(Refused) as refused:
        report(form, first, hazards=number)
    assert refused.value.field == "value_hazards"


@pytest.mark.parametrize("week", ["2026-03-03", "2026-02-16", "2026-03-16"])
def test_weeks_that_are_not_asked_for(form, first, week):
    with pytest.raises(Refused) as refused:
        report(form, first, week=week)
    assert refused.value.field == "week"


def test_who_is_no_squad_does_not_report(form, clerk):
    with pytest.raises(PermissionDenied):
        report(form, clerk)


@pytest.fixture
def summary(form, first, other, clerk):
    """March: the first squad in three weeks of four, once late; the second in one."""
    report(form, first)
    report(form, first, week="2026-03-09", on="2026-03-18")
    report(form, first, week="2026-03-16", on="2026-03-23")
    report(form, other, firms="1.5")
    return actions.sum_up(form, by=clerk, now=at("2026-04-01"), month=MARCH, words="总体平稳")


def test_a_month_adds_up_with_who_was_late(summary):
    assert summary.totals == {"firms": "37.5", "hazards": "20", "notices": "12"}
    assert [(row["reports"], row["late"], row["missing"]) for row in summary.rows] == [(3, 1, 1), (1, 0, 3)]


def test_a_month_is_summed_up_when_its_weeks_are_over(form, clerk):
    with pytest.raises(Refused):
        actions.sum_up(form, by=clerk, now=at("2026-03-29"), month=MARCH)


def test_reports_of_a_summed_up_month_stand(summary, form, first):
    with pytest.raises(Refused):
        report(form, first, week="2026-03-23", on="2026-04-02")


def test_only_the_head_publishes(summary, reviewer):
    with pytest.raises(PermissionDenied):
        actions.publish(summary, by=reviewer, now=at("2026-04-02"))


def test_a_published_month_is_open_to_all(summary, head):
    assert Client().get(reverse("scoring:bulletin", args=[summary.pk])).status_code == 404
    published = actions.publish(summary, by=head, now=at("2026-04-02"))
    page = Client().get(reverse("scoring:bulletin", args=[summary.pk])).content.decode()
    assert published.document.number in page
    assert "执法1中队迟报1次、缺报1次" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fields": []}, "fields"),
        ({"fields": [*FIELDS, FIELDS[0]]}, "fields"),
        ({"squads": []}, "squads"),
        ({"code": "aq"}, "code"),
    ],
)
def test_forms_that_cannot_be(form, bureau, squads, head, change, field):
    about = {"code": "bq", "name": "周报", "squads": squads, "fields": FIELDS, "begins_on": MARCH}
    with pytest.raises(Refused) as refused:
        actions.make(bureau, Template(**about | change), by=head, now=at("2026-03-02"))
    assert refused.value.field == field
