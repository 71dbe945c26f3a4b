"""Plan, actual and gap as exact decimals; the lagging node; lights; rates; money; and the same from the database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import figures
from projects.actions import nodes, reporting, watching, working
from projects.actions.reporting import Told
from projects.figures import NodeFact, Rate
from projects.models import MonthlyReport, Node, Project
from projects.scores import figures_of
from projects.tables import by_unit, fact, standings, warn_until
from tests.conftest import at
from tests.projects.conftest import WAN

A = NodeFact(1, "征地", "land", 60, date(2026, 1, 1), date(2026, 4, 11), 30)  # a hundred days
B = NodeFact(2, "主体", "works", 40, date(2026, 3, 1), date(2026, 12, 31), 0)


@pytest.mark.parametrize(
    ("day", "pace"),
    [
        ("2025-12-31", 0),
        ("2026-01-01", 0),
        ("2026-01-02", 1),
        ("2026-02-20", 50),
        ("2026-04-11", 100),
        ("2027-01-01", 100),
    ],
)
def test_the_pace_is_even_from_the_beginning_to_the_day(day, pace):
    assert figures.pace(A, date.fromisoformat(day)) == pace


def test_gap_is_plan_less_actual():
    on = date(2026, 2, 20)
    assert (figures.plan([A, B], on), figures.actual([A, B])) == (Decimal("30.00"), Decimal("18.00"))
    assert figures.gap([A, B], on) == Decimal("12.00")


def test_percents_have_two_places_rounded_half_up():
    third = NodeFact(3, "绿化", "look", 100, date(2026, 1, 1), date(2026, 1, 9), 0)
    assert figures.plan([third], date(2026, 1, 2)) == Decimal("12.50")
    assert figures.percent_of(1, 8_000) == Decimal("0.01")


@pytest.mark.parametrize(("day", "name"), [("2026-01-01", None), ("2026-04-11", "征地"), ("2026-12-31", "征地")])
def test_the_node_that_holds_back_most(day, name):
    found = figures.lagging([A, B], date.fromisoformat(day))
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("day", "share", "done", "light"),
    [
        ("2026-04-01", 0, None, "yellow"),
        ("2026-04-01", 99, None, "green"),
        ("2026-03-01", 0, None, "green"),
        ("2026-04-11", 0, None, "yellow"),
        ("2026-04-12", 99, None, "red"),
        ("2026-04-12", 100, "2026-04-11", "done"),
        ("2026-04-12", 100, "2026-04-12", "late"),
    ],
)
def test_the_light_of_a_node(day, share, done, light):
    node = NodeFact(**vars(A) | {"share": share, "done_on": done and date.fromisoformat(done)})
    on = date.fromisoformat(day)
    assert figures.light(node, on, on + timedelta(days=14)) == light


PAIRS = [
    (date(2026, 3, 1), date(2026, 3, 1)),  # on time
    (date(2026, 3, 1), date(2026, 3, 2)),  # late
    (date(2026, 3, 1), None),  # not yet
    (date(2026, 9, 1), date(2026, 8, 1)),  # not yet due
    (None, date(2026, 2, 1)),  # not planned
]


def test_a_rate_counts_what_was_due():
    assert figures.rate(PAIRS, date(2026, 6, 30)) == Rate(3, 1)
    assert figures.rate(PAIRS, date(2026, 6, 30)).percent == Decimal("33.33")


def test_nothing_due_has_no_rate():
    assert Rate().percent is None


@pytest.mark.parametrize(
    ("day", "share"),
    [("2026-02-28", 0), ("2026-03-01", 1), ("2026-06-08", 100), ("2026-12-31", 306), ("2027-01-05", 0)],
)
def test_money_is_planned_evenly_over_the_days_of_the_year(day, share):
    """1 March to 31 December 2026 are 306 days; the next year has a plan of its own from its first day on."""
    on = date.fromisoformat(day)
    planned = figures.money_planned(306, date(2026, 3, 1), date(2026, 12, 31), on)
    assert planned == (share if on.year == 2026 else 306)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(
    st.lists(st.tuples(st.integers(1, 100), days, days, st.integers(0, 100)), min_size=1, max_size=8),
    days,
    days,
)
def test_the_plan_never_falls_and_stays_within_the_weights(rows, one, other):
    facts = [NodeFact(i, "", "works", w, min(a, b), max(a, b), s) for i, (w, a, b, s) in enumerate(rows)]
    earlier, later = sorted([one, other])
    whole = sum(node.weight for node in facts)
    assert 0 <= figures.plan(facts, earlier) <= figures.plan(facts, later) <= whole
    assert figures.gap(facts, later) == figures.plan(facts, later) - figures.actual(facts)


# from the database


@pytest.mark.parametrize("day", ["2026-06-14", "2026-06-15", "2026-06-30", "2026-07-01", "2026-09-20"])
@pytest.mark.parametrize("share", [0, 60, 90, 99])
def test_the_light_of_the_database_is_that_of_the_arithmetic(project, node, day, share):
    on = date.fromisoformat(day)
    Node.objects.filter(pk=node.pk).update(share=share)
    [row] = standings(Project.objects.all(), on)
    assert Project.objects.lit(on).get().light == row.light
    lights = {one.pk: figures.light(fact(one), on, warn_until(on)) for one in Node.objects.all()}
    assert {pk for pk, light in lights.items() if light == "red"} == set(
        Node.objects.late(on).values_list("pk", flat=True)
    )
    behind = set(Node.objects.behind(on).values_list("pk", flat=True))
    assert {pk for pk, light in lights.items() if light == "yellow"} == behind


def test_figures_of_a_unit(project, node, bureau, clerk, overseer, follower):
    working.start(project, by=clerk, now=at("2026-03-10"), on=date(2026, 3, 9))
    watching.run(at("2026-04-01"))
    report = MonthlyReport.objects.get()
    told = Told(3_000 * WAN, {"land": "完成八成"}, {node.pk: 80})
    reporting.submit(report, by=clerk, now=at("2026-04-02"), told=told)
    reporting.accept(report, by=follower, now=at("2026-04-03"))
    group = figures_of(bureau, date(2026, 6, 30))
    assert (group.red, group.yellow, group.nodes_red) == (0, 1, 0)
    assert group.money == (3_000 * WAN, 12_000 * WAN)
    assert group.money_percent == Decimal("25.00")
    assert group.starts == Rate(1, 0)  # planned for 1 March, begun on the 9th
    assert group.actual == Decimal("40.00")
    assert group.worst.lagging.name == "桥墩完成"


def test_a_unit_with_red_projects_comes_first(project, other_bureau, stranger, overseer):
    from projects.actions import entering
    from projects.actions.entering import Planned
    from tests.projects.conftest import entered

    plan = [Planned("works", "建成", 100, date(2026, 3, 1), date(2026, 12, 31), other_bureau)]
    entering.approve(entered(other_bureau, stranger, nodes=plan, code="B"), by=overseer, now=at("2026-03-03"))
    groups = by_unit(standings(Project.objects.order_by("-code"), date(2026, 7, 1)), date(2026, 7, 1))
    assert [(group.name, group.red) for group in groups] == [("市场监管局", 1), ("住建局", 0)]


def test_a_finished_project_shows_no_light(project, clerk, overseer):
    working.start(project, by=clerk, now=at("2026-03-10"), on=date(2026, 3, 9))
    for one in project.nodes.all():
        nodes.do(one, by=clerk, now=at("2026-06-01"), words="完成")
    working.finish(project, by=overseer, now=at("2026-06-01"), on=date(2026, 6, 1), words="验收通过")
    [row] = standings(Project.objects.all(), date(2026, 12, 31))
    assert (row.light, row.gap) == ("done", Decimal("0.00"))
