"""What manage.py does around a command: finds or starts the database the command needs, and puts it away afterwards.

While `demo` runs, every other command uses its servers. Otherwise the first command starts them for its own time;
further ones join in, and the first waits for them before it stops the servers.
"""

import argparse
import contextlib
import fcntl
import os
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from config.embedded import EmbeddedError
from config.embedded.messages import compile_catalogues
from config.embedded.places import Places, default_state
from config.embedded.servers import Servers, database_url

WITHOUT_DATABASE = {
    *("help", "version", "check", "collectstatic", "findstatic", "diffsettings"),
    *("makemigrations", "makemessages", "compilemessages", "startapp", "startproject", "testserver"),
}
FROM_FILES = {("workdays", "add"), ("workdays", "between")}  # answer from the calendar files where there is no cluster
SHIPPED = {"replay", "rules"}  # uses the rules and calendars of the repository where there is no cluster
OWN_SERVERS = "demo"  # starts and watches the servers itself
PATIENCE = 60  # seconds until servers that another command is starting must answer


def execute(argv: list[str]) -> int:
    """Runs one manage.py command and returns its exit code; one line says why the servers cannot run."""
    from django.core.management import execute_from_command_line

    try:
        with surroundings(argv):
            execute_from_command_line(argv)
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


@contextlib.contextmanager
def surroundings(argv: list[str]) -> Iterator[None]:
    choose_state(argv)
    compile_catalogues()
    if not needs_database(argv, Places.of(default_state())):
        pretend()
        yield
        return
    servers = Servers(default_state())
    os.environ.update(servers.environment())
    if argv[1] == OWN_SERVERS:
        yield
        return
    with attached(servers, what=argv[1]):
        yield


@contextlib.contextmanager
def database(what: str) -> Iterator[None]:
    """For programs other than manage.py: the addresses are in the environment, the servers run until the end."""
    servers = Servers(default_state())
    os.environ.update(servers.environment())
    with attached(servers, what=what):
        yield


def choose_state(argv: list[str]) -> None:
    """Settings are read before the command sees its options, so those of `demo` that matter must be known here."""
    if argv[1:2] == [OWN_SERVERS]:
        parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
        parser.add_argument("--state", default=str(default_state()))
        parser.add_argument("--empty", action="store_true")
        chosen = parser.parse_known_args(argv[2:])[0]
        os.environ["PORTAL_STATE"] = str(Path(chosen.state).expanduser().resolve())
        os.environ.setdefault("PORTAL_DEMO", "0" if chosen.empty else "1")


def needs_database(argv: list[str], places: Places) -> bool:
    command = argv[1] if len(argv) > 1 else "help"
    if command in WITHOUT_DATABASE or command.startswith("-") or {"-h", "--help"} & set(argv):
        return False
    alone = tuple(argv[1:3]) in FROM_FILES or command in SHIPPED
    return not alone or places.data.exists() or "DATABASE_URL" in os.environ


def pretend() -> None:
    """Addresses for a command that will not use them. Nothing is created; using them fails at once."""
    places = Places.of(default_state())
    os.environ.setdefault("DATABASE_URL", database_url(places, "unknown"))
    os.environ.setdefault("REDIS_URL", f"unix://{places.valkey_socket}")
    os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))


@contextlib.contextmanager
def attached(servers: Servers, *, what: str) -> Iterator[None]:
    """Uses the running servers, or starts them for the time of the block."""
    if not servers.parts:
        yield
        return
    users = servers.places.state / "users"
    end = time.monotonic() + PATIENCE
    while not servers.lock.take(what=what):
        with flock(users, fcntl.LOCK_SH):
            if servers.answer():
                yield
                return
        if time.monotonic() > end:
            raise EmbeddedError(_("The database is being used by process %(pid)s.") % servers.lock.holder())
        time.sleep(0.1)
    with servers.lock, servers.running():
        yield
        with flock(users, fcntl.LOCK_EX):  # waits for the commands that joined in
            servers.stop()


@contextlib.contextmanager
def flock(file: Path, kind: int) -> Iterator[None]:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, kind)
        yield
    finally:
        os.close(handle)
