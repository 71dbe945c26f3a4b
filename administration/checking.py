"""Is the record intact where a hand would touch it first: the newest seals and entries?

The whole record is walked every night by `manage.py verify_records`; this is the look that an auditor takes by day.
"""

from dataclasses import dataclass

from django.db import connection

from records.actions import record
from records.keys import trusted_keys
from records.models import Entry, Leaf, Seal
from records.sealer import link, public
from records.verify import FAULTS, Fault, check_signature

SEALS, ENTRIES = 200, 20_000  # the newest ones
VERB = "administration.record.checked"
CHANGED = """
SELECT id FROM (SELECT id, canon, digest FROM records_entry ORDER BY id DESC LIMIT %s) newest
WHERE encode(sha256('\\x00'::bytea || convert_to(canon, 'UTF8')), 'hex') <> digest ORDER BY id LIMIT 1
"""
UNLIKE = """
SELECT leaf.entry_id FROM (SELECT entry_id, digest FROM records_leaf ORDER BY number DESC LIMIT %s) leaf
LEFT JOIN records_entry entry ON entry.id = leaf.entry_id
WHERE entry.id IS NULL OR entry.digest <> leaf.digest ORDER BY 1 LIMIT 1
"""


@dataclass(frozen=True)
class Result:
    """How much was looked at, and the first fault; "" where there is none."""

    seals: int
    entries: int
    fault: str


def check(*, by, now) -> Result:
    """Look, and leave an entry that says who looked and what was found."""
    seals = list(Seal.objects.order_by("-size")[:SEALS])[::-1]
    entries = min(Entry.objects.count(), ENTRIES)
    result = Result(len(seals), entries, fault_of(seals))
    about = {"seals": result.seals, "entries": result.entries, "fault": result.fault}
    record(VERB, by.organisation, actor=by, now=now, **about)
    return result


def fault_of(seals: list[Seal]) -> str:
    try:
        check_seals(seals)
    except Fault as fault:
        return str(fault)
    for question, kind in ((CHANGED, "edited"), (UNLIKE, "edited")):
        with connection.cursor() as cursor:
            cursor.execute(question, [ENTRIES])
            if found := cursor.fetchone():
                return FAULTS[kind].format(entry=found[0])
    return truncated(seals)


def check_seals(seals: list[Seal]):
    """Each signature is ours, and each seal names the one before it. Raises Fault."""
    keys, before = set(trusted_keys()), None
    for seal in seals:
        facts = public(seal)
        check_signature(facts, keys)
        if before is not None and seal.previous != link(before.signature):
            raise Fault(FAULTS["chain"].format(**facts))
        before = seal


def truncated(seals: list[Seal]) -> str:
    """The last seal speaks of so many entries; all of them must be there."""
    found = Leaf.objects.count()
    if seals and found < seals[-1].size:
        return FAULTS["truncated"].format(size=seals[-1].size, found=found)
    return ""


def latest(most: int = 10) -> list[tuple]:
    """(time, who, seals, entries, fault) of the last checks."""
    rows = Entry.objects.filter(verb=VERB).select_related("actor").order_by("-pk")[:most]
    return [(row.happened_at, row.actor, row.body["seals"], row.body["entries"], row.body["fault"]) for row in rows]
