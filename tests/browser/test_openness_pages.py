"""The open pages of openness: the gates, and that any item and any power is one search or three clicks away."""

import pytest

from powers.models import Power, PowerList
from tests.conftest import at, employ, make_item
from tests.gates import faults, visit

OPEN = [
    *("/search/?q=食品", "/announcements/", "/open/", "/open/requests/new/", "/open/requests/query/", "/open/report/"),
    *("/library/", "/library/xingzheng-xuke-fa/", "/lessons/", "/lessons/huibi/", "/data/", "/data/items/"),
    *("/accessibility/", "/satisfaction/method/", "/units/scjg/"),
]


@pytest.fixture
def power(bureau):
    """A power in force: declared, checked and published by three people."""
    one, two, three = (employ(f"p{n}", f"某{n}", bureau, "head" if n == 1 else "clerk") for n in (1, 2, 3))
    signed = {
        "declared_by": one.user,
        "checked_by": two.user,
        "published_by": three.user,
        "published_at": at("2026-03-02"),
    }
    about = {"organisation": bureau, "version": 1, "begun_at": at("2026-03-01"), "begun_by": one.user}
    made = PowerList.objects.create(state="draft", **about)
    facts = {"basis": "《行政强制法》", "object": "经营者", "procedure": "立案", "limit": "30日", "result": "决定书"}
    row = Power.objects.create(list=made, number=1, code="QZ-1", name="查封违法场所", kind="coercion", **facts)
    PowerList.objects.filter(pk=made.pk).update(state="published", **signed)
    return row


def test_open_pages_pass_the_gates(browser, live_server, bureau):
    make_item(bureau)
    with visit(browser, live_server.url + "/healthz") as seen:
        found = {}
        for address in OPEN:
            seen.page.goto(live_server.url + address)
            if wrong := faults(seen):
                found[address] = wrong
        assert found == {}


@pytest.mark.parametrize("words", ["食品经营许可", "食品", "XK-TEST-001"])
def test_item_is_one_search_away(browser, live_server, bureau, words):
    item = make_item(bureau)
    with visit(browser, live_server.url + "/") as seen:
        seen.page.fill("#home-q", words)
        seen.page.press("#home-q", "Enter")
        seen.page.click(f"a[href='/items/{item.code}/']")
        assert seen.page.inner_text("h1") == item.name


def test_power_is_one_search_away(browser, live_server, power):
    with visit(browser, live_server.url + "/") as seen:
        seen.page.fill("#home-q", "查封")
        seen.page.press("#home-q", "Enter")
        seen.page.click("a[href='/powers/QZ-1/']")
        assert "查封违法场所" in seen.page.inner_text("h1")


def test_power_is_three_clicks_away(browser, live_server, power):
    with visit(browser, live_server.url + "/") as seen:
        for link in ("/powers/", "/powers/u/scjg/", "/powers/QZ-1/"):
            seen.page.click(f"main a[href='{link}']")
        assert "查封违法场所" in seen.page.inner_text("h1")


def test_item_is_three_clicks_away(browser, live_server, bureau):
    item = make_item(bureau)
    with visit(browser, live_server.url + "/") as seen:
        for link in ("/items/", f"/items/{item.code}/"):
            seen.page.click(f"main a[href='{link}'] >> nth=0")
        assert seen.page.inner_text("h1") == item.name
