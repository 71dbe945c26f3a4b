"""What nobody may read before the award: who sits in a committee. Sealed with a key that is not in the database.

AES-256-GCM; what is sealed is bound to its draw and seat. The first key of settings.IDENTITY_KEYS seals, all of them
open; without keys the county's SECRET_KEY gives one. A mark (HMAC) lets a person find the own seat, and nobody else.
"""

import hashlib
import hmac
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

DERIVED = "s1"  # the id of the key that follows from SECRET_KEY
PURPOSE = b"procurement:committee"
NONCE = 12  # bytes


def keys() -> dict[str, bytes]:
    """Key id → 32 bytes; the first one seals. Other purposes of the same secrets have other keys."""
    named = dict(entry.split(":", 1) for entry in settings.IDENTITY_KEYS)
    found = {name: derived(bytes.fromhex(digits)) for name, digits in named.items()}
    found.setdefault(DERIVED, derived(settings.SECRET_KEY.encode()))
    return found


def derived(secret: bytes) -> bytes:
    return hmac.digest(secret, PURPOSE, hashlib.sha256)


def current() -> str:
    """The id of the key that seals now."""
    return next(iter(keys()))


def seal(name: str, bound: str, facts) -> bytes:
    """`facts` under the key of this name, bound to a place such as "seat:7:2"."""
    nonce = os.urandom(NONCE)
    plain = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
    return nonce + AESGCM(keys()[name]).encrypt(nonce, plain, bound.encode())


def unseal(name: str, bound: str, sealed) -> dict | list | str:
    """What was sealed. Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    sealed = bytes(sealed)
    return json.loads(AESGCM(keys()[name]).decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode()))


def mark(draw_id: int, user_id: int, name: str) -> str:
    """By which a person finds the own seat in this draw; it says nothing in any other draw."""
    return hmac.new(keys()[name], f"{draw_id}:{user_id}".encode(), hashlib.sha256).hexdigest()
