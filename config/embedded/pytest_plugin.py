"""Throw-away servers for the tests; loaded with `-p` so that it comes before Django's settings.

DATABASE_URL and REDIS_URL from outside win. Under xdist the workers share the Valkey of the controller, each with a
number of its own, and each starts a PostgreSQL of its own: a record is sealed up to the oldest transaction that is
open anywhere on the server, so what one worker does would keep another one waiting.
"""

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest

from config.embedded import EmbeddedError, servers
from config.embedded.messages import compile_catalogues

PREFIX = "mingjing-test-"
CONTROLLERS = "PORTAL_TEST_DATABASE"  # the address of the database that the controller has started
FIXED = {
    "SECRET_KEY": "fixed-for-tests-" + "0123456789" * 5,
    "PORTAL_STATICFILES": "django.contrib.staticfiles.storage.StaticFilesStorage",
}


@pytest.hookimpl(wrapper=True)  # wrappers come before pytest-django, which reads the settings in the same hook
def pytest_load_initial_conftests(early_config):
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ["REDIS_URL"] = own_number(os.environ["REDIS_URL"], os.environ["PYTEST_XDIST_WORKER"])
        if os.environ.get("DATABASE_URL") == os.environ.get(CONTROLLERS):
            del os.environ["DATABASE_URL"]
            start(early_config)
    else:
        compile_catalogues()
        os.environ.update(FIXED)
        given = "DATABASE_URL" in os.environ
        start(early_config)
        os.environ[CONTROLLERS] = "" if given else os.environ["DATABASE_URL"]
    return (yield)


def start(early_config) -> None:
    try:
        early_config.add_cleanup(start_servers())
    except EmbeddedError as error:
        raise pytest.UsageError(str(error)) from error


def start_servers():
    """Starts what the environment does not name; returns the function that ends it."""
    remove_leftovers()
    state = Path(tempfile.mkdtemp(prefix=PREFIX))
    state.chmod(0o711)  # ours alone; `nobody` must pass to the database when we are root
    stack = contextlib.ExitStack()
    stack.callback(shutil.rmtree, state, ignore_errors=True)
    with contextlib.ExitStack() as on_failure:
        on_failure.push(stack)
        both = servers.Servers(state, throwaway=True)
        stack.callback(shutil.rmtree, both.places.home, ignore_errors=True)
        stack.callback(shutil.rmtree, both.places.sockets, ignore_errors=True)
        both.lock.take(what="pytest")
        stack.enter_context(both.running())
        on_failure.pop_all()
    os.environ.update(both.environment())
    return stack.close


def pytest_terminal_summary(terminalreporter):
    """What script/test has to say goes before pytest's own last line, which stays the last."""
    for line in filter(None, os.environ.get("PORTAL_TEST_NOTES", "").splitlines()):
        terminalreporter.write_line(line, yellow=True)


def own_number(url: str, worker: str) -> str:
    """The Redis address for worker "gw3": database 4 of the 64 (embedded) or 16 (usual) there are."""
    number = int(re.sub(r"\D", "", worker)) + 1
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number % 64}"
    server = re.match(r"rediss?://[^/?]+", url)[0]
    return f"{server}/{number % 16}"


def remove_leftovers() -> None:
    """Folders of test runs that were killed. Their servers died with them; a live run holds its lock."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # in use, just being made, or somebody else's
