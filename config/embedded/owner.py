"""Which user runs PostgreSQL: ourselves, or `nobody` where we are root (PostgreSQL refuses to run as root)."""

import os
import pwd
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from config.embedded import leash


@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def run(self, *program) -> subprocess.CompletedProcess:
        """Runs a short program as this user and returns its output."""
        who = {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(  # noqa: S603  # the programs are ours
            [str(part) for part in program], capture_output=True, text=True, cwd="/", stdin=subprocess.DEVNULL, **who
        )

    def can(self, program, *arguments) -> bool:
        try:
            return self.run(program, *arguments).returncode == 0
        except OSError:
            return False

    def reaches(self, folder: Path) -> bool:
        """May this user pass through the folder? Asked by trying, so that ACLs and mounts count too."""
        return self.is_us or self.can("/bin/sh", "-c", 'test -x "$1"', "sh", folder)

    def own(self, path: Path) -> None:
        if not self.is_us:
            os.chown(path, self.uid, self.gid)

    def launch(self, program, *, log: Path, last_signal: signal.Signals, folder="/") -> subprocess.Popen:
        """Starts a server on a leash, in its own session so that Ctrl-C in the terminal does not reach it."""
        command = [
            sys.executable,
            "-I",
            "-S",
            leash.__file__,
            os.getpid(),
            int(last_signal),
            self.uid,
            self.gid,
            *program,
        ]
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603  # the programs are ours
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=folder,
                start_new_session=True,
            )


def ourselves() -> Owner:
    return Owner(os.geteuid(), os.getegid())


def database_owner(data: Path) -> Owner:
    """The user of an existing cluster if we are root, else `nobody`; ourselves if we are not root."""
    if os.geteuid() != 0:
        return ourselves()
    if data.exists() and data.stat().st_uid != 0:
        found = data.stat()
        return Owner(found.st_uid, found.st_gid)
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)
