"""Official years: reading a notice, storing it, and moving the clocks that it moves."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from deadlines.actions import PLANNED, replan, spans
from deadlines.models import Day, Deadline, Year
from deadlines.workdays import Calendar, CalendarDay

CHUNK = 2000
YEARS = range(1990, 2101)
SOURCE_LENGTH = 300
NUL = rb"\u0000"  # a sign that the database cannot keep; meaningless in a notice


@dataclass(frozen=True)
class Notice:
    """A year as a notice gives it: its number, where it was published, and the days it names."""

    year: int
    source: str
    status: str
    days: list[tuple[date, bool, str]]


def read_notice(path: Path) -> Notice:
    """Read a notice from a file; see `parse_notice`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValidationError(_("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}) from error
    return parse_notice(content, path)


def parse_notice(content: bytes, path) -> Notice:
    """Read `{"year", "source", "days": [{"date", "working", "name"}, …]}`; `path` names it in messages.

    Raises ValidationError with one line that names the entry and what is wrong with it.
    """
    try:
        raw = json.loads(content.replace(NUL, b"").decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValidationError(_("%(path)s cannot be read: %(error)s") % {"path": path, "error": error}) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("year"), int) or not isinstance(raw.get("days"), list):
        raise ValidationError(_("%(path)s: “year” (a number) and “days” (a list) are required.") % {"path": path})
    if raw["year"] not in YEARS:
        raise ValidationError(_("%(path)s: the year must lie between 1990 and 2100.") % {"path": path})
    days = [read_day(raw["year"], number, entry) for number, entry in enumerate(raw["days"], 1)]
    if len({day for day, *rest in days}) != len(days):
        raise ValidationError(_("%(path)s: a date is listed twice.") % {"path": path})
    status = raw.get("status", Year.Status.OFFICIAL)
    if status not in Year.Status.values or not raw.get("source"):
        raise ValidationError(_("%(path)s: “source” is missing or “status” is unknown.") % {"path": path})
    return Notice(raw["year"], str(raw["source"])[:SOURCE_LENGTH], status, days)


def read_day(year: int, number: int, entry) -> tuple[date, bool, str]:
    """One entry of `days`; entries are numbered from 1 in messages."""
    try:
        day, working = date.fromisoformat(entry["date"]), entry["working"]
    except (TypeError, KeyError, ValueError) as error:
        message = _("Entry %(number)s: “date” (YYYY-MM-DD) and “working” (true or false) are required.")
        raise ValidationError(message % {"number": number}) from error
    if day.year != year or not isinstance(working, bool):
        message = _("Entry %(number)s: the date must lie in %(year)s and “working” must be true or false.")
        raise ValidationError(message % {"number": number, "year": year})
    return day, working, str(entry.get("name", ""))[:50]


@transaction.atomic
def store(notice: Notice) -> Year:
    """Replace the year by the notice and move the calendar's version."""
    version = (Year.objects.aggregate(version=Max("version"))["version"] or 0) + 1
    facts = {"status": notice.status, "source": notice.source, "version": version}
    year, _created = Year.objects.update_or_create(year=notice.year, defaults=facts)
    year.days.all().delete()
    Day.objects.bulk_create(Day(year=year, date=d, working=w, name=n) for d, w, n in notice.days)
    return year


@dataclass(frozen=True)
class Move:
    """A running clock whose due date a new calendar moves."""

    deadline: Deadline
    before: date
    after: date


def replanned(year: int, calendar: Calendar) -> Iterator[tuple[Deadline, date]]:
    """Every running clock that reaches into the year, planned again in memory; with the due date it had."""
    rows = Deadline.objects.running().filter(due_at=None).exclude(overdue_on__lt=date(year, 1, 1))
    rows = rows.select_related("policy").prefetch_related("pauses").order_by("pk")
    for deadline in rows.iterator(CHUNK):
        before = deadline.due_on
        replan(deadline, calendar, spans(deadline))
        yield deadline, before


def calendar_with(notice: Notice) -> Calendar:
    """The stored calendar as it will be with this notice; nothing is stored."""
    stored = calendars.stored_calendar()
    listed = {day: known for day, known in stored.listed.items() if day.year != notice.year}
    listed |= {day: CalendarDay(working, name) for day, working, name in notice.days}
    others = stored.official - {notice.year}
    official = others | {notice.year} if notice.status == Year.Status.OFFICIAL else others
    return Calendar(listed, official, stored.version + 1)


def moves(notice: Notice) -> Iterator[Move]:
    """The running clocks that the notice would move, each as it would be; nothing is saved."""
    for deadline, before in replanned(notice.year, calendar_with(notice)):
        if deadline.due_on != before:
            yield Move(deadline, before, deadline.due_on)


@dataclass(frozen=True)
class Change:
    """A day that the notice makes a working or a rest day, against the stored calendar."""

    day: date
    working: bool
    name: str


def changes(notice: Notice) -> list[Change]:
    """The days of the year that count differently afterwards."""
    before, after = calendars.stored_calendar(), calendar_with(notice)
    days = sorted({*after.listed, *(day for day in before.listed if day.year == notice.year)})
    return [
        Change(day, after.is_working(day), after.listed[day].name if day in after.listed else "")
        for day in days
        if day.year == notice.year and before.is_working(day) != after.is_working(day)
    ]


@transaction.atomic
def import_year(notice: Notice) -> list[Move]:
    """Store the notice and plan every clock again that it touches, all or nothing. Returns the clocks that moved."""
    store(notice)
    calendars.refresh(force=True)
    moved, chunk = [], []
    for deadline, before in replanned(notice.year, calendars.kept.calendar):
        if deadline.due_on != before:
            moved.append(Move(deadline, before, deadline.due_on))
        chunk.append(deadline)
        if len(chunk) == CHUNK:
            Deadline.objects.bulk_update(chunk, PLANNED)
            chunk.clear()
    Deadline.objects.bulk_update(chunk, PLANNED)
    return moved
