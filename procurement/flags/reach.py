"""Which tenders a change of some tenders may touch: those whose window they lie in. More than needed does no harm."""

from procurement.flags.prepared import fetched

# A window of twelve months ends with the flagged tender: a change touches what comes after it, for a year.
WINDOW = """
SELECT a.id FROM procurement_facttender t
JOIN procurement_facttender a ON a.buyer_id = t.buyer_id AND a.day >= t.day WHERE t.id = ANY($1)
UNION
SELECT a.id FROM procurement_facttender t
JOIN procurement_facttender a ON a.agent_id = t.agent_id AND a.day BETWEEN t.day AND t.day + 367
WHERE t.id = ANY($1)
UNION
SELECT a.id FROM procurement_facttender t
JOIN procurement_facttender a ON a.winner_id = t.winner_id AND a.day BETWEEN t.day AND t.day + 367
WHERE t.id = ANY($1)
UNION
SELECT a.id FROM procurement_factbid b
JOIN procurement_facttender a ON a.winner_id = b.party_id AND a.day BETWEEN b.day AND b.day + 367
WHERE b.tender_id = ANY($1)
"""
CHANGES = """
SELECT y.tender_id FROM procurement_factchange x
JOIN procurement_factchange y ON y.buyer_id = x.buyer_id AND y.changed_on >= x.changed_on
WHERE x.tender_id = ANY($1)
UNION
SELECT y.tender_id FROM procurement_factchange x
JOIN procurement_factchange y ON y.project = x.project AND y.project <> '' AND y.changed_on >= x.changed_on
WHERE x.tender_id = ANY($1)
"""
# A complaint, and a party that becomes known, move the comparison of every complaint from that day on.
COMPLAINTS = """
SELECT c.tender_id FROM procurement_factcomplaint c WHERE c.filed_on >= least(
    (SELECT min(t.day) FROM procurement_facttender t WHERE t.id = ANY($1)),
    (SELECT min(x.filed_on) FROM procurement_factcomplaint x WHERE x.tender_id = ANY($1)))
"""
REACHES = {"window": WINDOW, "changes": CHANGES, "complaints": COMPLAINTS}


def reached(kind: str, ids: set[int]) -> set[int]:
    """The ids of the tenders that a change of these may touch, themselves among them."""
    if kind not in REACHES or not ids:
        return set(ids)
    return {pk for (pk,) in fetched(REACHES[kind], [sorted(ids)])} | set(ids)
