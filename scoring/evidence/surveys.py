"""What the people said of a unit: in the meetings of surveys, and in public ratings."""

from decimal import Decimal

from django.utils.translation import gettext as _

from scoring import satisfaction, surveys
from scoring.evidence import Asked, Found
from scoring.models import Mark


def given(asked: Asked, worth: Decimal) -> Decimal:
    """What to put down for an item that is worth so much: points that are given, or those that are lost."""
    return worth if asked.item.earns else asked.item.points - worth


def questionnaire(asked: Asked):
    """问卷测评: the answers of the surveys of this period, of the points of the item (SCO-11: of 60)."""
    told = surveys.results(asked.round.first, asked.round.last, asked.sheet.organisation)
    if asked.item is None or told is None or not told.answers:
        return
    words = _("Survey of %(slips)s slips: %(satisfied)s satisfied, %(basically)s basically, %(unsatisfied)s not")
    points = given(asked, told.worth(asked.item.points))
    yield Found(Mark.Kind.PART, points, words % (told.counts | {"slips": told.slips}), told.surveys[-1])


def public_ratings(asked: Asked):
    """群众满意度评价: the public ratings of this period, of the points of the item."""
    told = satisfaction.results(asked.round.first, asked.round.last, asked.sheet.organisation)
    if asked.item is None or told is None:
        return
    words = _("%(count)s public ratings, %(rate)s%% satisfied") % {"count": told.ratings, "rate": told.rate}
    yield Found(Mark.Kind.PART, given(asked, told.worth(asked.item.points)), words)
