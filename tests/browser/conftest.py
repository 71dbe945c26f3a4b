"""One Chromium for all tests of this folder; they are left out where none is found."""

import os
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest
from django.db import connection, connections
from playwright.sync_api import sync_playwright

from config.rounds import watch as sweep

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


def find_browser() -> str | None:
    return os.environ.get("PORTAL_TEST_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items):
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser():
    """Playwright keeps an event loop in this thread; Django has to be told that its calls are not from within it."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium found: install one or name it in PORTAL_TEST_BROWSER")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def swept():
    """Run a sweep in a thread of its own: the hint to the board may not be sent from Playwright's event loop."""

    def run(now):
        with ThreadPoolExecutor(1) as thread:
            thread.submit(sweep, now).result()
            thread.submit(connections.close_all).result()

    return run


@pytest.fixture(scope="package")
def portal(django_db_setup):
    """The portal as it runs in earnest (uvicorn, pages and sockets), on the test database; its address.

    Of what it reads, only what was committed is there: the tests that ask for it are transactional.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    env = os.environ | {"DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "off"]
    server = subprocess.Popen([*command, "--log-level", "warning"], env=env)  # noqa: S603 -- ourselves
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/healthz", timeout=5):  # noqa: S310 -- our own server
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the portal did not start")
