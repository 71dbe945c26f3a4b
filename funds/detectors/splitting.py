"""FF-06 拆分: several payments to one payee, each just below the limit of approval, together above it (FUN-14)."""

from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.calendar import calendar
from funds.detectors.base import Detector, Found
from funds.models.flags import Level
from funds.money import yuan
from records.parameters import Parameter

# Payments of one unit to one payee just below the limit; another bank account is the same payee. What came back is
# only asked for where so much went out.
SQL = """
SELECT s.identity, s.organisation_id, v.id, v.number, v.fund_id, v.happened_on, (s.paid - r.back)::bigint, s.payee,
    s.name
FROM (
    SELECT y.identity, o.organisation_id, p.voucher_id, sum(p.amount) AS paid, min(y.id) AS payee, min(y.name) AS name
    FROM funds_payee y
    JOIN funds_account i ON i.payee_id = y.id AND i.stage = 'used'
    JOIN funds_posting p ON p.into_id = i.id
    JOIN funds_account o ON o.id = p.out_of_id
    WHERE y.identity IN (SELECT identity FROM funds_payee WHERE id {ids})
    GROUP BY y.identity, o.organisation_id, p.voucher_id
    HAVING sum(p.amount) >= %(limit)s::bigint * %(share)s) s
JOIN funds_voucher v ON v.id = s.voucher_id AND v.kind = 'use'
JOIN LATERAL (
    SELECT coalesce(sum(c.amount), 0) AS back FROM funds_posting p
    JOIN funds_posting c ON c.parent_id = p.id
    JOIN funds_account i ON i.id = c.out_of_id
    JOIN funds_payee y ON y.id = i.payee_id AND y.identity = s.identity
    WHERE p.voucher_id = v.id) r ON s.paid - r.back BETWEEN %(limit)s::bigint * %(share)s AND %(limit)s * 100 - 1
ORDER BY s.identity, s.organisation_id, v.happened_on, v.id
"""


class Payment(NamedTuple):
    identity: str
    organisation: int
    voucher: int
    number: str
    fund: int
    day: object
    amount: int
    payee: int
    name: str


def shape(rows: list, parameters: dict) -> list[Found]:
    """Payments that lie within so many working days of the first of them, and reach the limit together."""
    found = []
    for _who, theirs in groupby(map(Payment._make, rows), key=lambda row: row[:2]):
        theirs = list(theirs)
        while theirs:
            near = [one for one in theirs if calendar().between(theirs[0].day, one.day) <= parameters["days"]]
            theirs = theirs[len(near) :]
            if len(near) > 1 and sum(one.amount for one in near) >= parameters["limit"] * 100:
                found.append(found_of(near, parameters))
    return found


def found_of(near: list[Payment], parameters: dict) -> Found:
    first = near[0]
    detail = {
        "payee": first.name,
        "vouchers": [one.voucher for one in near],
        "amounts": [one.amount for one in near],
        "from": str(first.day),
        "to": str(near[-1].day),
    }
    topic, limit = f"split:{first.organisation}:{first.voucher}", parameters["limit"] * 100
    total = sum(one.amount for one in near)
    payee = min(one.payee for one in near)
    return Found(first.fund, first.organisation, payee, topic, Level.WARNING, total, limit, detail)


def explain(said: dict) -> str:
    told = _(
        "%(count)s payments to %(payee)s from %(from)s to %(to)s, each just below the limit of %(limit)s: "
        "%(amounts)s; together %(sum)s."
    )
    amounts = "、".join(yuan(amount) for amount in said["amounts"])
    sums = {"limit": yuan(said["threshold"]), "sum": yuan(said["value"]), "amounts": amounts}
    return told % (said | sums | {"count": len(said["amounts"])})


RULE = Detector(
    "FF-06",
    gettext_lazy("Splitting of payments"),
    "fund_use",
    Level.WARNING,
    "财政资金支付管理制度（大额资金集体决策、分级审批）；《财政违法行为处罚处分条例》第六条",
    gettext_lazy("Payments to one payee within three working days, each at least ninety percent of the limit."),
    explain,
    about="payee",
    sql=SQL,
    shape=shape,
    parameters=(
        Parameter("limit", gettext_lazy("limit of approval (yuan)"), 50_000, 100, 100_000_000),
        Parameter("share", gettext_lazy("each at least so many percent of the limit"), 90, 50, 99),
        Parameter("days", gettext_lazy("within so many working days"), 3, 0, 30),
    ),
)
