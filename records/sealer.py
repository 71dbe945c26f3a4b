"""Sealing: the entries that are surely committed get their place in the tree and a signature over its root.

Surely committed: their transaction is older than every one still running, so nothing can appear among them
later. An entry of a transaction that was open stays for the next round.
"""

import hashlib
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Min

from records import merkle
from records.keys import public_hex, seal_key
from records.models import Entry, Node, Seal

LOCK = 74_01  # advisory lock: one sealer at a time
CHUNK = 10_000  # leaves hashed per read
BLOCK_LEVEL = 8  # nodes over 256 leaves and more are kept for receipts
FIRST = "0" * 64  # what the first seal carries in place of the one before it
SIGNED = ["size", "root", "sealed_at", "previous", "oldest_txid", "next_txid", "key"]

HORIZON = "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
LEAVES = """
INSERT INTO records_leaf (number, entry_id, digest)
SELECT %(size)s + row_number() OVER (ORDER BY e.txid, e.id) - 1, e.id, e.digest
FROM records_entry e WHERE e.txid >= %(since)s AND e.txid < %(before)s
"""
# Restored from a dump, the database counts transactions from the start again: find what is new by looking.
LEAVES_AFTER_RESTORE = """
INSERT INTO records_leaf (number, entry_id, digest)
SELECT %(size)s + row_number() OVER (ORDER BY e.id) - 1, e.id, e.digest
FROM records_entry e WHERE NOT EXISTS (SELECT FROM records_leaf l WHERE l.entry_id = e.id)
"""
DIGESTS = """
SELECT string_agg(decode(digest, 'hex'), ''::bytea ORDER BY number)
FROM records_leaf WHERE number >= %s AND number < %s
"""


class BrokenSeal(Exception):
    """The last seal does not fit its own frontier: somebody changed it. Nothing is sealed on top of that."""


def public(seal) -> dict:
    """What is published of a seal, and what its signature covers except `signature` itself."""
    return {
        "size": seal.size,
        "root": seal.root,
        "sealed_at": f"{seal.sealed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
        "previous": seal.previous,
        "oldest_txid": seal.oldest_txid,
        "next_txid": seal.next_txid,
        "key": seal.key,
        "signature": seal.signature,
    }


def statement(facts) -> bytes:
    """The text that is signed: the published values in their order, one a line."""
    return "\n".join(["mingjing-seal-1", *(str(facts[name]) for name in SIGNED), ""]).encode()


def link(signature: str) -> str:
    """What the next seal carries of this one."""
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


@transaction.atomic
def seal(now) -> Seal | None:
    """One round. Returns the new seal, or None when there was nothing new. Raises BrokenSeal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Seal.objects.first() or Seal(size=0, root=merkle.EMPTY, oldest_txid=0, frontier="")
        frontier = last.frontier.split()
        if merkle.root_of(frontier) != last.root:
            raise BrokenSeal(last.size)
        horizon, taken = _take(cursor, last)
        if not taken:
            return None
        size, frontier = _grow(cursor, last.size, frontier, last.size + taken)
    return _sign(last, size, frontier, now, *horizon)


def _take(cursor, last):
    """Give the new entries their leaf numbers; returns the horizon they were taken at, and how many."""
    cursor.execute(HORIZON)
    oldest, following = cursor.fetchone()
    if following < last.oldest_txid:
        cursor.execute("LOCK TABLE records_entry IN SHARE MODE")  # nothing is in flight while we look
        cursor.execute(LEAVES_AFTER_RESTORE, {"size": last.size})
    else:
        cursor.execute(LEAVES, {"size": last.size, "since": last.oldest_txid, "before": oldest})
    return (oldest, following), cursor.rowcount


def _grow(cursor, size, frontier, until):
    """Hash the new leaves into the frontier, a chunk at a time, and keep the nodes over whole blocks."""
    for start in range(size, until, CHUNK):
        cursor.execute(DIGESTS, [start, start + CHUNK])
        data = bytes(cursor.fetchone()[0])
        leaves = (data[at : at + 32] for at in range(0, len(data), 32))
        size, frontier, nodes = merkle.append(size, frontier, leaves, BLOCK_LEVEL)
        Node.objects.bulk_create(Node(level=level, position=place, digest=hash_) for level, place, hash_ in nodes)
    return size, frontier


def _sign(last, size, frontier, now, oldest_txid, next_txid):
    key = seal_key()
    fresh = Seal(
        size=size,
        root=merkle.root_of(frontier),
        sealed_at=now,
        previous=link(last.signature) if last.signature else FIRST,
        oldest_txid=oldest_txid,
        next_txid=next_txid,
        key=public_hex(key),
        frontier=" ".join(frontier),
    )
    fresh.signature = key.sign(statement(public(fresh))).hex()
    fresh.save(force_insert=True)
    return fresh


def unsealed_since():
    """When the oldest entry that is not sealed yet was written; None when all are."""
    last = Seal.objects.first()
    waiting = Entry.objects.filter(txid__gte=last.oldest_txid if last else 0)
    return waiting.aggregate(oldest=Min("recorded_at"))["oldest"]
