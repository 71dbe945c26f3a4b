"""Indicators: the arithmetic, trees that weigh 100, progress, ratings by three, notices of delay."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from deadlines.models import Deadline
from records.models import Entry
from records.refusal import Refused
from scoring import indicators
from scoring.actions.indicators import delays, goals, tasks
from scoring.indicators import Node
from scoring.models import GoalDocument, Indicator, Observation, Task
from tests.conftest import at
from tests.scoring.goals import did, drafted, group, in_force, leaf, task_of

D = Decimal


@pytest.mark.parametrize(
    ("direction", "done", "target", "expected"),
    [
        ("rise", "0", "10", 0),
        ("rise", "3", "9", 333_333),
        ("rise", "12", "10", 1_000_000),
        ("rise", "-1", "10", 0),
        ("fall", "3", "3", 1_000_000),
        ("fall", "4", "3", 750_000),
        ("fall", "0", "0", 1_000_000),
        ("fall", "1", "0", 0),
        ("done", "0.9999", "1", 0),
        ("done", "1", "1", 1_000_000),
    ],
)
def test_share_of_a_target(direction, done, target, expected):
    assert indicators.share(direction, D(done), D(target)) == expected


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_share_of_the_time_grows_from_nothing_to_all(day, days):
    begin = date(2026, 1, 1)
    share = indicators.time_share(begin, begin + date.resolution * days, begin + date.resolution * day)
    assert share == min(1_000_000, day * 1_000_000 // days)


@pytest.mark.parametrize(
    ("direction", "reached", "expected", "is_over", "light"),
    [
        ("rise", 400_000, 500_000, False, "ok"),  # ten points are tolerated
        ("rise", 399_999, 500_000, False, "warn"),
        ("rise", 990_000, 1_000_000, True, "over"),
        ("rise", 1_000_000, 300_000, False, "done"),
        ("fall", 1_000_000, 300_000, False, "ok"),  # kept until now, not yet for good
        ("fall", 1_000_000, 1_000_000, True, "done"),
        ("done", 0, 900_000, False, "ok"),
        ("done", 0, 1_000_000, True, "over"),
    ],
)
def test_lights(direction, reached, expected, is_over, light):
    assert indicators.light(direction, reached, expected, 10, is_over) == light


def test_the_weight_of_a_leaf_is_the_product_of_its_way():
    nodes = [Node("A", "", D(40)), Node("B", "", D(60)), Node("A1", "A", D(25)), Node("A2", "A", D(75))]
    assert indicators.effective(nodes)["A1"] == D("10.000000")


def test_a_node_below_itself_is_found():
    nodes = [Node("A", "B", D(1)), Node("B", "A", D(1)), Node("C", "", D(1)), Node("D", "C", D(1))]
    assert indicators.circles(nodes) == ["A", "B"]


def test_weights_that_do_not_add_up_are_said_with_their_node(office, bureau):
    document = drafted(office, [group("A"), leaf("A1", bureau, 60), leaf("A2", bureau, 35)])
    with pytest.raises(Refused, match="A 经济发展.*95"):
        goals.sign(document, by=office.head, now=at("2026-01-06"))


def test_the_database_asks_for_weights_of_100_too(office, bureau):
    document = drafted(office, [group("A"), leaf("A1", bureau, 60)])
    with pytest.raises(DatabaseError, match="add up to 100"), transaction.atomic():
        GoalDocument.objects.filter(pk=document.pk).update(state="in_force")


def test_an_indicator_that_nobody_has_is_named(office, bureau):
    document = drafted(office, [group("A"), leaf("A1", bureau, 50), group("A2", 50, "A", "产业")])
    with pytest.raises(Refused, match="A2 产业"):
        goals.sign(document, by=office.head, now=at("2026-01-06"))


def test_who_drafted_does_not_sign(office, bureau):
    document = drafted(office, [group("A"), leaf("A1", bureau)])
    with pytest.raises(Refused):
        goals.sign(document, by=office.clerk, now=at("2026-01-06"))


def test_units_that_share_an_indicator_share_its_weight(office, bureau, other_bureau):
    document = drafted(office, [group("A"), leaf("A1", bureau, 40), leaf("A2", bureau, 60)])
    shared = document.indicators.get(code="A1")
    Task.objects.create(
        document=document,
        indicator=shared,
        organisation=other_bureau,
        direction="rise",
        target=5,
        begins_on=date(2026, 1, 1),
        due_on=date(2026, 6, 30),
    )
    goals.sign(document, by=office.head, now=at("2026-01-06"))
    weights = Task.objects.order_by("pk").values_list("weight", flat=True)
    assert list(weights) == [D(20), D(60), D(20)]


@pytest.mark.parametrize(
    "change",
    [
        lambda document: Indicator.objects.filter(document=document).update(weight=1),
        lambda document: Task.objects.filter(document=document).update(target=1),
        lambda document: Indicator.objects.create(document=document, code="X", name="x", weight=1),
        lambda document: Task.objects.filter(document=document)._raw_delete("default"),
        lambda document: GoalDocument.objects.filter(pk=document.pk).update(tolerance=90),
    ],
)
def test_what_is_in_force_stands(office, bureau, change):
    document = in_force(office, [group("A"), leaf("A1", bureau)])
    with pytest.raises(DatabaseError), transaction.atomic():
        change(document)


@pytest.fixture
def document(office, bureau):
    return in_force(
        office, [group("A"), leaf("A1", bureau, 60), leaf("A2", bureau, 40, target=D(1), direction="done")]
    )


@pytest.fixture
def task(document):
    return task_of(document, "A1")


def test_progress_adds_up_and_the_day_it_is_reached_is_kept(task, clerk):
    did(task, "4.5", clerk)
    did(task, "5.5", clerk, on="2026-04-01")
    task.refresh_from_db()
    assert (Task.objects.measured().get(pk=task.pk).done, task.done_on) == (D(10), date(2026, 4, 1))


def test_a_mistake_is_taken_out_by_a_minus(task, clerk):
    did(task, "10", clerk)
    did(task, "-1", clerk)
    task.refresh_from_db()
    assert (Task.objects.measured().get(pk=task.pk).done, task.done_on) == (D(9), None)


@pytest.mark.parametrize(
    ("amount", "day", "field"),
    [
        ("0", "2026-03-02", "amount"),
        ("-1", "2026-03-02", "amount"),
        ("1", "2026-03-03", "day"),
        ("1", "2025-12-31", "day"),
    ],
)
def test_progress_that_cannot_be(task, clerk, amount, day, field):
    progress = tasks.Progress(date.fromisoformat(day), D(amount), "x")
    with pytest.raises(Refused) as refused:
        tasks.observe(task, progress, by=clerk, now=at("2026-03-02"))
    assert (refused.value.field, Observation.objects.count()) == (field, 0)


def test_another_unit_enters_nothing(task, stranger):
    with pytest.raises(PermissionDenied):
        did(task, 1, stranger)


def test_progress_is_never_rewritten(task, clerk):
    did(task, 1, clerk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(amount=2)


def rated(task, head, **more):
    return tasks.rate(task, by=head, now=at("2026-12-01"), points=D(90), words="自评良好", **more)


def test_three_people_until_points_count(task, head, office):
    rated(task, head)
    tasks.review(task, by=office.clerk, now=at("2026-12-02"), points=D("88.5"), words="材料齐全")
    tasks.sign_off(task, by=office.head, now=at("2026-12-03"))
    task.refresh_from_db()
    assert (task.state, task.points) == ("signed", D("88.50"))


def test_the_reviewer_does_not_sign(task, head, office):
    rated(task, head)
    tasks.review(task, by=office.head, now=at("2026-12-02"), points=D(88), words="材料齐全")
    with pytest.raises(Refused):
        tasks.sign_off(task, by=office.head, now=at("2026-12-03"))


@pytest.mark.parametrize("points", [None, D("-1"), D("100.01")])
def test_points_outside_of_their_range(task, head, points):
    with pytest.raises(Refused) as refused:
        tasks.rate(task, by=head, now=at("2026-12-01"), points=points, words="x")
    assert refused.value.field == "points"


def test_what_is_rated_takes_no_progress_until_it_is_given_back(task, head, clerk, office):
    rated(task, head)
    with pytest.raises(Refused):
        did(task, 1, clerk, on="2026-12-02")
    tasks.give_back(task, by=office.clerk, now=at("2026-12-02"), reason="请补证明材料")
    assert did(task, 1, clerk, on="2026-12-03").done == 1


# notices of delay


@pytest.fixture
def delay(task, office):
    """On 2 July half of the time is over and nothing is done."""
    return delays.issue(task, by=office.head, now=at("2026-07-02"))


def test_a_notice_has_a_number_and_ten_working_days(delay):
    assert (delay.document.number.startswith("云考"), delay.due_on) == (
        delay.document.number[:2] == "云考",
        date(2026, 7, 16),
    )


def test_it_says_how_far_the_time_and_the_work_are(delay):
    assert (delay.expected, delay.reached) == (D("50.00"), D("0.00"))


def test_who_is_in_time_gets_no_notice(task, clerk, office):
    did(task, 4, clerk, on="2026-07-01")
    with pytest.raises(Refused):
        delays.issue(task, by=office.head, now=at("2026-07-02"))


def test_one_notice_at_a_time(delay, task, office):
    with pytest.raises(Refused):
        delays.issue(task, by=office.head, now=at("2026-07-03"))


def test_behind_in_sql_is_behind_in_python(document, clerk):
    did(task_of(document, "A1"), "3.9", clerk)
    assert [
        list(Task.objects.behind(day).values_list("indicator__code", flat=True))
        for day in (date(2026, 6, 28), date(2026, 6, 29), date(2027, 1, 1))
    ] == [[], ["A1"], ["A1", "A2"]]


def explained(delay, clerk, on="2026-07-10"):
    return delays.explain(delay, by=clerk, now=at(on), why="征地未完成", measures="七月底前补齐")


def test_the_explanation_meets_the_clock(delay, clerk):
    explained(delay, clerk)
    assert Deadline.objects.about(delay).get().met_on == date(2026, 7, 10)


def test_an_explanation_sent_back_runs_anew(delay, clerk, office):
    explained(delay, clerk)
    sent = delays.send_back(delay, by=office.head, now=at("2026-07-13"), reason="措施不具体")
    assert (sent.state, sent.due_on) == ("issued", date(2026, 7, 27))


def test_an_accepted_explanation_closes_the_notice_and_is_recorded(delay, clerk, office):
    explained(delay, clerk)
    delays.accept(delay, by=office.head, now=at("2026-07-13"))
    assert Entry.objects.filter(verb="scoring.delay.accepted").count() == 1
