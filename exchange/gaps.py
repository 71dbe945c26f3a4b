"""Source systems that fell silent: nothing came for longer than agreed. A gap is a fault of the platform's watch."""

from datetime import datetime, timedelta

from django.utils import timezone

from deadlines import calendar as calendars
from deadlines.actions import midnight
from exchange.models import SourceSystem
from monitoring import watcher
from monitoring.models import PlatformFinding

DAY = timedelta(days=1)


def working_time(start: datetime, end: datetime, limit: timedelta) -> timedelta:
    """The time between two moments that lies on working days; no further than the limit."""
    calendar, total = calendars.calendar(), timedelta(0)
    while start < end and total <= limit:
        day = timezone.localdate(start)
        until = min(midnight(day + DAY), end)
        if calendar.is_working(day):
            total += until - start
        start = until
    return total


def silent_since(source: SourceSystem, now: datetime) -> datetime | None:
    """When the last event of a system in use came, if that is longer ago than agreed; else None."""
    if source.state != SourceSystem.State.ACTIVE or source.quiet_hours is None:
        return None
    last, agreed = source.last_event_at or source.registered_at, timedelta(hours=source.quiet_hours)
    return last if working_time(last, now, agreed) > agreed else None


def watch(now: datetime) -> int:
    """Report the systems that fell silent, and close the fault of those that came back. Returns the new faults."""
    new = 0
    for source in SourceSystem.objects.exclude(quiet_hours=None):
        about = {"code": PlatformFinding.Code.IMPORT_GAP, "about": source.name, "now": now}
        if since := silent_since(source, now):
            detail = {"source": source.code, "last_event_at": since, "agreed_hours": source.quiet_hours}
            new += watcher.found(**about, **detail) is not None
        else:
            watcher.gone(**about)
    return new
