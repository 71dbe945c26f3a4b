"""Writing facts: whole tenders, many at a time, with one statement per table; only what changed is written anew.

Facts are copies (the evidence itself stands in the tender, its bids and the record), so they may be replaced.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

from procurement.facts.keys import digest
from procurement.facts.plain import Bid, TenderFacts
from procurement.models.facts import (
    FactBid,
    FactChange,
    FactComplaint,
    FactKey,
    FactParty,
    FactPeriod,
    FactScore,
    FactSeat,
    FactTender,
    FactTerm,
)

BATCH = 5000
# Which facts of a tender belong together: a rule looks again when one of its aspects changes.
ASPECTS = {
    "core": ("day", "number", "title", "trade", "matter", "method", "project", "buyer", "agent", "place", "estimate"),
    "award": ("winner", "decided_on", "award_amount", "award_days", "control_price"),
    "contract": ("contract_amount", "contract_days", "contract_on"),
    "bids": ("bids", "day", "winner"),
    "scores": ("experts", "pool", "seats", "scorers", "day", "winner"),
    "complaints": ("complaints",),
    "changes": ("changes", "buyer", "project"),
    "periods": ("periods",),
    "terms": ("terms",),
}
CHILDREN = {
    "bids": [FactScore, FactKey, FactBid],
    "scores": [FactSeat],
    "complaints": [FactComplaint],
    "changes": [FactChange],
    "periods": [FactPeriod],
    "terms": [FactTerm],
}


@dataclass
class Stored:
    """What a batch changed: the ids of the tenders by aspect, and the ids of all."""

    ids: dict[str, int] = field(default_factory=dict)  # ocid → id
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # aspect → ids
    filled: dict[str, set[int]] = field(default_factory=dict)  # aspect → ids of which something is known in it
    known: set[int] = field(default_factory=set)  # those that were there before

    @property
    def touched(self) -> list[int]:
        return sorted(set().union(*self.changed.values())) if self.changed else []


def marks_of(facts: TenderFacts) -> dict[str, str]:
    """Aspect → a short hash of what is known in it, empty where nothing is; equal hashes need no writing."""
    return {aspect: mark_of(aspect, facts) for aspect in ASPECTS}


def mark_of(aspect: str, facts: TenderFacts) -> str:
    values = [getattr(facts, name) for name in ASPECTS[aspect]]
    known = values[:1] if aspect in CHILDREN else values  # the others only say where it belongs
    if not any(value not in (None, "", ()) for value in known):
        return ""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


Watcher = Callable[[dict[str, set[int]], dict[str, set[int]]], None]


@transaction.atomic(savepoint=False)
def store(tenders: Iterable[TenderFacts], now: datetime, before: Watcher | None = None) -> Stored:
    """Write the facts of these tenders. The same OCID twice in a batch counts as its last one.

    `before` is called, while the old facts still stand, with the aspects that change of tenders already known and with
    those that something was known of.
    """
    batch = list({facts.ocid: facts for facts in tenders}.values())
    marks = {facts.ocid: marks_of(facts) for facts in batch}
    known = existing([facts.ocid for facts in batch])
    stored = Stored({ocid: row[0] for ocid, row in known.items()}, known={row[0] for row in known.values()})
    fresh = [facts for facts in batch if (marks[facts.ocid], *own(facts)) != known.get(facts.ocid, (0,))[1:]]
    if not fresh:
        return stored
    if before and known:
        again = [facts for facts in fresh if facts.ocid in known]
        was = {ocid: row[1] for ocid, row in known.items()}
        before(changed_aspects(again, marks, known, stored.ids), filled(was, stored.ids))
    parties, more_known = store_parties(fresh)
    stored.ids |= store_tenders(fresh, parties, marks, now)
    stored.changed = changed_aspects(fresh, marks, known, stored.ids)
    stored.filled = filled(marks, stored.ids)
    if more_known:
        stored.changed["known"] |= {stored.ids[facts.ocid] for facts in fresh}
    store_children(fresh, parties, stored)
    return stored


def changed_aspects(batch, marks, known, ids) -> dict[str, set[int]]:
    """Aspect → the tenders in which it is not what it was."""
    changed = defaultdict(set)
    for facts in batch:
        was = known[facts.ocid][1] if facts.ocid in known else {}
        for aspect, mark in marks[facts.ocid].items():
            if was.get(aspect, "") != mark:
                changed[aspect].add(ids[facts.ocid])
    return changed


def filled(marks: dict[str, dict[str, str]], ids: dict[str, int]) -> dict[str, set[int]]:
    """Aspect → the tenders of which something is known in it."""
    found = defaultdict(set)
    for ocid, each in marks.items():
        for aspect, mark in each.items():
            if mark:
                found[aspect].add(ids[ocid])
    return found


def own(facts: TenderFacts) -> tuple:
    return facts.tender, facts.organisation


def existing(ocids: list[str]) -> dict[str, tuple]:
    rows = FactTender.objects.filter(ocid__in=ocids).select_for_update().order_by("pk")
    return {row[0]: row[1:] for row in rows.values_list("ocid", "pk", "marks", "tender_id", "organisation_id")}


def insert(model: type[models.Model], rows: Sequence[dict], conflict: str = "") -> list[tuple]:
    """Insert dicts of columns with one statement per 5,000; `conflict` may end it with ON CONFLICT … RETURNING …"""
    if not rows:
        return []
    made = []
    columns = {name: model._meta.get_field(name) for name in rows[0]}
    names = ", ".join(f.column for f in columns.values())
    sent = ", ".join(f"%s::{array_type(f)}[]" for f in columns.values())
    taken = ", ".join(f"{f.column}::{f.db_type(connection)}" for f in columns.values())
    sql = (
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {taken} FROM unnest({sent}) AS given({names}) {conflict}"  # noqa: S608
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            cursor.execute(sql, [[prepared(f, row[name]) for row in part] for name, f in columns.items()])
            if cursor.description:
                made += cursor.fetchall()
    return made


def array_type(f: models.Field) -> str:
    """The type in which a column is sent; lists of lists cannot be unnested and travel as text."""
    return "text" if isinstance(f, ArrayField) else f.db_type(connection)


def prepared(f: models.Field, value):
    if isinstance(f, ArrayField):
        return "{" + ",".join(map(str, value)) + "}"
    return f.get_db_prep_save(value, connection)


SINCE = ("buyer_since", "agent_since", "bidder_since")
# What a party that is known becomes when it is named again: column → SQL.
LATEST = {
    "name": "coalesce(nullif(excluded.name, ''), procurement_factparty.name)",
    "founded_on": "coalesce(excluded.founded_on, procurement_factparty.founded_on)",
} | {since: f"least(procurement_factparty.{since}, excluded.{since})" for since in SINCE}
JOINED = (
    "ON CONFLICT (code) DO UPDATE SET "
    + ", ".join(f"{column} = {value}" for column, value in LATEST.items())
    + " RETURNING code, id"
)


def store_parties(batch: list[TenderFacts]) -> tuple[dict[str, int], bool]:
    """Enter everybody who is named; gives code → id, and whether somebody is known in a capacity earlier than before.

    A name that is known stays unless a new one is told.
    """
    rows = everyone(batch)
    known = {
        row["code"]: row for row in FactParty.objects.filter(code__in={r["code"] for r in rows.values()}).values()
    }
    told = {row["code"]: row for row in rows.values() if is_news(row, known.get(row["code"]))}
    ids = {code: row["id"] for code, row in known.items()}
    ids |= dict(insert(FactParty, [told[code] for code in sorted(told)], JOINED))
    more_known = any(is_earlier(row, known.get(code)) for code, row in told.items())
    return {code: ids[row["code"]] for code, row in rows.items()}, more_known


def is_earlier(row: dict, known: dict | None) -> bool:
    return any(row[name] and (not known or not known[name] or row[name] < known[name]) for name in SINCE)


def is_news(row: dict, known: dict | None) -> bool:
    told = known is None or any(row[name] and row[name] != known[name] for name in ("name", "founded_on"))
    return told or is_earlier(row, known)


def everyone(batch: list[TenderFacts]) -> dict[str, dict]:
    """Code → the row of everybody who is named."""
    rows: dict[str, dict] = {}
    for facts in batch:
        for who, capacity, day in facts.everyone():
            row = rows.setdefault(
                who.code,
                {"code": who.code[:200], "name": "", "founded_on": None} | dict.fromkeys(SINCE),
            )
            row["name"] = who.name[:300] or row["name"]
            row["founded_on"] = who.founded_on or row["founded_on"]
            if capacity:
                since = f"{capacity}_since"
                row[since] = min(filter(None, [row[since], day]))
    return rows


PLAIN = [
    *("tender", "organisation", "ocid", "number", "title", "trade", "matter", "method", "project", "place", "day"),
    *("decided_on", "estimate", "control_price", "award_amount", "award_days"),
    *("contract_amount", "contract_days", "contract_on", "pool", "seats"),
]


def store_tenders(batch: list[TenderFacts], parties, marks, now) -> dict[str, int]:
    rows = []
    for facts in batch:
        row = {name: getattr(facts, name) for name in PLAIN}
        row |= {"number": facts.number[:200], "title": facts.title[:500], "project": facts.project[:200]}
        row |= {
            role: parties[who.code] if (who := getattr(facts, role)) else None for role in ("buyer", "agent", "winner")
        }
        prices = sorted(bid.amount for bid in facts.bids or () if bid.amount is not None)
        row |= {"bids": None if facts.bids is None else len(facts.bids), "prices": prices, "total": sum(prices)}
        rows.append(row | {"marks": marks[facts.ocid], "refreshed_at": now, "learned_on": timezone.localdate(now)})
    columns = [FactTender._meta.get_field(name).column for name in rows[0] if name not in ("ocid", "learned_on")]
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns)
    made = insert(FactTender, rows, f"ON CONFLICT (ocid) DO UPDATE SET {updates} RETURNING ocid, id")
    return dict(made)


def store_children(batch: list[TenderFacts], parties: dict[str, int], stored: Stored):
    for aspect, tables in CHILDREN.items():
        again = sorted(stored.changed[aspect] & stored.known)
        for table in tables if again else ():
            table.objects.filter(tender__in=again)._raw_delete(using="default")
    rows = defaultdict(list)
    for facts in batch:
        pk = stored.ids[facts.ocid]
        for aspect in CHILDREN:
            if pk in stored.changed[aspect]:
                for table, row in MAKERS[aspect](facts, parties):
                    rows[table].append({"tender": pk} | row)
    for table in (FactBid, FactKey, FactSeat, FactScore, FactComplaint, FactChange, FactPeriod, FactTerm):
        insert(table, rows[table])


def bid_rows(facts: TenderFacts, parties):
    bids = {bid.party.code: bid for bid in facts.bids or ()}
    keys = {code: keys_of(bid) for code, bid in bids.items()}
    held = Counter(key for own_keys in keys.values() for key in own_keys)
    for code, bid in bids.items():
        scores = list(bid.scores.values())
        yield (
            FactBid,
            {
                "party": parties[code],
                "winner": parties[facts.winner.code] if facts.winner else None,
                "day": facts.day,
                "amount": bid.amount,
                "status": bid.status,
                "submitted_at": bid.submitted_at,
                "scores": len(scores),
                "score_sum": sum(scores),
                "score_low": min(scores, default=0),
                "score_high": max(scores, default=0),
            },
        )
        for kind, mark in sorted(keys[code]):
            shared = held[kind, mark] > 1
            yield FactKey, {"party": parties[code], "kind": kind, "digest": mark, "shared": shared}
        for expert, score in bid.scores.items():
            yield FactScore, {"party": parties[code], "expert": parties[expert], "score": score}


def keys_of(bid: Bid) -> set[tuple]:
    """(kind, digest) of every mark of a bid, its firm among them."""
    marks = {(kind, digest(kind, value)) for kind, values in bid.keys.items() for value in values}
    marks.add(("firm", digest("firm", bid.party.code)))
    return {mark for mark in marks if mark[1] is not None}


def seat_rows(facts: TenderFacts, parties):
    winner = parties[facts.winner.code] if facts.winner and facts.pool else None
    for who in {who.code for who in facts.experts}:
        yield FactSeat, {"expert": parties[who], "winner": winner, "day": facts.day}


def complaint_rows(facts: TenderFacts, parties):
    for each in facts.complaints:
        yield FactComplaint, {"party": parties[each.party.code], "capacity": each.capacity, "filed_on": each.filed_on}


def change_rows(facts: TenderFacts, parties):
    about = {"buyer": parties[facts.buyer.code] if facts.buyer else None, "project": facts.project[:200]}
    for each in facts.changes:
        yield FactChange, about | {"changed_on": each.changed_on, "was": each.was, "becomes": each.becomes}


def period_rows(facts: TenderFacts, parties):
    for each in facts.periods:
        dates = {"began_on": each.began_on, "ended_on": each.ended_on, "earliest_on": each.earliest_on}
        yield FactPeriod, {"code": each.code, "law": each.law, **dates}


def term_rows(facts: TenderFacts, parties):
    for each in facts.terms:
        yield FactTerm, {"code": each.code, "words": each.words}


MAKERS = {
    "bids": bid_rows,
    "scores": seat_rows,
    "complaints": complaint_rows,
    "changes": change_rows,
    "periods": period_rows,
    "terms": term_rows,
}
