"""Promises made in public: a road map whose every step has its clock, kept by the unit that promised."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from complaints.flow import PROMISE
from complaints.models import Milestone, Order, Promise
from complaints.permissions_meetings import can_keep_promises
from deadlines import actions as deadlines
from deadlines.plan import Limits, Unit
from records.actions import WRONG_ORDER, deed, record
from records.deeds import needed
from records.refusal import Refused

FARTHEST = timedelta(days=3 * 366)  # what is promised for later is no promise


@dataclass(frozen=True)
class Pledge:
    """What is promised and its road map: what is done by which day."""

    words: str
    steps: tuple[tuple[str, date], ...]


def check(pledge: Pledge, today: date) -> list[tuple[str, date]]:
    """The steps in their order. Raises Refused for a road map without a step, or a step of the past."""
    needed(pledge.words, "words", _("Write down what is promised."))
    steps = sorted(pledge.steps, key=lambda step: step[1])
    if not steps:
        raise Refused(None, _("A promise needs at least one step with its day."), field="steps")
    if steps[0][1] <= today:
        raise Refused(None, _("A step lies in the future: choose a day after today."), field="steps")
    if steps[-1][1] > today + FARTHEST:
        raise Refused(None, _("A step that is more than three years away is no promise."), field="steps")
    return steps


def give_word(order: Order, pledge: Pledge, *, unit, made_by: str, by, now) -> Promise:
    """Write a promise of the unit down and start the clocks of its steps. Called by the deed that heard it."""
    today = timezone.localdate(now)
    steps = check(pledge, today)
    promise = Promise.objects.create(
        order=order,
        organisation=unit,
        words=pledge.words.strip(),
        made_by=made_by[:50],
        made_at=now,
        recorded_by=by.user,
    )
    for number, (words, due_on) in enumerate(steps, 1):
        step = Milestone.objects.create(promise=promise, number=number, words=needed(words, "steps"), due_on=due_on)
        step.clock = start_clock(step, PROMISE, promise.organisation, due_on, now)
        step.save(update_fields=["clock"])
    detail = {"order": order.number, "steps": [day.isoformat() for _words, day in steps]}
    record("complaints.promise.made", promise, actor=by, now=now, **detail)
    return promise


def start_clock(subject, name: str, organisation, due_on: date, now, responsible=None):
    """A clock that ends on this day; on a rest day it ends with the next working day (民法典 第二百零三条)."""
    days = (due_on - timezone.localdate(now)).days
    limits = Limits(days, unit=Unit.CALENDAR, graded=False)
    return deadlines.start(subject, name, organisation=organisation, limits=limits, now=now, responsible=responsible)


@deed
def keep(step: Milestone, *, by, now, proof: str) -> Milestone:
    """The unit shows that a step is done; with the last one the promise is kept."""
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=step.promise_id)
    if not can_keep_promises(by, promise):
        raise PermissionDenied(_("A promise is kept by the unit that gave it."))
    step = Milestone.objects.select_related("clock").get(pk=step.pk)
    if step.done_at is not None:
        raise Refused(WRONG_ORDER, _("This step is done already."))
    step.done_at, step.done_by = now, by.user
    step.proof = needed(proof, "proof", _("Say what shows that it is done."))
    step.save(update_fields=["done_at", "done_by", "proof"])
    deadlines.meet(step.clock, now)
    record("complaints.promise.step_done", promise, actor=by, now=now, step=step.number)
    if not promise.milestones.filter(done_at=None).exists():
        promise.kept_at = now
        promise.save(update_fields=["kept_at"])
        record("complaints.promise.kept", promise, actor=by, now=now)
    return step
