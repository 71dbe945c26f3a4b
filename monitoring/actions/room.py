"""What the people in the room do with the cards they see."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from monitoring import board
from monitoring.models import Acknowledgement, Card
from monitoring.permissions import can_acknowledge
from records.actions import deed, record
from records.deeds import for_update


@deed
def acknowledge(card: Card, *, by, now) -> Acknowledgement:
    """Take note of a red card: every board falls silent and says who it was. The first one counts.

    Needs no key of a form: a second click, or a second person at the same moment, finds the note of the first.
    """
    card = for_update(card, "finding__organisation")
    if not can_acknowledge(by, card):
        raise PermissionDenied(_("Red cards are taken note of by those who watch the unit."))
    noted, is_new = Acknowledgement.objects.get_or_create(card=card, defaults={"by": by.user, "at": now})
    if is_new:
        record("monitoring.card.acknowledged", card, actor=by, now=now, number=card.number)
        board.tell([card.finding])
    return noted
