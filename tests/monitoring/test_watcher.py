"""Faults of the platform: open once, closed when they are gone."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.actor import ROBOT
from accounts.models import Delivery, Message, Role
from config.rounds import watch
from monitoring import actions, watcher
from monitoring.models import Card, Heartbeat, PlatformFinding, SweepLog
from records.actions import record
from records.models import Entry, Seal
from tests.conftest import at, employ, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
Code = PlatformFinding.Code


def test_same_fault_is_open_once():
    first = watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-02"), hours=26)
    again = watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-03"), hours=50)
    assert (PlatformFinding.objects.get(), again) == (first, None)


def test_another_source_is_another_fault():
    watcher.found(Code.IMPORT_GAP, "土地系统", now=at("2026-03-02"))
    assert watcher.found(Code.IMPORT_GAP, "房产系统", now=at("2026-03-02"))


def test_fault_that_came_back_is_a_new_finding():
    watcher.found(Code.LATE_SWEEP, "sweep", now=at("2026-03-02"))
    assert watcher.gone(Code.LATE_SWEEP, "sweep", now=at("2026-03-03")) == 1
    watcher.found(Code.LATE_SWEEP, "sweep", now=at("2026-03-04"))
    assert PlatformFinding.objects.filter(resolved_at=None).count() == 1


def test_fault_stands_in_the_record():
    found = watcher.found(Code.STALE_SEAL, "seal", now=at("2026-03-02"))
    assert Entry.objects.about(found).get().verb == "monitoring.platform.found"


# the rounds


def quiet(now, batches):
    return Counter()


def busy(now, batches):
    batches += [1000, 12]
    return Counter({"yellow": 3})


def broken(now, batches):
    raise ValueError("no calendar")


def test_quiet_round_leaves_a_heartbeat_and_no_line():
    watcher.guarded(quiet, at("2026-03-02"))
    assert (Heartbeat.objects.get(name="sweep").at, SweepLog.objects.count()) == (at("2026-03-02"), 0)


def test_round_that_finds_something_is_logged_with_its_batches():
    watcher.guarded(busy, at("2026-03-02"))
    line = SweepLog.objects.get()
    assert (line.batches, line.counts, line.fault) == ([1000, 12], {"yellow": 3}, "")


def test_failed_round_is_logged_with_its_fault_and_no_heartbeat():
    with pytest.raises(ValueError, match="no calendar"):
        watcher.guarded(broken, at("2026-03-02"))
    assert SweepLog.objects.get().fault == "ValueError: no calendar"
    assert not Heartbeat.objects.exists()


def test_real_round_says_what_each_batch_held(bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    watcher.guarded(watch, at("2026-03-12"))
    line = SweepLog.objects.get()
    assert (line.batches, line.counts) == ([2], {"warning": 1, "yellow": 1})


@pytest.mark.parametrize(("minutes", "late"), [(5, 0), (6, 1)])
def test_round_after_more_than_five_minutes_is_a_finding(minutes, late):
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    watcher.guarded(quiet, at(f"2026-03-02 09:{minutes:02}"))
    assert PlatformFinding.objects.filter(code=Code.LATE_SWEEP, resolved_at__isnull=False).count() == late


def test_dead_robot_is_seen_without_a_robot():
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    assert watcher.standing(at("2026-03-02 09:06")) == ["late_sweep"]
    assert not PlatformFinding.objects.exists()


def test_look_writes_down_what_stands_and_closes_it_again():
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    assert watcher.look(at("2026-03-02 09:06")) == ["late_sweep"]
    watcher.guarded(quiet, at("2026-03-02 09:07"))
    assert watcher.look(at("2026-03-02 09:07")) == []
    assert PlatformFinding.objects.get().resolved_at == at("2026-03-02 09:07")


# the clock


@pytest.mark.parametrize(("second", "stops"), [("2026-03-02 08:59:00", False), ("2026-03-02 08:58:59", True)])
def test_clock_that_went_back_stops_the_rounds(second, stops):
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    assert (watcher.guarded(busy, at(second)) is None) is stops
    assert PlatformFinding.objects.filter(code=Code.CLOCK_JUMP, about="back").exists() is stops


def test_rounds_go_on_by_themselves_once_the_clock_is_right_again():
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    watcher.guarded(busy, at("2026-03-02 08:00"))
    assert watcher.guarded(busy, at("2026-03-02 09:01")) == {"yellow": 3}
    assert PlatformFinding.objects.get(code=Code.CLOCK_JUMP).resolved_at == at("2026-03-02 09:01")


@pytest.mark.parametrize(("moment", "held"), [("2026-03-03 09:00", False), ("2026-03-03 09:01", True)])
def test_clock_that_jumped_a_day_forward_holds_the_cards(moment, held, bureau, accepted):
    accepted(make_item(bureau, promised=1, steps=()), at("2026-03-01"))
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    assert (watcher.guarded(watch, at(moment)) is None) is held
    assert Card.objects.exists() is not held


def test_robot_that_was_down_while_the_seals_went_on_is_no_jump():
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    for size, moment in ((1, "2026-03-03 08:00"), (2, "2026-03-04 07:00")):
        facts = {"root": "", "previous": "", "oldest_txid": 0, "next_txid": 0, "key": "", "signature": ""}
        Seal.objects.create(size=size, sealed_at=at(moment), frontier="", **facts)
    assert watcher.guarded(busy, at("2026-03-04 09:00")) == {"yellow": 3}


def held_clock() -> PlatformFinding:
    watcher.guarded(quiet, at("2026-03-02 09:00"))
    watcher.guarded(busy, at("2026-03-05 09:00"))
    return PlatformFinding.objects.get()


def test_one_confirmation_of_an_inspector_lets_the_cards_go(inspector):
    fault = held_clock()
    actions.resolve_fault(fault, by=inspector, now=at("2026-03-05 09:10"), note="机房检修停电三天，时间已核对")
    assert watcher.guarded(busy, at("2026-03-05 09:11")) == {"yellow": 3}
    assert Entry.objects.about(fault).filter(verb="monitoring.platform.resolved").exists()
    assert not watcher.is_held()


def test_who_runs_the_platform_cannot_confirm_its_clock(county):
    fault, admin = held_clock(), employ("root", "系统员", county, Role.SYSTEM_ADMIN)
    with pytest.raises(PermissionDenied):
        actions.resolve_fault(fault, by=admin, now=at("2026-03-05 09:10"), note="没问题")
    assert watcher.is_held()


def test_held_clock_is_not_a_late_sweep_as_well():
    held_clock()
    assert watcher.standing(at("2026-03-05 10:00")) == ["clock_jump"]


# seals


def test_entry_without_a_seal_for_five_minutes_is_a_fault(county):
    written = record("test.deed", county, actor=ROBOT, now=at("2026-03-02")).recorded_at
    assert watcher.stale_seal(written + timedelta(minutes=5)) is None
    assert watcher.stale_seal(written + timedelta(minutes=5, seconds=1)) == {"last": None}


def test_sealed_entries_are_no_fault(county):
    written = record("test.deed", county, actor=ROBOT, now=at("2026-03-02"))
    facts = {"root": "", "previous": "", "oldest_txid": 0, "key": "", "signature": "", "frontier": ""}
    Seal.objects.create(size=1, sealed_at=written.recorded_at, next_txid=written.txid + 1, **facts)
    assert watcher.stale_seal(written.recorded_at + timedelta(hours=1)) is None


# the register


def test_register_of_faults_shows_what_is_open_and_takes_the_note(inspector):
    fault = held_clock()
    client = signed_in(inspector)
    assert "时钟" in client.get(reverse("monitoring:platform")).content.decode()
    client.post(reverse("monitoring:platform_resolve", args=[fault.pk]), {"note": "已核对北京时间"})
    fault.refresh_from_db()
    assert (fault.note, fault.resolved_by) == ("已核对北京时间", inspector.user)


@pytest.mark.parametrize("note", ["", "　", "x" * 501, "a\x00b"])
def test_confirmation_without_a_readable_note_changes_nothing(inspector, note):
    fault = held_clock()
    answer = signed_in(inspector).post(reverse("monitoring:platform_resolve", args=[fault.pk]), {"note": note})
    assert answer.status_code == 422
    assert watcher.is_held()


def test_clerk_has_no_business_with_the_platform(clerk):
    assert signed_in(clerk).get(reverse("monitoring:platform")).status_code == 403


def test_health_names_the_fault(client):
    held_clock()
    assert "clock_jump" in client.get("/healthz").json()["faults"]


# messages


def told(user, moment, **more) -> Delivery:
    text = {"kind": "test", "title": "黄牌通知", "thread": "t", "source": f"t{moment}", "made_at": at(moment)}
    message = Message.objects.create(recipient=user, **text)
    return Delivery.objects.create(
        message=message, channel="sms", to="13800000001", words="您有一张黄牌", made_at=at(moment), **more
    )


@pytest.mark.parametrize(("later", "wrong"), [("2026-03-03 08:59", True), ("2026-03-03 09:01", False)])
def test_message_that_failed_is_a_fault_for_a_day(clerk, later, wrong):
    told(clerk.user, "2026-03-02", state=Delivery.State.FAILED)
    assert bool(watcher.undelivered(at(later))) is wrong


@pytest.mark.parametrize(("minute", "wrong"), [(14, None), (16, {"failed": 0, "stuck": 1})])
def test_message_that_nobody_sends_is_a_fault_after_a_quarter(clerk, minute, wrong):
    told(clerk.user, "2026-03-02", next_at=at("2026-03-02"))
    assert watcher.undelivered(at(f"2026-03-02 09:{minute}")) == wrong


def test_failed_message_that_somebody_dealt_with_is_not_told_again(clerk, inspector):
    told(clerk.user, "2026-03-02", state=Delivery.State.FAILED)
    watcher.look(at("2026-03-02 09:30"))
    fault = PlatformFinding.objects.get(code=Code.UNDELIVERED)
    actions.resolve_fault(fault, by=inspector, now=at("2026-03-02 09:40"), note="已电话通知本人")
    assert Code.UNDELIVERED not in watcher.look(at("2026-03-02 09:50"))
