"""The clocks of a case as its trace tells them, written as rows that the sweep rings like all others.

A late event may change what has rung already. Then the old clock is cancelled and stays as it was, its findings are
marked as overtaken, and the clock starts again in a later generation; nothing that was issued is rewritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.bulk import Clock
from deadlines.models import Deadline, Pause, Stage
from exchange.models import ForeignCase, Overtaken
from monitoring.models import Finding
from monitoring.timers import CANCEL, EXTEND, MEET, PAUSE, RESUME, Timer
from records.bulk import insert

GENERATION = 1000  # the rounds of a clock that was started again after late events begin here, then at 2000 …
KEPT = ["organisation_id", "responsible_id", "promised", "statutory", "graded", "warned", "started_at", "started_on"]
KEPT += [*deadlines.PLANNED, "paused_on", "was_paused", "extended_days", "met_on", "used_days", "cancelled_on"]

midnight = lru_cache(4096)(deadlines.midnight)  # the same few hundred days for thousands of clocks


@dataclass
class Writing:
    """What has to be written for many cases: new clocks, changed clocks with their pauses, overtaken findings."""

    new: list[Clock] = field(default_factory=list)
    changed: list[Clock] = field(default_factory=list)
    cancelled: list[Deadline] = field(default_factory=list)
    overtaken: dict[int, Stage] = field(default_factory=dict)  # clock → the highest stage that still holds


def clock_of(case: ForeignCase, timer: Timer, pk: int, unit: int, responsible: int | None, told: list[int]) -> Clock:
    """The clock as the trace tells it, not saved and not yet rung; `told` are the days of its special procedures."""
    now = midnight(timer.started_on)
    about = {"organisation": unit, "limits": timer.limits, "now": now, "round": timer.round}
    clock = Clock(deadlines.build(case, timer.name, **about))
    clock.row.pk, clock.row.responsible_id = pk, responsible
    told = iter(told)
    for change in timer.changes:
        at = midnight(change.on)
        APPLY[change.verb](clock, change.value, at, told)
    return clock


APPLY = {
    PAUSE: lambda clock, kind, at, told: clock.pause(kind=kind, ground="", told_days=next(told, 0), now=at),
    RESUME: lambda clock, kind, at, told: clock.resume(kind=kind, now=at),
    EXTEND: lambda clock, days, at, told: clock.extend(days=days, approver=None, reason="", now=at),
    MEET: lambda clock, value, at, told: clock.meet(at),
    CANCEL: lambda clock, value, at, told: clock.cancel(at),
}


def still_holds(row: Deadline, told: Deadline) -> Stage:
    """The highest stage up to which everything that rang under `row` rings under `told` on the same day."""
    stops = [on for on in (told.met_on, told.paused_on, told.cancelled_on) if on]
    until = min(stops) if stops else date.max
    dates = {stage: on for stage, on in told.stage_dates() if on <= until}
    holds = Stage.QUIET
    for stage, on in row.stage_dates():
        if stage <= row.rung and dates.get(stage) != on:
            break
        holds = min(stage, Stage(row.rung))
    return holds


def rest(row: Deadline) -> datetime | None:
    """The next alarm of a clock whose `rung` was set from outside; a clock met in time rings no more."""
    if row.met_on and row.used_days <= deadlines.current_promise(row):
        return None
    return deadlines.next_alarm(row)


def compare(writing: Writing, rows: Iterable[Deadline], told: list[Clock], now: datetime):
    """Bring the stored clocks of one case in line with what its trace tells."""
    newest: dict[tuple[str, int], Deadline] = {}
    for row in sorted(rows, key=lambda row: row.round):
        newest[row.name, row.round % GENERATION] = row
    for clock in told:
        row = newest.pop((clock.row.name, clock.row.round), None)
        if row is None:
            writing.new.append(clock)
        else:
            bring_up(writing, row, clock, now)
    for row in newest.values():
        if not row.cancelled_on:
            overtake(writing, row, Stage.QUIET, now)


def bring_up(writing: Writing, row: Deadline, clock: Clock, now: datetime):
    """One stored clock: changed in place while what rang still holds, else cancelled and started again."""
    holds, told = still_holds(row, clock.row), clock.row
    if holds < row.rung and not row.cancelled_on:
        overtake(writing, row, holds, now)
        told.round = row.round + GENERATION
        writing.new.append(clock)
    else:
        told.pk, told.round, told.policy_id = row.pk, row.round, row.policy_id
        writing.changed.append(clock)
        holds = row.rung
    told.rung = holds
    told.next_alarm_at = rest(told)


def overtake(writing: Writing, row: Deadline, holds: Stage, now: datetime):
    writing.overtaken[row.pk] = holds
    row.cancelled_on, row.next_alarm_at = timezone.localdate(now), None
    writing.cancelled.append(row)


def write(writing: Writing, now: datetime):
    """Save everything with a few statements."""
    insert([clock.row for clock in writing.new])
    changed = [clock.row for clock in writing.changed]
    Deadline.objects.bulk_update(changed, KEPT, batch_size=500) if changed else None
    Deadline.objects.bulk_update(writing.cancelled, ["cancelled_on", "next_alarm_at"], batch_size=500)
    Pause.objects.filter(deadline__in=[row.pk for row in changed]).delete()
    Pause.objects.bulk_create(
        pause_of(clock, pause) for clock in [*writing.new, *writing.changed] for pause in clock.pauses
    )
    mark(writing.overtaken, now)


def pause_of(clock: Clock, pause: Pause) -> Pause:
    pause.deadline_id = clock.row.pk
    pause.ground = _("told by the source system")
    return pause


def mark(overtaken: dict[int, Stage], now: datetime):
    """Mark the findings that rang under these clocks at stages that no longer hold."""
    if not overtaken:
        return
    found = Finding.objects.filter(deadline__in=overtaken, overtaken=None).select_related("deadline")
    words = _("A late event changed the clock: under the facts known now this alarm would not have rung on that day.")
    Overtaken.objects.bulk_create(
        Overtaken(finding=finding, found_at=now, words=words)
        for finding in found
        if stage_of(finding) > overtaken[finding.deadline_id]
    )


def stage_of(finding: Finding) -> Stage:
    """The stage of its clock at which a finding was made."""
    dates = {on: stage for stage, on in finding.deadline.stage_dates()}
    return dates.get(finding.effective_on, Stage.GRAVE)
