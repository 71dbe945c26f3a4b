"""Tender numbers: YXJY20260302-0417-8 = county, 交易, day of the handing in, serial of that day, check digit."""

import re

from django.conf import settings
from django.utils import timezone

from records.numbers import check_digit, next_number

LETTERS = "JY"
PATTERN = re.compile(r"[A-Z]{2,4}JY\d{8}-\d{4,6}-\d")


def tender_number(day, serial: int) -> str:
    """The number of the `serial`-th tender handed in on this day."""
    stem = f"{day:%Y%m%d}-{serial:04d}"
    return f"{settings.COUNTY['case_prefix']}{LETTERS}{stem}-{check_digit(stem.replace('-', ''))}"


def next_tender_number(now) -> str:
    """The next number of the day of `now`. Call it late in the transaction: others wait."""
    today = timezone.localdate(now)
    return tender_number(today, next_number(f"tender-{today:%m%d}", today.year))


def is_tender_number(text: str) -> bool:
    """Has this text the form of a tender number and the right check digit?"""
    if not PATTERN.fullmatch(text):
        return False
    *stem, check = re.sub(r"\D", "", text)
    return check_digit("".join(stem)) == int(check)
