"""How the clocks of a case stand still and go on, and what happens to those that nobody needs any more."""

from approvals.actions.branches import branch_clocks
from approvals.actions.common import within
from approvals.flow import RENEWAL, SITE_CHECK, SPECIAL, STEP
from approvals.models import Case
from deadlines import actions as deadlines
from deadlines.models import Deadline


def running_clocks(case: Case):
    """The clocks that stand still together: the promise, the present step, the units still asked."""
    return [clock for clock in (case.clock, case.step_clock, *branch_clocks(case)) if clock and clock.is_running]


def stop_clocks(case: Case, *, kind: str, ground: str, told_days: int, now) -> Deadline:
    """The promise and the step stand still; the special procedure gets a clock of its own over the time told."""
    for clock in running_clocks(case):
        deadlines.pause(clock, kind=kind, ground=ground, told_days=told_days, now=now)
    about = {"organisation": case.organisation_id, "responsible": None, "now": now}
    return deadlines.start(case, SPECIAL, limits=within(told_days), round=case.clock.pauses.count(), **about)


def restart_clocks(case: Case, *, kind: str, now):
    """The special procedure has its result: its own clock is met, the others count on from tomorrow.

    The n-th pause of the promise goes with the n-th special clock, so another procedure that is open stays open.
    """
    kinds = list(case.clock.pauses.order_by("pk").values_list("kind", "until_on"))
    place = next(number for number, (name, until_on) in enumerate(kinds, 1) if name == kind and until_on is None)
    for clock in running_clocks(case):
        if clock.pauses.filter(kind=kind, until_on=None).exists():
            deadlines.resume(clock, kind=kind, now=now)
    for clock in Deadline.objects.about(case).filter(name=SPECIAL, round=place).running():
        deadlines.meet(clock, now)


def open_pauses(case: Case) -> list[str]:
    """The kinds of special procedures that are open, oldest first."""
    if not case.clock.paused_on:
        return []
    return list(case.clock.pauses.filter(until_on=None).order_by("pk").values_list("kind", flat=True))


def is_open(case: Case, kind: str) -> bool:
    return kind in open_pauses(case)


def end_the_rest(case: Case, now):
    """The case is decided: what ended with it is met, and what nobody needs any more falls away."""
    names = [RENEWAL, SPECIAL, STEP + SITE_CHECK]
    for clock in Deadline.objects.about(case).filter(name__in=names).running():
        if clock.name == RENEWAL:
            deadlines.meet(clock, now)
        else:
            deadlines.cancel(clock, now)
