"""Keyed digests: what the database may compare and never read. The pepper lies outside the database and its dumps.

Codes of anonymous people, accounts and telephones of named ones are only kept as such digests, so that a stolen dump
tells neither. COMPLAINTS_PEPPER of the settings is the key; without one of its own it follows from SECRET_KEY. With
another pepper every code in people's hands is void, as with the query codes.
"""

import hashlib
import hmac

from django.conf import settings


def key() -> bytes:
    """The pepper as 32 bytes."""
    own = settings.COMPLAINTS_PEPPER
    if own:
        return hashlib.sha256(own.encode()).digest()
    return hmac.digest(settings.SECRET_KEY.encode(), b"complaints:pepper", hashlib.sha256)


def digest(use: str, text: str) -> bytes:
    """HMAC-SHA256 of a text; the same text gives another digest for another use."""
    return hmac.digest(key(), f"{use}:{text}".encode(), hashlib.sha256)


def mark(use: str, text: str) -> str:
    """The digest in hex for a column."""
    return digest(use, text).hex()
