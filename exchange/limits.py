"""How much one delivery may hold and how often a source may come. The counter is only a hint and may be lost."""

import logging
from datetime import datetime

from django.core.cache import cache
from redis import RedisError

logger = logging.getLogger(__name__)
MOST_BYTES = 5 * 1024 * 1024  # of one delivery; settings.DATA_UPLOAD_MAX_MEMORY_SIZE refuses more anyway
MOST_LINES = 10_000  # events of one delivery
MOST_LINE = 64 * 1024  # signs of one event
PER_MINUTE = 600  # deliveries of one source; refused tokens of one address count likewise
MOST_REFUSED = 60  # wrong tokens from one address in a minute


def too_often(name: str, now: datetime, most: int = PER_MINUTE) -> bool:
    """Count one more in this minute; True beyond `most`. Without the counter nobody is turned away."""
    key = f"exchange:{name}:{int(now.timestamp()) // 60}"
    try:
        cache.add(key, 0, 120)
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two statements
        return False
    except (OSError, RedisError) as error:
        logger.warning("deliveries cannot be counted: %s", error)
        return False
