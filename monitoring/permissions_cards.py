"""Who may do what in the life of a card. Nobody decides on what they began themselves."""

from accounts.models import Role
from monitoring.models import Appeal, Card


def watches(actor, card: Card, *roles) -> bool:
    """Does this inspector (or leader) watch the unit that got the card?"""
    roles = roles or (Role.INSPECTOR,)
    return actor.holds(*roles) and card.finding.organisation.path.startswith(actor.watched_path)


def can_propose(actor) -> bool:
    """Inspectors propose cards by hand."""
    return actor.holds(Role.INSPECTOR)


def can_confirm(actor, card: Card) -> bool:
    """A second person confirms a pending card or refuses it."""
    return watches(actor, card, Role.INSPECTOR, Role.LEADER) and card.proposed_by_id != actor.user.pk


def involved(card: Card) -> set[int]:
    """Who proposed, confirmed, sent back or closed this card."""
    people = {card.proposed_by_id, card.confirmed_by_id, *card.remarks.values_list("made_by", flat=True)}
    return people - {None}


def can_decide(actor, appeal: Appeal) -> bool:
    """An appeal is decided by an inspector or leader who has had no part in the card and did not open the review."""
    if not watches(actor, appeal.card, Role.INSPECTOR, Role.LEADER):
        return False
    return actor.user.pk not in involved(appeal.card) | {appeal.filed_by_id}
