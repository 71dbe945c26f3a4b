"""Sums of progress: rollups and queue give what the observations give, at any moment; the ranking of units too."""

import threading
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.crosscheck import CHECKS
from scoring import indicators, ranking
from scoring.actions.indicators import rollups
from scoring.models import Delta, Observation, Rollup, Task
from scoring.models.progress import SHARE
from tests.conftest import at
from tests.scoring.goals import did, group, in_force, leaf, task_of

DAY, NOW = date(2026, 3, 2), at("2026-03-02")
TODAY = date(2026, 7, 2)


@pytest.fixture
def document(office, bureau, other_bureau):
    wanted = [
        group("A"),
        leaf("A1", bureau, 30),
        leaf("A2", bureau, 20, direction="fall", target=Decimal(3), due_on=date(2026, 6, 30)),
        leaf("A3", other_bureau, 25, target=Decimal(7), due_on=date(2026, 6, 30)),
        leaf("A4", other_bureau, 25, direction="done", target=Decimal(1)),
    ]
    return in_force(office, wanted)


def rows(tasks, amounts):
    return [Observation(task=tasks[n % len(tasks)], day=DAY, amount=a, words="x", made_at=NOW) for n, a in amounts]


AMOUNTS = st.decimals(-50, 99_999, places=4, allow_nan=False, allow_infinity=False)
BATCH = st.lists(st.tuples(st.integers(0, 3), AMOUNTS), min_size=1, max_size=6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(BATCH, st.just("fold")), max_size=10), days=st.integers(1, 500))
def test_reads_equal_the_live_aggregate_whenever_it_is_folded(document, steps, days):
    tasks, today = list(document.tasks.order_by("pk")), date(2026, 1, 1) + date.resolution * days
    for step in steps:
        if step == "fold":
            rollups.fold(NOW)
        else:
            Observation.objects.bulk_create(rows(tasks, step))
        assert ranking.units([document.pk], today) == ranking.units([document.pk], today, live=True)
    measured = {task.pk: task.done for task in document.tasks.measured()}
    sums = dict.fromkeys(measured, Decimal(0))
    for task, amount in Observation.objects.values_list("task", "amount"):
        sums[task] += amount
    assert measured == sums


@settings(max_examples=60)
@given(st.sampled_from(["rise", "fall", "done"]), AMOUNTS, st.decimals(1, 99_999, places=4))
@pytest.mark.django_db
def test_the_share_in_sql_is_the_share_in_python(direction, done, target):
    rows = "(SELECT %s AS direction, %s::numeric AS target) t, (SELECT %s::numeric AS done) d"
    question = " ".join(["SELECT", SHARE, "FROM", rows])
    with connection.cursor() as cursor:
        cursor.execute(question, [direction, target, done])
        assert cursor.fetchone()[0] == indicators.share(direction, done, target)


def test_one_insert_leaves_one_row_a_task_in_the_queue(document):
    task = document.tasks.first()
    Observation.objects.bulk_create(rows([task], [(0, Decimal(1))] * 5))
    assert list(Delta.objects.values_list("task", "amount")) == [(task.pk, Decimal(5))]


def test_folding_twice_adds_once(document):
    task = document.tasks.first()
    Observation.objects.bulk_create(rows([task], [(0, Decimal(2))]))
    assert [rollups.fold(NOW), rollups.fold(NOW)] == [1, 0]
    assert Rollup.objects.get().amount == 2


def test_units_with_their_rates(document, clerk, stranger):
    did(task_of(document, "A1"), 5, clerk)
    did(task_of(document, "A3"), 7, stranger, on="2026-07-01")  # due on 30 June
    found = [
        (row.name, row.place, row.completion, row.due, row.kept, row.rate)
        for row in ranking.units([document.pk], TODAY)
    ]
    assert found == [
        ("市场监管局", 1, Decimal("70.00"), 1, 1, Decimal("100.00")),
        ("住建局", 2, Decimal("50.00"), 1, 0, Decimal("0.00")),
    ]


def test_a_sum_changed_by_hand_is_found(document):
    Observation.objects.bulk_create(rows(list(document.tasks.all()), [(0, Decimal(2))]))
    rollups.fold(NOW)
    assert CHECKS["indicators"]() is None
    Rollup.objects.update(amount=3)
    assert "A2" in CHECKS["indicators"]()


@pytest.mark.django_db(transaction=True)
def test_four_folders_at_once_lose_nothing(document):
    tasks = list(document.tasks.order_by("pk"))
    barrier = threading.Barrier(6)

    def write():
        with closing(connection):
            barrier.wait(20)
            for _n in range(15):
                Observation.objects.bulk_create(rows(tasks, [(n, Decimal("1.5")) for n in range(4)]))

    def folds():
        with closing(connection):
            barrier.wait(20)
            for _n in range(15):
                rollups.fold(NOW)

    threads = [threading.Thread(target=work) for work in (write, write, folds, folds, folds, folds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {task.done for task in Task.objects.measured()} == {Decimal("45.0000")}
