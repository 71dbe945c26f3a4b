"""What scoring takes from openness (政务公开督查, seed S2-02): the mean of the checks, a share of the item."""

from decimal import Decimal

from django.db.models import Avg
from django.utils.translation import gettext as _

from disclosure.models import OpennessCheck
from disclosure.models.sheets import WHOLE
from scoring.evidence import Asked, Found
from scoring.models import Mark


def openness(asked: Asked):
    """One reason for the whole period; nothing where nobody checked the unit."""
    rows = OpennessCheck.objects.confirmed().filter(organisation=asked.sheet.organisation)
    rows = rows.filter(quarter__gte=asked.period.first, quarter__lte=asked.period.last)
    mean = rows.aggregate(mean=Avg("total"))["mean"]
    if mean is None or asked.item is None:
        return
    words = _("Mean of %(count)s checks of openness: %(mean)s of 100") % {
        "count": rows.count(),
        "mean": round(mean, 1),
    }
    evidence = rows.first() if rows.count() == 1 else None
    yield Found(Mark.Kind.PART, asked.worth(Decimal(mean) / WHOLE), words, evidence)
