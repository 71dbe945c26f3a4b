"""Numbers have no gaps, whatever fails."""

import threading

import pytest
from django.db import connection, transaction

from records.numbers import next_number, next_numbers


@pytest.mark.django_db
def test_numbers_start_at_one_and_follow_each_other():
    assert [next_number("case", 2026) for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_each_kind_and_year_counts_for_itself():
    next_number("case", 2026)
    assert (next_number("case", 2027), next_number("notice", 2026)) == (1, 1)


@pytest.mark.django_db
def test_many_numbers_come_with_one_statement(django_assert_num_queries):
    next_number("case", 2026)
    with django_assert_num_queries(1):
        assert list(next_numbers("case", 2026, 3)) == [2, 3, 4]


@pytest.mark.django_db
def test_rolled_back_number_is_given_out_again():
    next_number("case", 2026)
    with transaction.atomic():
        next_number("case", 2026)
        transaction.set_rollback(True)
    assert next_number("case", 2026) == 2


def take(numbers):
    """One clerk's thread: ten numbers, every third transaction fails after taking one."""
    for turn in range(10):
        fails = turn % 3 == 2
        with transaction.atomic():
            number = next_number("storm", 2026)
            transaction.set_rollback(fails)
        numbers.extend([] if fails else [number])
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_concurrent_takers_with_failures_leave_no_gap_and_no_double():
    numbers = []
    threads = [threading.Thread(target=take, args=(numbers,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 43))
