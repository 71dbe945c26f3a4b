"""After publication: a card that was withdrawn or lowered takes its points with it, in a new version (SCO-32)."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from monitoring.models import Card
from records.actions import as_actor
from scoring.actions.gathering import add
from scoring.actions.marks import end
from scoring.actions.rounds import freeze, locked
from scoring.evidence import gather
from scoring.models import Mark, Round


def follow(now) -> int:
    """Publish anew every round whose published scores rest on a card that counts otherwise now. Gives how many."""
    rounds = Round.objects.filter(pk__in={mark.sheet.round_id for mark in shaken()}).order_by("pk")
    return sum(publish_anew(round, now) for round in rounds)


def shaken(round: Round | None = None) -> list[Mark]:
    """Marks of published rounds whose card does not count as it did: withdrawn, lowered, outranked."""
    cards = ContentType.objects.get_for_model(Card)
    marks = Mark.objects.counting().filter(subject_type=cards, sheet__round__state=Round.State.PUBLISHED)
    marks = marks.exclude(source="").select_related("sheet").order_by("pk")
    marks = list(marks.filter(sheet__round=round) if round else marks)
    counting = dict(Card.objects.scored().filter(pk__in=[m.subject_id for m in marks]).values_list("pk", "counts_as"))
    return [mark for mark in marks if counting.get(mark.subject_id) != mark.ground]


@transaction.atomic
def publish_anew(round: Round, now) -> bool:
    """Take back what is shaken, put what the card costs now in its place, and publish the next version."""
    round = locked(round)
    marks = shaken(round)
    as_actor(ROBOT)
    for mark in marks:
        end(mark, by=ROBOT, now=now, reason=_("The card no longer counts as it did."))
        for name, item, found in gather(mark.sheet, round):
            if name == mark.source and found.evidence and found.evidence.pk == mark.subject_id:
                add(mark.sheet, name, item, found, by=ROBOT, now=now)
    if marks:
        told = "、".join(mark.subject.number for mark in marks)
        freeze(
            round, by=ROBOT, now=now, reason=_("Cards that no longer count as they did: %(cards)s") % {"cards": told}
        )
    return bool(marks)
