"""FF-05 进度滞后: so many points behind the time that has passed (FUN-09), measured at the ends of months."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.detectors.base import POINTS, Detector
from funds.models.flags import Level
from funds.money import yuan
from records.parameters import Parameter

# Time counts in whole months up to the last end of a month, so that a number stands for a month. What was granted and
# lies neither in the allocation nor with the unit was used. Rates are rounded to two decimals, then compared.
SQL = """
SELECT s.fund_id, s.organisation_id, s.id, 'account:' || s.id || ':' || to_char(s.measured, 'YYYY"Q"Q'),
    CASE WHEN s.time - s.rate > %(red)s * 100 THEN 'red' ELSE 'yellow' END,
    s.time - s.rate, %(yellow)s * 100::bigint,
    jsonb_build_object('on', s.measured, 'project', s.name, 'granted', s.granted, 'used', s.used, 'rate', s.rate,
        'time', s.time)
FROM (
    SELECT q.*, round(q.used * 10000 / q.granted)::bigint AS rate,
        least(10000, round(q.gone * 10000 / greatest(q.months, 1)))::bigint AS time
    FROM (
        SELECT a.fund_id, a.organisation_id, a.id, a.name, m.measured, g.granted,
            g.granted - coalesce((SELECT sum(l.rest) FROM funds_lot l JOIN funds_account d ON d.id = l.account_id
                WHERE l.rest > 0 AND d.fund_id = a.fund_id AND d.organisation_id = a.organisation_id
                    AND d.project = a.project AND d.stage IN ('allocated', 'disbursed')), 0) AS used,
            (extract(year FROM age(m.measured + 1, f.starts_on)) * 12
                + extract(month FROM age(m.measured + 1, f.starts_on)))::numeric AS gone,
            (extract(year FROM age(f.ends_on + 1, f.starts_on)) * 12
                + extract(month FROM age(f.ends_on + 1, f.starts_on)))::numeric AS months
        FROM funds_account a
        JOIN funds_fund f ON f.id = a.fund_id
        CROSS JOIN (SELECT (date_trunc('month', %(today)s + 1) - interval '1 day')::date AS measured) m
        JOIN LATERAL (
            SELECT min(v.happened_on) AS first, sum(CASE WHEN h.stage = 'held' THEN p.amount ELSE 0 END)
                - coalesce((SELECT sum(c.amount) FROM funds_posting c
                    JOIN funds_posting b ON b.id = c.parent_id AND b.into_id = a.id
                    JOIN funds_account t ON t.id = c.into_id AND t.stage = 'held'), 0) AS granted
            FROM funds_posting p
            JOIN funds_account h ON h.id = p.out_of_id
            JOIN funds_voucher v ON v.id = p.voucher_id
            WHERE p.into_id = a.id) g ON g.granted > 0 AND g.first <= %(today)s - %(grace)s
        WHERE a.id {ids} AND a.stage = 'allocated' AND f.measure = 'money'
            AND m.measured BETWEEN f.starts_on AND f.ends_on + 30) q) s
WHERE s.time - s.rate >= %(yellow)s * 100
"""


def points(basis: int) -> str:
    return f"{basis / 100:.2f}"


def explain(said: dict) -> str:
    told = _(
        "“%(project)s”: of %(granted)s granted %(used)s were used by now, %(rate)s %%; by %(on)s %(time)s %% of the "
        "time had passed: %(lag)s points behind."
    )
    sums = {"granted": yuan(said["granted"]), "used": yuan(said["used"])}
    rates = {"rate": points(said["rate"]), "time": points(said["time"]), "lag": points(said["value"])}
    return told % (said | sums | rates)


RULE = Detector(
    "FF-05",
    gettext_lazy("Behind schedule"),
    "fund_use",
    Level.YELLOW,
    "《预算法》第五十七条；财政专项资金支出进度考核办法",
    gettext_lazy("The use rate is ten points or more behind the time that has passed (yellow), above thirty red."),
    explain,
    unit=POINTS,
    about="account",
    sql=SQL,
    evidence=(),
    at_stake=lambda said: said["granted"] - said["used"],
    parameters=(
        Parameter("yellow", gettext_lazy("points behind for yellow"), 10, 1, 100),
        Parameter("red", gettext_lazy("red above so many points"), 30, 1, 100),
        Parameter("grace", gettext_lazy("not judged in the first days after the allocation"), 30, 0, 366),
    ),
)
