"""Do the business tables and the official documents still say what the record says about them?

The bundle proves the entries; this proves that the rows people see were not changed behind their back. Watched
tables are found in the record itself (verbs that end in ".state"), so a dropped trigger does not hide a table.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext as _

from records.actions import digest_of
from records.models import Document, Entry

CHECKS = {}  # app → a function that gives a sentence about its first fault, or None; filled by the apps themselves

# The last state of every row of a kind beside the row of today. The recorded values are read as the types of their
# columns, so that neither the time zone they were written in nor a new column of the table disturbs.
CHANGED = """
SELECT last.subject_id, today.id FROM (
  SELECT DISTINCT ON (subject_id) subject_id, body FROM records_entry
  WHERE subject_type_id = %s AND verb = %s ORDER BY subject_id, id DESC) last
LEFT JOIN {table} today ON today.id = last.subject_id
WHERE today.id IS NULL OR to_jsonb(jsonb_populate_record(today, last.body)) <> to_jsonb(today) ORDER BY 1 LIMIT 1
"""
UNKNOWN = """
SELECT today.id FROM {table} today WHERE NOT EXISTS (
  SELECT FROM records_entry WHERE subject_type_id = %s AND subject_id = today.id AND verb = %s) ORDER BY 1 LIMIT 1
"""
RECORDED = """
SELECT (body ->> 'document')::bigint, body ->> 'number', body ->> 'digest' FROM records_entry
WHERE verb LIKE 'records.document.%' ORDER BY id
"""


def first_difference() -> str | None:
    """A sentence about the first row or document that differs from the record; None when all agree."""
    watched = (
        Entry.objects.filter(verb__endswith=".state").values_list("subject_type_id", "verb").distinct().order_by()
    )
    for kind, verb in sorted(watched):
        found = _table(kind, verb)
        if found:
            return found
    return next((found for check in CHECKS.values() if (found := check())), None) or _documents()


def _table(kind, verb):
    model = ContentType.objects.get_for_id(kind).model_class()
    table = connection.ops.quote_name(model._meta.db_table)
    names = {"model": model._meta.label}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED.format(table=table), [kind, verb])
        changed = cursor.fetchone()
        cursor.execute(UNKNOWN.format(table=table), [kind, verb])
        unknown = cursor.fetchone()
    if changed and changed[1] is None:
        return _("%(model)s %(id)s is in the record and no longer in its table.") % (names | {"id": changed[0]})
    if changed:
        return _("%(model)s %(id)s differs from what the record says.") % (names | {"id": changed[0]})
    if unknown:
        return _("%(model)s %(id)s is in its table and not in the record.") % (names | {"id": unknown[0]})
    return None


def _documents():
    with connection.cursor() as cursor:
        cursor.execute(RECORDED)
        recorded = {pk: (number, digest) for pk, number, digest in cursor.fetchall()}
    for document in Document.objects.order_by("pk").iterator():
        number, digest = recorded.pop(document.pk, (None, None))
        if number is None:
            return _("Document %(number)s was never recorded.") % {"number": document.number}
        if digest_of(document) != digest:
            return _("Document %(number)s was changed after it was issued.") % {"number": number}
    for number, _digest in recorded.values():
        return _("Document %(number)s is in the record and no longer on file.") % {"number": number}
    return None
