"""Does the ledger still add up, whoever was at the tables? A few questions, one statement each.

The database asks them while money moves; this asks again of everything, also of what was changed behind its back.
"""

from django.db import connection
from django.utils.translation import gettext as _

# Every voucher is the sum and the digest of its postings; and its digest stands in the record (records.crosscheck).
VOUCHERS = """
SELECT v.number FROM funds_voucher v LEFT JOIN (
    SELECT voucher_id, sum(amount) AS amount, count(*) AS lines,
        encode(sha256(convert_to(string_agg(concat_ws(':', coalesce(parent_id, 0), out_of_id, into_id, amount),
            E'\\n' ORDER BY id), 'UTF8')), 'hex') AS digest
    FROM funds_posting GROUP BY voucher_id) p ON p.voucher_id = v.id
WHERE (p.amount, p.lines, p.digest) IS DISTINCT FROM (v.amount::numeric, v.lines::bigint, v.digest::text)
ORDER BY v.id LIMIT 1
"""
# What lies where a posting brought it is what it brought less what was taken from it, in its account and its source.
LOTS = """
SELECT p.id FROM funds_posting p LEFT JOIN funds_lot l ON l.posting_id = p.id LEFT JOIN (
    SELECT parent_id, sum(amount) AS amount FROM funds_posting WHERE parent_id IS NOT NULL GROUP BY parent_id) c
    ON c.parent_id = p.id
LEFT JOIN funds_posting parent ON parent.id = p.parent_id
WHERE (l.rest, l.account_id, l.source_id) IS DISTINCT FROM (p.amount - coalesce(c.amount, 0), p.into_id, p.source_id)
    OR l.rest < 0
    OR (p.parent_id IS NULL AND p.source_id <> p.id)
    OR (p.parent_id IS NOT NULL AND (parent.source_id, parent.into_id) IS DISTINCT FROM (p.source_id, p.out_of_id))
ORDER BY p.id LIMIT 1
"""
# What arrived is what lies somewhere, used or not (FUN-10).
SOURCES = """
SELECT p.id FROM funds_posting p LEFT JOIN (SELECT source_id, sum(rest) AS rest FROM funds_lot GROUP BY source_id) l
    ON l.source_id = p.id
WHERE p.parent_id IS NULL AND p.amount IS DISTINCT FROM l.rest ORDER BY p.id LIMIT 1
"""

# Numbers that decide about money are proposed by one and signed by another: those not of the installation stand in
# the record as they were proposed, and who signed them stands there, too.
VERSIONS = """
SELECT v.code || ' ' || v.version FROM funds_flagversion v
LEFT JOIN records_entry p ON p.subject_id = v.id AND p.verb = 'funds.flag_version.proposed'
LEFT JOIN records_entry s ON s.subject_id = v.id AND s.verb = 'funds.flag_version.signed'
WHERE v.version > 1 AND ((p.body -> 'parameters') IS DISTINCT FROM v.parameters
    OR (p.body -> 'on') IS DISTINCT FROM to_jsonb(v.is_on) OR (v.signed_at IS NULL) <> (s.id IS NULL))
ORDER BY v.id LIMIT 1
"""
TERMS = """
SELECT t.code || ' ' || t.since FROM funds_term t
LEFT JOIN records_entry p ON p.subject_id = t.id AND p.verb = 'funds.term.proposed'
LEFT JOIN records_entry s ON s.subject_id = t.id AND s.verb = 'funds.term.signed'
WHERE EXISTS (SELECT FROM funds_term earlier WHERE earlier.code = t.code AND earlier.id < t.id)
    AND ((p.body ->> 'days')::int IS DISTINCT FROM t.days OR (t.signed_at IS NULL) <> (s.id IS NULL)
        OR (s.body ->> 'since')::date IS DISTINCT FROM CASE WHEN t.signed_at IS NULL THEN NULL ELSE t.since END)
ORDER BY t.id LIMIT 1
"""


def first_fault() -> str | None:
    """A sentence about the first thing that does not add up; None when everything does."""
    if number := _first(VOUCHERS):
        return _("Voucher %(number)s is not the sum of its postings.") % {"number": number}
    if posting := _first(LOTS):
        return _("Posting %(posting)s and what is left of it do not agree.") % {"posting": posting}
    if posting := _first(SOURCES):
        return _("What arrived with posting %(posting)s is not all there.") % {"posting": posting}
    if number := _first(VERSIONS) or _first(TERMS):
        return _("The record does not know the numbers of %(number)s.") % {"number": number}
    return None


def _first(question: str):
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row and row[0]
