"""Marks that two bidders of one tender share: devices, networks, accounts, people; and new or related firms."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.flags.base import FlagRule, Found, plain
from procurement.models.facts import FactKey
from procurement.models.flags import Family, Severity
from records.parameters import Parameter

KINDS = FactKey.Kind

ALIKE = """
WITH alike AS (
    SELECT k.tender_id, k.kind, k.digest, array_agg(k.party_id ORDER BY k.party_id) AS firms
    FROM procurement_factkey k
    WHERE k.shared AND k.kind IN ({kinds}) AND k.tender_id {ids}
    GROUP BY k.tender_id, k.kind, k.digest
)
SELECT t.id, '{topic}', '{severity}', array_agg(DISTINCT f.firm ORDER BY f.firm), max(cardinality(a.firms))::numeric,
    2::numeric, max(t.bids), jsonb_build_object('alike',
        jsonb_agg(DISTINCT jsonb_build_object('kind', a.kind, 'firms', to_jsonb(a.firms))))
FROM alike a JOIN procurement_facttender t ON t.id = a.tender_id CROSS JOIN unnest(a.firms) AS f(firm)
GROUP BY t.id
"""


def sharing(severity: Severity, kinds: list[str], topic: str = "") -> str:
    quoted = ", ".join(f"'{kind}'" for kind in kinds)
    return ALIKE.replace("{kinds}", quoted).replace("{severity}", severity).replace("{topic}", topic)


def explain_alike(found: Found, names: dict) -> str:
    """“network card: firm A, firm B; …”."""
    parts = []
    for row in found.detail["alike"]:
        firms = "、".join(names.get(firm, str(firm)) for firm in row["firms"])
        parts.append(f"{KINDS(row['kind']).label}：{firms}")
    words = _("The same mark in the bids of several firms of this tender (%(bids)s bidders): %(marks)s.")
    return words % {"bids": found.group_size, "marks": "；".join(parts)}


YOUNG = """
SELECT b.tender_id, 'new', 'medium', array_agg(b.party_id ORDER BY b.party_id), min(b.day - p.founded_on)::numeric,
    min((p.founded_on + make_interval(months => %(months)s))::date - p.founded_on)::numeric, max(t.bids),
    jsonb_build_object('months', %(months)s)
FROM procurement_factparty p
JOIN procurement_factbid b ON b.party_id = p.id
    AND b.day < (p.founded_on + make_interval(months => %(months)s))::date
JOIN procurement_facttender t ON t.id = b.tender_id
WHERE b.tender_id {ids}
GROUP BY b.tender_id
"""


def explain_traits(found: Found, names: dict) -> str:
    if "alike" in found.detail:
        return explain_alike(found, names)
    firms = "、".join(names.get(firm, str(firm)) for firm in found.parties)
    words = _("Founded less than %(months)s months before the bid: %(firms)s (the youngest %(days)s days).")
    return words % {"months": found.detail["months"], "firms": firms, "days": plain(found.value)}


BIDS = frozenset({"core", "bids"})
DEVICES = [KINDS.MAC, KINDS.CPU, KINDS.DISK, KINDS.DONGLE]
PEOPLE = [KINDS.AUTHOR, KINDS.HANDLER, KINDS.MANAGER, KINDS.TELEPHONE]
RELATED = [KINDS.LEGAL, KINDS.SHAREHOLDER, KINDS.ADDRESS]

RULES = [
    FlagRule(
        "RF-01",
        gettext_lazy("same device"),
        Family.STATISTICS,
        "bidder",
        Severity.HIGH,
        "招标投标法实施条例 第三十九条、第四十条",
        gettext_lazy("network card, processor, disk or dongle equal between bidders of one tender"),
        BIDS,
        sharing(Severity.HIGH, DEVICES),
        explain_alike,
        needs="bids",
    ),
    FlagRule(
        "RF-02",
        gettext_lazy("same network"),
        Family.STATISTICS,
        "bidder",
        Severity.MEDIUM,
        "招标投标法实施条例 第三十九条",
        gettext_lazy("bids of several firms uploaded from one public address (shared offices exist)"),
        BIDS,
        sharing(Severity.MEDIUM, [KINDS.NETWORK]),
        explain_alike,
        needs="bids",
    ),
    FlagRule(
        "RF-03",
        gettext_lazy("guarantees from one account, deemed collusion"),
        Family.STATISTICS,
        "bidder",
        Severity.HIGH,
        "招标投标法实施条例 第四十条第六项（视为串通投标）",
        gettext_lazy("the guarantees of several bidders were paid from one account"),
        BIDS,
        sharing(Severity.HIGH, [KINDS.ACCOUNT]),
        explain_alike,
        needs="bids",
    ),
    FlagRule(
        "RF-04",
        gettext_lazy("same author, handler or project manager, deemed collusion"),
        Family.STATISTICS,
        "bidder",
        Severity.HIGH,
        "招标投标法实施条例 第四十条第一项至第三项（视为串通投标）",
        gettext_lazy("author, handler, project manager or telephone equal between bidders of one tender"),
        BIDS,
        sharing(Severity.HIGH, PEOPLE),
        explain_alike,
        needs="bids",
    ),
    FlagRule(
        "RF-20",
        gettext_lazy("traits of the bidders"),
        Family.STATISTICS,
        "bidder",
        Severity.MEDIUM,
        "招标投标法实施条例 第三十四条",
        gettext_lazy("a firm founded shortly before, or legal representative, shareholder or address shared"),
        BIDS,
        f"({sharing(Severity.MEDIUM, RELATED, 'related')}) UNION ALL ({YOUNG})",
        explain_traits,
        (Parameter("months", gettext_lazy("a firm is new for so many months"), 6, 1, 60),),
        needs="bids",
    ),
]
