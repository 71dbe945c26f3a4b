"""Adding and counting working days, against an addition of plain dates."""

from datetime import date, timedelta

from bench.measure import Result, compare
from deadlines.calendar import file_calendar

REPEAT = 50_000


def run(pairs: int, full: bool) -> list[Result]:
    calendar, start, week = file_calendar(), date(2026, 3, 2), timedelta(days=9)
    if calendar.add(start, 7) != date(2026, 3, 11):
        raise SystemExit("calendar: 7 working days after 2026-03-02 must be 2026-03-11")

    def add():
        for _n in range(REPEAT):
            calendar.add(start, 7)
        return REPEAT

    def plain():
        for _n in range(REPEAT):
            start + week
        return REPEAT

    return [compare("calendar.add", add, plain, pairs=pairs, slower_is=True)]
