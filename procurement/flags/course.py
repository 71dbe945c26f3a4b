"""What shows in one tender: deviating scores, shortened periods, terms, a contract that differs, known marks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.flags.base import BASIS_POINTS, FlagRule, Found, plain, yuan_of
from procurement.flags.terms import TERMS
from procurement.models.facts import FactKey
from procurement.models.flags import Behaviour, Family, Severity
from records.parameters import Parameter

DEVIATION = """
SELECT b.tender_id, s.expert_id || ':' || b.party_id, 'medium', ARRAY[s.expert_id, b.party_id],
    round(100.0 * abs(s.score * (b.scores - 1) - (b.score_sum - s.score)) / (b.score_sum - s.score), 4),
    %(share)s / 100.0, b.scores - 1,
    jsonb_build_object('score', s.score, 'mean', round((b.score_sum - s.score)::numeric / (b.scores - 1) / 100, 2))
FROM procurement_factbid b
JOIN procurement_factscore s ON s.tender_id = b.tender_id AND s.party_id = b.party_id
WHERE b.tender_id {ids} AND b.scores > %(others)s AND b.score_sum > s.score
    AND ((b.score_high * (b.scores - 1) - (b.score_sum - b.score_high))::bigint * 10000
            > (b.score_sum - b.score_high)::bigint * %(share)s
        OR ((b.score_sum - b.score_low) - b.score_low * (b.scores - 1))::bigint * 10000
            > (b.score_sum - b.score_low)::bigint * %(share)s)
    AND abs(s.score * (b.scores - 1) - (b.score_sum - s.score))::bigint * 10000
        > (b.score_sum - s.score)::bigint * %(share)s
"""

SHORTENED = """
SELECT p.tender_id, p.code, 'high', array_remove(ARRAY[t.buyer_id], NULL), (p.ended_on - p.began_on)::numeric,
    (p.earliest_on - p.began_on)::numeric, 0,
    jsonb_build_object('law', p.law, 'began', p.began_on, 'ended', p.ended_on, 'earliest', p.earliest_on)
FROM procurement_factperiod p JOIN procurement_facttender t ON t.id = p.tender_id
WHERE p.tender_id {ids} AND p.ended_on < p.earliest_on
"""

WORDED = """
SELECT x.tender_id, '', 'medium', array_remove(ARRAY[t.buyer_id, t.agent_id], NULL), count(*)::numeric, 1::numeric, 0,
    jsonb_build_object('terms', jsonb_agg(jsonb_build_array(x.code, x.words) ORDER BY x.code, x.words))
FROM procurement_factterm x JOIN procurement_facttender t ON t.id = x.tender_id
WHERE x.tender_id {ids}
GROUP BY x.tender_id, t.buyer_id, t.agent_id
"""

DIFFERS = """
SELECT t.id, '', 'high', array_remove(ARRAY[t.buyer_id, t.winner_id], NULL), round(t.contract_amount / 100.0, 2),
    round(t.award_amount / 100.0, 2), 0, jsonb_build_object('days', t.contract_days, 'award_days', t.award_days)
FROM procurement_facttender t
WHERE t.id {ids} AND (t.contract_amount <> t.award_amount OR t.contract_days <> t.award_days)
"""

MATCH = """
SELECT k.tender_id, k.party_id::text, CASE WHEN bool_or(y.standing = 'proven') THEN 'high' ELSE 'medium' END,
    ARRAY[k.party_id], count(*)::numeric, 1::numeric, 0,
    jsonb_build_object('marks', jsonb_agg(jsonb_build_array(k.kind, y.id, y.standing) ORDER BY k.kind, y.id))
FROM procurement_behaviour y
JOIN procurement_factkey k ON k.digest = y.digest AND k.kind = y.kind
JOIN procurement_facttender t ON t.id = k.tender_id AND t.day >= y.since
LEFT JOIN procurement_flag f ON f.id = y.flag_id
WHERE y.ended_on IS NULL AND k.tender_id {ids} AND f.fact_id IS DISTINCT FROM k.tender_id
GROUP BY k.tender_id, k.party_id
"""


def explain_deviation(found: Found, names: dict) -> str:
    words = _(
        "%(expert)s gave %(firm)s %(score)s points; the mean of the other %(count)s is %(mean)s: off by %(value)s %% "
        "(limit %(limit)s %%). A written explanation is due."
    )
    about = {"expert": names.get(found.parties[0], ""), "firm": names.get(found.parties[1], "")}
    about |= {"score": plain(found.detail["score"] / 100), "mean": plain(found.detail["mean"])}
    about |= {"count": found.group_size, "value": plain(round(found.value, 2)), "limit": plain(found.threshold)}
    return words % about


def explain_shortened(found: Found, names: dict) -> str:
    words = _("%(law)s: from %(began)s until %(ended)s, although it may end on %(earliest)s at the earliest.")
    return words % {key: found.detail[key] for key in ("law", "began", "ended", "earliest")}


def explain_terms(found: Found, names: dict) -> str:
    rows = [f"{TERMS[code].name}「{words}」" if code in TERMS else words for code, words in found.detail["terms"]]
    return _("The documents say: %(terms)s.") % {"terms": "；".join(rows)}


def explain_contract(found: Found, names: dict) -> str:
    words = _("The contract says %(value)s yuan and %(days)s days, the award %(limit)s yuan and %(award)s days.")
    about = {"value": yuan_of(found.value), "limit": yuan_of(found.threshold)}
    about |= {"days": found.detail["days"] or "—", "award": found.detail["award_days"] or "—"}
    return words % about


def explain_match(found: Found, names: dict) -> str:
    rows = [
        f"{FactKey.Kind(kind).label}（{Behaviour.Standing(how).label}）" for kind, _pk, how in found.detail["marks"]
    ]
    words = _("The bid of %(firm)s carries marks of the library of behaviour: %(marks)s.")
    return words % {"firm": names.get(found.parties[0], ""), "marks": "、".join(dict.fromkeys(rows))}


RULES = [
    FlagRule(
        "RF-15",
        gettext_lazy("score of an expert deviates"),
        Family.STATISTICS,
        "expert",
        Severity.MEDIUM,
        "招标投标法实施条例 第四十九条",
        gettext_lazy("a score differs from the mean of the others by more than the share"),
        frozenset({"bids"}),
        DEVIATION,
        explain_deviation,
        (
            Parameter("share", gettext_lazy("deviation from the mean of the others"), 3000, 100, 20000, BASIS_POINTS),
            Parameter("others", gettext_lazy("at least so many others"), 2, 1, 20),
        ),
        needs="bids",
    ),
    FlagRule(
        "RF-17",
        gettext_lazy("period shortened"),
        Family.PROCEDURE,
        "trade_time",
        Severity.HIGH,
        "招标投标法及其实施条例、政府采购法及其实施条例规定的法定期限",
        gettext_lazy("any minimum period of the law that was not kept"),
        frozenset({"core", "periods"}),
        SHORTENED,
        explain_shortened,
        needs="periods",
    ),
    FlagRule(
        "RF-18",
        gettext_lazy("terms of the documents"),
        Family.PROCEDURE,
        "agent",
        Severity.MEDIUM,
        "招标投标法实施条例 第三十二条；公共资源交易廉情预警风险点：招标书审核",
        gettext_lazy("a brand, local firms only, or excessive qualification is asked for"),
        frozenset({"core", "terms"}),
        WORDED,
        explain_terms,
        needs="terms",
    ),
    FlagRule(
        "RF-19",
        gettext_lazy("contract differs from the award"),
        Family.MANAGEMENT,
        "trade_business",
        Severity.HIGH,
        "招标投标法实施条例 第五十七条第一款",
        gettext_lazy("amount or time of performance differ between contract and award"),
        frozenset({"core", "award", "contract"}),
        DIFFERS,
        explain_contract,
        needs="contract",
    ),
    FlagRule(
        "BL-01",
        gettext_lazy("match with the library of behaviour"),
        Family.MANAGEMENT,
        "bidder",
        Severity.HIGH,
        "公共资源交易电子监察：行为特征库比对",
        gettext_lazy("a firm, device, account, person or telephone of the library bids again"),
        frozenset({"core", "bids"}),
        MATCH,
        explain_match,
        needs="bids",
    ),
]
