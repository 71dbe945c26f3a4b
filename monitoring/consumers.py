"""The socket of the live board."""

import asyncio
import contextlib
import json
from types import SimpleNamespace

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from accounts.middleware import acting
from monitoring.hub import hub
from monitoring.permissions import can_watch

LONGEST_FRAME = 100  # characters a browser may send: {"after": 12345}


class BoardConsumer(AsyncWebsocketConsumer):
    """Sends cards as they come. The browser says how far it has got: on connecting and every 15 seconds."""

    scope_path = queue = pump = None

    async def connect(self):
        who = SimpleNamespace(user=self.scope["user"], session=self.scope["session"])
        actor = await database_sync_to_async(acting)(who)
        if not can_watch(actor):
            await self.close(code=4403)
            return
        self.scope_path = actor.watched_path
        await self.accept()
        self.queue = hub().join(self.scope_path, 0)
        self.pump = asyncio.create_task(self.send_frames())

    async def send_frames(self):
        while True:
            await self.send(text_data=await self.queue.get())

    async def receive(self, text_data=None, bytes_data=None):
        after = cursor(text_data)
        if after is None:
            await self.close(code=4400)
            return
        await self.send(text_data=await hub().since(self.scope_path, after))

    async def disconnect(self, code):
        if self.pump:
            self.pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.pump
            hub().leave(self.scope_path, self.queue)


def cursor(text: str | None) -> int | None:
    """The `after` of a browser's frame; None for anything that is not exactly that."""
    if not text or len(text) > LONGEST_FRAME:
        return None
    try:
        after = json.loads(text)["after"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return after if type(after) is int and 0 <= after < 2**63 else None
