"""The clock's pure core: from a start, limits, pauses and an extension to the dates on which something rings.

Used days on d = days in (start, d] less those inside the union of the pauses (S, R]; overdue iff used > limit
(行政许可法 第四十二、四十五、八十二条). Nothing rings on a day that is not a working day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deadlines.workdays import Calendar

SHORT_PROMISE = 2  # up to here the warning comes on the last day itself (DR-1 W1)


class Unit(StrEnum):
    WORKING = "working"
    CALENDAR = "calendar"
    HOURS = "hours"


@dataclass(frozen=True)
class Span:
    """A pause: days after `from_on` up to and including `until_on` do not count; an open one has no end."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Limits:
    """Days allowed. `statutory` is None where only one limit exists; `graded` False: being late has one stage only.

    `warn_days`: the warning comes so many days before the end, whatever the policy says.
    """

    promised: int
    statutory: int | None = None
    unit: Unit = Unit.WORKING
    graded: bool = True
    warned: bool = True
    warn_days: int | None = None


@dataclass(frozen=True)
class Margins:
    """When a warning and the gravest stage come: the share and floor of the promise, the days past the promise."""

    warn_percent: int = 10
    warn_at_least: int = 1
    grave_after: int = 5


@dataclass(frozen=True)
class Plan:
    """The dates of one clock. `due_on` is shown to people; the others ring. None: that stage does not exist."""

    due_on: date
    statutory_on: date | None
    warn_on: date | None
    overdue_on: date
    grave_on: date | None
    provisional: bool


def warning_margin(promised: int, margins: Margins) -> int:
    """Days before the end of the promise from which the warning holds: max(at least, ceil(promised · percent))."""
    if promised <= SHORT_PROMISE:
        return 0
    return max(margins.warn_at_least, -(-promised * margins.warn_percent // 100))


def merged(spans: Iterable[Span], number) -> list[tuple[int, int]]:
    """Closed pauses as disjoint, sorted spans (a, b] of day numbers; overlapping days count once."""
    result: list[tuple[int, int]] = []
    for a, b in sorted((number(s.from_on), number(s.until_on)) for s in spans if s.until_on):
        if result and a <= result[-1][1]:
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        elif b > a:
            result.append((a, b))
    return result


class Axis:
    """Day numbers of a unit: every working day, or every day of the calendar."""

    def __init__(self, calendar: Calendar, unit: Unit):
        self.calendar = calendar
        self.working = unit == Unit.WORKING

    def number(self, day: date) -> int:
        return self.calendar.count(day) if self.working else day.toordinal()

    def day(self, number: int) -> date:
        return self.calendar.numbered(number) if self.working else date.fromordinal(number)


def reach(axis: Axis, start: date, used: int, spans: Sequence[tuple[int, int]]) -> date:
    """First day on which `used` days are used up; 0 is the start day itself."""
    if used <= 0:
        return start
    origin = axis.number(start)
    number = origin + used
    for a, b in spans:
        a = max(a, origin)
        if b > a and a < number:
            number += b - a
    return axis.day(number)


def used_days(
    calendar: Calendar, start: date, on: date, pauses: Iterable[Span] = (), unit: Unit = Unit.WORKING
) -> int:
    """Days used from `start` to `on`; an open pause counts up to `on`."""
    axis = Axis(calendar, unit)
    origin, here = axis.number(start), axis.number(on)
    ends = [Span(s.from_on, min(s.until_on or on, on)) for s in pauses if s.from_on < on]
    out = sum(max(0, min(b, here) - max(a, origin)) for a, b in merged(ends, axis.number))
    return max(0, here - origin - out)


def extended(limits: Limits, days: int) -> tuple[int, int | None]:
    """Promised and statutory limit after an approved extension; the promise moves only if it equals the statutory."""
    if limits.statutory is None:
        return limits.promised + days, None
    promised = limits.promised + days if limits.promised == limits.statutory else limits.promised
    return promised, limits.statutory + days


def plan(
    calendar: Calendar,
    start: date,
    limits: Limits,
    pauses: Sequence[Span] = (),
    extension_days: int = 0,
    margins: Margins = Margins(),
) -> Plan:
    """All dates of a clock counted in days. Raises ValueError for hours, which have an instant and no days."""
    if limits.unit == Unit.HOURS:
        raise ValueError("a limit in hours has no plan of days")
    axis = Axis(calendar, limits.unit)
    spans = merged(pauses, axis.number)
    promised, statutory = extended(limits, extension_days)

    def first(used):
        return reach(axis, start, used, spans)

    def ring(used):
        return calendar.roll(first(used))

    due_on = ring(promised) if limits.unit == Unit.CALENDAR else first(promised)
    overdue_on = calendar.next_working(due_on) if limits.unit == Unit.CALENDAR else ring(promised + 1)
    grave_on = None
    if limits.graded:
        past = limits.promised + margins.grave_after + extension_days
        grave_on = max(overdue_on, ring(min(past, statutory + 1 if statutory is not None else past)))
    warned = limits.warned and limits.promised > 0
    margin = warning_margin(promised, margins) if limits.warn_days is None else min(limits.warn_days, promised)
    warn_on = ring(promised - margin) if warned else None
    last = max(filter(None, [due_on, overdue_on, grave_on]))
    return Plan(
        due_on=due_on,
        statutory_on=first(statutory) if statutory is not None else None,
        warn_on=warn_on if warn_on and warn_on < overdue_on else None,
        overdue_on=overdue_on,
        grave_on=grave_on,
        provisional=calendar.is_provisional(start, last),
    )


@dataclass(frozen=True)
class Line:
    """One day of an explanation: does it count, why not, and how many days are used at its end."""

    day: date
    counts: bool
    why: str
    used: int


START, REST, PAUSED, HOLIDAY, MAKE_UP, ORDINARY = "start", "rest", "paused", "holiday", "make_up", ""


def explain(
    calendar: Calendar, start: date, until: date, pauses: Sequence[Span] = (), unit: Unit = Unit.WORKING
) -> list[Line]:
    """Every day from the start to `until`, counted one by one: an independent second computation of `used_days`."""
    lines, used = [Line(start, False, START, 0)], 0
    for offset in range(1, (until - start).days + 1):
        day = start + timedelta(days=offset)
        why = reason(calendar, day, pauses, unit)
        counts = why in (ORDINARY, MAKE_UP)
        used += counts
        lines.append(Line(day, counts, why, used))
    return lines


def reason(calendar: Calendar, day: date, pauses: Sequence[Span], unit: Unit) -> str:
    """Why a day after the start counts (ordinary, make-up day) or does not (pause, holiday, weekend)."""
    if any(s.from_on < day and (s.until_on is None or day <= s.until_on) for s in pauses):
        return PAUSED
    if unit == Unit.CALENDAR:
        return ORDINARY
    listed = calendar.listed.get(day)
    if listed:
        return MAKE_UP if listed.working else HOLIDAY
    return ORDINARY if calendar.is_working(day) else REST
