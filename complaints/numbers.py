"""Order numbers: YXGD20261113-0417-8 = county, 工单, day of receipt, serial of that day, check digit."""

import re

from django.conf import settings
from django.utils import timezone

from records.numbers import check_digit, next_number

LETTERS = "GD"
PATTERN = re.compile(r"[A-Z]{2,4}GD\d{8}-\d{4,6}-\d")


def order_number(day, serial: int) -> str:
    """The number of the `serial`-th order received on this day."""
    stem = f"{day:%Y%m%d}-{serial:04d}"
    return f"{settings.COUNTY['case_prefix']}{LETTERS}{stem}-{check_digit(stem.replace('-', ''))}"


def next_order_number(now) -> str:
    """The next number of the day of `now`. Call it late in the transaction: other receipts wait."""
    today = timezone.localdate(now)
    return order_number(today, next_number(f"order-{today:%m%d}", today.year))


def is_order_number(text: str) -> bool:
    """Has this text the form of an order number and the right check digit?"""
    if not PATTERN.fullmatch(text):
        return False
    *stem, check = re.sub(r"\D", "", text)
    return check_digit("".join(stem)) == int(check)
