"""Are the published scores what their frozen inputs say, and are the inputs what was recorded?"""

from django.utils.translation import gettext as _

from records.models import Entry
from scoring.freeze import digest_of, recomputed
from scoring.models import Publication


def first_fault() -> str | None:
    """A sentence about the first publication that does not add up; None when everything does."""
    said = dict(Entry.objects.filter(verb="scoring.publication").values_list("subject_id", "body__digest"))
    for publication in Publication.objects.order_by("pk").prefetch_related("results").iterator(chunk_size=100):
        if digest_of(publication.inputs) != publication.digest or said.get(publication.pk) != publication.digest:
            return _("The inputs of the published scores %(publication)s were changed.") % {"publication": publication}
        if not is_true(publication):
            return _("The results of %(publication)s do not follow from its inputs.") % {"publication": publication}
    return None


def is_true(publication: Publication) -> bool:
    """Do the stored results equal those computed anew, bit for bit?"""
    stored = {
        (row.sheet_id, row.total, row.bonus, row.deduction, row.place, row.grade) for row in publication.results.all()
    }
    return stored == {tuple(row) for row in recomputed(publication.inputs)}
