"""Readers of the record see every committed entry once, in order, and lose none in a crash."""

import pytest
from django.db import transaction

from records.following import follow
from records.models import Bookmark
from tests.records.conftest import NOW, PAUSE, TRIES, make_organisation, write

pytestmark = pytest.mark.django_db(transaction=True)
VERBS = ["approvals.case.accepted"]


@pytest.fixture
def unit():
    return make_organisation()


def read(reader="a", verbs=VERBS, since=NOW):
    seen = []
    follow(reader, verbs, seen.extend, since=since)
    return [entry.body["number"] for entry in seen]


def read_until(count):
    """Other test processes use the same server: while their transactions are open, a round may rightly find less."""
    import time

    seen = []
    for _ in range(TRIES):
        seen += read()
        if len(seen) >= count:
            return seen
        time.sleep(PAUSE)
    raise AssertionError(f"{count} entries were not read")


def test_every_entry_is_read_once_in_its_order(unit):
    write(3, unit)
    first = read_until(3)
    write(2, unit, start=3)
    assert (first, read_until(2), read()) == ([0, 1, 2], [3, 4], [])


def test_each_reader_has_its_own_place(unit):
    write(1, unit)
    read_until(1)
    assert Bookmark.objects.filter(reader="b").exists() is False
    assert read("b") == [0]


def test_an_entry_that_is_not_committed_is_not_read(unit):
    with transaction.atomic():
        write(1, unit)
        assert read() == []


def test_a_reader_that_falls_over_reads_the_same_again(unit):
    write(1, unit)

    def fall(_entries):
        raise RuntimeError

    for _ in range(2):
        try:
            follow("a", VERBS, fall, since=NOW)
        except RuntimeError:
            break
    assert read_until(1) == [0]


def test_other_verbs_are_passed_over(unit):
    write(1, unit)
    assert read(verbs=["monitoring.finding.issued"]) == []
