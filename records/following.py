"""Reading the record as it grows: whoever has to pass news on reads every committed entry once, in its order.

A reader keeps its place in a bookmark, which moves in the same transaction as what the reader writes: after a crash
it reads the same entries again, and none is left out. An entry counts as there when every transaction that could
still commit before it has ended, as with the seals.
"""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from records.models import Bookmark, Entry

BATCH = 1000
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@transaction.atomic
def follow(reader: str, verbs: Collection[str], tell: Callable[[list[Entry]], None], *, since: datetime) -> int:
    """Hand the next batch of entries with these verbs to `tell`; returns how many, 0 when there is nothing new.

    Entries of what happened before `since` are passed over. Of two rounds at the same time one waits for the other.
    """
    Bookmark.objects.get_or_create(reader=reader)
    mark = Bookmark.objects.select_for_update().get(reader=reader)
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        [horizon] = cursor.fetchone()
    if horizon < mark.txid:  # restored from a dump: the database counts transactions from the start again
        mark.txid = mark.entry = 0
    found = beyond(mark, horizon, verbs, since)
    if found:
        tell(found)
    if len(found) == BATCH:
        mark.txid, mark.entry = found[-1].txid, found[-1].pk
    else:
        mark.txid, mark.entry = horizon, 0
    mark.save(update_fields=["txid", "entry"])
    return len(found)


def beyond(mark: Bookmark, horizon: int, verbs: Collection[str], since: datetime) -> list[Entry]:
    place = TupleGreaterThan(Tuple(F("txid"), F("pk")), (mark.txid, mark.entry))
    entries = Entry.objects.filter(place, txid__lt=horizon, verb__in=list(verbs), happened_at__gte=since)
    return list(entries.order_by("txid", "pk")[:BATCH])
