"""What happened to a card, in order of time: issued, answered, sent back, appealed, decided, closed."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from monitoring.models import Appeal, Card, Remark
from records.models import Attachment

SAID_BY_APPEAL = [Remark.Kind.UPHELD, Remark.Kind.LOWERED]  # the appeal tells these itself


@dataclass(frozen=True)
class Point:
    """One thing that was done: its words, when, by whom, what was written."""

    title: str
    at: datetime
    who: object = ""
    texts: list = field(default_factory=list)  # (label, text)


def story(card: Card) -> list[Point]:
    """All points, oldest first."""
    return sorted([begun(card), *answers(card), *remarks(card), *appeals(card)], key=lambda point: point.at)


def begun(card: Card) -> Point:
    title = _("card proposed") if card.proposed_by_id else _("card made by the sweep")
    return Point(title, card.issued_at, card.proposed_by or "")


def answers(card: Card) -> list[Point]:
    return [
        Point(
            _("answered"),
            answer.answered_at,
            answer.answered_by,
            [(_("Cause"), answer.cause), (_("What was done"), answer.measure)],
        )
        for answer in card.answers.select_related("answered_by")
    ]


def remarks(card: Card) -> list[Point]:
    told = card.remarks.exclude(kind__in=SAID_BY_APPEAL).select_related("made_by")
    if card.appeals.filter(state=Appeal.State.WITHDRAWN).exists():
        told = told.exclude(kind=Remark.Kind.WITHDRAWN)
    return [Point(row.get_kind_display(), row.made_at, row.made_by or "", reasons(row.text)) for row in told]


def reasons(text: str) -> list:
    return [(_("Reason"), text)] if text else []


def appeals(card: Card) -> list[Point]:
    points = []
    for appeal in card.appeals.select_related("filed_by", "decided_by").order_by("pk"):
        title = _("review opened by supervision") if appeal.ex_officio else _("appeal filed by the unit")
        points.append(Point(title, appeal.filed_at, appeal.filed_by, [(_("Grounds"), appeal.grounds)]))
        if appeal.decided_at:
            words = _("decided: %(outcome)s") % {"outcome": appeal.get_state_display()}
            points.append(Point(words, appeal.decided_at, appeal.decided_by, reasons(appeal.reason)))
    return points


def files(card: Card) -> list[Attachment]:
    """The evidence that is kept with the card, oldest first."""
    kind = ContentType.objects.get_for_model(Card)
    return list(Attachment.objects.filter(subject_type=kind, subject_id=card.pk).order_by("pk"))
