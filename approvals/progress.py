"""What a case looks like to the person who applied: where it is, until when, who has it, what to do next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.flow import NOTICE, NOTICE_DAYS
from approvals.models import Case, Result
from deadlines import calendar as calendars
from deadlines.actions import current_promise, used

State = Case.State
RESTING = {  # states in which no promise runs: tone and words of the lamp
    State.SUBMITTED: ("info", gettext_lazy("waiting for acceptance")),
    State.CORRECTING: ("warn", gettext_lazy("please hand in what is missing")),
    State.DELIVERED: ("done", gettext_lazy("finished")),
    State.REFUSED: ("over", gettext_lazy("not accepted")),
    State.WITHDRAWN: ("done", gettext_lazy("withdrawn")),
}
DECISIONS = {
    Result.GRANTED: ("ok", gettext_lazy("granted")),
    Result.DENIED: ("over", gettext_lazy("denied")),
}


def for_show(cases: QuerySet) -> QuerySet:
    """The cases with everything that lamps and lists look at."""
    return cases.select_related("item", "organisation", "clock", "step_clock").prefetch_related("clock__pauses")


def left(clock, today: date) -> int:
    """Days of the promise that are left; negative when late."""
    return current_promise(clock) - used(clock, today)


def lamp(case: Case, today: date) -> tuple[str, str]:
    """Tone and words of the case's lamp."""
    if case.state == State.DECIDED:
        return DECISIONS[case.result]
    if case.state in RESTING:
        return RESTING[case.state]
    return clock_lamp(promise_of(case), today)


def promise_of(case: Case):
    """The clock that the applicant counts on now: during the first review that of the town."""
    return case.step_clock if case.state == State.FIRST_REVIEW else case.clock


def clock_lamp(clock, today: date) -> tuple[str, str]:
    """The lamp of a running promise."""
    if clock.paused_on:
        return "pause", _("clock stands still")
    days = left(clock, today)
    if days < 0:
        return "over", _("%(count)s working days late") % {"count": -days}
    if days == 0:
        return "warn", _("due today") if today <= clock.due_on else _("limit reached")
    tone = "warn" if clock.warn_on and today >= clock.warn_on else "ok"
    return tone, _("%(count)s working days left") % {"count": days}


def answer_by(case: Case) -> date:
    """Until when the window has to accept or to say what is missing (行政许可法 第三十二条)."""
    clock = case.step_clock
    if clock is not None and clock.name == NOTICE:
        return clock.due_on
    return calendars.calendar().add(timezone.localdate(case.submitted_at), NOTICE_DAYS)  # answered: as it was told


@dataclass(frozen=True)
class Dial:
    """The countdown ring: `value` of `total` is drawn, `big` and `small` stand inside."""

    tone: str
    big: str
    small: str
    value: int = 1
    total: int = 1


def dial(case: Case, today: date) -> Dial:
    """The ring of the case page."""
    tone, words = lamp(case, today)
    if case.state == State.SUBMITTED:
        days = max(0, calendars.calendar().between(today, answer_by(case)))
        return Dial(tone, str(days), _("working days to answer"), days, NOTICE_DAYS)
    clock = promise_of(case)
    if case.state in [*Case.IN_HAND, State.FIRST_REVIEW] and not clock.paused_on:
        days = left(clock, today)
        left_words = _("days left for the first review") if clock is not case.clock else _("remaining working days")
        small = _("working days late") if days < 0 else left_words
        return Dial(tone, str(abs(days)), small, 1 if days < 0 else days, 1 if days < 0 else current_promise(clock))
    return Dial(tone, *BIG.get(case.state, (_("On hold"), _("the clock stands still"))))


BIG = {  # two big signs and a line below them
    State.CORRECTING: (gettext_lazy("Supplement"), gettext_lazy("waiting for you")),
    State.DECIDED: (gettext_lazy("Concluded"), gettext_lazy("decision made")),
    State.DELIVERED: (gettext_lazy("Concluded"), gettext_lazy("all finished")),
    State.REFUSED: (gettext_lazy("Declined"), gettext_lazy("not accepted")),
    State.WITHDRAWN: (gettext_lazy("Taken back"), gettext_lazy("withdrawn by you")),
}


@dataclass(frozen=True)
class Limit:
    """A bar: days used of the days allowed."""

    name: str
    used: int
    days: int
    tone: str


def limits(case: Case, today: date) -> list[Limit]:
    """Promise and law, once a promise of days runs or ran."""
    clock = case.clock
    if clock is None or not clock.promised:
        return []
    spent, promise = used(clock, today), current_promise(clock)
    law = clock.statutory + clock.extended_days if clock.statutory else promise
    tone = "over" if spent > promise else "info"
    return [
        Limit(_("Our promise"), spent, promise, tone),
        Limit(_("Limit of the law"), spent, law, "over" if spent > law else "ok"),
    ]
