"""Two villages enter the same person at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from funds.actions.listing import enter, open_roll
from funds.models import FundFlag, Recipient, RollLine
from tests.conftest import at
from tests.funds.subsidies import MAY, row

NOW = at("2026-06-01")


@pytest.mark.django_db(transaction=True)
def test_same_person_entered_by_two_villages_at_once_is_listed_once(dibao, cast):
    doors = [(cast.one, cast.scribe), (cast.two, cast.other_scribe)]
    rolls = [open_roll(dibao, by=by, now=NOW, village=village, period=MAY) for village, by in doors]
    start = Barrier(2)

    def work(roll, by):
        try:
            start.wait()
            enter(roll, by=by, now=NOW, rows=[row(1), row(2)])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(work, roll, by) for roll, (_village, by) in zip(rolls, doors, strict=True)]:
            job.result()
    states = RollLine.objects.order_by("recipient", "state").values_list("recipient", "state")
    one, two = Recipient.objects.order_by("pk").values_list("pk", flat=True)
    assert list(states) == [(one, "blocked"), (one, "listed"), (two, "blocked"), (two, "listed")]
    assert FundFlag.objects.filter(code="FF-07").count() == 2
