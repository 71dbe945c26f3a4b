"""FF-15 付款滞留: an approved application that is not paid within its term; the term is that of the clock."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import Detector
from funds.models.flags import Level
from funds.money import yuan

SQL = """
SELECT f.id, f.finance_id, x.id, 'application:' || x.id || ':' || d.round, 'warning', x.amount, NULL::bigint,
    jsonb_build_object('number', x.number, 'words', x.words, 'payee', y.name, 'approved', d.started_on,
        'due', d.due_on, 'days', d.promised)
FROM funds_application x
JOIN funds_payee y ON y.id = x.payee_id
JOIN funds_quota q ON q.id = x.quota_id
JOIN funds_account a ON a.id = q.account_id
JOIN funds_fund f ON f.id = a.fund_id
JOIN django_content_type t ON t.app_label = 'funds' AND t.model = 'application'
JOIN deadlines_deadline d ON d.subject_type_id = t.id AND d.subject_id = x.id AND d.name = 'fund:payment'
WHERE x.id {ids} AND x.state IN ('approved', 'sent') AND d.met_on IS NULL AND d.cancelled_on IS NULL
    AND d.overdue_on <= %(today)s
"""


def explain(said: dict) -> str:
    told = _(
        "Application %(number)s for %(sum)s to %(payee)s was approved on %(approved)s and due by %(due)s "
        "(%(days)s working days); it is not paid."
    )
    return told % (said | {"sum": yuan(said["value"])})


RULE = Detector(
    "FF-15",
    gettext_lazy("Delayed payment"),
    "fund_transit",
    Level.WARNING,
    "《预算法》第五十七条、第六十一条",
    gettext_lazy("An approved application is not paid within its term (five working days by default)."),
    explain,
    about="application",
    sql=SQL,
    evidence=("payee",),
)
