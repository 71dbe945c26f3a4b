"""What is kept in a column and read only with a key from outside the database: AES-256-GCM, bound to its place.

settings.IDENTITY_KEYS ("id:64 hex digits") names the keys: the first one seals, all of them open. Without keys of its
own the county's SECRET_KEY gives one a purpose. What is bound into an envelope keeps it from being moved elsewhere.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

DERIVED = "s1"  # the id of the key that follows from SECRET_KEY
NONCE = 12  # bytes


def named_keys() -> dict[str, bytes]:
    """Key id → 32 bytes of the keys that the county has set."""
    named = dict(entry.split(":", 1) for entry in settings.IDENTITY_KEYS)
    return {name: bytes.fromhex(digits) for name, digits in named.items()}


def derived(purpose: str) -> bytes:
    """32 bytes that follow from SECRET_KEY, others for every purpose."""
    return hmac.digest(settings.SECRET_KEY.encode(), purpose.encode(), hashlib.sha256)


def keys(purpose: str) -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals."""
    found = named_keys()
    found.setdefault(DERIVED, derived(purpose))
    return found


def encrypt(key: bytes, plain: bytes, bound: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound.encode())


def decrypt(key: bytes, sealed, bound: str) -> bytes:
    """Raises InvalidTag for anything that was changed, or bound to another place."""
    sealed = bytes(sealed)  # of a memoryview
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode())


def seal(purpose: str, plain: bytes, bound: str) -> tuple[str, bytes]:
    """(key id, sealed bytes)."""
    name, key = next(iter(keys(purpose).items()))
    return name, encrypt(key, plain, bound)


def unseal(purpose: str, name: str, sealed, bound: str) -> bytes:
    """What was sealed. Raises KeyError for a key that is not here."""
    return decrypt(keys(purpose)[name], sealed, bound)
