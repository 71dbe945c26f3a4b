"""A longer term for an answer: asked for by the handler, decided once by the head of the unit."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from complaints import letters
from complaints.actions.common import check_duty, letter, lock
from complaints.models import LongerTerm, Order
from complaints.permissions import longer_asked, may_be_longer
from deadlines import actions as deadlines
from records.actions import SAME_PERSON, WRONG_ORDER, deed, record
from records.deeds import needed
from records.models import Document
from records.refusal import Refused


@deed
def ask_longer(order: Order, *, by, now, reason: str, days: int | None = None) -> LongerTerm:
    """The handler asks the head for a longer term, at most as long as the term of the order allows."""
    order = lock(order, by, now)
    check_duty(by, "ask_longer", order)
    if not may_be_longer(order):
        raise Refused(WRONG_ORDER, _("The limit of this order cannot be extended, or has been already."))
    most = order.term.extension
    days = most if days is None else days
    if not 1 <= days <= most:
        raise Refused(None, _("The law allows at most %(days)s days more.") % {"days": most}, field="days")
    reason = needed(reason, "reason", _("Say why the answer takes longer."))
    asked = LongerTerm.objects.create(order=order, days=days, reason=reason, asked_at=now, asked_by=by.user)
    record("complaints.longer.asked", order, actor=by, now=now, days=days, reason=reason)
    return asked


def decided(order: Order, deed_name: str, *, by, now) -> LongerTerm:
    """The open request, now decided by this head. Raises Refused where it is missing or their own."""
    check_duty(by, deed_name, order)
    asked = longer_asked(order, LongerTerm.State.OPEN)
    if asked is None:
        raise Refused(WRONG_ORDER, _("No request for a longer term waits here."))
    if asked.asked_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("A longer term is decided by somebody other than who asked for it."))
    asked.decided_by, asked.decided_at = by.user, now
    return asked


@deed
def grant_longer(order: Order, *, by, now, opinion: str = "") -> LongerTerm:
    """The head grants the longer term before the limit has passed; the complainant is told in writing."""
    order = lock(order, by, now)
    asked = decided(order, "grant_longer", by=by, now=now)
    asked.approve()
    asked.opinion = opinion.strip()
    try:
        deadlines.extend(order.clock, days=asked.days, approver=by.user, reason=asked.reason, now=now)
    except ValidationError as wrong:
        raise Refused(None, wrong.messages[0]) from wrong
    asked.save(update_fields=["state", "opinion", "decided_by", "decided_at"])
    if not order.is_child:
        letter(Document.Kind.ORDER_LONGER, order, letters.longer(order, asked), by=by, now=now)
    record("complaints.longer.granted", order, actor=by, now=now, days=asked.days, due_on=order.clock.due_on)
    return asked


@deed
def refuse_longer(order: Order, *, by, now, opinion: str) -> LongerTerm:
    """The head refuses: the limit stays."""
    order = lock(order, by, now)
    asked = decided(order, "refuse_longer", by=by, now=now)
    asked.refuse()
    asked.opinion = needed(opinion, "opinion", _("Say why not."))
    asked.save(update_fields=["state", "opinion", "decided_by", "decided_at"])
    record("complaints.longer.refused", order, actor=by, now=now, reason=asked.opinion)
    return asked
