"""Are the published scores what their frozen inputs say, and are the inputs what was recorded?"""

from django.db import connection
from django.utils.translation import gettext as _

from records.models import Entry
from scoring.freeze import digest_of, recomputed
from scoring.models import Publication

# A scheme in force was signed by somebody, and the record knows it; only the first versions came with the portal.
UNSIGNED = """
SELECT id FROM scoring_scheme s WHERE state <> 'draft' AND (version > 1 OR signed_by_id IS NOT NULL) AND NOT EXISTS (
    SELECT FROM records_entry e WHERE e.verb = 'scoring.scheme.signed' AND e.subject_id = s.id) ORDER BY id LIMIT 1
"""


def first_fault() -> str | None:
    """A sentence about the first scheme or publication that is not as it was decided; None when everything is."""
    with connection.cursor() as cursor:
        cursor.execute(UNSIGNED)
        if row := cursor.fetchone():
            return _("The record does not know who signed the scheme %(scheme)s.") % {"scheme": row[0]}
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
