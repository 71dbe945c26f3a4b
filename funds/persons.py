"""Numbers of persons: compared by a keyed digest, shown masked, kept sealed. A stolen dump tells none of them.

An identity number or a bank account is AES-256-GCM sealed and bound to its digest, so that a seal cannot be moved to
somebody else. The first of settings.IDENTITY_KEYS ("id:64 hex digits") seals, all of them open; without keys of its
own the county's SECRET_KEY gives one. The digests are keyed as well: the numbers of a county could all be tried.
"""

import hashlib
import hmac
import os
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.fields import IdNumberField

DERIVED = "s1"  # the id of the key that follows from SECRET_KEY
NONCE = 12  # bytes
PERSON, ACCOUNT = "person", "account"


def keys() -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals."""
    named = dict(entry.split(":", 1) for entry in settings.IDENTITY_KEYS)
    found = {name: bytes.fromhex(digits) for name, digits in named.items()}
    found.setdefault(DERIVED, _derived(b"funds:identity"))
    return found


def _derived(use: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), use, hashlib.sha256)


def digest(use: str, number: str) -> str:
    """HMAC-SHA256 in hex: the same number gives another digest for another use."""
    return hmac.digest(_derived(b"funds:digest"), f"{use}:{number}".encode(), hashlib.sha256).hex()


def seal(use: str, number: str) -> tuple[str, bytes]:
    """(key id, sealed bytes) of a number."""
    name, key = next(iter(keys().items()))
    nonce = os.urandom(NONCE)
    return name, nonce + AESGCM(key).encrypt(nonce, number.encode(), digest(use, number).encode())


def unseal(mark: str, name: str, sealed: bytes) -> str:
    """The number; `mark` is its digest. Raises KeyError for a key that is not here, InvalidTag for a changed one."""
    sealed = bytes(sealed)
    return AESGCM(keys()[name]).decrypt(sealed[:NONCE], sealed[NONCE:], mark.encode()).decode()


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
