"""Tokens: made from 32 random bytes, shown once, kept as a hash; two are valid while a system changes over."""

import hashlib
import secrets
from datetime import datetime, timedelta

from exchange.models import SourceSystem, Token

PREFIX = "mj_"  # so that scanners for lost secrets recognise it
SHOWN = 9  # signs kept readable, prefix included
VALID_DAYS = 180
MOST_DAYS = 366
OVERLAP = timedelta(days=7)  # how long the token before stays valid after a new one was handed out
TOUCH = timedelta(minutes=1)  # `last_used_at` is written no more often


def made() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def holder(token: str, now: datetime) -> Token | None:
    """The valid token behind these signs, with its source; None where it is unknown, expired or revoked."""
    if not token.startswith(PREFIX):
        return None
    return Token.objects.valid(now).select_related("source__organisation").filter(digest=digest(token)).first()


def touch(token: Token, now: datetime):
    """Note that the token was used, at most once a minute."""
    if token.last_used_at is None or now - token.last_used_at >= TOUCH:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)


def in_use(source: SourceSystem, now: datetime):
    return source.tokens.valid(now)
