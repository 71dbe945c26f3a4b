"""One Chromium for all tests of this folder; they are left out where none is found."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

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
