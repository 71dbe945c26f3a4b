"""What the robot does: it asks for self-reports, reminds of those that are late, and reminds people a second time."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actor import ROBOT
from accounts.models import Organisation
from integrity import clocks
from integrity.actions.reminding import owe_again
from integrity.models import Reminder, SelfReport
from integrity.models.reports import last_day, quarter_of
from powers.models import PowerList, RiskPoint
from records.actions import as_actor, record


def run(now) -> int:
    """One round; returns how much was done. Safe to run late or twice."""
    return ask(now) + remind(now) + remind_again(now)


def owing():
    """The units that state their risks: those with a power list in force or with risk points."""
    lists = PowerList.objects.published().filter(organisation=OuterRef("pk"), kind=PowerList.Kind.UNIT)
    points = RiskPoint.objects.alive().filter(organisation=OuterRef("pk"))
    levels = [Organisation.Level.DEPARTMENT, Organisation.Level.TOWN]
    return Organisation.objects.existing().filter(Exists(lists) | Exists(points), level__in=levels)


@transaction.atomic
def ask(now) -> int:
    """A report of this quarter from every unit that owes one and was not asked yet."""
    year, quarter = quarter_of(timezone.localdate(now))
    asked = SelfReport.objects.filter(organisation=OuterRef("pk"), year=year, quarter=quarter)
    units = list(owing().filter(~Exists(asked)).order_by("pk"))
    return sum(ask_unit(one, year, quarter, now) for one in units)


def ask_unit(unit: Organisation, year: int, quarter: int, now) -> int:
    due_on = last_day(year, quarter)
    about = {"due_on": due_on, "opened_at": now}
    as_actor(ROBOT)
    report, is_new = SelfReport.objects.get_or_create(organisation=unit, year=year, quarter=quarter, defaults=about)
    if is_new:
        clocks.start_until(report, clocks.REPORT, due_on, organisation=unit, now=now)
        record("integrity.report.asked", report, actor=ROBOT, now=now, period=report.period, due_on=due_on)
    return int(is_new)


@transaction.atomic
def remind(now) -> int:
    """Units whose report is missing when the quarter is over are reminded once (INT-07)."""
    late = SelfReport.objects.missing(timezone.localdate(now)).filter(reminded_at=None).order_by("pk")
    rows = list(late.select_for_update(of=("self",), skip_locked=True).select_related("organisation"))
    for report in rows:
        report.reminded_at = now
        report.save(update_fields=["reminded_at"])
        record("integrity.report.reminded", report, actor=ROBOT, now=now, period=report.period)
    return len(rows)


@transaction.atomic
def remind_again(now) -> int:
    """Who has not answered in time is reminded a second time, with a shorter term."""
    late = Reminder.objects.unanswered(timezone.localdate(now)).filter(again_at=None).order_by("pk")
    rows = list(late.select_for_update(of=("self",), skip_locked=True).select_related("organisation", "person"))
    for reminder in rows:
        clock = clocks.running(reminder, clocks.REMINDER)
        if clock and clock.next_alarm_at and clock.next_alarm_at <= now:
            continue  # supervision has not heard of it yet; the next round finds it rung
        clocks.stop(reminder, clocks.REMINDER, now)
        reminder.again_at = now
        reminder.save(update_fields=["again_at"])
        owe_again(reminder, now)
        record("integrity.reminder.again", reminder, actor=ROBOT, now=now)
    return len(rows)
