"""A clock kept in memory, for writing a whole history at once: the arithmetic of `deadlines.actions` without a query.

The caller gives the row its key beforehand and saves `row`, `pauses` and `extension` when the history is told.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from deadlines import actions
from deadlines import calendar as calendars
from deadlines.models import Deadline, Extension, Pause, Stage


class Clock:
    """One deadline with its pauses and its extension; every method changes it as the action of that name does."""

    def __init__(self, row: Deadline):
        self.row = row
        self.pauses: list[Pause] = []
        self.extension: Extension | None = None
        row._prefetched_objects_cache = {"pauses": self.pauses}  # where `actions.spans` looks first

    @property
    def is_running(self) -> bool:
        return self.row.is_running

    def pause(self, *, kind, ground, told_days, now):
        row, today = self.row, timezone.localdate(now)
        self.pauses.append(Pause(deadline=row, from_on=today, kind=kind, ground=ground, told_days=told_days))
        row.was_paused, row.paused_on = True, row.paused_on or today
        row.next_alarm_at = actions.next_alarm(row)

    def resume(self, *, kind, now):
        row = self.row
        ended = next(pause for pause in self.pauses if pause.kind == kind and pause.until_on is None)
        ended.until_on = timezone.localdate(now)
        row.paused_on = min((pause.from_on for pause in self.pauses if pause.until_on is None), default=None)
        actions.replan(row, calendars.calendar(), actions.spans(row))

    def extend(self, *, days, approver, reason, now):
        row, today = self.row, timezone.localdate(now)
        self.extension = Extension(deadline=row, days=days, approver=approver, reason=reason, approved_on=today)
        row.extended_days = days
        actions.replan(row, calendars.calendar(), actions.spans(row))

    def meet(self, now):
        row, today = self.row, timezone.localdate(now)
        row.used_days = actions.used(row, today)
        row.met_on = today
        late = row.used_days > actions.current_promise(row)
        row.next_alarm_at = actions.next_alarm(row) if late else actions.last_look(row, now)

    def cancel(self, now):
        self.row.cancelled_on = timezone.localdate(now)
        self.row.next_alarm_at = actions.last_look(self.row, now)

    def ring(self, now: datetime):
        """What `actions.claim` does to this row at `now`: the stages it has newly reached, each with its date."""
        row = self.row
        before = row.cancelled_on and row.cancelled_on - timedelta(days=1)  # that day itself rings no more
        cap = min(filter(None, [timezone.localdate(now), row.met_on, row.paused_on, before]))
        was = row.rung
        row.rung = max([was, *(stage for stage, on in row.stage_dates() if on <= cap)])
        coming = [on for stage, on in row.stage_dates() if stage > max(row.rung, Stage.WARNING)]
        waits = coming and row.is_running and row.paused_on is None
        row.next_alarm_at = actions.midnight(min(coming)) if waits else None
        return actions.reached(row, was)
