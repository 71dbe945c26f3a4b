"""Prices: patterns, too close, near the control price, abnormally low. Sales (land, property rights) are left out."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.flags.base import BASIS_POINTS, FlagRule, Found, plain
from procurement.models.flags import Family, Severity
from records.parameters import Parameter

# A quick test in floating point with some slack keeps the exact one to the few tenders that may pass it.
PATTERN = """
WITH candidate AS (
    SELECT t.id, t.prices, cardinality(t.prices) AS n, t.prices[1] AS low,
        t.prices[cardinality(t.prices)] - t.prices[1] AS span, t.prices[2] - t.prices[1] AS gap
    FROM procurement_facttender t
    WHERE t.id {ids} AND t.matter <> 'rights' AND cardinality(t.prices) >= 3
        AND t.prices[1] > 0 AND t.prices[2] > t.prices[1]
        AND (abs((t.prices[2] - t.prices[1])::float8 * (cardinality(t.prices) - 1)
                - (t.prices[cardinality(t.prices)] - t.prices[1])) * 10000
            <= (t.prices[cardinality(t.prices)] - t.prices[1])::float8 * %(tolerance)s * 1.000001
          OR abs((t.prices[3] - t.prices[2])::float8 * t.prices[1]
                - (t.prices[2] - t.prices[1])::float8 * t.prices[2]) * 10000
            <= (t.prices[2] - t.prices[1])::float8 * t.prices[2] * %(tolerance)s * 1.000001)
), measured AS (
    SELECT c.*, m.gap_off, m.rate_off
    FROM candidate c CROSS JOIN LATERAL (
        SELECT max(abs((c.prices[i + 1] - c.prices[i])::numeric * (c.n - 1) - c.span) / c.span) AS gap_off,
            max(abs((c.prices[i + 1] - c.prices[i])::numeric * c.low - c.gap::numeric * c.prices[i])
                / (c.gap::numeric * c.prices[i])) AS rate_off
        FROM generate_series(1, c.n - 1) i
    ) m
)
SELECT m.id, '', CASE WHEN m.n >= 4 THEN 'high' ELSE 'low' END,
    (SELECT array_agg(b.party_id ORDER BY b.amount, b.party_id) FROM procurement_factbid b
        WHERE b.tender_id = m.id AND b.amount IS NOT NULL),
    round(100 * least(m.gap_off, m.rate_off), 4), %(tolerance)s / 100.0, m.n,
    jsonb_build_object('pattern', CASE WHEN m.gap_off <= m.rate_off THEN 'gap' ELSE 'ratio' END, 'prices', m.prices)
FROM measured m WHERE least(m.gap_off, m.rate_off) * 10000 <= %(tolerance)s
"""

CLOSE = """
SELECT t.id, '', 'medium',
    (SELECT array_agg(b.party_id ORDER BY b.amount, b.party_id) FROM procurement_factbid b
        WHERE b.tender_id = t.id AND b.amount IS NOT NULL),
    round(100 * sqrt(s.n * s.squares - s.total * s.total) / s.total, 4), %(share)s / 100.0, s.n,
    jsonb_build_object('prices', t.prices, 'mean', round(s.total / s.n / 100, 2))
FROM procurement_facttender t CROSS JOIN LATERAL (
    SELECT count(*)::int AS n, sum(p::numeric * p) AS squares, sum(p::numeric) AS total FROM unnest(t.prices) p
) s
WHERE t.id {ids} AND t.matter <> 'rights' AND cardinality(t.prices) >= %(least)s AND t.total > 0
    AND (t.prices[cardinality(t.prices)] - t.prices[1])::float8 * 10000
        <= t.prices[cardinality(t.prices)]::float8 * %(share)s * sqrt(2.0 * cardinality(t.prices)) * 1.000001
    AND (s.n * s.squares - s.total * s.total) * 100000000 < s.total * s.total * %(share)s * %(share)s
"""

NEAR_CONTROL = """
SELECT t.id, '', 'medium', CASE WHEN t.winner_id IS NULL THEN ARRAY[]::bigint[] ELSE ARRAY[t.winner_id] END,
    round(100.0 * t.award_amount / t.control_price, 4), %(share)s / 100.0, coalesce(t.bids, 0),
    jsonb_build_object('award', t.award_amount, 'control', t.control_price)
FROM procurement_facttender t
WHERE t.id {ids} AND t.matter <> 'rights' AND t.control_price > 0
    AND t.award_amount::numeric * 10000 >= t.control_price::numeric * %(share)s
"""

LOW = """
SELECT t.id, b.party_id::text, 'medium', ARRAY[b.party_id],
    round(100.0 * b.amount * (cardinality(t.prices) - 1) / (t.total - b.amount), 4), %(share)s / 100.0,
    cardinality(t.prices) - 1,
    jsonb_build_object('price', b.amount, 'mean',
        round((t.total - b.amount)::numeric / (cardinality(t.prices) - 1) / 100, 2))
FROM procurement_facttender t JOIN procurement_factbid b ON b.tender_id = t.id
WHERE t.id {ids} AND t.matter <> 'rights' AND cardinality(t.prices) >= 2
    AND t.prices[1]::float8 * (cardinality(t.prices) - 1) * 10000
        <= (t.total - t.prices[1])::float8 * %(share)s * 1.000001
    AND b.amount::numeric * (cardinality(t.prices) - 1) * 10000 < (t.total - b.amount)::numeric * %(share)s
"""


def explain_pattern(found: Found, names: dict) -> str:
    words = {
        "gap": _("The %(count)s prices rise by equal gaps: off by at most %(value)s %% (limit %(limit)s %%)."),
        "ratio": _("The %(count)s prices rise by one ratio: off by at most %(value)s %% (limit %(limit)s %%)."),
    }[found.detail["pattern"]]
    return words % {"count": found.group_size, "value": plain(found.value), "limit": plain(found.threshold)}


def explain_close(found: Found, names: dict) -> str:
    words = _("The coefficient of variation of %(count)s prices is %(value)s %%, less than %(limit)s %%.")
    return words % {"count": found.group_size, "value": plain(found.value), "limit": plain(found.threshold)}


def explain_control(found: Found, names: dict) -> str:
    words = _("The award is %(value)s %% of the control price (from %(limit)s %% on), with %(count)s bidders.")
    return words % {"count": found.group_size, "value": plain(found.value), "limit": plain(found.threshold)}


def explain_low(found: Found, names: dict) -> str:
    words = _("The price of %(firm)s is %(value)s %% of the mean of the other %(count)s (below %(limit)s %%).")
    firm = names.get(found.parties[0], str(found.parties[0]))
    about = {"firm": firm, "count": found.group_size, "value": plain(found.value), "limit": plain(found.threshold)}
    return words % about


BIDS = frozenset({"core", "bids"})
SHARE = {"low": 1, "high": 20000, "unit": BASIS_POINTS}

RULES = [
    FlagRule(
        "RF-05",
        gettext_lazy("regular differences of prices"),
        Family.STATISTICS,
        "bidder",
        Severity.HIGH,
        "招标投标法实施条例 第四十条第四项（规律性差异）",
        gettext_lazy("the sorted prices rise by equal gaps or by one ratio; low with three prices"),
        BIDS,
        PATTERN,
        explain_pattern,
        (Parameter("tolerance", gettext_lazy("tolerance of the gaps"), 10, 1, 1000, BASIS_POINTS),),
        needs="bids",
    ),
    FlagRule(
        "RF-06",
        gettext_lazy("prices too close"),
        Family.STATISTICS,
        "bidder",
        Severity.MEDIUM,
        "招标投标法实施条例 第四十条第四项（异常一致）",
        gettext_lazy("coefficient of variation of at least three prices below the share"),
        BIDS,
        CLOSE,
        explain_close,
        (
            Parameter("share", gettext_lazy("coefficient of variation"), 50, 1, 2000, BASIS_POINTS),
            Parameter("least", gettext_lazy("from so many prices on"), 3, 2, 20),
        ),
        needs="bids",
    ),
    FlagRule(
        "RF-07",
        gettext_lazy("abnormal award price"),
        Family.MANAGEMENT,
        "trade_business",
        Severity.MEDIUM,
        "公共资源交易廉情预警风险点：中标价格异常",
        gettext_lazy("award price close to the control price"),
        frozenset({"core", "award", "bids"}),
        NEAR_CONTROL,
        explain_control,
        (Parameter("share", gettext_lazy("share of the control price"), 9900, **SHARE),),
        needs="award",
    ),
    FlagRule(
        "RF-08",
        gettext_lazy("abnormally low price"),
        Family.STATISTICS,
        "bidder",
        Severity.MEDIUM,
        "招标投标法实施条例 第五十一条第五项",
        gettext_lazy("price below the share of the mean of the other prices; the bidder explains it"),
        BIDS,
        LOW,
        explain_low,
        (Parameter("share", gettext_lazy("share of the mean of the others"), 8000, **SHARE),),
        needs="bids",
    ),
]
