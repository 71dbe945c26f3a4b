"""What people do with cards: the unit answers, the inspector closes."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring import board
from monitoring.models import Answer, Card
from monitoring.permissions import can_answer, can_close
from records.actions import deed, once, record
from records.refusal import Refused


def lock(card: Card) -> Card:
    related = ["finding__organisation", "finding__rule"]
    return Card.objects.select_for_update(of=("self",)).select_related(*related).get(pk=card.pk)


@deed
def answer(card: Card, *, by, now, cause: str, measure: str, key=None) -> Card:
    """The unit explains how it came to this and what it has done about it."""
    if key is not None and not once(by.user, key):
        return card
    card = lock(card)
    if not can_answer(by, card):
        raise PermissionDenied(_("Only the unit that got the card answers it."))
    if not cause.strip() or not measure.strip():
        raise Refused(None, _("Say both what caused it and what was done."), field="cause")
    card.answer()
    card.save(update_fields=["state"])
    Answer.objects.create(
        card=card, cause=cause.strip(), measure=measure.strip(), answered_by=by.user, answered_at=now
    )
    record("monitoring.card.answered", card, actor=by, now=now, number=card.number)
    transaction.on_commit(board.hint)
    return card


@deed
def close(card: Card, *, by, now, key=None) -> Card:
    """The inspector has checked the answer and closes the card (销号). It still counts in the scores."""
    if key is not None and not once(by.user, key):
        return card
    card = lock(card)
    if not can_close(by, card):
        raise PermissionDenied(_("Only an inspector closes a card."))
    card.close()
    card.save(update_fields=["state"])
    record("monitoring.card.closed", card, actor=by, now=now, number=card.number)
    transaction.on_commit(board.hint)
    return card
