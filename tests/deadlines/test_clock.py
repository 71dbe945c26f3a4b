"""A stored clock: what starting, pausing, resuming, extending, meeting and a new calendar do to its row."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines import actions as clocks
from deadlines import calendar as calendars
from deadlines.models import Deadline, Stage
from deadlines.plan import Limits, Unit, plan
from deadlines.words import count_in_words
from deadlines.years import Notice, import_year
from tests.conftest import at

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def begin(bureau, limits, moment="2026-03-02", name="promised"):
    return clocks.start(bureau, name, organisation=bureau, limits=limits, now=at(moment))


def alarm(deadline):
    deadline.refresh_from_db()
    return deadline.next_alarm_at and timezone.localdate(deadline.next_alarm_at)


def test_start_stores_every_alarm_once(bureau):
    clock = begin(bureau, Limits(7, 20))
    dates = [clock.warn_on, clock.due_on, clock.overdue_on, clock.grave_on, clock.statutory_on]
    assert dates == [D(d) for d in ("2026-03-10", "2026-03-11", "2026-03-12", "2026-03-18", "2026-03-30")]
    assert alarm(clock) == clock.warn_on


def test_pause_stops_the_alarm_and_resume_plans_it_again(bureau):
    clock = begin(bureau, Limits(7, 20), "2026-04-01")
    clocks.pause(clock, kind="expert_review", ground="专家评审", told_days=10, now=at("2026-04-08"))
    assert alarm(clock) is None
    clocks.resume(clock, kind="expert_review", now=at("2026-04-22"))
    assert (clock.due_on, alarm(clock)) == (D("2026-04-27"), D("2026-04-24"))


def test_alarm_that_was_due_before_a_pause_still_rings(bureau):
    clock = begin(bureau, Limits(7, 20))
    clocks.pause(clock, kind="hearing", ground="听证", told_days=5, now=at("2026-03-12"))
    assert alarm(clock) == D("2026-03-10")
    [(row, stages)] = clocks.claim(at("2026-03-20"))
    assert stages == [(Stage.WARNING, D("2026-03-10")), (Stage.OVERDUE, D("2026-03-12"))]
    assert row.next_alarm_at is None


def test_overlapping_procedures_keep_the_clock_still_until_the_last_one_ends(bureau):
    clock = begin(bureau, Limits(7, 20), "2026-04-01")
    clocks.pause(clock, kind="testing", ground="检测", told_days=5, now=at("2026-04-02"))
    clocks.pause(clock, kind="hearing", ground="听证", told_days=5, now=at("2026-04-03"))
    clocks.resume(clock, kind="testing", now=at("2026-04-09"))
    assert clock.paused_on == D("2026-04-03")
    clocks.resume(clock, kind="hearing", now=at("2026-04-10"))
    assert clock.due_on == plan(calendars.calendar(), D("2026-04-10"), Limits(6, 20)).due_on


def test_same_procedure_cannot_be_opened_twice(bureau):
    clock = begin(bureau, Limits(7, 20))
    clocks.pause(clock, kind="testing", ground="检测", told_days=5, now=at("2026-03-03"))
    with pytest.raises(ValidationError):
        clocks.pause(clock, kind="testing", ground="检测", told_days=5, now=at("2026-03-04"))


def test_extension_moves_the_statutory_limit_once(bureau, head):
    clock = begin(bureau, Limits(7, 20))
    clocks.extend(clock, days=10, approver=head.user, reason="案情复杂", now=at("2026-03-25"))
    assert clock.statutory_on == D("2026-04-14")
    with pytest.raises(ValidationError, match="一次"):
        clocks.extend(clock, days=10, approver=head.user, reason="再延", now=at("2026-03-26"))


def test_extension_needs_a_reason(bureau, head):
    with pytest.raises(ValidationError) as error:
        clocks.extend(begin(bureau, Limits(7, 20)), days=10, approver=head.user, reason=" ", now=at("2026-03-25"))
    assert "reason" in error.value.message_dict


def test_expired_limit_cannot_be_extended(bureau, head):
    with pytest.raises(ValidationError, match="届满"):
        clocks.extend(begin(bureau, Limits(7, 20)), days=10, approver=head.user, reason="x", now=at("2026-03-31"))


@pytest.mark.parametrize(("met", "used", "rings"), [("2026-03-11", 7, False), ("2026-03-12", 8, True)])
def test_meeting_in_time_silences_the_clock_and_meeting_late_does_not(bureau, met, used, rings):
    clock = begin(bureau, Limits(7, 20))
    clocks.meet(clock, at(met))
    assert clock.used_days == used
    assert (alarm(clock) is not None) is rings


def test_late_clock_rings_only_what_was_due_when_it_was_met(bureau):
    clock = begin(bureau, Limits(7, 20))
    clocks.meet(clock, at("2026-03-13"))
    [(_row, stages)] = clocks.claim(at("2026-04-20"))
    assert [stage for stage, _on in stages] == [Stage.WARNING, Stage.OVERDUE]
    assert clocks.claim(at("2026-04-20")) == []


def test_saturday_after_a_friday_limit_is_not_late(bureau):
    clock = begin(bureau, Limits(4, 20), "2026-05-11")
    clocks.meet(clock, at("2026-05-16"))
    assert (clock.used_days, alarm(clock)) == (4, None)


def test_cancelled_clock_is_silent(bureau):
    clock = begin(bureau, Limits(7, 20))
    clocks.cancel(clock, at("2026-03-20"))
    assert clocks.claim(at("2026-04-20")) == []


def test_cancelled_clock_counts_no_longer(bureau):
    clock = begin(bureau, Limits(7, 20))
    clocks.cancel(clock, at("2026-03-04"))
    assert clocks.used(clock, D("2026-04-20")) == clocks.used(clock, D("2026-03-04"))


def test_hours_ring_at_the_instant(bureau):
    clock = begin(bureau, Limits(24, unit=Unit.HOURS, graded=False, warned=False), "2026-09-24 16:00", "return")
    assert clocks.claim(at("2026-09-25 15:00")) == []
    [(row, stages)] = clocks.claim(at("2026-09-25 16:00"))
    assert (row.pk, stages) == (clock.pk, [(Stage.OVERDUE, D("2026-09-25"))])


def test_stages_on_the_same_day_collapse_into_the_highest(bureau):
    begin(bureau, Limits(20, 20))
    claimed = clocks.claim(at("2026-03-31"))
    assert [stage for stage, _on in claimed[0][1]] == [Stage.WARNING, Stage.GRAVE]


def test_one_round_of_a_clock_exists_once(bureau):
    from django.db import IntegrityError

    begin(bureau, Limits(7, 20))
    with pytest.raises(IntegrityError):
        begin(bureau, Limits(7, 20))


def test_importing_a_year_moves_open_clocks_and_equals_computing_afresh(bureau):
    clock = begin(bureau, Limits(20, 20), "2026-12-25")
    assert (clock.due_on, clock.provisional) == (D("2027-01-22"), True)
    met = begin(bureau, Limits(20, 20), "2026-12-25", name="met")
    clocks.meet(met, at("2026-12-28"))
    days = [(D("2027-01-01"), False, "元旦"), (D("2027-01-04"), False, "试"), (D("2027-01-09"), True, "调休")]
    moves = import_year(Notice(2027, "测试通知", "official", days))
    clock.refresh_from_db()
    assert [(move.before, move.after) for move in moves] == [(D("2027-01-22"), D("2027-01-25"))]
    assert (clock.due_on, clock.provisional) == (D("2027-01-25"), False)
    assert clock.due_on == plan(calendars.stored_calendar(), D("2026-12-25"), Limits(20, 20)).due_on


def test_new_policy_leaves_old_promises_alone(bureau):
    from deadlines.models import Policy

    clock = begin(bureau, Limits(20, 40))
    Policy.objects.create(version=2, name="严", warn_percent=50, source="x", valid_from=D("2026-01-01"))
    calendars.refresh(force=True)
    clocks.pause(clock, kind="testing", ground="检测", told_days=5, now=at("2026-03-03"))
    clocks.resume(clock, kind="testing", now=at("2026-03-04"))
    assert clock.warn_on == plan(calendars.calendar(), D("2026-03-02"), Limits(20, 40), clocks.spans(clock)).warn_on
    assert begin(bureau, Limits(20, 40), name="later").warn_on == D("2026-03-16")


def test_receipt_says_how_the_days_are_counted(bureau):
    words = count_in_words(begin(bureau, Limits(7, 20), "2026-09-19"))
    assert "2026年9月19日（星期六）受理" in words
    assert "从2026年9月20日（星期日）" in words
    assert "至2026年9月29日（星期二）办结" in words


STEPS = st.lists(st.tuples(st.sampled_from(["pause", "resume", "extend"]), st.integers(1, 8)), max_size=8)


@given(STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_order_the_row_equals_a_plan_from_its_children(bureau, head, steps):
    clock = begin(bureau, Limits(15, 30), name=f"h{Deadline.objects.count()}")
    day = D("2026-03-02")
    for step, wait in steps:
        day += timedelta(days=wait)
        try:
            perform(clock, step, day, head)
        except ValidationError:
            continue
    clock.refresh_from_db()
    fresh = plan(calendars.calendar(), clock.started_on, clock.limits, clocks.spans(clock), clock.extended_days)
    assert (clock.due_on, clock.overdue_on, clock.grave_on) == (fresh.due_on, fresh.overdue_on, fresh.grave_on)
    if clock.paused_on is None:
        assert clocks.used(clock, clock.due_on) == clock.promised


def perform(clock, step, day, head):
    now = at(day.isoformat())
    if step == "pause":
        clocks.pause(clock, kind="testing", ground="检测", told_days=3, now=now)
    elif step == "resume":
        clocks.resume(clock, kind="testing", now=now)
    else:
        clocks.extend(clock, days=10, approver=head.user, reason="案情复杂", now=now)
