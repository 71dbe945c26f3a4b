"""Numbers without gaps.

The counter's row stays locked until the caller's transaction ends, so a rollback gives the number back.
"""

from django.db import connection

TAKE = """
INSERT INTO records_counter (kind, year, last) VALUES (%s, %s, %s)
ON CONFLICT (kind, year) DO UPDATE SET last = records_counter.last + excluded.last RETURNING last
"""


def next_number(kind: str, year: int) -> int:
    """The next number of this kind and year, from 1. Call it late in the transaction: others of the kind wait."""
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> range:
    """`count` numbers in a row, with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [kind, year, count])
        [last] = cursor.fetchone()
    return range(last - count + 1, last + 1)
