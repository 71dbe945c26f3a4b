"""The socket of a session: it carries signals between browsers and says who is there. No picture passes here."""

import asyncio
import contextlib
import json
import logging
import secrets
import time
from importlib import import_module
from types import SimpleNamespace

from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from redis.asyncio import Redis
from redis.exceptions import RedisError

from accounts.middleware import acting
from complaints.actions.sessions import arrive
from complaints.models import Session, Side
from complaints.permissions_meetings import side_of

logger = logging.getLogger(__name__)
LONGEST_FRAME = 30_000  # characters: the description of a connection has some 6,000
MOST_FRAMES, IN_SECONDS = 300, 10  # a browser sends some 50 while it connects
RECHECK = 60  # seconds after which somebody in the room must still be entitled
PATIENCE = 2  # seconds for the line to Redis to stand
SLICE = 1  # seconds the listener waits at a time
TO_ONE = {"offer", "answer", "ice"}  # signals with data for one other browser
TO_ALL = {"changed"}
REPLACED, REFUSED, NONSENSE = 4409, 4403, 4400


class SessionConsumer(AsyncWebsocketConsumer):
    """Lets in the sides of one session and its supervisors, as the page does, and passes on what they send.

    The first side to come is told of everybody who enters and makes the offer. A second page of the same side
    replaces the first. Entering is on record before anything is heard.
    """

    session = side = redis = signals = pump = None
    checked = began = 0.0
    frames = 0

    async def connect(self):
        await self.look(self.scope["user"], self.scope["session"], enters=True)
        if self.side is None:
            await self.close(code=REFUSED)
            return
        self.number, self.channel = secrets.token_hex(8), f"session:{self.session.pk}"
        await self.accept()
        try:
            await self.listen()
        except (OSError, RedisError) as error:
            logger.warning("the room waits: %s", error)
            await self.close(code=1011)

    async def listen(self):
        self.redis = Redis.from_url(settings.REDIS_URL)
        self.signals = self.redis.pubsub()
        await self.signals.subscribe(self.channel)
        await self.signals.get_message(timeout=PATIENCE)  # the subscription stands: from here on none is missed
        self.pump = asyncio.create_task(self.hear())
        await self.send(text_data=json.dumps({"kind": "you", "side": self.side}))
        await self.tell({"kind": "hello"})

    async def look(self, user, session, enters=False):
        """Set the session and the side of this person as they are now; None for a stranger or a closed room."""
        self.checked = time.monotonic()
        who = SimpleNamespace(user=user, session=session)
        self.session, self.side = await database_sync_to_async(self.find)(who, enters)

    def find(self, who, enters):
        number, now = self.scope["url_route"]["kwargs"]["number"], timezone.now()
        actor = acting(who)
        rows = Session.objects.visible_to(actor).select_related("slot__organisation", "village")
        session = rows.filter(number=number).first()
        side = side_of(actor, session) if session and session.is_open_at(now) else None
        if side is not None and enters:
            try:
                arrive(session, by=actor, now=now)
            except PermissionDenied:
                side = None
        return session, side

    async def tell(self, message: dict):
        """To the others in the room, whichever process their sockets are in."""
        signed = message | {"from": self.number, "side": self.side}
        await self.redis.publish(self.channel, json.dumps(signed))

    async def hear(self):
        """Pass on what the others send, until the socket closes; look every minute whether the person may stay."""
        task = asyncio.current_task()
        try:
            while not task.cancelling():
                message = await self.signals.get_message(ignore_subscribe_messages=True, timeout=SLICE)
                if message and await self.pass_on(json.loads(message["data"])):
                    return
                if time.monotonic() - self.checked > RECHECK and not await self.may_stay():
                    await self.close(code=REFUSED)
                    return
        except (OSError, RedisError) as error:
            logger.warning("the room waits: %s", error)
            await self.close(code=1011)

    async def pass_on(self, message: dict) -> bool:
        """True when this page was replaced by another one of the same side."""
        if message["from"] == self.number or message.get("to") not in (None, self.number):
            return False
        if message["kind"] == "hello" and message["side"] == self.side != Side.SUPERVISOR:
            await self.close(code=REPLACED)
            return True
        await self.send(text_data=json.dumps(message))
        return False

    async def may_stay(self) -> bool:
        """Asked of the session as it is now, not as it was when the socket was opened."""
        store = import_module(settings.SESSION_ENGINE).SessionStore
        session, before = store(self.scope["session"].session_key), self.side
        await self.look(await get_user({"session": session}), session)
        return self.side == before

    async def receive(self, text_data=None, bytes_data=None):
        message = signal(text_data)
        if message is None or self.is_flooding():
            await self.close(code=NONSENSE)
            return
        with contextlib.suppress(OSError, RedisError):  # the listener notices it as well, and closes
            await self.tell(message)

    def is_flooding(self) -> bool:
        if time.monotonic() - self.began > IN_SECONDS:
            self.began, self.frames = time.monotonic(), 0
        self.frames += 1
        return self.frames > MOST_FRAMES

    async def disconnect(self, code):
        if self.pump:
            self.pump.cancel()
            await asyncio.wait([self.pump], timeout=PATIENCE)
        if self.redis:
            with contextlib.suppress(OSError, RedisError):
                await self.tell({"kind": "bye"})
                await self.signals.aclose()
                await self.redis.aclose()


def signal(text: str | None) -> dict | None:
    """A browser's frame; None for anything that is not exactly one of the signals."""
    if not text or len(text) > LONGEST_FRAME:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not isinstance(message.get("kind"), str):
        return None
    if message["kind"] in TO_ALL and message.keys() == {"kind"}:
        return message
    addressed = isinstance(message.get("to"), str) and len(message["to"]) == 16
    fits = message["kind"] in TO_ONE and message.keys() == {"kind", "to", "data"}
    return message if fits and addressed and isinstance(message["data"], dict) else None
