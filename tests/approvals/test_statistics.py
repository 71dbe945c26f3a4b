"""Case figures: what is counted, of what a rate is a share, and how few statements it takes."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from approvals import actions, circular, statistics
from approvals.models import Case
from approvals.statistics import Figures, Period
from tests.conftest import at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
TODAY = date(2026, 3, 31)


@pytest.fixture
def decided(accepted, reviewer, approver):
    def make(item, since, until, result="granted"):
        case = accepted(item, at(since))
        actions.review(case, by=reviewer, now=at(until), opinion="符合")
        return actions.decide(case, by=approver, now=at(until), result=result, reason="不符合条件")

    return make


@pytest.fixture
def month(item, decided, accepted, bureau):
    """Four cases of 7 days: early after 2, on the last day, late after 9, open and late; and an immediate one."""
    decided(item, "2026-03-02", "2026-03-04")
    decided(item, "2026-03-02", "2026-03-11")
    decided(item, "2026-03-02", "2026-03-13", "denied")
    accepted(item, at("2026-03-12"))
    at_once = make_item(bureau, promised=0, statutory=5, code="XK-TEST-002", name="即办事项")
    clerk_case = accepted(at_once, at("2026-03-05"))
    actions.decide_at_once(clerk_case, by=clerk_of(clerk_case), now=at("2026-03-05 09:20"))
    return statistics.total(line for _name, line in statistics.by_unit(Case.objects.all(), MARCH, TODAY))


def clerk_of(case):
    from accounts.actor import Actor
    from accounts.models import Post

    return Actor(case.clerk, Post.objects.get(user=case.clerk))


def test_accepted_and_finished(month):
    assert (month.accepted, month.finished) == (5, 4)


def test_on_time_is_a_share_of_the_finished_and_the_open_late_ones(month):
    assert (month.on_time, month.owed, month.on_time_rate) == (3, 5, Decimal("60.00"))


def test_only_promised_cases_can_be_early(month):
    assert (month.early, month.promised, month.early_rate) == (1, 3, Decimal("33.33"))


def test_averages_are_over_the_promised_cases(month):
    assert (month.average_used, month.average_limit) == (Decimal("6.0"), Decimal("7.0"))  # (2 + 7 + 9) / 3


def test_days_saved_against_the_law(month):
    assert month.saved == (20 - 2) + (20 - 7) + (20 - 9) + (5 - 0)


def test_results(month):
    assert (month.granted, month.denied) == (3, 1)


def test_nothing_has_no_rate():
    empty = Figures()
    assert [empty.on_time_rate, empty.early_rate, empty.average_used, empty.finish_rate, empty.saved_rate] == [
        None
    ] * 5


def test_the_next_month_counts_only_what_is_still_late(month):
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    [(_name, line)] = statistics.by_unit(Case.objects.all(), april, date(2026, 4, 30))
    assert (line.accepted, line.finished, line.open_overdue, line.on_time_rate) == (0, 0, 1, Decimal("0.00"))


def test_seed_s3_06_is_96_59_percent():
    assert Figures(accepted=14395, finished=13904).finish_rate == Decimal("96.59")


GROUPS = {
    "unit": (1, lambda cases: statistics.by_unit(cases, MARCH, TODAY)),
    "item": (1, lambda cases: statistics.by_item(cases, MARCH, TODAY)),
    "window": (2, lambda cases: statistics.by_window(cases, MARCH, TODAY, "无窗口")),
    "person": (3, lambda cases: statistics.by_person(cases, MARCH, TODAY, dict.fromkeys(statistics.PARTS, ""))),
    "month": (2, lambda cases: statistics.by_month(cases, MARCH, TODAY)),
}


@pytest.mark.parametrize("by", GROUPS)
def test_groups_cost_few_statements(month, by, django_assert_num_queries):
    count, group = GROUPS[by]
    with django_assert_num_queries(count):
        group(Case.objects.all())


@pytest.mark.parametrize("by", ["unit", "item", "window", "month"])
def test_every_group_has_the_same_sum(month, by):
    lines = statistics.total(line for _name, line in GROUPS[by][1](Case.objects.all()))
    assert (lines.accepted, lines.finished, lines.on_time, lines.early) == (5, 4, 3, 1)


def test_people_are_counted_in_their_parts(month):
    lines = dict(statistics.by_person(Case.objects.all(), MARCH, TODAY, {p: p for p in statistics.PARTS}))
    assert lines["小王（clerk）"].accepted == 5
    assert lines["小刘（reviewer）"].finished == 3


def test_months_are_local(accepted, item):
    """23:30 UTC on 31 March is 1 April in Shanghai."""
    case = accepted(item, at("2026-04-01 07:30"))
    assert case.accepted_at.astimezone(timezone.get_fixed_timezone(0)).month == 3
    spring = Period(date(2026, 3, 1), date(2026, 4, 30))
    assert [name for name, _line in statistics.by_month(Case.objects.all(), spring, date(2026, 4, 30))] == ["2026-04"]


# pages


@pytest.fixture
def _april(time_machine):
    time_machine.move_to(at("2026-03-31 10:00"), tick=False)


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("more", ["", "&a4=1"])
@pytest.mark.usefixtures("_april")
def test_the_page_shows_the_rates_with_their_wholes(month, head, by, more):
    page = signed_in(head).get(reverse("approvals:statistics") + f"?by={by}{more}").content.decode()
    assert "60.00%" in page or by == "month"


@pytest.mark.usefixtures("_april")
def test_the_spreadsheet_has_every_line(month, head):
    from openpyxl import load_workbook

    answer = signed_in(head).get(reverse("approvals:statistics") + "?by=item&export=xlsx")
    from io import BytesIO

    rows = list(load_workbook(BytesIO(answer.getvalue())).active.values)
    assert [row[0] for row in rows[1:]] == ["食品经营许可（新办）", "即办事项", "合计"]


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-02-30",
        "since=二月",
        "since=2026-03-31&until=2026-03-01",
        "by=unknown",
        "organisation=%00",
        "since=9999-01-01",
    ],
)
@pytest.mark.usefixtures("_april")
def test_a_wrong_period_is_named_and_nothing_falls_over(head, query):
    assert signed_in(head).get(reverse("approvals:statistics") + f"?{query}").status_code == 200


@pytest.mark.usefixtures("_april")
def test_a_unit_sees_only_its_own_figures(month, stranger):
    assert "60.00%" not in signed_in(stranger).get(reverse("approvals:statistics")).content.decode()


# the circular of the hall


def test_the_week_runs_from_monday_to_sunday():
    assert circular.week_of(date(2026, 11, 22)) == Period(date(2026, 11, 16), date(2026, 11, 22))


@pytest.mark.parametrize(
    ("kind", "day", "number"),
    [
        ("week", date(2026, 11, 16), "云政服周报〔2026〕第47期"),
        ("week", date(2026, 1, 1), "云政服周报〔2026〕第1期"),
        ("week", date(2027, 1, 2), "云政服周报〔2026〕第53期"),
        ("month", date(2026, 2, 1), "云政服月报〔2026〕第2期"),
    ],
)
def test_circulars_are_numbered_by_week_or_month(kind, day, number):
    assert circular.number(kind, circular.PERIODS[kind](day)) == number


def test_the_last_whole_month_ended_before_today():
    assert circular.last_whole("month", date(2026, 3, 15)) == Period(date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.usefixtures("_april")
def test_the_circular_tells_of_cases_seals_and_money(month, head, clerk):
    page = signed_in(head).get(reverse("approvals:circular") + "?period=month&on=2026-03-10").content.decode()
    assert "云政服月报〔2026〕第3期" in page
    assert "平台文书" in page


@pytest.mark.usefixtures("_april")
def test_the_circular_costs_few_statements(month, head, django_assert_max_num_queries):
    client = signed_in(head)
    with django_assert_max_num_queries(24):
        client.get(reverse("approvals:circular") + "?period=month&on=2026-03-10")


@pytest.mark.parametrize("query", ["period=year", "on=2026-02-30", "on=0001-01-01", "on=%00"])
@pytest.mark.usefixtures("_april")
def test_a_wrong_day_gives_the_last_circular(head, query):
    assert signed_in(head).get(reverse("approvals:circular") + f"?{query}").status_code == 200


@pytest.mark.usefixtures("_april")
def test_clerks_do_not_read_the_circular(clerk):
    assert signed_in(clerk).get(reverse("approvals:circular")).status_code == 403
