"""Who is complained of, and which experts meet which winners; windows as in history."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.flags.base import FlagRule, Found, plain
from procurement.flags.history import AWARDS, SAME_WINNER, firm
from procurement.models.facts import Capacity
from procurement.models.flags import Family, Severity
from records.parameters import Parameter

COMPLAINTS = """
WITH counted AS (
    SELECT DISTINCT ON (c.tender_id, c.capacity, c.party_id) c.tender_id, c.capacity, c.party_id, c.filed_on, n.own
    FROM procurement_factcomplaint c CROSS JOIN LATERAL (
        SELECT count(*) AS own FROM procurement_factcomplaint x
        WHERE x.party_id = c.party_id AND x.capacity = c.capacity
            AND x.filed_on > (c.filed_on - interval '6 months')::date AND x.filed_on <= c.filed_on
    ) n
    WHERE c.tender_id {ids} AND n.own >= %(least)s
    ORDER BY c.tender_id, c.capacity, c.party_id, c.filed_on DESC, c.id DESC
), compared AS (
    SELECT c.*, g.members, o.total, o.squares, o.named
    FROM counted c CROSS JOIN LATERAL (
        SELECT CASE c.capacity
            WHEN 'buyer' THEN (SELECT count(*) FROM procurement_factparty p WHERE p.buyer_since <= c.filed_on)
            WHEN 'agent' THEN (SELECT count(*) FROM procurement_factparty p WHERE p.agent_since <= c.filed_on)
            ELSE (SELECT count(*) FROM procurement_factparty p WHERE p.bidder_since <= c.filed_on) END AS members
    ) g CROSS JOIN LATERAL (
        SELECT sum(y.n) AS total, sum(y.n * y.n) AS squares, count(*) AS named FROM (
            SELECT count(*) AS n FROM procurement_factcomplaint x WHERE x.capacity = c.capacity
                AND x.filed_on > (c.filed_on - interval '6 months')::date AND x.filed_on <= c.filed_on
            GROUP BY x.party_id
        ) y
    ) o
), judged AS (
    SELECT c.*, c.named * 2 < c.members AS median_zero, c.total / c.members AS mean,
        sqrt(c.members * c.squares - c.total * c.total) / c.members AS spread,
        c.own * c.members - c.total AS above
    FROM compared c
)
SELECT j.tender_id, j.capacity || ':' || j.party_id, 'medium', ARRAY[j.party_id], j.own::numeric,
    CASE WHEN j.median_zero THEN least(%(most)s, round(j.mean + %(deviations)s * j.spread, 4), %(cluster)s)
        ELSE least(%(most)s, round(j.mean + %(deviations)s * j.spread, 4)) END,
    j.members::int, jsonb_build_object('capacity', j.capacity, 'mean', round(j.mean, 4), 'sd', round(j.spread, 4),
        'median_zero', j.median_zero)
FROM judged j
WHERE j.own > %(most)s OR (j.median_zero AND j.own >= %(cluster)s)
    OR (j.above > 0 AND j.above * j.above
        > %(deviations)s * %(deviations)s * (j.members * j.squares - j.total * j.total))
"""

TOGETHER = """
WITH often AS MATERIALIZED (
    SELECT s.winner_id, s.expert_id FROM procurement_factseat s
    WHERE s.winner_id IS NOT NULL AND {near}
    GROUP BY s.winner_id, s.expert_id HAVING count(*) >= %(joint)s
)
SELECT m.tender_id, o.expert_id::text, 'medium', ARRAY[o.expert_id, o.winner_id], m.joint::numeric, %(joint)s::numeric,
    w.tenders::int, jsonb_build_object('expected', round(w.expected, 4))
FROM often o CROSS JOIN LATERAL (
    SELECT x.tender_id, x.day, count(*) OVER ({year}) AS joint FROM procurement_factseat x
    WHERE x.winner_id = o.winner_id AND x.expert_id = o.expert_id
) m CROSS JOIN LATERAL (
    SELECT count(*) AS tenders, sum(least(1, x.seats::numeric / x.pool)) AS expected
    FROM procurement_facttender x
    WHERE x.winner_id = o.winner_id AND x.pool > 0
        AND x.day > (m.day - interval '12 months')::date AND x.day <= m.day
) w
WHERE m.tender_id {ids} AND m.joint >= %(joint)s AND w.expected < 1
"""


def explain_complaints(found: Found, names: dict) -> str:
    words = _(
        "%(value)s complaints in 6 months against %(firm)s (%(capacity)s); of %(count)s in this capacity the mean is "
        "%(mean)s, the standard deviation %(sd)s."
    )
    about = {"firm": firm(names, found.parties[0]), "capacity": Capacity(found.detail["capacity"]).label}
    about |= {"count": found.group_size, "mean": found.detail["mean"], "sd": found.detail["sd"]}
    return words % (about | {"value": plain(found.value)})


def explain_together(found: Found, names: dict) -> str:
    words = _(
        "%(expert)s sat on the committee in %(value)s of the %(count)s tenders that %(firm)s won in 12 months; "
        "the draw would give %(expected)s."
    )
    about = {"expert": firm(names, found.parties[0]), "firm": firm(names, found.parties[1])}
    about |= {"value": plain(found.value), "count": found.group_size, "expected": found.detail["expected"]}
    return words % about


RULES = [
    FlagRule(
        "RF-14",
        gettext_lazy("distribution of complaints"),
        Family.STATISTICS,
        "trade_overall",
        Severity.MEDIUM,
        "公共资源交易廉情预警风险点：投诉举报分布趋势",
        gettext_lazy(
            "more complaints in 6 months than the limit, or than mean and deviations of all of this capacity"
        ),
        frozenset({"complaints", "known"}),
        COMPLAINTS,
        explain_complaints,
        (
            Parameter("most", gettext_lazy("more complaints than"), 3, 1, 100),
            Parameter("deviations", gettext_lazy("or than the mean and so many standard deviations"), 2, 1, 10),
            Parameter("cluster", gettext_lazy("or as many where most have none"), 3, 2, 100),
            Parameter("least", gettext_lazy("never fewer than"), 2, 1, 100),
        ),
        needs="complaints",
        reach="complaints",
    ),
    FlagRule(
        "RF-16",
        gettext_lazy("expert and winner together"),
        Family.STATISTICS,
        "expert",
        Severity.MEDIUM,
        "招标投标法 第三十七条",
        gettext_lazy("an expert sits so often where one firm wins, although the draw would give less than once"),
        AWARDS | {"scores"},
        TOGETHER,
        explain_together,
        (Parameter("joint", gettext_lazy("joint appearances in 12 months"), 3, 2, 50),),
        near=SAME_WINNER.replace("{row}", "s"),
        needs="award",
        reach="window",
    ),
]
