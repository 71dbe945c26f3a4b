"""The course of one case as its events tell it: its clocks, and the deeds against the rules. Pure.

An event that the course does not allow leaves a violation "steps out of order" and nothing else, as a refused deed of
our own does. What the law puts in the place of a missing answer happens here too (行政许可法 第三十二条第四项).

    trace = tell(number, item, events, calendar, until)
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from approvals.flow import (
    BRANCH,
    DELIVERY,
    DELIVERY_DAYS,
    MISSING_DOCUMENT,
    NOTICE,
    NOTICE_DAYS,
    PROMISE,
    SPECIAL,
    STEP,
    TOLD_TWICE,
)
from deadlines.plan import Limits, Span, plan, used_days
from deadlines.workdays import Calendar
from monitoring.events import Event
from monitoring.timers import CANCEL, EXTEND, MEET, PAUSE, RESUME, Change, Timer, heard_on
from monitoring.trace import (
    ACCEPTED,
    CORRECTING,
    DECIDED,
    DELIVERED,
    EVER,
    NEW,
    NO_REASON,
    OPEN,
    OUT_OF_ORDER,
    OVERCHARGED,
    RECEIVED,
    REFUSED,
    WITHDRAWN,
    ItemFacts,
    Trace,
    Violation,
)

# In which states of the case an event is allowed.
ALLOWED = {
    "case.received": (NEW,),
    "case.correction_requested": (RECEIVED, CORRECTING),
    "case.corrected": (CORRECTING,),
    "case.accepted": (NEW, RECEIVED, CORRECTING),
    "case.refused": OPEN,
    "case.step_started": (ACCEPTED,),
    "case.step_finished": (ACCEPTED,),
    "case.paused": (ACCEPTED,),
    "case.resumed": (ACCEPTED,),
    "case.extended": (ACCEPTED,),
    "branch.opened": (ACCEPTED,),
    "branch.closed": (ACCEPTED,),
    "case.decided": (ACCEPTED,),
    "fee.charged": EVER,
    "case.delivered": (DECIDED,),
    "case.withdrawn": OPEN,
    "case.rated": EVER,
}
NAMES = {
    "case.received": "收件",
    "case.correction_requested": "补正告知",
    "case.corrected": "补正材料",
    "case.accepted": "受理",
    "case.refused": "不予受理",
    "case.step_started": "环节开始",
    "case.step_finished": "环节办结",
    "case.paused": "特别程序开始",
    "case.resumed": "特别程序结束",
    "case.extended": "延长期限",
    "branch.opened": "并联征求意见",
    "branch.closed": "并联反馈意见",
    "case.decided": "作出决定",
    "case.delivered": "送达",
    "case.withdrawn": "撤回申请",
}


def within(days: int) -> Limits:
    """A limit that is kept or not, with nothing between."""
    return Limits(days, graded=False, warned=False)


class Course:
    """Tells one case, event by event, in the order of time."""

    def __init__(self, case: str, item: ItemFacts, calendar: Calendar):
        self.calendar = calendar
        self.trace = Trace(case, item, item.organisation)
        self.documents: set[str] = set()
        self.charged: dict[str, Decimal] = {}
        self.pauses: list[tuple[str, Timer]] = []  # the open ones, oldest first
        self.started_steps: set[str] = set()
        self.running: dict[str, Timer] = {}
        self.rounds: dict[str, int] = {}
        self.asked = 0  # notices of correction
        self.extended = 0

    def apply(self, event: Event):
        """Let one event happen, after what the law has done by then."""
        self.lapse(heard_on(event.at))
        trace = self.trace
        if trace.state not in ALLOWED[event.type]:
            if not (event.type == "case.accepted" and trace.deemed and trace.state == ACCEPTED):
                self.violated(OUT_OF_ORDER, event, f"“{NAMES.get(event.type, event.type)}”不符合办理顺序")
            return
        if event.actor:
            trace.actor = event.actor
        HANDLERS[event.type](self, event)

    def lapse(self, today: date):
        """Nobody answered in five working days: accepted from the day on which the documents came."""
        notice = self.running.get(NOTICE)
        if notice is None or self.lapses_on >= today:
            return
        trace = self.trace
        del self.running[NOTICE]
        notice.changes.append(Change(self.lapses_on, self.lapses_on, MEET))
        trace.state, trace.deemed, trace.accepted_at = ACCEPTED, True, self.waiting_since
        promised = self.start(PROMISE, trace.item.limits, self.waiting_since, trace.actor)
        promised.seen_on = self.lapses_on

    def close(self, last: date):
        """The history ends; the sweeps go on up to and including the day `last`."""
        self.lapse(last + timedelta(days=1))

    # what the handlers are made of

    def start(self, name: str, limits: Limits, at: datetime, actor: str, organisation: str = "") -> Timer:
        number = self.rounds[name] = self.rounds.get(name, 0) + 1
        unit, on = organisation or self.trace.organisation, at.date()
        timer = Timer(name, number, limits, unit, actor or self.trace.actor, on, heard_on(at))
        self.trace.clocks.append(timer)
        self.running[name] = timer
        return timer

    def end(self, name: str, verb: str, at: datetime) -> bool:
        """Meet or cancel a running clock; False where none of this name runs."""
        timer = self.running.pop(name, None)
        if timer is None:
            return False
        timer.change(verb, at)
        return True

    def end_all(self, verb: str, at: datetime, names: Iterable[str] | None = None):
        for name in list(self.running) if names is None else names:
            self.end(name, verb, at)

    def named(self, start: str) -> list[str]:
        return [name for name in self.running if name.startswith(start)]

    def wait_for_answer(self, event: Event):
        """Five working days to accept, or to tell everything that is missing at once."""
        self.start(NOTICE, within(NOTICE_DAYS), event.at, event.actor)
        self.waiting_since = event.at
        self.lapses_on = plan(self.calendar, event.at.date(), within(NOTICE_DAYS)).overdue_on

    def violated(self, code: str, event: Event, words: str):
        unit = event.organisation or self.trace.organisation
        self.trace.violations.append(
            Violation(code, event.at, event.id, event.type, unit, event.actor or self.trace.actor, words)
        )

    def out_of_order(self, event: Event, words: str):
        self.violated(OUT_OF_ORDER, event, words)

    # one handler for each kind of event; the state is right already

    def received(self, event: Event):
        trace = self.trace
        trace.state, trace.received_at = RECEIVED, event.at
        trace.organisation = event.organisation or trace.organisation
        self.documents |= set(event.detail["documents"])
        self.wait_for_answer(event)

    def correction_requested(self, event: Event):
        self.asked += 1
        if self.asked > 1:
            self.violated(TOLD_TWICE, event, "对同一申请再次要求补正，未一次性告知全部内容")
        self.trace.state = CORRECTING
        self.end(NOTICE, MEET, event.at)

    def corrected(self, event: Event):
        self.trace.state = RECEIVED
        self.documents |= set(event.detail["documents"])
        self.wait_for_answer(event)

    def accepted(self, event: Event):
        trace = self.trace
        if trace.state == NEW:
            trace.received_at, trace.organisation = event.at, event.organisation or trace.organisation
        elif lacking := sorted(trace.item.documents - self.documents):
            self.violated(MISSING_DOCUMENT, event, f"缺少必要材料（{'、'.join(lacking)}）而受理")
        trace.state, trace.accepted_at = ACCEPTED, event.at
        self.end(NOTICE, MEET, event.at)
        self.start(PROMISE, trace.item.limits, event.at, event.actor)

    def refused(self, event: Event):
        if not event.detail["reason"]:
            self.violated(NO_REASON, event, "不予受理未说明理由")
        self.trace.state, self.trace.closed_at = REFUSED, event.at
        self.end(NOTICE, MEET, event.at)
        self.end_all(CANCEL, event.at)

    def step_started(self, event: Event):
        code, steps = event.detail["step"], self.trace.item.steps
        if STEP + code in self.running:
            return self.out_of_order(event, f"环节“{code}”已经开始")
        before = list(steps)[: list(steps).index(code)] if code in steps else []
        if skipped := [one for one in before if one not in self.started_steps]:
            self.started_steps |= set(skipped)
            self.out_of_order(event, f"越过环节“{'、'.join(skipped)}”")
        self.started_steps.add(code)
        if code in steps:
            timer = self.start(STEP + code, within(steps[code]), event.at, event.actor, event.organisation)
            self.stand_still(timer, event)
        return None

    def stand_still(self, timer: Timer, event: Event):
        """A clock that starts during a special procedure stands still from its beginning."""
        for kind, _special in self.pauses:
            timer.change(PAUSE, event.at, kind)

    def step_finished(self, event: Event):
        code = event.detail["step"]
        if not self.end(STEP + code, MEET, event.at) and code in self.trace.item.steps:
            self.out_of_order(event, f"环节“{code}”没有开始")

    def paused(self, event: Event):
        kind = event.detail["kind"]
        if kind in [one for one, _special in self.pauses]:
            return self.out_of_order(event, "同一特别程序已经开始")
        for name in [PROMISE, *self.named(STEP)]:
            self.running[name].change(PAUSE, event.at, kind)
        self.start(SPECIAL, within(event.detail["limit_days"]), event.at, event.actor, event.organisation)
        self.pauses.append((kind, self.running.pop(SPECIAL)))
        return None

    def resumed(self, event: Event):
        """Without a kind it is the oldest procedure that has its result."""
        kind = event.detail["kind"]
        found = next((one for one in self.pauses if kind in (None, one[0])), None)
        if found is None:
            return self.out_of_order(event, "没有进行中的特别程序")
        self.pauses.remove(found)
        found[1].change(MEET, event.at)
        for name in [PROMISE, *self.named(STEP)]:
            self.running[name].change(RESUME, event.at, found[0])
        return None

    def extended_by(self, event: Event):
        clock = self.running[PROMISE]
        limit = clock.limits.statutory if clock.limits.statutory is not None else clock.limits.promised
        if self.extended:
            return self.out_of_order(event, "期限只能延长一次")
        if self.used(clock, event.at.date()) > limit:
            return self.out_of_order(event, "期限届满后不得延长")
        self.extended = event.detail["days"]
        clock.change(EXTEND, event.at, self.extended)
        return None

    def used(self, clock: Timer, on: date) -> int:
        """Days used by the promise, the special procedures left out."""
        open_ones, spans = {}, []
        for change in clock.changes:
            if change.verb == PAUSE:
                open_ones[change.value] = change.on
            elif change.verb == RESUME:
                spans.append(Span(open_ones.pop(change.value), change.on))
        spans += [Span(start) for start in open_ones.values()]
        return used_days(self.calendar, clock.started_on, on, spans)

    def branch_opened(self, event: Event):
        name = STEP + BRANCH + event.detail["branch"]
        if name in self.running:
            return self.out_of_order(event, f"并联分支“{event.detail['branch']}”已经开始")
        limits = within(event.detail["limit_days"])
        timer = self.start(name, limits, event.at, event.actor, event.detail["organisation"])
        self.stand_still(timer, event)
        return None

    def branch_closed(self, event: Event):
        if not self.end(STEP + BRANCH + event.detail["branch"], MEET, event.at):
            self.out_of_order(event, f"并联分支“{event.detail['branch']}”没有开始")

    def decided(self, event: Event):
        trace = self.trace
        if skipped := [one for one in trace.item.steps if one not in self.started_steps]:
            self.out_of_order(event, f"未经环节“{'、'.join(skipped)}”即作出决定")
        if event.detail["result"] == "denied" and not event.detail["reason"]:
            self.violated(NO_REASON, event, "不予许可未说明理由")
        trace.state, trace.decided_at, trace.result = DECIDED, event.at, event.detail["result"]
        for _kind, special in self.pauses:
            special.change(CANCEL, event.at)
        self.pauses.clear()
        self.end_all(CANCEL, event.at, self.named(STEP + BRANCH))
        self.end_all(MEET, event.at)
        self.start(DELIVERY, within(DELIVERY_DAYS), event.at, event.actor)

    def charged_fee(self, event: Event):
        fee, amount = event.detail["fee"], event.detail["amount"]
        listed = self.trace.item.fees.get(fee)
        total = self.charged[fee] = self.charged.get(fee, Decimal(0)) + amount
        if listed is None:
            self.violated(OVERCHARGED, event, f"收费项目“{fee}”未列入收费目录")
        elif total > listed:
            self.violated(OVERCHARGED, event, f"“{fee}”收费{total}元，标准为{listed}元")

    def delivered(self, event: Event):
        self.trace.state, self.trace.closed_at = DELIVERED, event.at
        self.end_all(MEET, event.at)

    def withdrawn(self, event: Event):
        self.trace.state, self.trace.closed_at = WITHDRAWN, event.at
        for _kind, special in self.pauses:
            special.change(CANCEL, event.at)
        self.end_all(CANCEL, event.at)

    def rated(self, event: Event):
        self.trace.stars = event.detail["stars"]


HANDLERS = {
    "case.received": Course.received,
    "case.correction_requested": Course.correction_requested,
    "case.corrected": Course.corrected,
    "case.accepted": Course.accepted,
    "case.refused": Course.refused,
    "case.step_started": Course.step_started,
    "case.step_finished": Course.step_finished,
    "case.paused": Course.paused,
    "case.resumed": Course.resumed,
    "case.extended": Course.extended_by,
    "branch.opened": Course.branch_opened,
    "branch.closed": Course.branch_closed,
    "case.decided": Course.decided,
    "fee.charged": Course.charged_fee,
    "case.delivered": Course.delivered,
    "case.withdrawn": Course.withdrawn,
    "case.rated": Course.rated,
}


def tell(case: str, item: ItemFacts, events: Iterable[Event], calendar: Calendar, until: date) -> Trace:
    """The trace of a case from its events in the order of time, as the sweep of the day `until` knows it."""
    course = Course(case, item, calendar)
    for event in events:
        if heard_on(event.at) <= until:
            course.apply(event)
    course.close(until)
    return course.trace
