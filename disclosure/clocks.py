"""The clocks of openness. Supervision knows these names: `publish:…` and `openness:…`."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Deadline
from deadlines.plan import Limits

PUBLISH, ANSWER, RECTIFY = "publish:duty", "openness:request", "openness:rectify"
WORDS = {
    PUBLISH: _("publication by duty"),
    ANSWER: _("answer to an information request"),
    RECTIFY: _("faults of an openness check"),
}
WARN_DAYS = 2  # working days before the end
ANSWER_DAYS = 20  # 政府信息公开条例 第三十三条第二款
LONGER_AT_MOST = 20  # 同款: extended by at most 20 working days, once
CORRECTION_DAYS = 7  # 第三十条: told within 7 working days; as long has the applicant, who may be given more
THIRD_PARTY_DAYS = 15  # 第三十二条
THIRD_PARTY = "third"  # kind of the pause


def clock_in_words(name: str) -> str:
    """What the clock of this name measures; "" for one that is not ours."""
    return str(WORDS.get(name, ""))


def start_until(thing, name: str, due_on: date, *, now) -> Deadline:
    """A clock that ends on this day (or the last working day before it) and warns two working days before."""
    calendar = calendars.calendar()
    days = max(0, calendar.count(due_on) - calendar.count(timezone.localdate(now)))
    return start(thing, name, days, now=now)


def start(thing, name: str, days: int, *, now) -> Deadline:
    last = Deadline.objects.about(thing).filter(name=name).count()
    limits = Limits(days, graded=False, warn_days=WARN_DAYS)
    return deadlines.start(thing, name, limits=limits, organisation=thing.organisation, now=now, round=last + 1)


def running(thing, name: str) -> Deadline | None:
    return Deadline.objects.about(thing).running().filter(name=name).first()


def last(thing, name: str) -> Deadline | None:
    """The clock that runs, or ran last."""
    return Deadline.objects.about(thing).filter(name=name).order_by("-round").first()


def meet(thing, name: str, now):
    """What was owed is done."""
    if clock := running(thing, name):
        deadlines.meet(clock, now)


def stop(thing, name: str, now):
    """Nothing is owed any more; an alarm that is due already still rings."""
    clock = running(thing, name)
    if clock and (clock.next_alarm_at is None or clock.next_alarm_at > now or clock.rung):
        deadlines.cancel(clock, now)
