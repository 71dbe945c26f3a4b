"""The bundle: everything an outsider needs to check the record, one JSON object a line, streamed.

Order: content types, then the leaves with each seal right after the last leaf it covers, then entries that are
not sealed yet, then the counts. `columns` is null, or what the columns of an entry say today where that is not
what was hashed.
"""

import itertools

from django.db import connection, transaction

from records.models import Seal
from records.sealer import public
from records.triggers import canon

FIELDS = f"e.digest, e.canon, CASE WHEN {canon('e')} <> e.canon THEN {canon('e')} END"
LEAVES = f"""
SELECT l.number, l.digest, l.entry_id, {FIELDS}
FROM records_leaf l LEFT JOIN records_entry e ON e.id = l.entry_id ORDER BY l.number
"""  # noqa: S608 - constants
WAITING = f"""
SELECT NULL, NULL, e.id, {FIELDS}
FROM records_entry e WHERE NOT EXISTS (SELECT FROM records_leaf l WHERE l.entry_id = e.id) ORDER BY e.id
"""  # noqa: S608 - constants
TYPES = "SELECT id, app_label || '.' || model FROM django_content_type ORDER BY id"
NAMES = ["number", "leaf_digest", "entry", "digest", "canon", "columns"]
CHUNK = 2000  # rows per fetch


def bundle():
    """Yield the lines of the bundle as dicts, all from one snapshot; close the generator when you stop early."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from _everything()


def _everything():
    yield {"t": "bundle", "version": 1}
    for number, name in rows(TYPES):
        yield {"t": "type", "id": number, "name": name}
    counts = {"entries": 0, "seals": 0}
    for line in itertools.chain(_sealed(), _lines("entry", WAITING)):
        counts["seals" if line["t"] == "seal" else "entries"] += 1
        yield line
    yield {"t": "end"} | counts


def _sealed():
    """Leaves by number, each seal where its size is reached; seals larger than the log come last."""
    seals = iter(Seal.objects.order_by("size").iterator(CHUNK))
    seal = next(seals, None)
    for leaf in _lines("leaf", LEAVES):
        yield leaf
        while seal and seal.size <= leaf["number"] + 1:
            yield {"t": "seal"} | public(seal)
            seal = next(seals, None)
    for late in itertools.chain([seal] if seal else [], seals):
        yield {"t": "seal"} | public(late)


def _lines(kind, sql):
    return ({"t": kind} | dict(zip(NAMES, row, strict=True)) for row in rows(sql))


def rows(sql):
    """The rows of a long query through a server-side cursor."""
    with connection.chunked_cursor() as cursor:
        cursor.itersize = CHUNK
        cursor.execute(sql)
        while part := cursor.fetchmany(CHUNK):
            yield from part
