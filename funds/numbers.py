"""Numbers of papers about funds: YXFA2026-0001 = county, 方案, year, serial."""

from django.conf import settings
from django.utils import timezone

from records.numbers import next_number

LETTERS = {
    "proposal": "FA",  # 分配方案
    "quota": "ZB",  # 指标
    "application": "SQ",  # 支付申请
    "slip": "TD",  # 退单
    "file": "ZF",  # 支付批次
    "roll": "MC",  # 补贴名册
    "pay": "BT",  # 补贴发放清单
    "acceptance": "YS",  # 验收
    "audit": "SJ",  # 审计
    "delivery": "DR",  # 导入批次
}


def next_paper(kind: str, now) -> str:
    """The next number of this kind in the year of `now`. Call it late in the transaction: others wait."""
    year = timezone.localdate(now).year
    return f"{settings.COUNTY['case_prefix']}{LETTERS[kind]}{year}-{next_number(f'funds-{kind}', year):05d}"
