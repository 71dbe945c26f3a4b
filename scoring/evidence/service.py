"""How the people were served: ratings, cases finished early, promises, complete data."""

from decimal import Decimal

from django.db.models import Avg, Q
from django.utils.translation import gettext as _

from approvals.models import Item as ServiceItem
from approvals.models import Rating
from approvals.statistics import percent
from monitoring.counted import counted
from monitoring.figures import UnitFigures, count_cases
from scoring import calculate
from scoring.evidence import Asked, Found
from scoring.models import Mark
from scoring.models.fields import shown

MOST_STARS = 5


def ratings(asked: Asked):
    """The mean of the stars that people gave, as a share of the item's points. Nobody rated: nothing is lost."""
    given = Rating.objects.filter(asked.period.within("rated_at"), organisation=asked.sheet.organisation_id)
    mean = given.filter(is_default=False).aggregate(mean=Avg("stars"))["mean"]
    if mean is not None:
        words = _("Mean of the ratings: %(mean)s of %(most)s stars") % {"mean": round(mean, 2), "most": MOST_STARS}
        yield Found(Mark.Kind.PART, asked.worth(Decimal(mean) / MOST_STARS), words)


def early(asked: Asked):
    """A point for each full tenth of the finished cases that was finished before its promise."""
    figures = _figures(asked)
    if bonus := calculate.early_bonus(figures.early, figures.finished):
        words = _("%(share)s%% of the cases were finished early")
        yield Found(Mark.Kind.BONUS, bonus, words % {"share": percent(figures.early, figures.finished)})


def promises(asked: Asked):
    """All promises of the unit at least thirty percent below the law."""
    items = ServiceItem.objects.published().filter(organisation=asked.sheet.organisation_id, statutory_days__gt=0)
    days = items.values_list("statutory_days", "promised_days")
    shortened = [Decimal(law - promise) * 100 / law for law, promise in days]
    if bonus := calculate.promise_bonus(shortened):
        words = _("All promises are at least %(share)s%% shorter than the law")
        yield Found(Mark.Kind.BONUS, bonus, words % {"share": shown(calculate.rounded(min(shortened)))})


def incomplete(asked: Asked):
    """A point for each full percent of finished cases that lack their acceptance, their result or their clock."""
    lacking = Q(accepted_at=None) | Q(result="") | Q(clock=None)
    finished = faulty = 0
    for cases in counted(asked.sheet.organisation.path):
        rows = cases.filter(asked.period.within("decided_at"), organisation=asked.sheet.organisation_id)
        finished, faulty = finished + rows.count(), faulty + rows.filter(lacking).count()
    if taken := calculate.incomplete(faulty, finished):
        words = _("%(faulty)s of %(finished)s finished cases have incomplete data")
        yield Found(Mark.Kind.DEDUCTION, taken, words % {"faulty": faulty, "finished": finished})


def _figures(asked: Asked) -> UnitFigures:
    unit = asked.sheet.organisation
    units = {unit.pk: UnitFigures(unit)}
    for cases in counted(unit.path):
        count_cases(units, cases.filter(organisation=unit), asked.period, asked.period.last)
    return units[unit.pk]
