"""The price of an anonymous order: a little arithmetic in the browser, so that one sender cannot bury the others.

A form carries a puzzle that we signed; the browser looks for a number that, hashed with it, gives enough zero bits.
The more arrives in an hour from everybody together, the more bits are asked for. Nothing is kept of who sent what.
Whoever cannot compute (no JavaScript, no secure connection) waits a minute instead, as long as not many do.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from complaints import budget, pepper
from complaints.models import Channel, Order

BITS, MOST_BITS = 15, 21  # expected hashes: 2 ** bits; 15 bits are about a second of a telephone
CALM = 10  # orders in an hour that raise no price; every doubling of it costs one bit more
MOST_AN_HOUR = 240  # beyond, the door closes for the rest of the hour and the telephone is named
SLOW_WAIT, SLOW_AN_HOUR = timedelta(seconds=60), 30
VALID = timedelta(hours=6)  # how long somebody may write
SALT_BYTES = 16


@dataclass(frozen=True)
class Puzzle:
    """One puzzle as it stands in a form."""

    salt: str
    issued: datetime
    bits: int

    def __str__(self):
        stem = f"{self.salt}.{int(self.issued.timestamp())}.{self.bits}"
        return f"{stem}.{pepper.mark('puzzle-form', stem)}"

    def is_solved(self, answer: str) -> bool:
        """Does the hash of puzzle and answer begin with enough zero bits?"""
        whole = hashlib.sha256(f"{self}:{answer[:20]}".encode()).digest()
        return int.from_bytes(whole, "big") >> (256 - self.bits) == 0

    def has_rested(self, now: datetime) -> bool:
        return now - self.issued >= SLOW_WAIT


def in_last_hour(now: datetime) -> int:
    """Anonymous orders from the web within an hour, from everybody together."""
    rows = Order.objects.filter(received_at__gt=now - timedelta(hours=1), is_anonymous=True, channel=Channel.WEB)
    return rows.filter(parent=None).count()


def price(count: int) -> int:
    """Bits asked for when so many have arrived within the hour."""
    return min(MOST_BITS, BITS + max(0, (count // CALM).bit_length()))


def new(now: datetime) -> Puzzle:
    return Puzzle(secrets.token_hex(SALT_BYTES), now.replace(microsecond=0), price(in_last_hour(now)))


def read(text: str, now: datetime) -> Puzzle | None:
    """The puzzle of a form that was sent, if it is ours and not too old."""
    stem, _dot, signature = text.rpartition(".")
    if not hmac.compare_digest(pepper.mark("puzzle-form", stem).encode(), signature.encode()):
        return None
    salt, issued, bits = stem.split(".")
    puzzle = Puzzle(salt, datetime.fromtimestamp(int(issued), UTC), int(bits))
    return puzzle if timedelta(0) <= now - puzzle.issued <= VALID else None


def is_paid(puzzle: Puzzle, answer: str, now: datetime) -> bool:
    """By arithmetic, or by waiting while not too many wait."""
    if answer:
        return puzzle.is_solved(answer)
    return puzzle.has_rested(now) and not budget.spent("slow", now, SLOW_AN_HOUR, budget.HOUR)
