"""Periods of publication: months, quarters, years; by when what belongs to them is owed. Pure."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Cycle(models.TextChoices):
    """How often something is published."""

    ONCE = "once", gettext_lazy("once, and kept up to date")
    MONTH = "month", gettext_lazy("every month")
    QUARTER = "quarter", gettext_lazy("every quarter")
    YEAR = "year", gettext_lazy("every year")
    EVENT = "event", gettext_lazy("after each event")


def begin_of(cycle: str, day: date) -> date:
    """The first day of the period in which the day lies; the day itself where there are no periods."""
    if cycle not in MONTHS:
        return day
    length = MONTHS[cycle]
    return day.replace(month=(day.month - 1) // length * length + 1, day=1)


def following(cycle: str, begin: date) -> date:
    """The first day of the next period."""
    month = begin.month - 1 + MONTHS[cycle]
    return begin.replace(year=begin.year + month // 12, month=month % 12 + 1)


def last_of(cycle: str, begin: date) -> date:
    return following(cycle, begin) - timedelta(days=1) if cycle in MONTHS else begin


def last_quarter(today: date) -> date:
    """The first day of the quarter that ended last."""
    return begin_of(Cycle.QUARTER, begin_of(Cycle.QUARTER, today) - timedelta(days=1))


def due_on(entry, begin: date, calendar) -> date:
    """By when what belongs to this period is to be open: so many days after its end."""
    end = last_of(entry.cycle, begin)
    return end + timedelta(days=entry.days) if entry.in_calendar_days else calendar.add(end, entry.days)


def period_in_words(cycle: str, begin: date) -> str:
    if cycle == Cycle.MONTH:
        return _("%(year)s-%(month)02d") % {"year": begin.year, "month": begin.month}
    if cycle == Cycle.QUARTER:
        return _("%(year)s, quarter %(quarter)s") % {"year": begin.year, "quarter": (begin.month + 2) // 3}
    if cycle == Cycle.YEAR:
        return _("year %(year)s") % {"year": begin.year}
    return begin.isoformat()
