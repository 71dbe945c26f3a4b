"""Case numbers: YX20261113-0417-8 = county, day of receipt, serial of that day, check digit (ISO 7064 MOD 11,10)."""

import re

from django.conf import settings

from records.numbers import check_digit

PATTERN = re.compile(r"^[A-Z]{2}\d{8}-\d{4,6}-\d$")


def case_number(day, serial: int) -> str:
    """The number of the `serial`-th case received on this day."""
    stem = f"{day:%Y%m%d}{serial:04d}"
    return f"{settings.COUNTY['case_prefix']}{day:%Y%m%d}-{serial:04d}-{check_digit(stem)}"


def is_case_number(text: str) -> bool:
    """Has this text the form of a case number and the right check digit?"""
    if not PATTERN.match(text):
        return False
    *stem, check = re.sub(r"\D", "", text)
    return check_digit("".join(stem)) == int(check)
