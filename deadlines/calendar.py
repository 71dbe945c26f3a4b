"""The calendar and the policy in force, kept in the process and reloaded when their version moves."""

import json
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db.models import Max

from deadlines.models import Day, Policy, Year
from deadlines.workdays import Calendar, CalendarDay

FILES = Path(__file__).parent / "calendars"
FRESH_SECONDS = 2  # how long a process may trust its copy; `import_year` recomputes what was planned meanwhile


@dataclass
class Kept:
    calendar: Calendar | None = None
    policies: dict[int, Policy] = field(default_factory=dict)
    checked: float = float("-inf")


kept = Kept()


def stored_calendar() -> Calendar:
    """Read the whole calendar from the database."""
    years = list(Year.objects.all())
    listed = {d.date: CalendarDay(d.working, d.name) for d in Day.objects.all()}
    official = frozenset(y.year for y in years if y.status == Year.Status.OFFICIAL)
    return Calendar(listed, official, max((y.version for y in years), default=0))


def refresh(force: bool = False):
    """Look at the version at most every two seconds; reload what moved."""
    if not force and time.monotonic() - kept.checked < FRESH_SECONDS:
        return
    version = Year.objects.aggregate(version=Max("version"))["version"] or 0
    if kept.calendar is None or kept.calendar.version != version or force:
        kept.calendar = stored_calendar()
    kept.policies = {policy.pk: policy for policy in Policy.objects.order_by("version")}
    kept.checked = time.monotonic()


def calendar() -> Calendar:
    refresh()
    return kept.calendar


def policy(on: date) -> Policy:
    """The newest policy that holds on this day, or the first of all; clocks already started keep theirs."""
    refresh()
    known = list(kept.policies.values())
    return next((one for one in reversed(known) if one.valid_from <= on), known[0] if known else None)


def policy_of(deadline) -> Policy:
    """The policy a clock started under; versions never change, so the process's copy serves."""
    refresh()
    return kept.policies.get(deadline.policy_id) or deadline.policy


def file_calendar() -> Calendar:
    """The calendar of the repository's own data files, for commands that run without a database."""
    listed, official = {}, set()
    for path in sorted(FILES.glob("*.json")):
        year = json.loads(path.read_text("utf-8"))
        if year["status"] == Year.Status.OFFICIAL:
            official.add(year["year"])
        for day in year["days"]:
            listed[date.fromisoformat(day["date"])] = CalendarDay(day["working"], day["name"])
    return Calendar(listed, frozenset(official))
