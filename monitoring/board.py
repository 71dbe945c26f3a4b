"""Telling the live board that something happened. A hint carries no facts: the board asks the database."""

import logging

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
GROUP = "board"


def hint():
    """Wake every process that shows a board. A lost hint loses nothing: boards also ask every 15 seconds."""
    try:
        async_to_sync(get_channel_layer().group_send)(GROUP, {"type": "board.hint"})
    except (OSError, RedisError) as error:
        logger.warning("the board could not be told: %s", error)
