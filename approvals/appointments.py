"""Times at the window that can be booked: which days, which slots, how many places. Arithmetic, no database."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from deadlines import calendar as calendars

DAYS_AHEAD = 10  # working days, from the next one on
SLOT = timedelta(minutes=30)
HALVES = [(time(9), time(11, 30)), (time(14), time(16, 30))]  # office hours in which people are received
MISSED_MOST, MISSED_DAYS = 3, 90  # who missed so many in so many days comes without an appointment
MOST_AHEAD = 3  # appointments of one person at a time


def moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def slots(day: date) -> list[datetime]:
    """When the slots of a day begin: 9:00 to 11:00 and 14:00 to 16:00, every half hour."""
    starts = []
    for opens, closes in HALVES:
        start, end = moment(day, opens), moment(day, closes)
        while start + SLOT <= end:
            starts.append(start)
            start += SLOT
    return starts


def days(today: date) -> list[date]:
    """The next ten working days of the official calendar."""
    calendar = calendars.calendar()
    return [calendar.add(today, number) for number in range(1, DAYS_AHEAD + 1)]


def is_bookable(starts_at: datetime, now: datetime) -> bool:
    """Is this the beginning of a slot of one of the next ten working days?"""
    day = timezone.localdate(starts_at)
    return day in days(timezone.localdate(now)) and starts_at in slots(day)


@dataclass(frozen=True)
class Slot:
    """A slot of a day and how many places are left in it."""

    starts_at: datetime
    free: int

    @property
    def value(self) -> str:
        """How the slot stands in an address: 0930."""
        return timezone.localtime(self.starts_at).strftime("%H%M")

    @property
    def words(self) -> str:
        """09:30—10:00"""
        start = timezone.localtime(self.starts_at)
        return f"{start:%H:%M}—{start + SLOT:%H:%M}"


def free_slots(day: date, capacity: int, taken: dict[datetime, int]) -> list[Slot]:
    """The slots of a day; `taken` says how many places of a slot are gone."""
    return [Slot(start, max(0, capacity - taken.get(start, 0))) for start in slots(day)]
