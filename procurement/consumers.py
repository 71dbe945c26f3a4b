"""The socket of an auction: it says "look", nothing else; the page then asks the database through its address."""

import asyncio
import contextlib
import logging
import time
from types import SimpleNamespace

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import timezone
from redis.asyncio import Redis
from redis.exceptions import RedisError

from accounts.middleware import acting
from procurement import hints
from procurement.models import Auction
from procurement.permissions import may_follow

logger = logging.getLogger(__name__)
SLICE, PATIENCE = 1, 2  # seconds
RECHECK = 60  # seconds after which somebody must still be entitled
REFUSED, NONSENSE, BROKEN = 4403, 4400, 1011


class AuctionConsumer(AsyncWebsocketConsumer):
    """For the admitted firms, the offices of the tender and those who watch; everybody else reads the page anew."""

    redis = signals = pump = auction = None
    checked = 0.0

    async def connect(self):
        if not await self.entitled():
            await self.close(code=REFUSED)
            return
        await self.accept()
        try:
            await self.listen()
        except (OSError, RedisError) as error:
            logger.warning("the auction waits: %s", error)
            await self.close(code=BROKEN)

    async def listen(self):
        self.redis = Redis.from_url(settings.REDIS_URL)
        self.signals = self.redis.pubsub()
        await self.signals.subscribe(hints.channel(self.auction))
        await self.signals.get_message(timeout=PATIENCE)
        self.pump = asyncio.create_task(self.pass_on())
        await self.send(text_data="look")

    async def entitled(self) -> bool:
        self.checked = time.monotonic()
        who = SimpleNamespace(user=self.scope["user"], session=self.scope["session"])
        self.auction = await database_sync_to_async(self.find)(who)
        return self.auction is not None

    def find(self, who) -> int | None:
        rows = Auction.objects.select_related("tender").filter(
            tender__number=self.scope["url_route"]["kwargs"]["number"]
        )
        found = rows.order_by("-round").first()
        return found.pk if found and may_follow(acting(who), found, timezone.now()) else None

    async def pass_on(self):
        task = asyncio.current_task()
        try:
            while not task.cancelling():
                if await self.signals.get_message(ignore_subscribe_messages=True, timeout=SLICE):
                    await self.send(text_data="look")
                if time.monotonic() - self.checked > RECHECK and not await self.entitled():
                    await self.close(code=REFUSED)
                    return
        except (OSError, RedisError) as error:
            logger.warning("the auction waits: %s", error)
            await self.close(code=BROKEN)

    async def receive(self, text_data=None, bytes_data=None):
        """Nobody says anything here: offers are forms."""
        await self.close(code=NONSENSE)

    async def disconnect(self, code):
        if self.pump:
            self.pump.cancel()
            await asyncio.wait([self.pump], timeout=PATIENCE)
        if self.redis:
            with contextlib.suppress(OSError, RedisError):
                await self.signals.aclose()
                await self.redis.aclose()
