"""Any number of sweepers, and a crash in the middle: every due clock has exactly one card per stage."""

from threading import Thread

import pytest
from django.db import connection, connections

from deadlines import actions as clocks
from deadlines.models import Deadline
from deadlines.plan import Limits
from monitoring import sweep as watch
from monitoring.models import Card, Finding
from tests.conftest import at

CLOCKS = 400


@pytest.fixture
def lying(transactional_db, county):
    """Many clocks past their promise, about one organisation each, without the rest of the story."""
    from accounts.models import Organisation

    units = Organisation.objects.bulk_create(
        Organisation(code=f"u{n}", name=f"单位{n}", short_name=f"单位{n}", level="village", path=f"yunxi/u{n}/")
        for n in range(CLOCKS)
    )
    about = {"limits": Limits(7, 20), "now": at("2026-03-02")}
    Deadline.objects.bulk_create(clocks.build(unit, "promised", organisation=unit, **about) for unit in units)


def run_sweeper(errors):
    try:
        watch.sweep(at("2026-03-12"))
    except Exception as error:  # noqa: BLE001 -- handed to the test
        errors.append(error)
    finally:
        connections.close_all()


@pytest.mark.usefixtures("lying")
def test_four_sweepers_card_every_clock_once(monkeypatch):
    monkeypatch.setattr(watch, "BATCH", 23)
    errors = []
    sweepers = [Thread(target=run_sweeper, args=(errors,)) for _n in range(4)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert errors == []
    assert Card.objects.count() == CLOCKS
    assert Finding.objects.filter(code="W1").count() == CLOCKS
    assert Card.objects.values("finding__subject_id").distinct().count() == CLOCKS
    assert sorted(int(n[-5:-1]) for n in Card.objects.values_list("number", flat=True)) == list(range(1, CLOCKS + 1))


@pytest.mark.usefixtures("lying")
def test_crash_between_claim_and_commit_leaves_the_alarms_due(monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(watch, "issue", lambda findings, now: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            watch.sweep(at("2026-03-12"))
    assert not Finding.objects.exists()
    watch.sweep(at("2026-03-12"))
    assert Card.objects.count() == CLOCKS


@pytest.mark.usefixtures("lying")
def test_sweeper_skips_what_another_one_holds():
    held = []

    def hold():
        held.append(Deadline.objects.filter(next_alarm_at__isnull=False).count())
        watch.sweep(at("2026-03-12"))
        connections.close_all()

    from django.db import transaction

    with transaction.atomic():
        mine = clocks.claim(at("2026-03-12"), 100)
        other = Thread(target=hold)
        other.start()
        other.join()
        assert Card.objects.count() == CLOCKS - len(mine) == CLOCKS - 100
        transaction.set_rollback(True)
    assert connection.in_atomic_block is False
    watch.sweep(at("2026-03-12"))
    assert Card.objects.count() == CLOCKS
