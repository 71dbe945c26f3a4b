"""Where the embedded servers keep their things.

Everything lies in the state folder (PORTAL_STATE, default ./var) with two exceptions:
* root, and the user `nobody` cannot pass to the state folder: the database lies in /var/lib/mingjing/<digest>, and
  `database-location.txt` in the state folder says so. The permissions of the user's own folders are never changed;
* the path is too long or not plain ASCII for a unix socket address: the sockets lie in /tmp/mingjing-<digest>-<uid>/.
"""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _

from config.embedded import EmbeddedError
from config.embedded.owner import Owner, database_owner, ourselves

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SHARED_HOME = Path("/var/lib/mingjing")
SHORT_HOME = Path("/tmp")  # noqa: S108  # what is made here is private and checked by private_folder()
LONGEST_SOCKET = 100  # bytes; the kernel allows 107, PostgreSQL adds a suffix for its lock file
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def default_state() -> Path:
    """PORTAL_STATE; else ./var; else, where the project cannot be written, a folder of the user's own data."""
    given = os.environ.get("PORTAL_STATE")
    if given:
        return Path(given)
    own = BASE_DIR / "var"
    if os.access(own if own.exists() else BASE_DIR, os.W_OK):
        return own
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "mingjing" / digest(BASE_DIR)


def digest(path: Path) -> str:
    """A short name for a path, the same on every start."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]


def make_folder(path: Path, mode: int = 0o700) -> Path:
    """Creates the folder with exactly this mode; leaves an existing one as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=mode)
        path.chmod(mode)
    except FileExistsError:
        pass
    except OSError as error:
        raise EmbeddedError(
            _("Cannot create the folder %(path)s (permissions, disk space?). Choose another one with --state.")
            % {"path": path}
        ) from error
    return path


def private_folder(path: Path, owner: Owner) -> Path:
    """A folder that only `owner` may enter, also in a directory where everybody may create names."""
    make_folder(path)
    if path.lstat().st_uid == os.geteuid():
        owner.own(path)
    found = path.lstat()
    if path.is_symlink() or found.st_uid != owner.uid or found.st_mode & 0o077:
        raise EmbeddedError(_("The folder %(path)s belongs to somebody else. Please remove it.") % {"path": path})
    return path


def make_secret(path: Path) -> str:
    """The secret kept in this file; made once, readable by us alone, also when two processes make it at once."""
    if not path.exists():
        make_folder(path.parent)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


@dataclass(frozen=True)
class Places:
    state: Path  # absolute

    @classmethod
    def of(cls, state) -> "Places":
        return cls(Path(state).expanduser().resolve())

    @property
    def pointer(self) -> Path:
        return self.state / "database-location.txt"

    @property
    def lock(self) -> Path:
        return self.state / "lock"

    @property
    def logs(self) -> Path:
        return self.state / "logs"

    @property
    def keys(self) -> Path:
        return self.state / "keys"

    @cached_property
    def home(self) -> Path:
        """Where the database lies: the state folder, or the place that `nobody` can reach."""
        if self.pointer.exists():
            return Path(self.pointer.read_text().splitlines()[0])
        if (self.state / "pgdata").exists() or database_owner(self.data_in(self.state)).reaches(self.nearest):
            return self.state
        return SHARED_HOME / digest(self.state)

    @property
    def nearest(self) -> Path:
        """The state folder, or its first parent that exists."""
        return next(folder for folder in (self.state, *self.state.parents) if folder.exists())

    @staticmethod
    def data_in(home: Path) -> Path:
        return home / "pgdata"

    @property
    def data(self) -> Path:
        return self.data_in(self.home)

    @cached_property
    def sockets(self) -> Path:
        own = self.home / "run"
        longest = own / "postgres" / ".s.PGSQL.5432.lock"
        if PLAIN.fullmatch(str(own)) and len(os.fsencode(longest)) <= LONGEST_SOCKET:
            return own
        return SHORT_HOME / f"mingjing-{digest(self.state)}-{os.geteuid()}"

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / "postgres"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey" / "valkey.sock"

    def create(self) -> None:
        """Makes the folders. Those on the way to the database may be passed, not read, by `nobody`."""
        passable = 0o711 if os.geteuid() == 0 else 0o700
        home = self.home
        make_folder(self.state, passable)
        for folder in (self.logs, self.keys, self.state / "valkey"):
            make_folder(folder)
        if home != self.state:
            make_folder(SHARED_HOME, 0o755)
            self.pointer.write_text(f"{home}\n")
        make_folder(home, passable)
        make_folder(self.sockets, passable)
        private_folder(self.valkey_socket.parent, ourselves())
