"""Writing many entries and documents at once, in the order in which they happened, and keys known beforehand."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, models

from records.actions import DocumentDraft, record_many
from records.models import Document
from records.numbers import next_numbers

BLOCK = 500  # keys taken from a sequence at a time


def write(drafts: list):
    """Save entries and documents given in the order of time. Numbers of a kind and year follow that order."""
    papers = [draft for draft in drafts if isinstance(draft, DocumentDraft)]
    counts = Counter(draft.series for draft in papers)
    serials = {
        series: iter(next_numbers(f"document.{series[0]}", series[1], count))
        for series, count in sorted(counts.items())
    }
    documents = Document.objects.bulk_create([draft.document(next(serials[draft.series])) for draft in papers])
    made = iter(documents)
    record_many(draft.entry(next(made)) if isinstance(draft, DocumentDraft) else draft for draft in drafts)


def keys(model: type[models.Model]) -> Iterator[int]:
    """Primary keys taken from the table's own sequence, so that rows can point at each other before they are saved."""
    table, column = model._meta.db_table, model._meta.pk.column
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, BLOCK]
            )
            yield from [key for (key,) in cursor.fetchall()]
