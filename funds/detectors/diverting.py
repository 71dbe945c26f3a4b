"""FF-03 挪用: money went elsewhere than it was meant for: to the unit itself, to another project or another payee.

The party of a contract is who the register of contracts names; of one that no register knows, who was paid first.
"""

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.contracts import parties
from funds.detectors.base import Detector, Found
from funds.models.flags import Level
from funds.money import yuan

SQL = """
SELECT v.fund_id, min(o.organisation_id), v.id, 'own:' || v.id, 'warning', sum(p.amount - {returned})::bigint,
    NULL::bigint, jsonb_build_object('how', 'own', 'voucher', v.number, 'words', v.words, 'payee', min(y.name))
FROM funds_voucher v
JOIN funds_posting p ON p.voucher_id = v.id
JOIN funds_account o ON o.id = p.out_of_id
JOIN funds_account i ON i.id = p.into_id
JOIN funds_payee y ON y.id = i.payee_id
WHERE v.id {ids} AND v.kind = 'use' AND y.organisation_id = o.organisation_id
GROUP BY v.id
HAVING sum(p.amount - {returned}) > 0
UNION ALL
SELECT v.fund_id, min(o.organisation_id), v.id, 'project:' || v.id, 'warning', sum(p.amount - {returned})::bigint,
    NULL::bigint, jsonb_build_object('how', 'project', 'voucher', v.number, 'words', v.words, 'meant', min(o.project),
        'given', min(i.project))
FROM funds_voucher v
JOIN funds_posting p ON p.voucher_id = v.id
JOIN funds_account o ON o.id = p.out_of_id
JOIN funds_account i ON i.id = p.into_id
WHERE v.id {ids} AND v.kind = 'disburse' AND o.project <> i.project
GROUP BY v.id
HAVING sum(p.amount - {returned}) > 0
UNION ALL
SELECT v.fund_id, x.organisation_id, v.id, 'contract:' || v.id, 'warning', a.amount, NULL::bigint,
    jsonb_build_object('how', 'contract', 'voucher', v.number, 'words', v.words, 'contract', a.contract_number,
        'payee', y.name, 'code', y.identity, 'party', first.name, 'party_code', first.identity)
FROM funds_voucher v
JOIN funds_application a ON a.voucher_id = v.id
JOIN funds_payee y ON y.id = a.payee_id
JOIN funds_quota q ON q.id = a.quota_id
JOIN funds_account x ON x.id = q.account_id
JOIN LATERAL (
    SELECT z.name, z.identity FROM funds_application b
    JOIN funds_payee z ON z.id = b.payee_id
    JOIN funds_quota c ON c.id = b.quota_id
    JOIN funds_account d ON d.id = c.account_id AND d.organisation_id = x.organisation_id
    WHERE b.contract_number = a.contract_number AND b.voucher_id IS NOT NULL
    ORDER BY b.voucher_id LIMIT 1) first ON TRUE
WHERE v.id {ids} AND a.contract_number <> ''
    AND NOT EXISTS (SELECT FROM funds_voucher r WHERE r.reverses_id = v.id AND r.amount >= v.amount)
"""
HOW = {
    "own": gettext_lazy("Voucher %(voucher)s paid %(sum)s to an account of the unit itself (%(payee)s): “%(words)s”."),
    "project": gettext_lazy(
        "Voucher %(voucher)s gave %(sum)s meant for the project “%(meant)s” to the project “%(given)s”."
    ),
    "contract": gettext_lazy(
        "Voucher %(voucher)s paid %(sum)s under the contract %(contract)s to %(payee)s; its party so far is %(party)s."
    ),
}


def shape(rows: list, parameters: dict) -> list[Found]:
    """The rows; of payments under a contract those to somebody who is not its party."""
    found = [Found(*row[:-1], json.loads(row[-1])) for row in rows]
    known = parties(one.detail.get("contract") for one in found)
    return [one for one in found if one.detail["how"] != "contract" or is_stranger(one.detail, known)]


def is_stranger(said: dict, known: dict) -> bool:
    """Was somebody else paid than the contract names? Notes the party that it names."""
    named = known.get(said["contract"]) or {said["party_code"]: said["party"]}
    said["party"] = "、".join(named.values())
    return said["code"] not in named


def explain(said: dict) -> str:
    return _(HOW[said["how"]]) % (said | {"sum": yuan(said["value"])})


RULE = Detector(
    "FF-03",
    gettext_lazy("Diversion"),
    "fund_use",
    Level.WARNING,
    "《预算法》第六十三条；《财政违法行为处罚处分条例》第六条",
    gettext_lazy("Paid to an account of the unit itself, for another project, or to a firm outside the contract."),
    explain,
    about="voucher",
    sql=SQL,
    shape=shape,
)
