"""Numbers without gaps, and what protects a number on paper: a check digit, a query code.

The counter's row stays locked until the caller's transaction ends, so a rollback gives the number back.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

TAKE = """
INSERT INTO records_counter (kind, year, last) SELECT * FROM unnest(%s::text[], %s::int[], %s::int[])
ON CONFLICT (kind, year) DO UPDATE SET last = records_counter.last + excluded.last RETURNING kind, year, last
"""


def next_number(kind: str, year: int) -> int:
    """The next number of this kind and year, from 1. Call it late in the transaction: others of the kind wait."""
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> range:
    """`count` numbers in a row, with one statement."""
    return take({(kind, year): count})[kind, year]


def take(counts: dict[tuple[str, int], int]) -> dict[tuple[str, int], range]:
    """So many numbers of each kind and year, with one statement.

    Counters are locked in their order: two that take several cannot lock each other out.
    """
    if not counts:
        return {}
    asked = [(kind, year, count) for (kind, year), count in sorted(counts.items())]
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [list(column) for column in zip(*asked, strict=True)])
        last = {(kind, year): number for kind, year, number in cursor.fetchall()}
    return {key: range(last[key] - count + 1, last[key] + 1) for key, count in counts.items()}


CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that cannot be mistaken for one another


def check_digit(digits: str) -> int:
    """ISO 7064 MOD 11,10 over a string of digits; finds every single wrong digit."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10


@dataclass(frozen=True)
class DayNumbers:
    """Numbers of one kind: YXGD20261113-0417-8 = county, letters, day, serial of that day, check digit."""

    kind: str  # of the counter
    letters: str

    @property
    def pattern(self) -> re.Pattern:
        return re.compile(rf"[A-Z]{{2,4}}{self.letters}\d{{8}}-\d{{4,6}}-\d")

    def number(self, day, serial: int) -> str:
        """The number of the `serial`-th one of this day."""
        stem = f"{day:%Y%m%d}-{serial:04d}"
        return f"{settings.COUNTY['case_prefix']}{self.letters}{stem}-{check_digit(stem.replace('-', ''))}"

    def next(self, now) -> str:
        """The next number of the day of `now`. Call it late in the transaction: others wait."""
        today = timezone.localdate(now)
        return self.number(today, next_number(f"{self.kind}-{today:%m%d}", today.year))


def code_of(kind: str, number: str) -> str:
    """The 8 signs that go with a number of this kind; derived from it, so that the database does not hold them."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"{kind}:{number}".encode(), hashlib.sha256)
    return "".join(CODE_SIGNS[byte % 32] for byte in mac[:8])


def query_code(number: str) -> str:
    """The code on a receipt."""
    return code_of("query", number)
