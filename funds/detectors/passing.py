"""FF-01 截留、滞留: whoever holds money to be passed on still holds it after the term of the fund (FUN-05)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import Detector
from funds.models.flags import Level
from funds.money import yuan
from records.parameters import Parameter

# One row for each day on which the account got money: what came then, and what of it still lies there.
SQL = """
SELECT a.fund_id, a.organisation_id, a.id, 'account:' || a.id || ':' || l.since, 'yellow',
    sum(l.rest)::bigint, NULL::bigint, jsonb_build_object('since', l.since,
        'limit', l.since + f.pass_on_days, 'days', f.pass_on_days, 'received', sum(p.amount),
        'passed', sum(p.amount) - sum(l.rest))
FROM funds_account a
JOIN funds_fund f ON f.id = a.fund_id
JOIN funds_posting p ON p.into_id = a.id
JOIN funds_lot l ON l.posting_id = p.id
WHERE a.id {ids} AND a.stage = 'held' AND f.kind NOT IN {accumulating} AND l.since + f.pass_on_days < %(today)s
GROUP BY a.id, f.id, l.since
HAVING sum(l.rest) > 0 AND sum(l.rest) >= %(least)s * 100
"""


def explain(said: dict) -> str:
    told = _(
        "%(received)s came in on %(since)s and had to be passed on within %(days)s days, by %(limit)s; "
        "%(passed)s were passed on, %(rest)s still lie there."
    )
    sums = {"received": yuan(said["received"]), "passed": yuan(said["passed"]), "rest": yuan(said["value"])}
    return told % (said | sums)


RULE = Detector(
    "FF-01",
    gettext_lazy("Interception or delay"),
    "fund_transit",
    Level.YELLOW,
    "《预算法》第五十二条；《财政违法行为处罚处分条例》第五条",
    gettext_lazy("Money that is to be passed on is still held after the term of the fund (thirty days by default)."),
    explain,
    about="account",
    sql=SQL,
    evidence=("since",),
    parameters=(Parameter("least", gettext_lazy("from this amount on (yuan)"), 0, 0, 100_000_000),),
)
