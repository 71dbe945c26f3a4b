"""The ledger of funds: the way of one appropriation, the proof of everything, a posting, and one account for 32.

Trace: every posting of one source by its stored lineage, against the recursive query over parents. Proof: the three
questions of `funds.proof`, a number for the record. Posting: a voucher through `book`, against the same lock, voucher,
posting (its lot is moved by the same triggers) sent by hand. Storm: 32 connections out of one account.
"""

import contextlib
import itertools
import threading
import uuid
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role
from bench.cases.world import employ
from bench.measure import Result, Side, compare, for_seconds, summary, timed
from funds.actions.ledger import Move, Slip, account_of, balance, book
from funds.models import Fund, Payee, Posting, Stage, Voucher
from funds.proof import first_fault
from records.refusal import Refused

DAY = date(2026, 3, 2)
SMALL, LARGE = 100_000, 1_000_000  # postings
SOURCES = 100  # appropriations they stem from
DEEP = 4  # arrival → allocation → disbursement → use: one of each, then many uses
CONNECTIONS, EACH = 32, 20

# Vouchers of one posting each, as `book` writes them: the digest is over parent:out:into:amount.
VOUCHERS = """
INSERT INTO funds_voucher (number, fund_id, kind, happened_on, amount, lines, digest, words, economic_class, paper,
    organisation_id, booked_at)
SELECT 'B' || n, %(fund)s, %(kind)s, %(day)s, %(amount)s, 1,
    encode(sha256(convert_to(concat_ws(':', parent, %(out_of)s::bigint, %(into)s::bigint, %(amount)s::bigint),
        'UTF8')), 'hex'),
    '款', '', '', %(unit)s, %(now)s
FROM unnest(%(serials)s::bigint[], %(parents)s::bigint[]) AS t (n, parent) ORDER BY n RETURNING id
"""
POSTINGS = """
INSERT INTO funds_posting (voucher_id, parent_id, out_of_id, into_id, amount)
SELECT voucher, nullif(parent, 0), %(out_of)s, %(into)s, %(amount)s
FROM unnest(%(vouchers)s::bigint[], %(parents)s::bigint[]) WITH ORDINALITY AS t (voucher, parent, n) ORDER BY n
RETURNING id
"""


class World:
    """A fund with its places, and postings in bulk through the guards of the database."""

    def __init__(self):
        self.actor = employ(Role.CLERK)
        unit = self.actor.organisation
        about = {"name": "专项资金", "kind": "special", "year": 2026, "finance": unit, "manager": unit, "basis": "b"}
        days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "created_at": timezone.now()}
        self.fund = Fund.objects.create(code=f"b{uuid.uuid4().hex[:8]}", purpose="款", **about, **days)
        self.outside = account_of(self.fund, Stage.OUTSIDE, name="省财政厅")
        self.held = account_of(self.fund, Stage.HELD, organisation=unit)
        self.allocated = account_of(self.fund, Stage.ALLOCATED, organisation=unit, project="产业路")
        self.disbursed = account_of(self.fund, Stage.DISBURSED, organisation=unit, project="产业路")
        payee = Payee.objects.create(
            sort="firm", name="公司", identity=uuid.uuid4().hex, account_number="62", entered_at=timezone.now()
        )
        self.used = account_of(self.fund, Stage.USED, payee=payee)
        self.serials = itertools.count(1)

    def post(self, kind, out_of, into, amount, parents) -> list[int]:
        """One voucher with one posting for each parent (0: an arrival); gives the keys of the postings."""
        about = {"fund": self.fund.pk, "kind": kind, "day": DAY, "amount": amount, "out_of": out_of.pk}
        about |= {"into": into.pk, "unit": self.actor.organisation.pk, "now": timezone.now(), "parents": parents}
        about["serials"] = [next(self.serials) for _parent in parents]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(VOUCHERS, about)
            vouchers = [key for (key,) in cursor.fetchall()]
            cursor.execute(POSTINGS, about | {"vouchers": sorted(vouchers)})
            return [key for (key,) in cursor.fetchall()]

    def fill(self, count: int) -> list[int]:
        """So many postings out of a hundred sources; gives the sources."""
        uses = count // SOURCES - DEEP + 1
        amount = uses * 100
        sources = self.post("arrive", self.outside, self.held, amount, [0] * SOURCES)
        at = self.post("allocate", self.held, self.allocated, amount, sources)
        at = self.post("disburse", self.allocated, self.disbursed, amount, at)
        for first in range(0, uses, 100):
            for parent in at:
                self.post("use", self.disbursed, self.used, 100, [parent] * min(100, uses - first))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE funds_posting, funds_lot, funds_voucher")
        return sources


STORED = """
SELECT id, parent_id, into_id, amount FROM funds_posting WHERE source_id = %s ORDER BY id
"""
RECURSIVE = """
WITH RECURSIVE way AS (
  SELECT id, parent_id, into_id, amount FROM funds_posting WHERE id = %s
  UNION ALL
  SELECT p.id, p.parent_id, p.into_id, p.amount FROM way JOIN funds_posting p ON p.parent_id = way.id)
SELECT id, parent_id, into_id, amount FROM way ORDER BY id
"""


def rows(statement, source):
    with connection.cursor() as cursor:
        cursor.execute(statement, [source])
        return cursor.fetchall()


def trace(sources, count, pairs) -> Result:
    if rows(STORED, sources[0]) != rows(RECURSIVE, sources[0]):
        raise SystemExit("funds: the stored way and the recursive one differ")
    cycle = itertools.cycle(sources)
    ours, limit = (for_seconds(1, lambda s=statement: rows(s, next(cycle))) for statement in (STORED, RECURSIVE))
    return compare(f"funds trace {count:,}", ours, limit, pairs=pairs, slower_is=True)


def proof(count) -> Result:
    """The whole proof against reading both tables once."""
    faults = []

    def ours():
        faults.append(first_fault())
        return 1

    def limit():
        with connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT sum(amount) FROM funds_posting), (SELECT sum(rest) FROM funds_lot)")
        return 1

    result = summary(f"funds proof {count:,}", [(timed(ours), timed(limit)) for _n in range(3)], slower_is=True)
    if any(faults):
        raise SystemExit(f"funds: {faults}")
    return result


HAND = [
    "SELECT posting_id, rest FROM funds_lot WHERE account_id = %(out_of)s AND rest > 0 ORDER BY posting_id LIMIT 1",
    VOUCHERS,
    POSTINGS,
]


def posting(world: World, pairs) -> Result:
    """A payment of one yuan through `book`, against lock, voucher and posting by hand."""
    [source] = world.post("arrive", world.outside, world.held, 10**12, [0])
    at = world.post("allocate", world.held, world.allocated, 10**12, [source])
    world.post("disburse", world.allocated, world.disbursed, 10**12, at)
    now = timezone.now()

    def ours():
        with transaction.atomic():
            slip = Slip(world.fund, Voucher.Kind.USE, DAY, "款", key=uuid.uuid4())
            book(slip, [Move(world.disbursed, world.used, 100)], by=world.actor, now=now)

    def by_hand():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM funds_account WHERE id = %s FOR UPDATE", [world.disbursed.pk])
            cursor.execute(HAND[0], {"out_of": world.disbursed.pk})
            [(parent, _rest)] = cursor.fetchall()
            about = {"fund": world.fund.pk, "kind": "use", "day": DAY, "amount": 100, "now": now}
            about |= {"out_of": world.disbursed.pk, "into": world.used.pk, "unit": world.actor.organisation.pk}
            about |= {"parents": [parent], "serials": [next(world.serials)]}
            cursor.execute(VOUCHERS, about)
            cursor.execute(POSTINGS, about | {"vouchers": [cursor.fetchone()[0]]})

    return compare("funds posting", for_seconds(1, ours), for_seconds(1, by_hand), pairs=pairs, unit="vouchers/s")


def storm(world: World) -> Result:
    """32 connections take from one account that holds enough for half of them; one connection does the same."""
    place = account_of(world.fund, Stage.ALLOCATED, organisation=world.actor.organisation, project="热点")
    sides = [(hot(world, place, CONNECTIONS), hot(world, place, 1)) for _n in range(3)]
    return summary("funds hot account 32/1", sides, unit="attempts/s")


def hot(world: World, place, connections: int) -> Side:
    amount = CONNECTIONS * EACH // 2 * 100
    [source] = world.post("arrive", world.outside, world.held, amount, [0])
    world.post("allocate", world.held, place, amount, [source])
    paid = Posting.objects.filter(out_of=place).count()

    def work():
        threads = [
            threading.Thread(target=takes, args=(world, place, CONNECTIONS * EACH // connections))
            for _n in range(connections)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return CONNECTIONS * EACH

    side = timed(work)
    taken = Posting.objects.filter(out_of=place).count() - paid
    if balance(place) != 0 or taken != CONNECTIONS * EACH // 2 or first_fault():
        raise SystemExit(f"funds: the storm left {balance(place)} fen after {taken} payments: {first_fault()}")
    return side


def takes(world: World, place, times: int):
    """As another process would: on a connection of its own."""
    with contextlib.closing(connection):
        for _n in range(times):
            with contextlib.suppress(Refused), transaction.atomic():
                slip = Slip(world.fund, Voucher.Kind.USE, DAY, "款")
                book(slip, [Move(place, world.used, 100)], by=world.actor, now=timezone.now())


def run(pairs: int, full: bool) -> list[Result]:
    count = LARGE if full else SMALL
    world = World()
    sources = world.fill(count)
    return [trace(sources, count, pairs), proof(count), posting(world, pairs), storm(world)]
