"""Starts the portal as a person would, in its own process, and looks at what runs beneath it."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
FROM_THE_TEST_RUN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PORTAL_STATE", "PORTAL_DEMO")
READY = "Ctrl-C"
PATIENCE = 60  # seconds until what must happen is given up; nothing is judged by the time it takes


def environment(**more) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in FROM_THE_TEST_RUN}
    return own | {"DJANGO_SETTINGS_MODULE": "tests.embedded.small_settings", **more}


def manage(state: Path, *arguments: str, **more) -> subprocess.Popen:
    return subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=environment(PORTAL_STATE=str(state), **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def answer(state: Path, *arguments: str, **more) -> tuple[int, str]:
    """Exit code and output of a manage.py command."""
    with manage(state, *arguments, **more) as process:
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page(port: int, query: str = "") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{query}", timeout=10) as reply:
        return reply.read().decode()


def later_page(port: int, unlike: str) -> str:
    """The page as soon as it differs, that is, as soon as another process answers."""

    def changed():
        try:
            found = page(port)
        except (urllib.error.URLError, OSError):
            return None
        return found if found != unlike else None

    return eventually(changed)


def eventually(question, seconds: float = PATIENCE):
    """The first true answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := question():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


class Portal:
    """A running `manage.py demo`."""

    def __init__(self, state: Path, port: int):
        self.state, self.port = state, port
        self.start()

    def start(self) -> None:
        """Returns when the portal says that it runs."""
        self.process = manage(
            self.state, "demo", "--quiet", "--no-load", "--port", str(self.port), PYTHONUNBUFFERED="1"
        )
        self.output = ""
        while READY not in self.output:
            line = self.process.stdout.readline()
            if not line:
                self.process.communicate()
                raise AssertionError(self.output)
            self.output += line

    def end(self, signal_number: int) -> int:
        self.process.send_signal(signal_number)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.output += rest
        return self.process.returncode

    def family(self) -> set[tuple[int, str]]:
        """Every process below this one: number and start time, because numbers are given again."""
        parents = {pid: parent for pid, parent, _ in table()}
        born = {pid: start for pid, _, start in table()}

        def below(pid):
            return pid == self.process.pid or (pid in parents and below(parents[pid]))

        return {(pid, born[pid]) for pid in born if below(pid) and pid != self.process.pid}


def table() -> list[tuple[int, int, str]]:
    """(process, parent, start time) of all living processes."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            found.append((int(stat.parent.name), int(fields[1]), fields[19]))
    return found


def gone(family: set[tuple[int, str]]) -> bool:
    return not family & {(pid, start) for pid, _, start in table()}


def server_pid(state: Path) -> int:
    return int((state / "pgdata" / "postmaster.pid").read_text().split()[0])


def mentioned_pid(text: str) -> int:
    return int(re.search(r"进程 (\d+)", text)[1])
