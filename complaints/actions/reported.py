"""What another system reports of an order (12345 of the city, a department's own): the same course and records.

The deeds were done there, so nobody's post is asked; the robot enters them with the time at which they happened.
What our own people have done already is not done twice.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from accounts.actor import ROBOT
from accounts.models import Organisation, Post, Role
from complaints import letters
from complaints.actions.assigning import give, sent_back
from complaints.actions.closing import end
from complaints.actions.common import letter, lock
from complaints.actions.handling import sent, taken, written
from complaints.models import LongerTerm, Order
from deadlines import actions as deadlines
from records.actions import record
from records.models import Document
from records.refusal import Refused

State = Order.State
BY_PLATFORM = "由来源系统派单。"
NO_TEXT = "来源系统已答复，未附正文。"


@dataclass(frozen=True)
class Report:
    """What the other system says happened. `person` is a name of the head who approved a longer term."""

    what: str  # assigned, accepted, returned, extended, replied, closed
    unit: Organisation | None = None
    text: str = ""
    days: int | None = None
    person: str = ""


@transaction.atomic
def report(order: Order, told: Report, *, now) -> Order:
    """Enter one step. Raises Refused where the course does not allow it."""
    order = lock(order)
    try:
        STEPS[told.what](order, told, now)
    except TransitionNotAllowed as wrong:
        words = _("The order is at another step: %(state)s.") % {"state": order.get_state_display()}
        raise Refused(None, words, field="type") from wrong
    return order


def assigned(order: Order, told: Report, now):
    """To a unit; the same unit once more is no news."""
    if told.unit is None:
        raise Refused(None, _("Name the unit that has the order."), field="organisation")
    if order.state in Order.WITH_UNIT and order.organisation_id == told.unit.pk:
        return
    give(order, told.unit, why=told.text or BY_PLATFORM, by=ROBOT, now=now)


def accepted(order: Order, told: Report, now):
    if order.state in (*Order.IN_HAND, State.REPLIED, State.CLOSED):
        return
    taken(order, by=ROBOT, now=now)


def returned(order: Order, told: Report, now):
    if order.state == State.RETURNED:
        return
    if order.is_designated:
        words = _("This order was designated to your unit; it cannot be returned again.")
        raise Refused(None, words, field="type")
    sent_back(order, told.text, by=ROBOT, now=now)


def extended(order: Order, told: Report, now):
    """A longer term that the head has approved there; the head has to be known here by name."""
    if order.clock is None or order.term is None or not order.term.extension:
        raise Refused(None, _("The limit of this order cannot be extended, or has been already."), field="type")
    days = told.days or order.term.extension
    if days > order.term.extension:
        most = {"days": order.term.extension}
        raise Refused(None, _("The law allows at most %(days)s days more.") % most, field="days")
    head = head_named(told.person, order)
    asked = LongerTerm(order=order, days=days, reason=told.text or BY_PLATFORM, asked_at=now)
    asked.approve()
    asked.decided_by, asked.decided_at = head, now
    try:
        deadlines.extend(order.clock, days=days, approver=head, reason=asked.reason, now=now)
    except ValidationError as wrong:
        raise Refused(None, wrong.messages[0], field="type") from wrong
    asked.save()
    letter(Document.Kind.ORDER_LONGER, order, letters.longer(order, asked), by=ROBOT, now=now)
    record("complaints.longer.granted", order, actor=ROBOT, now=now, days=days, due_on=order.clock.due_on)


def head_named(name: str, order: Order):
    """The head of the unit who goes by this name or user name."""
    heads = Post.objects.active().filter(organisation=order.organisation, role=Role.HEAD).select_related("user")
    found = [post.user for post in heads if name and name in (post.user.name, post.user.username)]
    if not found:
        raise Refused(None, _("Name the head of the unit who approved it, as entered in this portal."), field="actor")
    return found[0]


def replied(order: Order, told: Report, now):
    """The answer; what was not reported before it is entered with it."""
    if order.state in (State.REPLIED, State.CLOSED):
        return
    if order.state == State.ASSIGNED:
        taken(order, by=ROBOT, now=now)
    order.reply()
    sent(order, written(order, told.text or NO_TEXT, by=ROBOT, now=now), by=ROBOT, now=now)


def closed(order: Order, told: Report, now):
    if order.state != State.CLOSED:
        end(order, Order.Outcome.ANSWERED, now)


STEPS = {
    "assigned": assigned,
    "accepted": accepted,
    "returned": returned,
    "extended": extended,
    "replied": replied,
    "closed": closed,
}
