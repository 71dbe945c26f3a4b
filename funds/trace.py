"""The way of public money (资金追踪, S0-07): up from a posting to its source, down from a source to the last payees.

Nothing is mixed in the ledger, so each way is exact: parents lead up, the lots say where it lies now. Sums of a link
are net: what was given back counts against what went the same way before.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Max, Min, Sum
from django.db.models.expressions import RawSQL

from funds.models import Account, Lot, Posting, Stage

RELATED = ["voucher__organisation", "voucher__booked_by", "voucher__fund", "out_of__organisation"]
RELATED += ["into__organisation", "into__payee", "lot"]
ACCOUNT = ["organisation", "payee", "fund"]
ORDER = {stage: place for place, stage in enumerate(Stage.values)}

UP = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, 0 AS step FROM funds_posting WHERE id = %s
    UNION ALL
    SELECT p.id, p.parent_id, up.step + 1 FROM up JOIN funds_posting p ON p.id = up.parent_id)
SELECT id FROM up ORDER BY step DESC
"""
DOWN = """
WITH RECURSIVE down AS (
    SELECT id FROM funds_posting WHERE id = %s
    UNION ALL
    SELECT p.id FROM down JOIN funds_posting p ON p.parent_id = down.id)
SELECT id FROM down
"""
# What lies with these accounts now, followed up to its sources: each posting on the way with the part that is meant.
BROUGHT = """
WITH RECURSIVE up AS (
    SELECT p.id, p.parent_id, l.rest AS part
    FROM funds_lot l JOIN funds_posting p ON p.id = l.posting_id
    WHERE l.account_id = ANY(%s::bigint[]) AND l.rest > 0
    UNION ALL
    SELECT p.id, p.parent_id, up.part FROM up JOIN funds_posting p ON p.id = up.parent_id)
SELECT p.out_of_id, p.into_id, sum(up.part)::bigint, count(*), min(v.happened_on), max(v.happened_on)
FROM up JOIN funds_posting p ON p.id = up.id JOIN funds_voucher v ON v.id = p.voucher_id
GROUP BY p.out_of_id, p.into_id
"""


@dataclass(frozen=True)
class Way:
    """So much (fen, net) went from one account to the other, in so many postings, between these days."""

    out_of: Account
    into: Account
    amount: int
    count: int
    first: date
    last: date


@dataclass(frozen=True)
class Rest:
    """So much of the money that is traced lies in an account now."""

    account: Account
    amount: int
    count: int


def way_up(posting: Posting) -> list[Posting]:
    """The postings from the arrival down to this one."""
    with connection.cursor() as cursor:
        cursor.execute(UP, [posting.pk])
        order = [pk for (pk,) in cursor.fetchall()]
    found = Posting.objects.select_related(*RELATED).in_bulk(order)
    return [found[pk] for pk in order]


def below(posting: Posting):
    """This posting and every posting that took from it, near or far."""
    if posting.pk == posting.source_id:
        return Posting.objects.filter(source=posting)
    return Posting.objects.filter(pk__in=RawSQL(DOWN, [posting.pk]))  # noqa: S611 -- a constant


def ways_below(posting: Posting) -> list[Way]:
    """Where the money of this posting went, a line for each pair of accounts."""
    return ways_of(below(posting))


def ways_of_fund(fund) -> list[Way]:
    return ways_of(Posting.objects.filter(voucher__fund=fund))


def ways_of(postings) -> list[Way]:
    """The net ways of these postings."""
    about = {"sum": Sum("amount"), "count": Count("pk")}
    about |= {"first": Min("voucher__happened_on"), "last": Max("voucher__happened_on")}
    rows = postings.values("out_of", "into").annotate(**about).order_by("out_of", "into")
    return netted([tuple(row[name] for name in ("out_of", "into", "sum", "count", "first", "last")) for row in rows])


def ways_to(accounts) -> list[Way]:
    """How what lies in these accounts now came there, from its sources on."""
    with connection.cursor() as cursor:
        cursor.execute(BROUGHT, [[account.pk for account in accounts]])
        return netted(cursor.fetchall())


def netted(rows) -> list[Way]:
    """Ways of rows (out of, into, amount, count, first, last): two directions of one pair are one way, or none."""
    pairs = defaultdict(list)
    for row in rows:
        pairs[tuple(sorted(row[:2]))].append(row)
    merged = [row for group in pairs.values() if (row := _net(group))[2]]
    known = Account.objects.select_related(*ACCOUNT).in_bulk({pk for row in merged for pk in row[:2]})
    ways = [Way(known[one], known[other], *rest) for one, other, *rest in merged]
    return sorted(ways, key=lambda way: (ORDER[way.out_of.stage], ORDER[way.into.stage], -way.amount, way.into.pk))


def _net(group) -> tuple:
    """One row of the two directions of a pair, in the direction of the greater sum."""
    one, *back = sorted(group, key=lambda row: -row[2])
    if not back:
        return one
    [other] = back
    days = [*one[4:], *other[4:]]
    return (one[0], one[1], one[2] - other[2], one[3] + other[3], min(days), max(days))


def rests_below(posting: Posting, stages=Stage.values) -> list[Rest]:
    """Where the money of this posting lies now, up to the last payee; the rests add up to its amount."""
    if posting.pk == posting.source_id:
        lots = Lot.objects.filter(source=posting)
    else:
        lots = Lot.objects.filter(posting__in=below(posting))
    return rests_of(lots.filter(account__stage__in=stages))


def rests_of(lots) -> list[Rest]:
    rows = lots.filter(rest__gt=0).values("account").annotate(sum=Sum("rest"), count=Count("pk")).order_by("account")
    rows = list(rows)
    known = Account.objects.select_related(*ACCOUNT).in_bulk([row["account"] for row in rows])
    found = [Rest(known[row["account"]], int(row["sum"]), row["count"]) for row in rows]
    return sorted(found, key=lambda rest: (-ORDER[rest.account.stage], -rest.amount, rest.account.pk))


def brought_to(payee, funds):
    """The postings that brought a payee what lies with it now, newest first."""
    rows = Posting.objects.filter(into__payee=payee, voucher__fund__in=funds, lot__rest__gt=0)
    return rows.select_related(*RELATED, "source__voucher", "source__out_of").order_by("-pk")
