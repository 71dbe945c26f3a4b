"""From a committed card to every watching socket, against raw Redis subscribers of the same message."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time

import redis.asyncio as aioredis
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.utils import timezone
from websockets.asyncio.client import connect

from accounts.models import Role
from bench.cases.world import employ, founded
from bench.measure import Result, Side, summary
from monitoring import board, feed
from monitoring.models import Finding
from monitoring.rules import versions_in_force

SOCKETS, SOCKETS_FULL = [10, 100], [10, 200, 1000]
CARDS = 30  # per side of a pair
WAIT = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def session_of(actor) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(actor.user.pk)
    store[BACKEND_SESSION_KEY] = "accounts.backends.PeopleBackend"
    store[HASH_SESSION_KEY] = actor.user.get_session_auth_hash()
    store["post"] = actor.post.pk
    store.save()
    return store.session_key


def one_card(number: int) -> tuple[Finding, str]:
    """A new card is a new finding, and its row as the transaction that issues it packs it for the hint."""
    bureau, item = founded()
    now = timezone.now()
    rule = versions_in_force(timezone.localdate(now))["Y1"]
    finding = Finding.objects.create(
        rule=rule, code="Y1", level="yellow", occurrence=f"push:{number}:{time.monotonic_ns()}", subject=item,
        organisation=bureau, effective_on=timezone.localdate(now), issued_at=now, used_days=8, limit_days=7,
    )  # fmt: skip
    return finding, feed.packed([finding])


async def board_side(server, port: int, cookie: str, count: int) -> tuple[list[float], float]:
    """Seconds from a commit until each socket has the card, and the server's CPU seconds for each delivery."""
    url, headers = f"ws://127.0.0.1:{port}/ws/board/", {"Cookie": f"sessionid={cookie}"}
    sockets = [
        await connect(url, additional_headers=headers, origin=f"http://127.0.0.1:{port}") for _n in range(count)
    ]
    try:
        await asyncio.sleep(1.5)  # the figures that greet new sockets are through
        before = cpu_of(server)
        latencies: list[float] = []
        for number in range(CARDS):
            finding, row = await sync_to_async(one_card)(number)
            waiting = [asyncio.create_task(until(line, finding.pk)) for line in sockets]
            begin = time.perf_counter()
            await sync_to_async(board.hint)(row)
            latencies += [arrived - begin for arrived in await asyncio.wait_for(asyncio.gather(*waiting), WAIT)]
        return latencies, (cpu_of(server) - before) / len(latencies)
    finally:
        await asyncio.gather(*(line.close() for line in sockets))


async def until(line, pk: int) -> float:
    """When the frame with this finding came."""
    while True:
        text = await line.recv()
        arrived = time.perf_counter()
        if any(item["id"] == pk for item in json.loads(text).get("items", ())):
            return arrived


async def redis_side(count: int, message: str) -> list[float]:
    """Seconds from PUBLISH until each raw subscriber has the same bytes."""
    client = aioredis.from_url(settings.REDIS_URL, max_connections=count + 10)
    subscribers = [client.pubsub(ignore_subscribe_messages=True) for _n in range(count)]
    try:
        for subscriber in subscribers:
            await subscriber.subscribe("bench")
        latencies: list[float] = []
        for _n in range(CARDS):
            waiting = [asyncio.create_task(raw(subscriber)) for subscriber in subscribers]
            await asyncio.sleep(0)
            begin = time.perf_counter()
            await sync_to_async(board.client().publish)("bench", message)
            latencies += [arrived - begin for arrived in await asyncio.wait_for(asyncio.gather(*waiting), WAIT)]
        return latencies
    finally:
        for subscriber in subscribers:
            await subscriber.aclose()
        await client.aclose()


async def raw(subscriber) -> float:
    while True:
        if await subscriber.get_message(timeout=WAIT):
            return time.perf_counter()


def p95(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=20)[18]


def run(pairs: int, full: bool) -> list[Result]:
    inspector = employ(Role.LEADER)
    cookie, port = session_of(inspector), free_port()
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "off"]
    command += ["--ws-per-message-deflate", "false"]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=os.environ | {"PYTHONWARNINGS": "ignore"})  # noqa: S603 -- ourselves
    try:
        wait_for(port)
        message = one_card(0)[1]
        return [measure(server, port, cookie, count, message, pairs) for count in (SOCKETS_FULL if full else SOCKETS)]
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("push: the web server did not start")


def cpu_of(process) -> float:
    """Seconds of CPU that a process has used."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(server, port: int, cookie: str, count: int, message: str, pairs: int) -> Result:
    """One line: p95 of both sides, a pair at a time; the CPU is that of the server for each delivery."""
    sides = []
    for _n in range(pairs):
        ours, cpu = asyncio.run(board_side(server, port, cookie, count))
        limit = asyncio.run(redis_side(count, message))
        sides.append((Side(1, p95(ours), cpu), Side(1, p95(limit), 0.0)))
    return summary(f"push.p95 {count} sockets", sides, slower_is=True)
