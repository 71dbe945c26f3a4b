"""What is known of one person, or of a unit, in the efficiency archive: attendance, cards, ratings, outcomes."""

from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg, Q
from django.utils.translation import gettext as _

from accounts.models import Post, User
from approvals.attendance import of_month
from approvals.models import Attendance, Rating
from deadlines.actions import midnight
from monitoring.models import Card, Level, Outcome
from scoring.calculate import CARDS
from scoring.evidence import Asked, Found
from scoring.evidence.service import MOST_STARS
from scoring.models import Mark, Sheet

ATTENDANCE = {"late": 1, "missing": 2}
OUTCOMES = {"criticism": 2, "talk": 5, "admonition": 5, "circular": 5, "party": 10, "administrative": 10}


def is_person(sheet: Sheet) -> bool:
    return sheet.subject_type_id == ContentType.objects.get_for_model(User).pk


def outcomes(asked: Asked):
    """Outcomes that stand against the person; of a unit those of its cases."""
    points = asked.parameter("outcomes", OUTCOMES)
    rows = Outcome.objects.of_consequence().filter(asked.period.within("decided_at"))
    of_person = Q(involved__person=asked.sheet.subject_id)
    rows = rows.filter(of_person if is_person(asked.sheet) else Q(case__organisation=asked.sheet.organisation_id))
    for outcome in rows.select_related("case").order_by("pk"):
        words = f"{outcome.get_kind_display()}：{outcome.case}"
        yield Found(Mark.Kind.PART, Decimal(str(points.get(outcome.kind, 0))), words, outcome)


def own_cards(asked: Asked):
    """Cards that count and name this person."""
    points = asked.parameter("cards", CARDS)
    rows = Card.objects.scored().filter(asked.period.within("issued_at"), finding__responsible=asked.sheet.subject_id)
    for card in rows.select_related("finding__rule").order_by("pk"):
        words = f"{Level(card.counts_as).label} {card.number} {card.finding.rule.name}"
        yield Found(Mark.Kind.PART, Decimal(points[card.counts_as]), words, card, card.counts_as)


def own_ratings(asked: Asked):
    """The mean of the stars given to cases that this person handled at the window."""
    rows = Rating.objects.filter(asked.period.within("rated_at"), case__clerk=asked.sheet.subject_id, is_default=False)
    mean = rows.aggregate(mean=Avg("stars"))["mean"]
    if mean is not None:
        words = _("Mean of the ratings: %(mean)s of %(most)s stars") % {"mean": round(mean, 2), "most": MOST_STARS}
        yield Found(Mark.Kind.PART, asked.worth(Decimal(mean) / MOST_STARS), words)


def attendance(asked: Asked):
    """Late and missing days of the person's window posts, from the day on which the unit keeps attendance."""
    posts = Post.objects.active().filter(user=asked.sheet.subject_id).exclude(window=None)
    kept = Attendance.objects.filter(
        organisation__in=posts.values("organisation"), day__range=(asked.round.first, asked.round.last)
    )
    begun = kept.order_by("day").values_list("day", flat=True).first()
    if begun is None:
        return
    costs = asked.parameter("attendance", ATTENDANCE)
    for month in of_month(posts, begun, asked.round.last, midnight(asked.closed_on)):
        lost = sum(Decimal(str(costs[what])) * month.count(what) for what in costs)
        if lost:
            words = {"late": _("came late"), "missing": _("did not come")}
            days = "，".join(f"{words[what]} {month.count(what)}" for what in words)
            told = f"{month.post.window}：{days}"
            yield Found(Mark.Kind.PART, lost, told, month.post)
