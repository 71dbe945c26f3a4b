"""One listener per process for all live boards: a hint comes in, one frame per scope goes out to every socket.

Channels routes and authenticates the sockets; the hints come over one plain Redis subscription per process, because a
subscription per socket would cost a core at a few thousand deliveries a second.
"""

import asyncio
import logging
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.db import connections
from django.utils import timezone
from redis.asyncio import Redis
from redis.exceptions import RedisError

from monitoring.board import CHANNEL
from monitoring.feed import figures, frame, news

logger = logging.getLogger(__name__)
TOLD = 1000  # findings of a scope that are remembered as sent
QUEUE = 50  # frames a slow socket may be behind before it is told to fetch everything anew
SLICE = 1  # seconds the listener waits at a time
PULSE = 15  # seconds: the subscription is renewed and the database asked even without a hint
FRESH = 3  # seconds for which one answer serves all who ask
RESYNC = '{"resync": true}'


class Hub:
    """The sockets of this event loop, by scope, and the task that feeds them."""

    def __init__(self):
        self.sockets: dict[str, set[asyncio.Queue]] = {}
        self.cursors: dict[str, int] = {}
        self.fresh: dict[str, tuple[float, int, str]] = {}  # scope → when, after which cursor, frame
        self.task: asyncio.Task | None = None
        self.told: dict[str, deque[int]] = {}  # scope → findings sent lately: the overlap repeats none
        self.thread = ThreadPoolExecutor(1, "board")

    def join(self, scope: str, after: int) -> asyncio.Queue:
        """A new socket of a scope; its frames arrive in the queue."""
        queue = asyncio.Queue(QUEUE)
        self.sockets.setdefault(scope, set()).add(queue)
        self.cursors[scope] = max(self.cursors.get(scope, 0), after)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.listen())
        return queue

    def leave(self, scope: str, queue: asyncio.Queue):
        self.sockets.get(scope, set()).discard(queue)
        if not self.sockets.get(scope):
            self.sockets.pop(scope, None)
            self.cursors.pop(scope, None)
        if not self.sockets and self.task:
            self.task.cancel()
            self.task = None
            self.thread.submit(connections.close_all)

    async def listen(self):
        """Wait for hints; several that came meanwhile are one. Without any, look every 15 seconds all the same.

        A cancellation may be lost in the client library's own time-outs, so the task asks for it every second.
        """
        task = asyncio.current_task()
        while not task.cancelling():
            try:
                async with Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as hints:
                    await hints.subscribe(CHANNEL)
                    while not task.cancelling():
                        await self.tell_all()
                        await one_of(hints, task)
            except (OSError, RedisError, DatabaseFailure) as error:
                logger.warning("the board waits: %s", error)
                await asyncio.sleep(1)

    async def tell_all(self):
        """New cards at once, then the figures."""
        for scope in list(self.sockets):
            lately = self.told.setdefault(scope, deque(maxlen=TOLD))
            text, told = await self.ask(news, scope, self.cursors.get(scope, 0), tuple(lately))
            if told:
                lately.extend(told)
                self.cursors[scope] = max(self.cursors.get(scope, 0), *told)
                self.deliver(scope, text)
        for scope in list(self.sockets):
            self.deliver(scope, await self.ask(figures, timezone.now(), scope))

    async def ask(self, function, *args):
        """Run a query in the hub's own thread, whose connection stays open between hints."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, connected, function, *args)

    async def read(self, scope: str, after: int) -> str:
        text = await self.ask(frame, scope, after, timezone.now())
        self.fresh[scope] = (time.monotonic(), after, text)
        return text

    async def since(self, scope: str, after: int) -> str:
        """What one socket asks for. A frame of the last seconds that reaches back far enough serves everybody."""
        when, begins, text = self.fresh.get(scope, (0.0, 0, ""))
        if begins <= after and text and time.monotonic() - when < FRESH:
            return text
        return await self.read(scope, after)

    def deliver(self, scope: str, text: str):
        """Put the one encoded frame into every queue; a socket that cannot follow starts over."""
        for queue in self.sockets.get(scope, ()):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                text_for_it = RESYNC
            else:
                text_for_it = text
            queue.put_nowait(text_for_it)


async def one_of(hints, task):
    """Return after a hint, or when it is time to look without one; further waiting hints count as the same."""
    end, heard = time.monotonic() + PULSE, None
    while not heard and time.monotonic() < end and not task.cancelling():
        heard = await hints.get_message(timeout=SLICE)
    while heard:
        heard = await hints.get_message(timeout=0)


def connected(function, *args):
    """Call it; a connection that failed is put away, so that the next call opens a new one."""
    try:
        return function(*args)
    except DatabaseFailure:
        connections.close_all()
        raise


hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop; those of loops that are gone are forgotten."""
    loop = asyncio.get_running_loop()
    for other in [known for known in hubs if known.is_closed()]:
        del hubs[other]
    return hubs.setdefault(loop, Hub())
