"""Moments of the demo county: office hours of working days, and the evenings of people who apply from home."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from deadlines.workdays import Calendar

MORNING, AFTERNOON = (8 * 60 + 30, 11 * 60 + 50), (14 * 60, 17 * 60 + 20)  # minutes of the day
OFFICE = [*range(*MORNING), *range(*AFTERNOON)]
LAST_MINUTE = OFFICE[-1]
ONLINE_HOURS = [1, 0, 0, 0, 0, 0, 1, 3, 6, 10, 10, 8, 6, 6, 8, 10, 9, 7, 5, 6, 8, 8, 5, 3]  # weight of each hour


def at(day: date, minute: int, rng: Random) -> datetime:
    """A moment within this minute; seconds and microseconds keep any two deeds apart."""
    clock = time(minute // 60, minute % 60, rng.randrange(60), rng.randrange(1_000_000))
    return timezone.make_aware(datetime.combine(day, clock))


class Hours:
    """Picks moments; working days come from the official calendar."""

    def __init__(self, calendar: Calendar, rng: Random):
        self.calendar, self.rng = calendar, rng

    def office(self, day: date) -> datetime:
        """A moment in the office hours of a working day."""
        return at(day, self.rng.choice(OFFICE), self.rng)

    def online(self, day: date) -> datetime:
        """A moment of any day, mostly by daylight and in the evening."""
        hour = self.rng.choices(range(24), ONLINE_HOURS)[0]
        return at(day, hour * 60 + self.rng.randrange(60), self.rng)

    def shortly(self, moment: datetime, longest: int = 20) -> datetime:
        """Some minutes after this moment; the applicant waits at the window."""
        return moment + timedelta(seconds=self.rng.randint(90, longest * 60), microseconds=self.rng.randrange(999))

    def later(self, moment: datetime, days: int) -> datetime:
        """An office moment so many working days after; 0 is the same day as long as the office is open."""
        local = timezone.localtime(moment)
        today, minute = local.date(), local.hour * 60 + local.minute
        if days == 0 and self.calendar.is_working(today) and minute < LAST_MINUTE:
            left = [one for one in OFFICE if one > minute]
            return at(today, self.rng.choice(left), self.rng)
        return self.office(self.calendar.add(today, max(days, 1)))

    def nth_before(self, day: date, days: int) -> date:
        """The working day that lies so many working days before this working day."""
        return self.calendar.numbered(self.calendar.count(day) - days)
