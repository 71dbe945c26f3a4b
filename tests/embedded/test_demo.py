"""The portal on one machine: one command starts it, one key stops it, and a crash of any part is mended."""

import http.client
import os
import signal
import socket

import pytest

from tests.embedded.processes import (
    Portal,
    answer,
    eventually,
    free_port,
    gone,
    later_page,
    manage,
    mentioned_pid,
    page,
    server_pid,
)


@pytest.fixture(scope="module")
def portal(open_folder):
    running = Portal(open_folder / "state", free_port())
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGTERM)


def test_it_serves_pages(portal):
    assert page(portal.port).isdigit()


def test_second_start_names_the_address(portal):
    code, output = answer(portal.state, "demo", "--port", str(free_port()))
    assert (code, f"http://127.0.0.1:{portal.port}/" in output) == (2, True)


def test_other_commands_use_the_running_database(portal):
    assert answer(portal.state, "migrate", "--check")[0] == 0


def test_port_in_use_is_named_with_its_process(portal, base):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output = answer(base / "state", "demo", "--port", str(port))
    assert (code, mentioned_pid(output), f"--port {port + 1}" in output) == (2, os.getpid(), True)


def test_all_parts_run(portal):
    parts = {"postgres", "valkey", "web", "worker", "beat"}
    assert parts <= {log.stem for log in (portal.state / "logs").iterdir()}
    assert "Traceback" not in "".join((portal.state / "logs" / f"{part}.log").read_text() for part in parts)


def test_crashed_web_process_is_replaced(portal):
    before = page(portal.port)
    with pytest.raises(http.client.RemoteDisconnected):
        page(portal.port, "?crash=1")
    assert later_page(portal.port, unlike=before) != before


def test_killed_database_is_started_again(portal):
    before = server_pid(portal.state)
    os.kill(before, signal.SIGKILL)

    def replaced():
        try:
            return server_pid(portal.state) != before
        except (OSError, ValueError, IndexError):
            return False

    assert eventually(replaced)
    assert answer(portal.state, "migrate", "--check")[0] == 0


@pytest.mark.parametrize("last", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_every_end_leaves_nothing_and_the_next_start_works(portal, last):
    if portal.process.poll() is not None:
        portal.start()
    family = portal.family()
    code = portal.end(last)
    assert eventually(lambda: gone(family))
    assert code == (-signal.SIGKILL if last == signal.SIGKILL else 0)
    assert len(family) > 5


def test_impatient_double_ctrl_c_leaves_nothing(portal):
    if portal.process.poll() is not None:
        portal.start()
    family = portal.family()
    portal.process.send_signal(signal.SIGINT)
    assert portal.end(signal.SIGINT) == 0
    assert eventually(lambda: gone(family))


def test_first_command_waits_for_one_that_joined_in(base):
    state = base / "state"
    code = (
        "import time; time.sleep({}); from django.db import connection; connection.ensure_connection(); print('fine')"
    )
    with manage(state, "shell", "-v0", "-c", code.format(2)) as first:
        eventually(lambda: (state / "pgdata" / "postmaster.pid").exists())
        second = answer(state, "shell", "-v0", "-c", code.format(4))
        assert (first.communicate(timeout=30)[0], second[1]) == ("fine\n", "fine\n")
