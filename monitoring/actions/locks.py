"""Locks: a wrongly run matter may not go on in its unit until an inspector says so."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines import holds
from deadlines.models import Hold
from monitoring.actions.cards import lock
from monitoring.models import Card
from monitoring.permissions_cards import watches
from records.actions import deed
from records.deeds import needed
from records.refusal import Refused


def in_force(card: Card, today):
    """The holds on the matter of this card."""
    finding = card.finding
    about = {"subject_type": finding.subject_type_id, "subject_id": finding.subject_id}
    return Hold.objects.filter(**about).in_force(today).order_by("pk")


@deed
def lock_matter(card: Card, *, by, now, reason: str) -> Hold:
    """An inspector locks the matter of a card by hand."""
    card = lock(card)
    if not watches(by, card):
        raise PermissionDenied(_("Only an inspector locks a matter."))
    if in_force(card, timezone.localdate(now)).exists():
        raise Refused(None, _("It is locked already."))
    ground = needed(reason, "reason", _("Give the reason for the lock."))
    return holds.hold(card.finding.subject, ground, by=by, now=now, reference=card.number)


@deed
def unlock_matter(card: Card, *, by, now, reason: str) -> int:
    """An inspector lets the unit go on. Returns how many holds were released."""
    card = lock(card)
    if not watches(by, card):
        raise PermissionDenied(_("Only an inspector unlocks a matter."))
    held = list(in_force(card, timezone.localdate(now)))
    if not held:
        raise Refused(None, _("It has been unlocked already."))
    for row in held:
        holds.release(row, by=by, now=now, reason=reason)
    return len(held)
