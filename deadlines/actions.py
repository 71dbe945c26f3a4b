"""What happens to a clock: start, pause, resume, extend, meet, cancel; and the one statement that claims alarms.

Callers hold the lock of the subject; a clock is only ever changed together with its subject. The sweep is the
exception: it claims rows on its own and touches nothing but `rung` and `next_alarm_at`.
"""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from deadlines.models import Deadline, Extension, Pause, Stage
from deadlines.plan import Limits, Span, Unit, plan, used_days

DATES = ["due_on", "statutory_on", "warn_on", "overdue_on", "grave_on", "provisional"]
PLANNED = [*DATES, "calendar_version", "next_alarm_at"]


def midnight(day: date) -> datetime:
    """00:00 local time of the day: the instant at which a stage rings."""
    return timezone.make_aware(datetime.combine(day, time.min))


def build(subject, name, *, organisation, limits: Limits, now, responsible=None, round=1) -> Deadline:
    """A clock started now, not saved: for `start` and for bulk paths. `organisation` may be its id."""
    policy, calendar = calendars.policy(timezone.localdate(now)), calendars.calendar()
    deadline = Deadline(
        subject=subject,
        name=name,
        round=round,
        organisation_id=getattr(organisation, "pk", organisation),
        responsible=responsible,
        unit=limits.unit,
        promised=limits.promised,
        statutory=limits.statutory,
        graded=limits.graded,
        warned=limits.warned,
        warn_days=limits.warn_days,
        started_at=now,
        started_on=timezone.localdate(now),
        policy=policy,
    )
    replan(deadline, calendar)
    return deadline


def start(subject, name, **about) -> Deadline:
    """Start a clock on a subject; see `build` for the arguments."""
    deadline = build(subject, name, **about)
    deadline.save()
    return deadline


def replan(deadline: Deadline, calendar, pauses=()):
    """Set every date of the clock from its limits, pauses and extension. Nothing is saved."""
    deadline.calendar_version = calendar.version
    if deadline.unit == Unit.HOURS:
        deadline.due_at = deadline.started_at + timedelta(hours=deadline.promised)
        deadline.due_on = deadline.overdue_on = timezone.localdate(deadline.due_at)
        deadline.provisional = False
    else:
        margins = calendars.policy_of(deadline).margins
        dates = plan(calendar, deadline.started_on, deadline.limits, pauses, deadline.extended_days, margins)
        for field in DATES:
            setattr(deadline, field, getattr(dates, field))
    deadline.next_alarm_at = next_alarm(deadline)


def next_alarm(deadline: Deadline) -> datetime | None:
    """The instant of the next stage that has not rung. A met or paused clock rings only what was due before that."""
    if deadline.cancelled_on:
        return None
    stops = [on for on in (deadline.met_on, deadline.paused_on) if on]
    until = min(stops) if stops else date.max
    due = [on for stage, on in deadline.stage_dates() if stage > deadline.rung and on <= until]
    if not due:
        return None
    return deadline.due_at or midnight(min(due))


def spans(deadline: Deadline) -> list[Span]:
    """The pauses of a clock; no query for the many that never had one."""
    if not deadline.was_paused:
        return []
    return [Span(p.from_on, p.until_on) for p in deadline.pauses.all()]


def used(deadline: Deadline, today: date) -> int:
    """Days used up to and including today, or the day of its end if cancelled; an open pause does not count."""
    if deadline.used_days is not None:
        return deadline.used_days
    until = min(today, deadline.cancelled_on or today)
    return used_days(calendars.calendar(), deadline.started_on, until, spans(deadline), Unit(deadline.unit))


def meet(deadline: Deadline, now) -> Deadline:
    """The promise was kept, perhaps late: a late one still rings once with the days it used."""
    today = timezone.localdate(now)
    deadline.used_days = used(deadline, today)
    deadline.met_on = today
    late = now > deadline.due_at if deadline.due_at else deadline.used_days > current_promise(deadline)
    deadline.next_alarm_at = next_alarm(deadline) if late else last_look(deadline, now)
    deadline.save(update_fields=["used_days", "met_on", "next_alarm_at"])
    return deadline


def last_look(deadline: Deadline, now) -> datetime | None:
    """A clock that has warned is claimed once more when it ends, so that supervision learns of it."""
    return now if deadline.rung == Stage.WARNING else None


def is_over(deadline: Deadline) -> bool:
    """Has it ended, with nothing left to ring?"""
    return not deadline.is_running and next_alarm(deadline) is None


def current_promise(deadline: Deadline) -> int:
    """The promised days including an extension that moved them."""
    moves = deadline.promised == deadline.statutory or deadline.statutory is None
    return deadline.promised + (deadline.extended_days if moves else 0)


def hand_over(clocks, responsible) -> list[int]:
    """Somebody else answers for these running clocks (a QuerySet) from now on; returns their keys.

    Alarms that ring later fall on the new person. The caller records it.
    """
    keys = list(clocks.running().select_for_update().order_by("pk").values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=keys).update(responsible=responsible)
    return keys


def move(clocks, organisation) -> list[int]:
    """Another unit owes what these running clocks (a QuerySet) measure: the successor of one that has ended.

    Cards that ring later fall on the new unit; no day moves. The caller records it.
    """
    keys = list(clocks.running().select_for_update().order_by("pk").values_list("pk", flat=True))
    Deadline.objects.filter(pk__in=keys).update(organisation=organisation)
    return keys


def cancel(deadline: Deadline, now) -> Deadline:
    """The promise fell away (withdrawn, refused): it stops ringing today."""
    deadline.cancelled_on = timezone.localdate(now)
    deadline.next_alarm_at = last_look(deadline, now)
    deadline.save(update_fields=["cancelled_on", "next_alarm_at"])
    return deadline


def pause(deadline: Deadline, *, kind, ground, told_days, now) -> Pause:
    """Stop counting from tomorrow on. Raises ValidationError for a clock that has ended or already stands still."""
    today = timezone.localdate(now)
    if not deadline.is_running or deadline.unit == Unit.HOURS:
        raise ValidationError(_("Only a running clock of days can be paused."))
    if deadline.pauses.filter(kind=kind, until_on=None).exists():
        raise ValidationError(_("This clock is already paused for the same reason."))
    made = Pause.objects.create(deadline=deadline, from_on=today, kind=kind, ground=ground, told_days=told_days)
    deadline.was_paused = True
    deadline.paused_on = deadline.paused_on or today
    deadline.next_alarm_at = next_alarm(deadline)
    deadline.save(update_fields=["was_paused", "paused_on", "next_alarm_at"])
    return made


def resume(deadline: Deadline, *, kind, now) -> Pause:
    """End the open pause of this kind today and count on from tomorrow, once no other pause is open."""
    made = deadline.pauses.filter(kind=kind, until_on=None).first()
    if made is None:
        raise ValidationError(_("This clock is not paused for that reason."))
    made.until_on = timezone.localdate(now)
    made.save(update_fields=["until_on"])
    still_open = deadline.pauses.filter(until_on=None).order_by("from_on").first()
    deadline.paused_on = still_open.from_on if still_open else None
    replan(deadline, calendars.calendar(), spans(deadline))
    deadline.save(update_fields=["paused_on", *PLANNED])
    return made


def extend(deadline: Deadline, *, days, approver, reason, now) -> Extension:
    """Extend the statutory limit once, before it has expired, with a reason (行政许可法 第四十二条)."""
    today = timezone.localdate(now)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: the law requires that the applicant is told.")})
    if not deadline.is_running:
        raise ValidationError(_("This clock has ended; it cannot be extended."))
    if Extension.objects.filter(deadline=deadline).exists():
        raise ValidationError({"days": _("A limit can be extended only once.")})
    if today > (deadline.statutory_on or deadline.due_on):
        raise ValidationError({"days": _("The limit has already expired; it can no longer be extended.")})
    made = Extension.objects.create(
        deadline=deadline, days=days, approver=approver, reason=reason.strip(), approved_on=today
    )
    deadline.extended_days = days
    replan(deadline, calendars.calendar(), spans(deadline))
    deadline.save(update_fields=["extended_days", *PLANNED])
    return made


CLAIM = """
WITH due AS (
    SELECT id, rung, warn_on, overdue_on, grave_on, LEAST(%(today)s, met_on, paused_on, cancelled_on - 1) AS cap
    FROM deadlines_deadline WHERE next_alarm_at <= %(now)s ORDER BY next_alarm_at, id
    LIMIT %(size)s FOR UPDATE SKIP LOCKED
), stepped AS (
    SELECT id, rung AS was, GREATEST(rung, CASE
        WHEN grave_on <= cap THEN 3 WHEN overdue_on <= cap THEN 2 WHEN warn_on <= cap THEN 1
        ELSE 0 END) AS now_rung
    FROM due
)
UPDATE deadlines_deadline d SET rung = s.now_rung, next_alarm_at = CASE
    WHEN COALESCE(d.met_on, d.paused_on, d.cancelled_on) IS NULL AND d.due_at IS NULL THEN LEAST(
        CASE WHEN s.now_rung < 2 THEN d.overdue_on END, CASE WHEN s.now_rung < 3 THEN d.grave_on END
    )::timestamp AT TIME ZONE 'Asia/Shanghai' END
FROM stepped s WHERE d.id = s.id RETURNING d.id, s.was
"""


def claim(now, size: int = 1000) -> list[tuple[Deadline, list[tuple[Stage, date]]]]:
    """Take up to `size` due alarms that no other sweeper holds; each row comes with the stages it has now reached.

    Stages whose date is the same day collapse into the highest. Call inside the transaction that acts on them: if
    that transaction rolls back, the alarms are due again.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "today": timezone.localdate(now), "size": size})
        was = dict(cursor.fetchall())
    rows = Deadline.objects.filter(pk__in=was).order_by("overdue_on", "pk")
    return [(row, reached(row, was[row.pk])) for row in rows]


def reached(deadline: Deadline, was: int) -> list[tuple[Stage, date]]:
    """The stages between `was` and `rung`, each with its own date, one per date."""
    by_date = {on: stage for stage, on in deadline.stage_dates() if was < stage <= deadline.rung}
    return sorted(((stage, on) for on, stage in by_date.items()), key=lambda pair: pair[0])
