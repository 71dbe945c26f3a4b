"""Keeps the parts of the portal running: the two servers, and the processes forked from this one.

The processes are forked after Django is loaded, so they start at once and share its memory. Each is tied to this
process by the kernel and dies with it. A part that ends is started again, later each time; one that ends five
times within a minute stops everything.
"""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.embedded import EmbeddedError, PartFailed, leash
from config.embedded.servers import Servers

FORK = multiprocessing.get_context("fork")
TICK = 0.2  # seconds between two looks at the parts
GRACE = 4  # seconds a process gets to finish its work
MOST_ENDS = 5  # within a minute
LABELS = {
    "postgres": _("The database"),
    "valkey": _("The message store"),
    "web": _("The web server"),
    "worker": _("The background work"),
    "beat": _("The timer"),
    "seal": _("The sealer"),
    "simulate": _("The simulation"),
}
LARGEST_LOG = 5_000_000  # bytes


class Worker:
    """One forked process."""

    def __init__(self, name: str, work: Callable[[], None], logs: Path):
        self.name = name
        self.work = work
        self.log = logs / f"{name}.log"
        self.process = None

    def start(self) -> None:
        connections.close_all()  # a connection shared by two processes would be spoilt
        self.process = FORK.Process(target=self.live, args=(os.getpid(),), name=self.name, daemon=True)
        self.process.start()

    def live(self, parent: int) -> None:
        os.setsid()
        leash.tie_to(parent, signal.SIGKILL)
        leash.ordinary_signals()
        with self.log.open("ab") as log:
            os.dup2(log.fileno(), sys.stdout.fileno())
            os.dup2(log.fileno(), sys.stderr.fileno())
        self.work()

    def running(self) -> bool:
        return self.process is not None and self.process.is_alive()

    def ask_to_end(self) -> None:
        if self.running():
            self.process.terminate()

    def kill(self) -> None:
        if self.running():
            self.process.kill()
            self.process.join()


class Watch:
    """One part and how often it ended lately."""

    def __init__(self, part):
        self.part = part
        self.ends: list[float] = []
        self.next_start = 0.0  # 0: it runs

    def look(self, now: float, say: Callable[[str], None]) -> None:
        """Notices that the part ended, and starts it again when its time has come. `now` is monotonic seconds."""
        if not self.next_start and not self.part.running():
            self.ended(now)
            say(gettext("%(name)s has ended and is being restarted. See %(log)s.") % self.words())
        if self.next_start and now >= self.next_start:
            self.next_start = 0.0
            with contextlib.suppress(EmbeddedError):  # then it is not running, and the next look counts that
                self.part.start()

    def ended(self, now: float) -> None:
        self.ends = [end for end in self.ends if end > now - 60] + [now]
        if len(self.ends) >= MOST_ENDS:
            raise PartFailed(gettext("%(name)s ends again and again. See %(log)s.") % self.words())
        self.next_start = now + 0.25 * 2 ** len(self.ends)

    def words(self) -> dict:
        return {"name": LABELS[self.part.name], "log": self.part.log}


class Supervisor:
    def __init__(self, servers: Servers, workers: list[Worker], say: Callable[[str], None]):
        self.servers = servers
        self.workers = workers
        self.say = say
        self.signals = {signal.SIGINT, signal.SIGTERM}
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
            self.signals.add(signal.SIGHUP)

    def run(self, ready: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Runs everything until a signal comes; calls `announce` once, when `ready` first says yes.

        Signals are blocked and waited for, so none can strike in the middle of a start. Raises PartFailed when a
        part cannot be kept running.
        """
        if threading.active_count() > 1:
            raise RuntimeError("a process with threads cannot be forked safely")
        for part in (*self.servers.parts, *self.workers):
            cut_log(part.log)
        signal.pthread_sigmask(signal.SIG_BLOCK, self.signals)
        gc.collect()
        gc.freeze()  # keeps the collector from touching, and so copying, the memory that the processes share
        try:
            for worker in self.workers:
                worker.start()
            self.watch(ready, announce)
        finally:
            self.stop_workers()
            self.servers.stop()
            signal.sigtimedwait(self.signals, 0)  # a second Ctrl-C has been obeyed already
            signal.pthread_sigmask(signal.SIG_UNBLOCK, self.signals)

    def watch(self, ready, announce) -> None:
        watches = [Watch(part) for part in (*self.servers.parts, *self.workers)]
        announced = False
        while not signal.sigtimedwait(self.signals, TICK):
            for watch in watches:
                watch.look(time.monotonic(), self.say)
            if not announced and ready():
                announced = True
                announce()
        self.say(gettext("Stopping …"))

    def stop_workers(self) -> None:
        """All at once, politely; after the grace, or at a second signal, by force."""
        for worker in self.workers:
            worker.ask_to_end()
        end = time.monotonic() + GRACE
        while any(worker.running() for worker in self.workers) and time.monotonic() < end:
            if signal.sigtimedwait(self.signals, 0.05):
                break
        for worker in self.workers:
            worker.kill()


def cut_log(log: Path) -> None:
    """Keeps one older generation of a log that has grown large."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
