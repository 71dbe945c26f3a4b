"""The leaders' one page: plan, actual and gap, what changed and through whom, and the way to the single row."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Role
from approvals import actions as approvals
from approvals.models import Rating
from approvals.statistics import Period
from monitoring.sweep import sweep
from projects.actions import entering
from scoring.leading import GROUPS, Asked, facts, overview
from scoring.leading.facts import LESS, MORE, Figure, because, cause, moved
from scoring.leading.goals import follow_ups
from tests.conftest import at, employ, make_item
from tests.gates import signed_in
from tests.projects.conftest import entered, make_office, plan_of
from tests.scoring import goals

JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


# the words


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure("按时率", Decimal("95.50"), Decimal("96.80"), suffix="%"), "按时率95.50%，比上期下降1.30个百分点。"),
        (Figure("按时率", Decimal("96.80"), Decimal("95.50"), suffix="%"), "按时率96.80%，比上期上升1.30个百分点。"),
        (Figure("红牌", 3, 5), "红牌3，比上期减少2。"),
        (Figure("红牌", 5, 3), "红牌5，比上期增加2。"),
        (Figure("红牌", 3, 3), "红牌3，与上期持平。"),
        (Figure("红牌", 3), "红牌3。"),
        (Figure("按时率", None, Decimal(1)), "按时率：本期无可统计数据。"),
    ],
)
def test_change_in_words(figure, words):
    assert moved(figure) == words


@pytest.mark.parametrize(
    ("better", "now", "tone"), [(MORE, 2, "up"), (MORE, 0, "dn"), (LESS, 2, "dn"), (LESS, 0, "up"), (MORE, 1, "")]
)
def test_tone_says_whether_more_is_better(better, now, tone):
    assert Figure("数", now, 1, better=better).tone == tone


def test_worse_is_through_the_unit_that_grew_most():
    figure = Figure("红牌", 9, 4, better=LESS)
    said = because(figure, "红牌", {1: "住建局", 2: "城管局"}, {1: 3, 2: 6}, {1: 2, 2: 2})
    assert said == "主要在城管局：红牌本期6、上期2。"


def test_better_is_through_the_unit_that_fell_most():
    figure = Figure("红牌", 4, 9, better=LESS)
    assert (
        because(figure, "红牌", {1: "住建局", 2: "城管局"}, {2: 3}, {1: 6, 2: 3}) == "主要在住建局：红牌本期0、上期6。"
    )


def test_nobody_is_named_where_nothing_moved():
    assert because(Figure("红牌", 4, 4), "红牌", {}, {}, {}) == ""


counts = st.dictionaries(st.integers(1, 6), st.integers(0, 20))


@given(counts, counts)
def test_whoever_is_named_moved_at_least_as_much_as_any_other(now, before):
    named = cause(now, before, 1)
    changes = {key: now.get(key, 0) - before.get(key, 0) for key in {*now, *before}}
    assert (changes[named] == max(changes.values()) > 0) if named else max(changes.values(), default=0) <= 0


def test_trend_has_twelve_months_up_to_the_day():
    months = Asked("", MARCH, date(2026, 3, 12)).months
    assert (months[0], months[-1], len(months)) == (date(2025, 4, 1), date(2026, 3, 1), facts.MONTHS)


# strategic indicators and projects


@pytest.fixture
def two_goals(office, bureau, other_bureau):
    """The bureau's goal weighs 60, that of the other 40; ten of each by the last of the year."""
    wanted = [goals.group("A"), goals.leaf("A.1", bureau, 60), goals.leaf("A.2", other_bureau, 40)]
    return goals.in_force(office, wanted)


@pytest.mark.django_db
def test_goal_has_plan_actual_gap_and_what_holds_it_back(two_goals, county, clerk):
    goals.did(goals.task_of(two_goals, "A.1"), 5, clerk)
    found = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 7, 2)))  # half of the year is over
    [row] = found.rows
    assert row.cells == ["50.00%", "30.00%", Decimal("20.00"), "指标A.2", "住建局"]
    assert found.said[0] == "差距最大的是“经济发展”，落后计划20.00个百分点，主要滞后环节：指标A.2（住建局）。"


@pytest.mark.django_db
def test_goal_that_is_not_folded_yet_counts(two_goals, county, clerk):
    before = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 7, 2))).headline.now
    goals.did(goals.task_of(two_goals, "A.1"), 5, clerk)
    after = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 7, 2))).headline.now
    assert (before, after) == (Decimal("0.00"), Decimal("30.00"))


@pytest.mark.django_db
def test_unit_reads_its_own_goals_alone(two_goals, bureau, clerk):
    goals.did(goals.task_of(two_goals, "A.1"), 5, clerk)
    found = GROUPS["goals"](Asked(bureau.path, JUNE, date(2026, 7, 2)), each=True)
    assert (found.headline.now, found.headline.plan, found.rows) == (Decimal("50.00"), Decimal("50.00"), [])


@pytest.mark.django_db
def test_each_task_behind_stands_with_its_gap(two_goals, county):
    found = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 7, 2)), each=True)
    assert [(row.name, row.cells[2], row.cells[4]) for row in found.rows] == [
        ("指标A.1", Decimal("50.00"), "市场监管局"),
        ("指标A.2", Decimal("50.00"), "住建局"),
    ]


@pytest.mark.django_db
def test_project_is_behind_by_its_missed_node(county, bureau, other_bureau):
    overseer = employ("cui", "崔主任", make_office(county), Role.HEAD)
    head = employ("lu", "陆局长", other_bureau, Role.HEAD)
    project = entered(other_bureau, head, nodes=plan_of(other_bureau, other=bureau))
    entering.approve(project, by=overseer, now=at("2026-03-03"))
    found = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 6, 30)))
    [row] = found.rows
    assert row.cells[3:] == ["征地拆迁完成", "市场监管局"]
    assert row.instruct == "project=ZD-2026-001"


@pytest.mark.django_db
def test_nothing_behind_is_said(county):
    found = GROUPS["goals"](Asked(county.path, JUNE, date(2026, 6, 30)))
    assert (found.said[0], found.rows) == ("没有落后于计划的指标和项目。", [])


def test_follow_ups_of_the_seed_county():  # INT-10
    told = follow_ups(1564, 386, 163)
    assert (told.now, told.note) == (1564, "发现问题386个（24.68%），督办通知书163份（42.23%）")


def test_no_visit_has_no_share():
    assert follow_ups(0, 0, 0).note == "发现问题0个（—%），督办通知书0份（—%）"


# cases, ratings, cards


@pytest.fixture
def late_case(bureau, clerk, reviewer, approver, received):
    """Received on 2 March, finished late on 13 March, with a yellow card of 12 March."""
    case = approvals.accept(received(make_item(bureau), at("2026-03-02"), by=clerk), by=clerk, now=at("2026-03-02"))
    sweep(at("2026-03-12"))
    approvals.review(case, by=reviewer, now=at("2026-03-13"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-03-13"), result="granted")
    return approvals.deliver(case, by=clerk, now=at("2026-03-13"))


@pytest.mark.django_db
def test_late_case_is_told_in_performance_and_supervision(late_case, county):
    found = {one.code: one for one in overview(county.path, MARCH, date(2026, 3, 31))}
    assert found["performance"].headline.now == Decimal("0.00")
    assert (found["supervision"].headline.now, found["supervision"].headline.before) == (1, 0)
    assert found["supervision"].said == ["红黄牌1，比上期增加1。", "主要在市场监管局：红黄牌本期1、上期0。"]


@pytest.mark.django_db
def test_withdrawn_words_of_silence_do_not_count(late_case, county, bureau):
    Rating.objects.create(case=late_case, organisation=bureau, stars=3, is_default=True, rated_at=at("2026-03-20"))
    assert GROUPS["satisfaction"](Asked(county.path, MARCH, date(2026, 3, 31))).headline.now is None


@pytest.mark.django_db
def test_dissatisfied_unit_is_named_with_what_it_is_about(late_case, county, bureau):
    Rating.objects.create(case=late_case, organisation=bureau, stars=1, rated_at=at("2026-03-20"))
    found = GROUPS["satisfaction"](Asked(county.path, MARCH, date(2026, 3, 31)))
    assert found.headline.now == Decimal("0.00")
    assert [(row.name, row.cells) for row in found.rows] == [("市场监管局", [1, 1, "0.00%", 0, "办事好差评"])]
    assert found.trend.values[-1] == Decimal("0.00")


# the pages


@pytest.mark.django_db
def test_way_from_the_page_to_the_case(late_case, leader):
    """Page → unit → case: every step is a link on the page before."""
    client = signed_in(leader)
    period = "?since=2026-03-01&until=2026-03-31"
    unit = "/leaders/units/scjg/"
    assert unit in client.get(f"/leaders/{period}").text
    case = f"/leaders/cases/{late_case.number}/"
    assert case in client.get(f"{unit}{period}").text
    assert late_case.item.name in client.get(case).text


@pytest.mark.django_db
def test_row_leads_to_an_instruction_about_it(two_goals, leader):
    task = goals.task_of(two_goals, "A.1")
    page = signed_in(leader).get(f"/supervision/instructions/new/?task={task.pk}")
    assert [words in page.text for words in ("A.1", task.organisation.name)] == [True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(GROUPS))
def test_all_rows_of_a_group_as_a_table(two_goals, late_case, leader, code):
    answer = signed_in(leader).get(f"/leaders/groups/{code}/?export=csv&since=2026-03-01&until=2026-07-01")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(answer.content.decode().splitlines()) >= (1 if code == "satisfaction" else 2)


@pytest.mark.django_db
def test_unknown_group_is_not_found(leader):
    assert signed_in(leader).get("/leaders/groups/secrets/").status_code == 404


@pytest.mark.django_db
def test_page_is_for_leaders_and_supervision(clerk):
    assert signed_in(clerk).get("/leaders/").status_code == 403
