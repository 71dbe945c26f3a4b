"""Who may answer a card and who may close it: never the same side."""

from accounts.models import Organisation, Role
from monitoring.models import Card


def can_answer(actor, card: Card) -> bool:
    """The unit that got the card answers it: the responsible person or the head."""
    finding = card.finding
    responsible = actor.user is not None and finding.responsible_id == actor.user.pk
    return actor.works_for(finding.organisation_id) and (responsible or actor.holds(Role.HEAD, Role.CLERK))


def can_close(actor, card: Card) -> bool:
    """An inspector who watches the unit closes the card when the answer holds."""
    return actor.holds(Role.INSPECTOR) and Card.objects.visible_to(actor).filter(pk=card.pk).exists()


def can_watch(actor) -> bool:
    """The board and the registers of supervision are for inspectors and leaders."""
    return actor.holds(Role.INSPECTOR, Role.LEADER)


def board_at(actor, code: str = "") -> Organisation | None:
    """The unit whose board is shown: all that the actor watches, or a unit within it; None for what is not theirs."""
    if not can_watch(actor):
        return None
    chosen = {"code": code} if code else {"path": actor.watched_path}
    return Organisation.objects.filter(path__startswith=actor.watched_path, **chosen).first()


def can_acknowledge(actor, card: Card) -> bool:
    """Whoever watches the unit takes note of its cards; nobody else can silence the room."""
    return can_watch(actor) and Card.objects.visible_to(actor).filter(pk=card.pk).exists()
