"""The clocks of integrity risks. Supervision knows these names: all of them begin with "risk:"."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits

JUDGE, PLAN, FINISH, VERIFY = "risk:judge", "risk:plan", "risk:finish", "risk:verify"
DECIDE, REMINDER, REPORT = "risk:decide", "risk:reminder", "risk:report"
WORDS = {
    JUDGE: _("judgement of risk information"),
    PLAN: _("plan of rectification"),
    FINISH: _("rectification of an integrity risk"),
    VERIFY: _("verification of a rectification"),
    DECIDE: _("decision on a proposal of accountability"),
    REMINDER: _("answer to a reminder"),
    REPORT: _("quarterly self-report"),
}
WARNED = {PLAN, FINISH}  # the others ring only when they are late


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(WORDS.get(name, ""))


def start(thing, name: str, days: int, *, organisation, now, responsible=None) -> Deadline:
    """A clock of so many working days; being late has one stage."""
    last = Deadline.objects.about(thing).filter(name=name).count()
    limits = Limits(days, graded=False, warned=name in WARNED)
    about = {"organisation": organisation, "responsible": responsible, "now": now, "round": last + 1}
    return deadlines.start(thing, name, limits=limits, **about)


def start_until(thing, name: str, due_on: date, **about) -> Deadline:
    """A clock that ends on this day (or the last working day before it) and rings on the first working day after."""
    calendar = calendars.calendar()
    days = max(0, calendar.count(due_on) - calendar.count(timezone.localdate(about["now"])))
    return start(thing, name, days, **about)


def running(thing, name: str) -> Deadline | None:
    return Deadline.objects.about(thing).running().filter(name=name).first()


def meet(thing, name: str, now):
    """What was owed is done, perhaps late."""
    if clock := running(thing, name):
        deadlines.meet(clock, now)


def stop(thing, name: str, now):
    """Nothing is owed any more. An alarm that is due already still rings, so that no card is lost."""
    clock = running(thing, name)
    if clock and (clock.next_alarm_at is None or clock.next_alarm_at > now):
        deadlines.cancel(clock, now)


def due(days: int, now) -> date:
    """The day on which a term of so many working days that begins now ends."""
    return calendars.calendar().add(timezone.localdate(now), days)
