"""Published scores of other rounds: months of a year, halves, the parts of a yearly mix."""

from django.utils.translation import gettext as _

from scoring.calculate import ZERO
from scoring.evidence import Asked, Found
from scoring.models import Mark, Publication, Result


def rounds(asked: Asked):
    """The newest results of this subject in rounds of the scheme named (`rounds:approvals_month`) within the period.

    `rounds:station_half/1` is the first of them, `/2` the second; without a number each of them counts.
    """
    code, _slash, number = asked.argument.partition("/")
    found = list(published(asked, code))
    if number:
        found = found[int(number) - 1 : int(number)]
    for result in found:
        words = _("%(round)s: %(total)s") % {"round": result.publication.round, "total": result.total}
        yield Found(Mark.Kind.PART, max(result.total, ZERO), words, result)


def published(asked: Asked, code: str):
    """The result of the last version of each round, in the order of the periods. Totals below nothing count as 0."""
    last = Publication.objects.order_by("round_id", "-number").distinct("round_id").values("pk")
    rows = Result.objects.filter(publication__in=last, publication__round__code=code)
    rows = rows.filter(
        publication__round__first__gte=asked.round.first, publication__round__last__lte=asked.round.last
    )
    about = {"sheet__subject_type": asked.sheet.subject_type, "sheet__subject_id": asked.sheet.subject_id}
    return rows.filter(**about).select_related("publication__round__scheme").order_by("publication__round__first")
