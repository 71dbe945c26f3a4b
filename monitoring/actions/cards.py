"""What people do with cards: the unit answers; supervision confirms, sends back, puts under supervision, closes."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Role
from deadlines import actions as deadlines
from monitoring import answers, board
from monitoring.issue import appeal_until, hand_out
from monitoring.models import Answer, Card, Remark
from monitoring.permissions import can_answer, can_close
from monitoring.permissions_cards import can_confirm, watches
from records.actions import deed, record
from records.attachments import bind, store
from records.deeds import for_update, needed
from records.refusal import Refused


def lock(card: Card) -> Card:
    return for_update(card, "finding__organisation", "finding__rule")


def remark(card: Card, kind: str, verb: str, *, by, now, text: str = ""):
    """Say on the card and in the record what was done with it and why; the boards look again."""
    Remark.objects.create(card=card, kind=kind, text=text, made_by=by.user, made_at=now)
    record(f"monitoring.card.{verb}", card, actor=by, now=now, number=card.number, reason=text)
    board.tell([card.finding])


def keep(files, card: Card, kind: str, *, by, now):
    """Keep uploads with the card. Raises Refused on the field of the files."""
    try:
        bind([store(file, by=by, now=now, kind=kind) for file in files], card, by=by, now=now)
    except Refused as refusal:
        raise Refused(None, refusal.message, field="files") from refusal


@deed
def answer(card: Card, *, by, now, cause: str, measure: str, files=()) -> Card:
    """The unit explains how it came to this and what it has done about it; evidence may come with it."""
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
    keep(files, card, "answer", by=by, now=now)
    if clock := answers.running(card):
        deadlines.meet(clock, now)
    record("monitoring.card.answered", card, actor=by, now=now, number=card.number)
    board.tell([card.finding])
    return card


@deed
def send_back(card: Card, *, by, now, reason: str) -> Card:
    """The answer does not hold: the unit answers again, with new days."""
    card = lock(card)
    if not watches(by, card):
        raise PermissionDenied(_("Only an inspector sends an answer back."))
    card.send_back()
    text = needed(reason, "reason", _("Say what is missing in the answer."))
    card.save(update_fields=["state"])
    if card.superseded_by_id is None:
        answers.ask_again(card, now)
    remark(card, Remark.Kind.SENT_BACK, "sent_back", by=by, now=now, text=text)
    return card


@deed
def confirm(card: Card, *, by, now) -> Card:
    """A second person has looked at the evidence and issues the card."""
    card = lock(card)
    if not can_confirm(by, card):
        raise PermissionDenied(_("A card is confirmed by another inspector or leader than who proposed it."))
    card.confirm()
    card.counts_as, card.appeal_until = card.colour, appeal_until(now)
    card.confirmed_by, card.confirmed_at = by.user, now
    card.save(update_fields=["state", "counts_as", "appeal_until", "confirmed_by", "confirmed_at"])
    remark(card, Remark.Kind.CONFIRMED, "confirmed", by=by, now=now)
    board.tell([made.finding for made in hand_out([card], now) if made.state == Card.State.ISSUED])
    return card


@deed
def refuse(card: Card, *, by, now, reason: str) -> Card:
    """The second person does not issue the card; it stays visible, with the reason."""
    card = lock(card)
    if not can_confirm(by, card):
        raise PermissionDenied(_("A card is confirmed by another inspector or leader than who proposed it."))
    card.refuse()
    text = needed(reason, "reason", _("Say why the card is not issued."))
    card.save(update_fields=["state"])
    Remark.objects.create(card=card, kind=Remark.Kind.REFUSED, text=text, made_by=by.user, made_at=now)
    record("monitoring.card.refused", card, actor=by, now=now, number=card.number, reason=text)
    return card


@deed
def supervise(card: Card, *, by, now, reason: str = "") -> Card:
    """A supervision notice hangs on the card from now on; its own term takes the place of the days for the answer."""
    card = lock(card)
    if not watches(by, card, Role.INSPECTOR, Role.LEADER):
        raise PermissionDenied(_("Only an inspector puts a card under supervision."))
    card.supervise()
    card.save(update_fields=["state"])
    answers.excuse([card], now)
    remark(card, Remark.Kind.SUPERVISED, "supervised", by=by, now=now, text=reason.strip())
    return card


@deed
def close(card: Card, *, by, now) -> Card:
    """The inspector has checked the answer and closes the card (销号). It still counts in the scores."""
    card = lock(card)
    if not can_close(by, card):
        raise PermissionDenied(_("Only an inspector closes a card."))
    card.close()
    card.save(update_fields=["state"])
    answers.excuse([card], now)
    remark(card, Remark.Kind.CLOSED, "closed", by=by, now=now)
    return card
