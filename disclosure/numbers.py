"""Numbers of information requests: YXGK20261113-0007-8 = county, 公开, day, serial of that day, check digit."""

from django.conf import settings
from django.utils import timezone

from records.numbers import check_digit, next_number

LETTERS = "GK"


def next_request_number(now) -> str:
    """The next number of the day of `now`. Call it late in the transaction: other receipts wait."""
    today = timezone.localdate(now)
    stem = f"{today:%Y%m%d}-{next_number(f'openness-{today:%m%d}', today.year):04d}"
    return f"{settings.COUNTY['case_prefix']}{LETTERS}{stem}-{check_digit(stem.replace('-', ''))}"
