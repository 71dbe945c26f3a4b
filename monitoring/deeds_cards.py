"""What the page of a card offers: every deed with its form, its action, its words, and when it is there. Data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from monitoring import actions, forms_cards
from monitoring.actions.locks import in_force
from monitoring.models import Appeal, Card
from monitoring.permissions import can_answer, can_close
from monitoring.permissions_cards import can_confirm, can_decide, watches
from records.refusal import Refused

State = Card.State


@dataclass(frozen=True)
class Deed:
    """`may` asks for the right, `fits` whether the card is at the place where the deed belongs."""

    form: type
    action: Callable
    label: str
    done: str
    may: Callable  # (actor, card) → bool
    fits: Callable  # (card, today) → bool
    icon: str = "check"
    is_grave: bool = False


def open_appeal(card: Card) -> Appeal | None:
    return card.appeals.filter(state=Appeal.State.OPEN).select_related("card__finding__organisation").first()


def decide(card: Card, **said):
    """Decide on the open appeal. Raises Refused without one."""
    found = open_appeal(card)
    if found is None:
        raise Refused(None, _("No appeal is open."))
    return actions.decide(found, **said)


def may_decide(actor, card: Card) -> bool:
    found = open_appeal(card)
    return found is not None and can_decide(actor, found)


def may_be_appealed(card: Card, today) -> bool:
    in_time = card.appeal_until is not None and today <= card.appeal_until
    return in_time and is_standing(card, today) and not card.appeals.filter(ex_officio=False).exists()


def is_standing(card: Card, today) -> bool:
    return card.state in (*Card.OPEN, State.CLOSED) and open_appeal(card) is None


def at(*states) -> Callable:
    return lambda card, today: card.state in states


DEEDS = {
    "confirm": Deed(
        forms_cards.CardForm,
        actions.confirm,
        _("Confirm and issue the card"),
        _("The card is issued; the unit has been told."),
        can_confirm,
        at(State.PENDING),
    ),
    "refuse": Deed(
        forms_cards.ReasonForm,
        actions.refuse,
        _("Do not issue the card"),
        _("The card is not issued; it stays on record."),
        can_confirm,
        at(State.PENDING),
        "stop",
        is_grave=True,
    ),
    "decide": Deed(
        forms_cards.DecisionForm,
        decide,
        _("Decide on the appeal"),
        _("The decision is recorded; the unit reads it on this page."),
        may_decide,
        lambda card, today: open_appeal(card) is not None,
        "shield",
    ),
    "answer": Deed(
        forms_cards.AnswerForm,
        actions.answer,
        _("Answer the card"),
        _("The answer has been sent to the discipline office."),
        can_answer,
        at(State.ISSUED, State.ANSWERED),
        "edit",
    ),
    "appeal": Deed(
        forms_cards.AppealForm,
        actions.appeal,
        _("Appeal against the card"),
        _("The appeal is filed. The card counts until it is decided."),
        can_answer,
        may_be_appealed,
        "flag",
    ),
    "close": Deed(
        forms_cards.CardForm,
        actions.close,
        _("Answer holds: close the card"),
        _("The card is closed. It still counts in the scores."),
        can_close,
        at(State.ANSWERED),
    ),
    "send_back": Deed(
        forms_cards.ReasonForm,
        actions.send_back,
        _("Send the answer back"),
        _("The unit has to answer again."),
        watches,
        at(State.ANSWERED),
        "down",
    ),
    "review": Deed(
        forms_cards.ReasonForm,
        actions.review,
        _("Have the card reviewed"),
        _("Somebody else decides whether the card stands."),
        watches,
        is_standing,
        "flag",
    ),
    "lock": Deed(
        forms_cards.LockForm,
        actions.lock_matter,
        _("Lock the matter for its unit"),
        _("The matter is locked."),
        watches,
        lambda card, today: card.state in Card.OPEN and not in_force(card, today).exists(),
        "lock",
        is_grave=True,
    ),
    "unlock": Deed(
        forms_cards.UnlockForm,
        actions.unlock_matter,
        _("Unlock the matter"),
        _("The matter is unlocked; the unit can go on."),
        watches,
        lambda card, today: in_force(card, today).exists(),
        "check",
    ),
}


def offered(actor, card: Card) -> list[str]:
    """The deeds of this actor that belong to where the card stands now, in the order of the table."""
    today = timezone.localdate()
    return [name for name, deed in DEEDS.items() if deed.fits(card, today) and deed.may(actor, card)]
