"""Telling the live boards that something happened.

Whoever issues or changes cards says so inside the transaction: the rows are rendered there, once, and sent on commit
with a running number, so that a board process can place them without asking the database. The rows are a convenience
only: a process that misses a number, or gets a hint without rows, asks the database, and so does every board every 15
seconds. A lost hint loses nothing.
"""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial

from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError

from monitoring import feed

logger = logging.getLogger(__name__)
CHANNEL = "mingjing:board"
NUMBER = "mingjing:board:number"
PATIENCE = 2  # seconds; whoever acts does not wait longer for a board
LOOK = ""  # a hint without rows: ask the database
# One step for the server, so that numbers and hints are in the same order: "17 [rows]".
NUMBERED = "return redis.call('PUBLISH', KEYS[1], redis.call('INCR', KEYS[2]) .. ' ' .. ARGV[1])"
gathering: ContextVar[bool] = ContextVar("gathering", default=False)


@cache
def client() -> Redis:
    """This process's connection for hints."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def tell(findings):
    """Inside a transaction that issued or changed these cards: every board shows them as soon as it is committed."""
    if gathering.get():
        return
    text = feed.packed(findings) if len(findings) <= feed.STREAM else LOOK
    transaction.on_commit(partial(hint, text))


@contextmanager
def gathered():
    """Inside a transaction that writes many cards of the past: boards look once, when it is committed."""
    before = gathering.set(True)
    try:
        yield
    finally:
        gathering.reset(before)
    transaction.on_commit(hint)


def hint(text: str = LOOK):
    """Wake every process that shows a board, now."""
    try:
        client().eval(NUMBERED, 2, CHANNEL, NUMBER, text)
    except (OSError, RedisError) as error:
        logger.warning("the board could not be told: %s", error)
