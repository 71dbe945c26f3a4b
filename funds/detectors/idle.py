"""FF-04 沉淀、闲置: allocated money of which nothing moves, or that is left when its time is over (FUN-07)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import Detector
from funds.models.flags import Level
from records.parameters import Parameter

# Idle since money last went out of the account, or since the oldest of what lies there came.
SQL = """
SELECT s.fund_id, s.organisation_id, s.id, 'account:' || s.id || ':' || s.since,
    CASE WHEN %(today)s - s.since >= %(red)s OR %(today)s > s.ends_on + interval '1 year' THEN 'red' ELSE 'yellow' END,
    s.rest, NULL::bigint, jsonb_build_object('since', s.since, 'project', s.name,
        'days', CASE WHEN %(today)s - s.since >= %(red)s THEN %(red)s WHEN %(today)s - s.since >= %(yellow)s
            THEN %(yellow)s END,
        'ended', CASE WHEN %(today)s > s.ends_on THEN s.ends_on END)
FROM (
    SELECT a.fund_id, a.organisation_id, a.id, a.name, f.ends_on, sum(l.rest)::bigint AS rest,
        greatest(min(l.since), (SELECT max(v.happened_on) FROM funds_posting c
            JOIN funds_posting p ON p.id = c.parent_id AND p.into_id = a.id
            JOIN funds_voucher v ON v.id = c.voucher_id AND v.kind <> 'return')) AS since
    FROM funds_lot l
    JOIN funds_account a ON a.id = l.account_id
    JOIN funds_fund f ON f.id = a.fund_id
    WHERE l.rest > 0 AND a.id {ids} AND a.stage IN ('allocated', 'disbursed') AND f.kind NOT IN {accumulating}
    GROUP BY a.id, f.id) s
WHERE %(today)s - s.since >= %(yellow)s OR %(today)s > s.ends_on
"""


def explain(said: dict) -> str:
    words = {"sum": said["whole"], **said}  # pieces where the fund holds goods
    told = []
    if said.get("days"):
        told.append(_("%(sum)s of “%(project)s” have lain unused since %(since)s, %(days)s days or more.") % words)
    if said.get("ended"):
        told.append(_("%(sum)s of “%(project)s” were left when the fund ended on %(ended)s.") % words)
    return "".join(told)


RULE = Detector(
    "FF-04",
    gettext_lazy("Idle money"),
    "fund_use",
    Level.YELLOW,
    "《预算法》第四十二条；《预算法实施条例》第五十条",
    gettext_lazy("No outflow for ninety days (yellow) or one hundred and eighty (red), or a rest when the year ends."),
    explain,
    about="account",
    sql=SQL,
    evidence=("since",),
    parameters=(
        Parameter("yellow", gettext_lazy("days without use for yellow"), 90, 1, 1000),
        Parameter("red", gettext_lazy("days without use for red"), 180, 1, 2000),
    ),
)
