"""What shows only over many tenders: winning again and again, companions, splitting, changes.

A window of twelve months ends with the day of the tender that is flagged: later than the same day a year before, up
to and including its own.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.flags.base import BASIS_POINTS, FlagRule, Found, plain, yuan_of
from procurement.models.flags import Family, Severity
from records.parameters import Parameter

# Those who met often enough at all are few: they are counted first, and only for them the windows are looked at.
WON_OFTEN = """
WITH often AS MATERIALIZED (
    SELECT t.winner_id, t.{who}_id FROM procurement_facttender t
    WHERE t.winner_id IS NOT NULL AND t.{who}_id IS NOT NULL AND {near}
    GROUP BY t.winner_id, t.{who}_id HAVING count(*) >= %(wins)s
)
SELECT a.id, '{who}', 'medium', ARRAY[o.winner_id, o.{who}_id], round(100.0 * a.wins / w.tenders, 4),
    %(share)s / 100.0, w.tenders::int, jsonb_build_object('wins', a.wins, 'of', '{who}')
FROM often o CROSS JOIN LATERAL (
    SELECT x.id, x.day, count(*) OVER ({year}) AS wins FROM procurement_facttender x
    WHERE x.winner_id = o.winner_id AND x.{who}_id = o.{who}_id
) a CROSS JOIN LATERAL (
    SELECT count(*) AS tenders FROM procurement_facttender x
    WHERE x.{who}_id = o.{who}_id AND x.winner_id IS NOT NULL
        AND x.day > (a.day - interval '12 months')::date AND x.day <= a.day
) w
WHERE a.id {ids} AND a.wins >= %(wins)s AND a.wins * 10000 >= w.tenders * %(share)s
"""
SAME_WINNER = "{row}.winner_id IN (SELECT y.winner_id FROM procurement_facttender y WHERE y.id = ANY(%(ids)s))"

COMPANIONS = """
WITH pairs AS MATERIALIZED (
    SELECT b.winner_id, b.party_id FROM procurement_factbid b
    WHERE b.winner_id IS NOT NULL AND b.party_id <> b.winner_id AND {near}
    GROUP BY b.winner_id, b.party_id HAVING count(*) >= ceil(%(joint)s * %(share)s / 10000.0)
), companion AS (
    SELECT a.tender_id, p.winner_id, p.party_id, a.won, a.joint
    FROM pairs p CROSS JOIN LATERAL (
        SELECT mine.tender_id, mine.winner_id, count(*) OVER ({year}) AS joint,
            count(*) FILTER (WHERE mine.winner_id = p.winner_id) OVER ({year}) AS won
        FROM procurement_factbid mine
        WHERE mine.party_id = p.winner_id AND EXISTS (SELECT FROM procurement_factbid other
            WHERE other.tender_id = mine.tender_id AND other.party_id = p.party_id)
    ) a
    WHERE a.tender_id {ids} AND a.winner_id = p.winner_id
        AND a.joint >= %(joint)s AND a.won * 10000 >= a.joint * %(share)s
)
SELECT c.tender_id, '', CASE WHEN count(*) >= 2 THEN 'high' ELSE 'medium' END,
    ARRAY[c.winner_id] || array_agg(c.party_id ORDER BY c.party_id), round(min(100.0 * c.won / c.joint), 4),
    %(share)s / 100.0, min(c.joint)::int,
    jsonb_build_object('companions', jsonb_agg(
        jsonb_build_object('firm', c.party_id, 'joint', c.joint, 'won', c.won) ORDER BY c.party_id))
FROM companion c GROUP BY c.tender_id, c.winner_id
"""

FEW = """
SELECT t.id, 'few', 'high',
    (SELECT coalesce(array_agg(b.party_id ORDER BY b.party_id), ARRAY[]::bigint[]) FROM procurement_factbid b
        WHERE b.tender_id = t.id),
    t.bids::numeric, 3::numeric, t.bids, '{}'::jsonb
FROM procurement_facttender t
WHERE t.id {ids} AND t.bids < 3 AND t.method <> 'direct' AND t.matter <> 'rights'
UNION ALL
SELECT r.id, 'three', 'low', ARRAY[r.buyer_id], 3::numeric, %(tenders)s::numeric, %(tenders)s,
    jsonb_build_object('tenders', %(tenders)s)
FROM (
    SELECT t.id, t.buyer_id, count(*) OVER run AS seen, count(*) FILTER (WHERE t.bids = 3) OVER run AS three
    FROM procurement_facttender t
    WHERE t.buyer_id IS NOT NULL AND t.bids IS NOT NULL AND t.method <> 'direct' AND t.matter <> 'rights' AND {near}
    WINDOW run AS (PARTITION BY t.buyer_id ORDER BY t.day, t.id ROWS BETWEEN %(tenders)s - 1 PRECEDING AND CURRENT ROW)
) r
WHERE r.id {ids} AND r.seen = %(tenders)s AND r.three = r.seen
"""

SPLIT = """
WITH bounds AS (
    SELECT CASE x.code WHEN 'local_public' THEN '' ELSE split_part(x.code, '_', 2) END AS matter, x.value AS amount,
        x.valid_from, lead(x.valid_from) OVER (PARTITION BY x.code ORDER BY x.valid_from) AS valid_until
    FROM procurement_parameter x
    WHERE x.code IN ('local_public', 'national_works', 'national_goods', 'national_services')
), part AS (
    SELECT t.id, t.buyer_id, t.project, t.winner_id, t.day, t.method, bounds.amount AS bound, a.amount
    FROM procurement_facttender t
    CROSS JOIN LATERAL (
        SELECT coalesce(t.contract_amount, t.award_amount, t.control_price, t.estimate) AS amount
    ) a
    JOIN bounds ON bounds.matter IN ('', t.matter) AND t.day >= bounds.valid_from
        AND (bounds.valid_until IS NULL OR t.day < bounds.valid_until) AND a.amount < bounds.amount
        AND a.amount * 10000 >= bounds.amount * %(share)s
    WHERE t.buyer_id IS NOT NULL AND t.matter <> 'rights' AND {near}
)
SELECT p.id, (p.bound / 100)::text, CASE WHEN bool_and(q.method = 'open') THEN 'low' ELSE 'high' END,
    array_remove(ARRAY[p.buyer_id] || array_agg(DISTINCT q.winner_id ORDER BY q.winner_id), NULL),
    round(sum(q.amount) / 100, 2), round(p.bound / 100.0, 2), count(*)::int,
    jsonb_build_object('tenders', array_agg(q.id ORDER BY q.day, q.id),
        'amounts', array_agg(q.amount ORDER BY q.day, q.id))
FROM part p JOIN part q ON q.buyer_id = p.buyer_id AND q.bound = p.bound
    AND (q.id = p.id OR (p.project <> '' AND q.project = p.project) OR q.winner_id = p.winner_id)
    AND q.day > (p.day - interval '12 months')::date AND q.day <= p.day
WHERE p.id {ids}
GROUP BY p.id, p.bound, p.buyer_id HAVING count(*) >= 2 AND sum(q.amount) >= p.bound
"""
SAME_BUYER = "t.buyer_id IN (SELECT y.buyer_id FROM procurement_facttender y WHERE y.id = ANY(%(ids)s))"

CHANGED = """
SELECT c.tender_id, '', 'medium', array_remove(ARRAY[min(c.buyer_id)], NULL),
    greatest(count(*), max(n.project))::numeric, 1::numeric, max(n.year)::int,
    jsonb_build_object('own', count(*), 'project', max(n.project), 'year', max(n.year),
        'repeated', max(n.project) >= %(project)s OR max(n.year) >= %(year)s,
        'ways', jsonb_agg(jsonb_build_array(c.was, c.becomes) ORDER BY c.changed_on, c.id))
FROM procurement_factchange c CROSS JOIN LATERAL (
    SELECT (SELECT count(*) FROM procurement_factchange x
            WHERE c.project <> '' AND x.project = c.project AND x.changed_on <= c.changed_on) AS project,
        (SELECT count(*) FROM procurement_factchange x WHERE x.buyer_id = c.buyer_id
            AND x.changed_on > (c.changed_on - interval '12 months')::date AND x.changed_on <= c.changed_on) AS year
) n
WHERE c.tender_id {ids}
GROUP BY c.tender_id
"""


def firm(names: dict, pk) -> str:
    return names.get(pk, str(pk))


def explain_often(found: Found, names: dict) -> str:
    words = {
        "buyer": _(
            "%(firm)s won %(wins)s of the %(count)s tenders of %(other)s in 12 months: "
            "%(value)s %% (from %(limit)s %% on)."
        ),
        "agent": _(
            "%(firm)s won %(wins)s of the %(count)s tenders run by %(other)s in 12 months: "
            "%(value)s %% (from %(limit)s %% on)."
        ),
    }[found.detail["of"]]
    about = {"firm": firm(names, found.parties[0]), "other": firm(names, found.parties[1])}
    about |= {"wins": found.detail["wins"], "count": found.group_size}
    return words % (about | {"value": plain(found.value), "limit": plain(found.threshold)})


def explain_companions(found: Found, names: dict) -> str:
    each = _("%(firm)s: %(joint)s times together, won by the winner %(won)s times")
    rows = [each % {**row, "firm": firm(names, row["firm"])} for row in found.detail["companions"]]
    words = _("Bidding beside %(winner)s in 12 months (from %(limit)s %% of its wins on): %(rows)s.")
    about = {"winner": firm(names, found.parties[0]), "limit": plain(found.threshold), "rows": "；".join(rows)}
    return words % about


def explain_few(found: Found, names: dict) -> str:
    if found.topic == "few":
        return _("Only %(count)s bidders, fewer than three.") % {"count": plain(found.value)}
    words = _("%(firm)s had exactly three bidders in %(count)s tenders in a row.")
    return words % {"firm": firm(names, found.parties[0]), "count": found.group_size}


def explain_split(found: Found, names: dict) -> str:
    words = _(
        "%(firm)s: %(count)s purchases of one project or with one supplier in 12 months, each just below %(limit)s "
        "yuan, together %(value)s yuan."
    )
    about = {"firm": firm(names, found.parties[0]), "count": found.group_size}
    return words % (about | {"value": yuan_of(found.value), "limit": yuan_of(found.threshold)})


def explain_changed(found: Found, names: dict) -> str:
    words = _(
        "The method was changed %(own)s times here, %(project)s times in the project, %(year)s times by the tenderer "
        "in 12 months."
    )
    return words % {key: found.detail[key] for key in ("own", "project", "year")}


AWARDS = frozenset({"core", "award"})
RULES = [
    FlagRule(
        "RF-09",
        gettext_lazy("winning again and again"),
        Family.STATISTICS,
        "trade_overall",
        Severity.MEDIUM,
        "公共资源交易廉情预警风险点：连续中标",
        gettext_lazy("so many wins and such a share of the tenders of one tenderer or agent in 12 months"),
        AWARDS,
        "(" + WON_OFTEN.replace("{who}", "buyer") + ") UNION ALL (" + WON_OFTEN.replace("{who}", "agent") + ")",
        explain_often,
        (
            Parameter("wins", gettext_lazy("wins"), 3, 2, 50),
            Parameter("share", gettext_lazy("share of the tenders"), 6000, 1, 10000, BASIS_POINTS),
        ),
        near=SAME_WINNER.replace("{row}", "t"),
        needs="award",
        reach="window",
    ),
    FlagRule(
        "RF-10",
        gettext_lazy("companion bidding"),
        Family.STATISTICS,
        "bidder",
        Severity.HIGH,
        "招标投标法实施条例 第三十九条",
        gettext_lazy("the same firms bid together so often in 12 months, and one of them wins such a share"),
        AWARDS | {"bids"},
        COMPANIONS,
        explain_companions,
        (
            Parameter("joint", gettext_lazy("joint bids"), 4, 2, 50),
            Parameter("share", gettext_lazy("share of the one winner"), 8000, 1, 10000, BASIS_POINTS),
        ),
        near=SAME_WINNER.replace("{row}", "b"),
        needs="bids",
        reach="window",
    ),
    FlagRule(
        "RF-11",
        gettext_lazy("few bidders"),
        Family.PROCEDURE,
        "trade_business",
        Severity.HIGH,
        "招标投标法 第二十八条；政府采购法 第三十六条",
        gettext_lazy("fewer than three bidders; or exactly three in so many tenders of a tenderer in a row (low)"),
        frozenset({"core", "bids"}),
        FEW,
        explain_few,
        (Parameter("tenders", gettext_lazy("tenders in a row"), 3, 2, 20),),
        near=SAME_BUYER,
        needs="bids",
        reach="window",
    ),
    FlagRule(
        "RF-12",
        gettext_lazy("evading the tender by splitting"),
        Family.MANAGEMENT,
        "trade_business",
        Severity.HIGH,
        "政府采购法实施条例 第二十八条、第六十七条第二项",
        gettext_lazy("several purchases of one project or supplier, each just below a threshold, together above it"),
        AWARDS | {"contract"},
        SPLIT,
        explain_split,
        (
            Parameter(
                "share", gettext_lazy("just below: from this share of the threshold on"), 9000, 1, 9999, BASIS_POINTS
            ),
        ),
        near=SAME_BUYER,
        reach="window",
    ),
    FlagRule(
        "RF-13",
        gettext_lazy("method of the tender changed"),
        Family.MANAGEMENT,
        "trade_business",
        Severity.MEDIUM,
        "招标投标法实施条例 第七条至第九条",
        gettext_lazy("each change; repeated on one project or by one tenderer in a year"),
        frozenset({"changes"}),
        CHANGED,
        explain_changed,
        (
            Parameter("project", gettext_lazy("repeated on one project from"), 2, 1, 20),
            Parameter("year", gettext_lazy("repeated by one tenderer in a year from"), 3, 1, 50),
        ),
        needs="changes",
        reach="changes",
    ),
]
