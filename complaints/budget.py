"""How much of something the whole portal takes in a stretch of time, whoever sends it: nobody's address is kept.

The counters are hints in Valkey and may be lost; without them nobody is turned away.
"""

import logging
from datetime import datetime

from django.core.cache import cache
from redis import RedisError

logger = logging.getLogger(__name__)
MINUTE, HOUR = 60, 3600  # seconds


def spent(name: str, now: datetime, most: int, seconds: int = MINUTE) -> bool:
    """Count one more in this stretch; True beyond `most`."""
    key = f"complaints:{name}:{int(now.timestamp()) // seconds}"
    try:
        cache.add(key, 0, 2 * seconds)
        return cache.incr(key) > most
    except ValueError:  # it ran out between the two statements
        return False
    except (OSError, RedisError) as error:
        logger.warning("the budget cannot be counted: %s", error)
        return False
