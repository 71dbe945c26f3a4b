"""Who wrote an order, sealed: encrypted at rest, readable only with a key outside the database.

AES-256-GCM; the order is bound into the seal, so that a sealed identity cannot be moved to another order. Each row
names its key: the first of settings.IDENTITY_KEYS ("id:64 hex digits") seals, all of them open, and
`manage.py reseal_identities` seals old rows anew. Without keys of its own the county's SECRET_KEY gives one.
"""

import hashlib
import hmac
import json
import os
import re

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from complaints import pepper

DERIVED = "s1"  # the id of the key that follows from SECRET_KEY
NONCE = 12  # bytes
FIELDS = ("name", "telephone", "email", "address")


def keys() -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals."""
    named = dict(entry.split(":", 1) for entry in settings.IDENTITY_KEYS)
    found = {name: bytes.fromhex(digits) for name, digits in named.items()}
    found.setdefault(DERIVED, hmac.digest(settings.SECRET_KEY.encode(), b"complaints:identity", hashlib.sha256))
    return found


def current() -> str:
    """The id of the key that seals now."""
    return next(iter(keys()))


def bound(order_id: int) -> bytes:
    return f"order:{order_id}".encode()


def seal(order_id: int, facts: dict) -> tuple[str, bytes]:
    """(key id, sealed bytes) of who wrote this order."""
    name, nonce = current(), os.urandom(NONCE)
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    return name, nonce + AESGCM(keys()[name]).encrypt(nonce, plain, bound(order_id))


def unseal(order_id: int, name: str, sealed: bytes) -> dict:
    """What was sealed. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    sealed = bytes(sealed)
    return json.loads(AESGCM(keys()[name]).decrypt(sealed[:NONCE], sealed[NONCE:], bound(order_id)))


def account_mark(user) -> str:
    """By which the orders of an account are found."""
    return pepper.mark("account", str(user.pk))


def sender_mark(telephone: str, email: str) -> str:
    """By which somebody is known again: the telephone, else the e-mail address; "" for neither."""
    return caller_mark(telephone) or (pepper.mark("mail", email.lower()) if email else "")


def caller_mark(telephone: str) -> str:
    """By which the orders of a telephone number are found, however it was typed; "" for none."""
    digits = re.sub(r"\D", "", telephone)
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    return pepper.mark("telephone", digits) if digits else ""
