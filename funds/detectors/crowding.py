"""FF-02 挤占: money of a fund was used for an economic class that its rules do not allow (FUN-04)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import Detector
from funds.models.flags import Level
from funds.money import yuan

# A class that is allowed allows what stands below it: 302 allows 30201.
SQL = """
SELECT v.fund_id, min(a.organisation_id), v.id, 'voucher:' || v.id, 'yellow', sum(p.amount - {returned})::bigint,
    NULL::bigint, jsonb_build_object('class', v.economic_class, 'allowed', to_jsonb(f.classes), 'words', v.words,
        'voucher', v.number)
FROM funds_voucher v
JOIN funds_fund f ON f.id = v.fund_id
JOIN funds_posting p ON p.voucher_id = v.id
JOIN funds_account a ON a.id = p.out_of_id
WHERE v.id {ids} AND v.kind = 'use' AND v.economic_class <> '' AND cardinality(f.classes) > 0
    AND NOT EXISTS (SELECT FROM unnest(f.classes) c WHERE v.economic_class LIKE c || '%%')
GROUP BY v.id, f.id
HAVING sum(p.amount - {returned}) > 0
"""


def explain(said: dict) -> str:
    told = _("Voucher %(voucher)s paid %(sum)s for “%(words)s”, class %(class)s; the fund allows only %(list)s.")
    return told % (said | {"sum": yuan(said["value"]), "list": "、".join(said["allowed"])})


RULE = Detector(
    "FF-02",
    gettext_lazy("Crowding out"),
    "fund_use",
    Level.YELLOW,
    "《预算法》第六十三条；《财政违法行为处罚处分条例》第六条",
    gettext_lazy("The economic class of a payment is not in the list of the fund."),
    explain,
    about="voucher",
    sql=SQL,
    evidence=("class", "voucher"),
)
