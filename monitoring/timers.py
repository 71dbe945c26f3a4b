"""A clock as plain data: how it started and what happened to it, and on which mornings its alarms were heard.

Pure. The arithmetic of dates is `deadlines.plan`; the order of things is that of `deadlines.bulk.Clock` (a test holds
the two together). The sweep listens at nine each morning; what happens by nine is known to the sweep of that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from deadlines.models import Stage
from deadlines.plan import Limits, Margins, Plan, Span, Unit, extended, plan, used_days
from deadlines.workdays import Calendar

SWEEP_AT = time(9)
DAY = timedelta(days=1)
PAUSE, RESUME, EXTEND, MEET, CANCEL = "pause", "resume", "extend", "meet", "cancel"


def heard_on(moment: datetime) -> date:
    """The day whose sweep first knows of what happened at this local moment."""
    return moment.date() if moment.time() <= SWEEP_AT else moment.date() + DAY


@dataclass(slots=True)
class Change:
    """What happened to a clock, in the order of time. `value` is the kind of a pause or the days of an extension.

    `seen_on` is the day of the first sweep that knows of it; where only the day is known, `unsure` says that the sweep
    of `on` may have come before or after it.
    """

    on: date
    seen_on: date
    verb: str
    value: str | int = ""
    unsure: bool = False


@dataclass(slots=True)
class Timer:
    """One clock. `seen_on` is the first sweep that knows of it: later than its start where it started in the past."""

    name: str
    round: int
    limits: Limits
    organisation: object
    actor: object
    started_on: date
    seen_on: date
    changes: list[Change] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        return not self.changes or self.changes[-1].verb not in (MEET, CANCEL)

    def change(self, verb: str, at: datetime, value: str | int = ""):
        self.changes.append(Change(at.date(), heard_on(at), verb, value))

    @property
    def step(self) -> str | None:
        """The code of the step that is timed, for a clock of a step."""
        kind, _colon, code = self.name.partition(":")
        return code if kind == "step" and not code.startswith("branch:") else None

    @property
    def branch(self) -> str | None:
        return self.name.removeprefix("step:branch:") if self.name.startswith("step:branch:") else None


@dataclass(slots=True)
class Ring:
    """One alarm of a clock: its stage, since when it held, which morning heard it, and the days then used."""

    timer: Timer
    stage: Stage
    effective_on: date
    issued_on: date
    used: int
    limit: int
    pauses: list[Span]
    last: date  # the day up to which `used` counts
    unsure: bool = False


class State:
    """A timer on its way through its changes."""

    def __init__(self, timer: Timer, calendar: Calendar, margins: Margins):
        self.timer, self.calendar, self.margins = timer, calendar, margins
        self.pauses: list[tuple[str, date, date | None]] = []
        self.extended = 0
        self.rung = Stage.QUIET
        self.met_on: date | None = None
        self.paused_on: date | None = None
        self.silent = False
        self.replan()

    def spans(self) -> list[Span]:
        return [Span(start, end) for _kind, start, end in self.pauses]

    def replan(self):
        timer = self.timer
        made = plan(self.calendar, timer.started_on, timer.limits, self.spans(), self.extended, self.margins)
        self.stages = stages_of(made)

    def used(self, on: date) -> int:
        return used_days(self.calendar, self.timer.started_on, on, self.spans(), self.timer.limits.unit)

    def promise(self) -> int:
        return extended(self.timer.limits, self.extended)[0]

    def next_due(self) -> date | None:
        """The nearest stage that has not rung and still can: not after the end, not while the clock stands still."""
        if self.silent:
            return None
        until = min(self.met_on or date.max, self.paused_on or date.max)
        return min((on for stage, on in self.stages if stage > self.rung and on <= until), default=None)

    def ring(self, first: date, before: date) -> Iterator[Ring]:
        """The alarms that the sweeps of the days [first, before) hear."""
        while (due := self.next_due()) is not None and (morning := max(due, first)) < before:
            cap = min(morning, self.met_on or date.max, self.paused_on or date.max)
            was, self.rung = self.rung, max(stage for stage, on in self.stages if on <= cap)
            by_date = {on: stage for stage, on in self.stages if was < stage <= self.rung}
            last = min(morning, self.met_on or morning)
            used, pauses = self.used(last), self.spans()
            for on, stage in by_date.items():
                yield Ring(self.timer, stage, on, morning, used, self.limit_passed(used), pauses, last)

    def limit_passed(self, used: int) -> int:
        """The limit that an alarm is about: the statutory one once it is passed, else the promise."""
        promised, statutory = extended(self.timer.limits, self.extended)
        if self.timer.limits.statutory is not None and used > statutory:
            return statutory
        return promised

    def quiets(self, change: Change) -> bool:
        """Would the change keep an alarm of its own day from being heard? What is met too late is heard anyway."""
        if change.verb == MEET:
            return self.used(change.on) <= self.promise()
        return change.verb in (CANCEL, EXTEND)

    def apply(self, change: Change):
        getattr(self, change.verb)(change)

    def pause(self, change: Change):
        self.pauses.append((change.value, change.on, None))
        self.paused_on = self.paused_on or change.on

    def resume(self, change: Change):
        place = next(
            number for number, (kind, _on, end) in enumerate(self.pauses) if end is None and kind == change.value
        )
        kind, start, _end = self.pauses[place]
        self.pauses[place] = (kind, start, change.on)
        self.paused_on = min((start for _kind, start, end in self.pauses if end is None), default=None)
        self.replan()

    def extend(self, change: Change):
        self.extended = change.value
        self.replan()

    def meet(self, change: Change):
        self.met_on = change.on
        self.silent = self.used(change.on) <= self.promise()

    def cancel(self, change: Change):
        self.silent = True


def stages_of(made: Plan) -> list[tuple[Stage, date]]:
    """The stages of a plan that exist, mildest first."""
    dates = [(Stage.WARNING, made.warn_on), (Stage.OVERDUE, made.overdue_on), (Stage.GRAVE, made.grave_on)]
    return [(stage, on) for stage, on in dates if on]


def rings(timer: Timer, calendar: Calendar, margins: Margins, last: date) -> list[Ring]:
    """Every alarm of a clock that the sweeps up to and including the day `last` hear, in the order of time.

    A clock in hours has an instant and no days; nothing is said of it.
    """
    if timer.limits.unit == Unit.HOURS:
        return []
    state, first, made = State(timer, calendar, margins), timer.seen_on, []
    for change in timer.changes:
        seen = change.seen_on
        made += state.ring(first, min(seen, last + DAY))
        if change.unsure and state.quiets(change):
            made += unsure_ones(state, max(first, change.on), change, last)
        state.apply(change)
        first = max(first, seen)
    return made + list(state.ring(first, last + DAY))


def unsure_ones(state: State, first: date, change: Change, last: date) -> list[Ring]:
    """The alarms of the very day of a change whose hour is not known: they may have been heard, or not."""
    made = list(state.ring(first, min(change.on, last) + DAY))
    for ring in made:
        ring.unsure = True
    return made
