"""Writing many entries and documents at once, in the order in which they happened, and keys known beforehand."""

from collections.abc import Iterator
from enum import Enum
from operator import attrgetter

from django.db import connection, models

from records.actions import ENCODE, DocumentDraft, record_many, serials_of

BLOCK = 500  # keys taken from a sequence at a time


def write(drafts: list, numbered: Iterator[int]):
    """Save entries and documents given in the order of time; `numbered` gives the documents their primary keys.

    Serials of a kind and year follow that order, as with `issue_documents`.
    """
    papers = [draft for draft in drafts if isinstance(draft, DocumentDraft)]
    serials = serials_of(papers)
    documents = [draft.document(next(serials[draft.series])) for draft in papers]
    for document in documents:
        document.pk = next(numbered)
    insert(documents)
    made = iter(documents)
    record_many(draft.entry(next(made)) if isinstance(draft, DocumentDraft) else draft for draft in drafts)


def insert(rows: list[models.Model]):
    """Save rows of one model with one statement, several times as fast as `bulk_create`; no key is read back."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key or rows[0].pk is not None]
    values = list(zip(*map(attrgetter(*(field.attname for field in fields)), rows), strict=True))
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    table = connection.ops.quote_name(rows[0]._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT * FROM unnest({arrays})",  # noqa: S608 - names of the model
            [plain(field, column) for field, column in zip(fields, values, strict=True)],
        )


def plain(field: models.Field, column) -> list:
    """The values of a column as the driver takes them."""
    if isinstance(field, models.JSONField):
        return [ENCODE(value) for value in column]
    if isinstance(field, models.UUIDField):
        return [str(value) for value in column]
    return [value.value if isinstance(value, Enum) else value for value in column] if field.choices else list(column)


def keys(model: type[models.Model]) -> Iterator[int]:
    """Primary keys taken from the table's own sequence, so that rows can point at each other before they are saved."""
    table, column = model._meta.db_table, model._meta.pk.column
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, BLOCK]
            )
            yield from [key for (key,) in cursor.fetchall()]
