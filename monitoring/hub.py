"""One listener per process for all live boards: a hint comes in, one frame per scope goes out to every socket.

Channels routes and authenticates the sockets; the hints come over one plain Redis subscription per process, because a
subscription per socket would cost a core at a few thousand deliveries a second. Hints bring their rows along and are
numbered: as long as no number is missing the database is not asked for them.
"""

import asyncio
import json
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

from monitoring.board import CHANNEL, NUMBER, PATIENCE
from monitoring.feed import encoded, figures, frame, news

logger = logging.getLogger(__name__)
TOLD = 1000  # findings of a scope that are remembered as sent
QUEUE = 50  # frames a slow socket may be behind before it is told to fetch everything anew
SLICE = 1  # seconds the listener waits at a time
PULSE = 15  # seconds after which the database is asked even without a hint
SETTLE = 1  # seconds between cards and the figures that follow them: a burst is counted once
FRESH = 3  # seconds for which one answer serves all who ask
RESYNC = '{"resync": true}'


class Hub:
    """The sockets of this event loop, by scope, and the tasks that feed them."""

    def __init__(self):
        self.sockets: dict[str, set[asyncio.Queue]] = {}
        self.cursors: dict[str, int] = {}
        self.fresh: dict[str, tuple[float, int, str]] = {}  # scope → when, after which cursor, frame
        self.told: dict[str, deque[int]] = {}  # scope → findings sent lately: the overlap repeats none
        self.number = 0  # of the last hint
        self.stale = False  # something happened since the figures were counted
        self.task: asyncio.Task | None = None
        self.counting: asyncio.Task | None = None
        self.thread = ThreadPoolExecutor(1, "board")

    def join(self, scope: str, after: int) -> asyncio.Queue:
        """A new socket of a scope; its frames arrive in the queue."""
        queue = asyncio.Queue(QUEUE)
        self.sockets.setdefault(scope, set()).add(queue)
        self.cursors[scope] = max(self.cursors.get(scope, 0), after)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.listen())
        return queue

    async def leave(self, scope: str, queue: asyncio.Queue):
        self.sockets.get(scope, set()).discard(queue)
        if not self.sockets.get(scope):
            for known in (self.sockets, self.cursors, self.fresh, self.told):
                known.pop(scope, None)
        if not self.sockets:
            await self.rest()

    async def rest(self):
        """Nobody watches: put the tasks and their connections away, and wait until they are."""
        tasks = [task for task in (self.task, self.counting) if task]
        self.task = self.counting = None
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE)
        self.thread.submit(connections.close_all)

    async def listen(self):
        """Listen for as long as there are sockets; what was missed while the line was down is asked for.

        A cancellation may be lost in the client library's own time-outs, so the task asks for it every second.
        """
        task = asyncio.current_task()
        while not task.cancelling():
            try:
                async with Redis.from_url(settings.REDIS_URL) as client, client.pubsub() as hints:
                    await hints.subscribe(CHANNEL)
                    await hints.get_message(timeout=PATIENCE)  # the subscription stands: from here on none is missed
                    self.number = int(await client.get(NUMBER) or 0)
                    await self.hear(hints, task)
            except (OSError, RedisError, DatabaseFailure) as error:
                logger.warning("the board waits: %s", error)
                await asyncio.sleep(1)

    async def hear(self, hints, task):
        """Take hint after hint; without any, look every 15 seconds all the same."""
        look_at = 0.0
        while not task.cancelling():
            if time.monotonic() >= look_at:
                await self.look()
                look_at = time.monotonic() + PULSE
            message = await hints.get_message(ignore_subscribe_messages=True, timeout=SLICE)
            if message and not self.take(message["data"]):
                await self.look()

    def take(self, data: bytes) -> bool:
        """Place the rows of a hint. False when the database has to be asked: no rows, or a number is missing."""
        number, _space, text = data.partition(b" ")
        before, self.number = self.number, int(number)
        if not text or self.number != before + 1:
            return False
        items = json.loads(text)
        for scope in self.sockets if items else ():
            self.place(scope, [item for item in items if item["path"].startswith(scope)])
        self.count_soon()
        return True

    def place(self, scope: str, items: list[dict]):
        """Send these cards to every socket of the scope, and remember that they were sent."""
        if not items:
            return
        self.remember(scope, [item["id"] for item in items])
        self.fresh.pop(scope, None)
        self.deliver(scope, encoded(items, self.cursors.get(scope, 0), {}))

    def remember(self, scope: str, numbers: list[int]):
        lately = self.told.setdefault(scope, deque(maxlen=TOLD))
        lately.extend(number for number in numbers if number not in lately)
        self.cursors[scope] = max(self.cursors.get(scope, 0), *numbers)

    async def look(self):
        """Ask the database for the cards that were not told yet, and have the figures counted."""
        for scope in list(self.sockets):
            text, told = await self.ask(news, scope, self.cursors.get(scope, 0), tuple(self.told.get(scope, ())))
            if told:
                self.remember(scope, told)
                self.deliver(scope, text)
        self.count_soon()

    def count_soon(self):
        """Have the figures follow; hints that come meanwhile are served by the same count."""
        self.stale = True
        if self.counting is None or self.counting.done():
            self.counting = asyncio.create_task(self.count())

    async def count(self):
        while self.stale:
            await asyncio.sleep(SETTLE)
            self.stale = False
            for scope in list(self.sockets):
                try:
                    self.deliver(scope, await self.ask(figures, timezone.now(), scope))
                except DatabaseFailure as error:
                    logger.warning("the board's figures wait: %s", error)

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
                queue.put_nowait(RESYNC)
            else:
                queue.put_nowait(text)


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
