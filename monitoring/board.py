"""Telling the live board that something happened. A hint carries no facts: the board asks the database."""

import logging
from functools import cache

from django.conf import settings
from redis import Redis, RedisError

logger = logging.getLogger(__name__)
CHANNEL = "mingjing:board"
PATIENCE = 2  # seconds; whoever acts does not wait longer for a board


@cache
def client() -> Redis:
    """This process's connection for hints."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def hint():
    """Wake every process that shows a board. A lost hint loses nothing: boards also ask every 15 seconds."""
    try:
        client().publish(CHANNEL, "look")
    except (OSError, RedisError) as error:
        logger.warning("the board could not be told: %s", error)
