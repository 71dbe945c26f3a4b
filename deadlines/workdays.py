"""The working-day calendar. Pure: dates in, dates out, no database and no clock.

A year with a State Council notice is official; any other year counts Monday to Friday less the holidays known so far
and makes every answer that touches it provisional (暂定). Days are counted after the start day (Civil Code art. 201).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5  # weekday()
WEEKEND = (6, 0)  # date ordinals modulo 7
FIRST_YEAR = 1990


@dataclass(frozen=True)
class CalendarDay:
    """One listed day of a notice: a holiday (working False) or a make-up working day (working True)."""

    working: bool
    name: str


class Calendar:
    """Working days as a sorted list of date ordinals, so that adding and counting are one bisection.

    `count(d)` numbers the working days: it is the place of the last working day up to and including d. Every rule of
    the clock is arithmetic on these numbers.
    """

    def __init__(self, listed: Mapping[date, CalendarDay], official: frozenset[int], version: int = 0):
        self.listed = dict(listed)
        self.official = frozenset(official)
        self.version = version
        self._last = 0
        self._cover(max(self.official, default=2026) + 10)

    def _cover(self, year: int):
        """Make sure the list reaches to the end of `year`; numbers already given never change."""
        if year < FIRST_YEAR:
            raise ValueError(f"the calendar starts in {FIRST_YEAR}")
        if year <= self._last:
            return
        self._last = min(year + 5, 9999)
        start, end = date(FIRST_YEAR, 1, 1).toordinal(), date(self._last, 12, 31).toordinal()
        rest = {d.toordinal() for d, day in self.listed.items() if not day.working}
        work = {d.toordinal() for d, day in self.listed.items() if day.working}
        self._days = [n for n in range(start, end + 1) if n in work or (n % 7 not in WEEKEND and n not in rest)]

    def is_working(self, day: date) -> bool:
        listed = self.listed.get(day)
        return listed.working if listed else day.weekday() < SATURDAY

    def count(self, day: date) -> int:
        """Number of the last working day up to and including `day`."""
        self._cover(day.year)
        return bisect_right(self._days, day.toordinal())

    def numbered(self, number: int) -> date:
        """The working day with this number. Raises OverflowError beyond the year 9999."""
        while number > len(self._days):
            if self._last == 9999:
                raise OverflowError("the term ends after the year 9999")
            self._cover(self._last + 1 + (number - len(self._days)) // 200)
        return date.fromordinal(self._days[number - 1])

    def add(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; the start day itself does not count; 0 days is the start day.

        Raises ValueError for a negative number and OverflowError beyond the year 9999.
        """
        if days < 0:
            raise ValueError("the number of working days must not be negative")
        return self.numbered(self.count(start) + days) if days else start

    def between(self, after: date, until: date) -> int:
        """Working days in (after, until]; negative when `until` lies before `after`."""
        return self.count(until) - self.count(after)

    def roll(self, day: date) -> date:
        """The day itself when it is a working day, else the next one (Civil Code art. 203)."""
        self._cover(day.year)
        place = bisect_left(self._days, day.toordinal())
        return self.numbered(place + 1)

    def next_working(self, day: date) -> date:
        """The first working day after `day`."""
        return self.roll(day + timedelta(days=1))

    def is_provisional(self, start: date, end: date) -> bool:
        """True when the span touches a year without an official notice."""
        return any(year not in self.official for year in range(start.year, end.year + 1))

    def why(self, day: date) -> str:
        """Name of the listed day, or '' for an ordinary one."""
        listed = self.listed.get(day)
        return listed.name if listed else ""
