"""The pages of the desk in a browser: every gate, wide and narrow, with the keyboard, with and without scripts."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from approvals import actions
from deadlines.models import Policy
from tests.gates import faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = {
    "queue": "/desk/",
    "empty queue": "/desk/?q=没有这个人",
    "bad filter": "/desk/?since=2026-02-30",
    "cases": "/desk/cases/",
    "search": "/desk/search/?q=13800000001",
    "nothing found": "/desk/search/?q=YX20260312-0001-0",
    "choose": "/desk/register/",
    "register": "/desk/register/?item=XK-TEST-001",
    "figures": "/desk/figures/",
    "workbench": "/desk/cases/{number}/",
}


@pytest.fixture(autouse=True)
def _calendar_and_policy(transactional_db):
    """What the migrations loaded and the test before has emptied."""
    if not Policy.objects.exists():
        import_module("deadlines.migrations.0003_seeds").load(apps, None)


@pytest.fixture
def waiting(item, received):
    return received(item, timezone.now())


@pytest.mark.parametrize("name", PAGES)
def test_page_passes_every_gate_and_fits_the_narrowest_window(live_server, browser, clerk, waiting, name):
    address = live_server.url + PAGES[name].format(number=waiting.number)
    with visit(browser, address, actor=clerk) as seen:
        assert (seen.status, faults(seen)) == (200, [])
        assert overflow(opened_narrow(seen).page) == 0


@pytest.mark.parametrize("name", ["queue", "register", "workbench"])
def test_page_passes_every_gate_in_large_print(live_server, browser, clerk, waiting, name):
    address = live_server.url + PAGES[name].format(number=waiting.number)
    with visit(browser, address, actor=clerk, elder=True) as seen:
        assert faults(seen) == []


def test_full_page_of_the_queue_stays_small(live_server, browser, clerk, item, received):
    for _case in range(21):
        received(item, timezone.now())
    with visit(browser, live_server.url + "/desk/", actor=clerk) as seen:
        assert faults(seen) == []


def test_page_for_the_wrong_post_passes_every_gate(live_server, browser, reviewer, waiting):
    with visit(browser, live_server.url + "/desk/register/", actor=reviewer) as seen:
        assert (seen.status, faults(seen)) == (403, [])


def test_case_with_a_long_course_passes_every_gate(live_server, browser, clerk, reviewer, waiting):
    now = timezone.now()
    document = waiting.item.documents.get()
    actions.request_correction(waiting, by=clerk, now=now, missing=[document], message="请加盖公章")
    actions.correct(waiting, by=clerk, now=now, materials={document: None})
    actions.accept(waiting, by=clerk, now=now)
    actions.pause(waiting, by=reviewer, now=now, kind="testing", ground="抽样检验", told_days=5)
    with visit(browser, f"{live_server.url}/desk/cases/{waiting.number}/?issued=1", actor=reviewer) as seen:
        seen.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert faults(seen) == []


def test_scanner_opens_the_case(live_server, browser, clerk, waiting):
    with visit(browser, live_server.url + "/desk/", actor=clerk) as seen:
        seen.page.keyboard.press("/")
        seen.page.keyboard.type(waiting.number)
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(f"**/desk/cases/{waiting.number}/")
        assert waiting.number in seen.page.title()


def test_clerk_walks_the_queue_with_the_keyboard(live_server, browser, clerk, waiting):
    with visit(browser, live_server.url + "/desk/", actor=clerk) as seen:
        seen.page.keyboard.press("j")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url(f"**/desk/cases/{waiting.number}/")
        assert seen.page.locator("#deed-accept").count() == 1


@pytest.mark.parametrize("scripts", [True, False])
def test_case_is_accepted_with_and_without_scripts(live_server, browser, clerk, waiting, scripts):
    with visit(browser, f"{live_server.url}/desk/cases/{waiting.number}/", actor=clerk, scripts=scripts) as seen:
        seen.page.click("#deed-accept summary")
        seen.page.click("#deed-accept button[type=submit]")
        seen.page.wait_for_url("**/?issued=1")
        assert "受理通知书" in seen.page.locator(".note.ok").last.inner_text()


def test_what_was_typed_survives_an_error(live_server, browser, clerk, waiting):
    with visit(browser, live_server.url + "/desk/register/?item=XK-TEST-001", actor=clerk) as seen:
        seen.page.fill("[name=applicant_name]", "云溪县老街坊餐饮店")
        seen.page.fill("[name=id_number]", "1")
        seen.page.fill("[name=telephone]", "13800000001")
        seen.page.click("main button[type=submit]")
        seen.page.wait_for_selector(".err")
        assert seen.page.input_value("[name=applicant_name]") == "云溪县老街坊餐饮店"
