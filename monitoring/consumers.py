"""The socket of the live board."""

import asyncio
import contextlib
import json
import time
from importlib import import_module
from types import SimpleNamespace
from urllib.parse import parse_qs

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from accounts.middleware import acting
from accounts.models import Organisation
from monitoring.hub import hub
from monitoring.permissions import board_at

LONGEST_FRAME = 100  # characters a browser may send: {"after": 12345}
RECHECK = 60  # seconds after which a socket that asks must still be entitled


class BoardConsumer(AsyncWebsocketConsumer):
    """Sends cards as they come. The browser says how far it has got: on connecting and every 15 seconds.

    `?at=CODE` narrows the board to a unit. A signed-out person or an ended post loses the socket within a minute.
    """

    place = queue = pump = None
    checked = 0.0

    async def connect(self):
        self.place = await self.entitled(self.scope["user"], self.scope["session"])
        if self.place is None:
            await self.close(code=4403)
            return
        await self.accept()
        self.queue = hub().join(self.place.path, 0)
        self.pump = asyncio.create_task(self.send_frames())

    async def entitled(self, user, session) -> Organisation | None:
        """The unit whose board this person may watch now; None for nobody's or another's."""
        self.checked = time.monotonic()
        who = SimpleNamespace(user=user, session=session)
        return await database_sync_to_async(lambda: board_at(acting(who), self.code()))()

    def code(self) -> str:
        return parse_qs(self.scope["query_string"].decode("ascii", "replace")).get("at", [""])[0]

    async def send_frames(self):
        while True:
            await self.send(text_data=await self.queue.get())

    async def receive(self, text_data=None, bytes_data=None):
        after = cursor(text_data)
        if after is None:
            await self.close(code=4400)
        elif time.monotonic() - self.checked > RECHECK and not await self.still_entitled():
            await self.close(code=4403)
        else:
            await self.send(text_data=await hub().since(self.place.path, after))

    async def still_entitled(self) -> bool:
        """Asked of the session as it is now, not as it was when the socket was opened."""
        store = import_module(settings.SESSION_ENGINE).SessionStore
        session = store(self.scope["session"].session_key)
        return await self.entitled(await get_user({"session": session}), session) == self.place

    async def disconnect(self, code):
        if self.pump:
            self.pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.pump
            await hub().leave(self.place.path, self.queue)


def cursor(text: str | None) -> int | None:
    """The `after` of a browser's frame; None for anything that is not exactly that."""
    if not text or len(text) > LONGEST_FRAME:
        return None
    try:
        after = json.loads(text)["after"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return after if type(after) is int and 0 <= after < 2**63 else None
