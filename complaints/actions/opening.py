"""Opening a sealed identity: one asks with a reason, another approves, it is recorded, then it is shown once."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from complaints.actions.common import lock
from complaints.models import Opening, Order
from complaints.permissions import can_ask_identity, can_decide_identity
from records.actions import SAME_PERSON, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

LOOK = timedelta(minutes=15)  # one look; after it a new request is needed
GOOD_FOR = timedelta(hours=24)  # how long an approval may be used


@deed
def ask_identity(order: Order, *, by, now, reason: str) -> Opening:
    """Ask to know who wrote this order. Raises PermissionDenied for everybody whom it does not concern."""
    order = lock(order)
    if not can_ask_identity(by, order):
        raise PermissionDenied(_("The identity of this complainant is kept from your post."))
    reason = needed(reason, "reason", _("Say why the identity has to be known."))
    if order.openings.filter(asked_by=by.user, state=Opening.State.ASKED).exists():
        raise Refused(None, _("Your request waits for a second person already."), field="reason")
    about = {"asked_at": now, "asked_by": by.user, "organisation": by.organisation}
    made = Opening.objects.create(order=order, reason=reason, **about)
    record("complaints.identity.asked", order, actor=by, now=now, opening=made.pk, reason=reason)
    return made


def locked(opening: Opening) -> Opening:
    return for_update(opening, "order__complainant", "organisation")


def decided(opening: Opening, *, by, now, opinion: str) -> Opening:
    """The request, locked, with the second person in it; not saved."""
    opening = locked(opening)
    if opening.asked_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("Two persons open an identity: you asked, somebody else decides."))
    if not can_decide_identity(by, opening):
        raise PermissionDenied(_("Somebody who leads the unit that asked decides this."))
    opening.decided_by, opening.decided_at, opening.opinion = by.user, now, opinion.strip()
    return opening


DECISION = ["state", "decided_by", "decided_at", "opinion"]


@deed
def approve_identity(opening: Opening, *, by, now, opinion: str = "") -> Opening:
    """The second person agrees; nothing is shown yet."""
    opening = decided(opening, by=by, now=now, opinion=opinion)
    opening.approve()
    opening.save(update_fields=DECISION)
    record("complaints.identity.approved", opening.order, actor=by, now=now, opening=opening.pk)
    return opening


@deed
def refuse_identity(opening: Opening, *, by, now, opinion: str = "") -> Opening:
    """The second person does not agree, and says why."""
    opening = decided(opening, by=by, now=now, opinion=needed(opinion, "opinion", _("Say why not.")))
    opening.refuse()
    opening.save(update_fields=DECISION)
    record("complaints.identity.refused", opening.order, actor=by, now=now, opening=opening.pk)
    return opening


@deed
def open_identity(opening: Opening, *, by, now) -> Opening:
    """The look begins: it is on record from now on. What is behind the seal, `behind` shows afterwards."""
    opening = locked(opening)
    if opening.asked_by_id != by.user.pk:
        raise PermissionDenied(_("Only the person who asked opens it."))
    if not can_ask_identity(by, opening.order):  # meanwhile in another post, or the order with another unit
        raise PermissionDenied(_("The identity of this complainant is kept from your post."))
    if opening.decided_at is not None and now - opening.decided_at > GOOD_FOR:
        raise Refused(None, _("The approval is older than a day. Please ask again."))
    opening.open()
    opening.opened_at = now
    opening.save(update_fields=["state", "opened_at"])
    record("complaints.identity.opened", opening.order, actor=by, now=now, opening=opening.pk)
    return opening


def until(opening: Opening) -> datetime | None:
    """When the look ends."""
    return opening.opened_at + LOOK if opening.opened_at else None


def may_look(opening: Opening, *, by, now) -> bool:
    """Is this the quarter hour of the person who asked?"""
    mine = by.user is not None and opening.asked_by_id == by.user.pk
    return mine and opening.opened_at is not None and opening.opened_at <= now < until(opening)


def behind(opening: Opening, *, by, now) -> dict:
    """Name, telephone, e-mail and address, once the record of the look is committed (`open_identity`).

    Raises PermissionDenied outside of the look.
    """
    if not may_look(opening, by=by, now=now):
        raise PermissionDenied(_("The look is over."))
    return opening.order.complainant.contact
