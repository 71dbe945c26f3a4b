"""Numbers of persons: compared by a keyed digest, shown masked, kept sealed. A stolen dump tells none of them.

An identity number or a bank account is sealed (records.envelopes) and bound to its digest, so that a seal cannot be
moved to somebody else. The digests are keyed as well: the numbers of a county could all be tried.
"""

import hashlib
import hmac
from datetime import date

from django.core.exceptions import ValidationError

from accounts.fields import IdNumberField
from records import envelopes

PURPOSE = "funds:identity"
PERSON, ACCOUNT = "person", "account"


def digest(use: str, number: str) -> str:
    """HMAC-SHA256 in hex: the same number gives another digest for another use."""
    return hmac.digest(envelopes.derived("funds:digest"), f"{use}:{number}".encode(), hashlib.sha256).hex()


def seal(use: str, number: str) -> tuple[str, bytes]:
    """(key id, sealed bytes) of a number."""
    return envelopes.seal(PURPOSE, number.encode(), digest(use, number))


def unseal(mark: str, name: str, sealed: bytes) -> str:
    """The number; `mark` is its digest. Raises KeyError for a key that is not here, InvalidTag for a changed one."""
    return envelopes.unseal(PURPOSE, name, sealed, mark).decode()


def masked_number(number: str) -> str:
    """110105********002X: the place and the last four signs."""
    return f"{number[:6]}********{number[-4:]}"


def masked_account(number: str) -> str:
    """**** 0018: the last four signs of a bank account."""
    return f"**** {number[-4:]}"


def masked_name(name: str) -> str:
    """张*国, 张*: the way names stand in a village's publicity."""
    return f"{name[0]}*{name[-1]}" if len(name) > 2 else f"{name[0]}*"


def is_number(number: str) -> bool:
    """An identity number after GB 11643: form, then date of birth, then the check sign (mod 11-2)."""
    try:
        return bool(IdNumberField().clean(number))
    except ValidationError:
        return False


def born_on(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def age_on(number: str, day: date) -> int:
    """Full years; who was born on 29 February is a year older on 1 March."""
    born = born_on(number)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
