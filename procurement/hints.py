"""Hints that something happened in an auction. The facts are in the database; a lost hint loses nothing."""

import logging

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def channel(auction: int) -> str:
    return f"auction:{auction}"


def tell(auction: int):
    """Have the open pages of this auction look again."""
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=1) as redis:
            redis.publish(channel(auction), "look")
    except (OSError, RedisError) as error:
        logger.warning("a hint was lost: %s", error)
