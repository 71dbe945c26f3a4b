"""The pages of people who are protected, in a real browser: the price is paid, the code opens the order again."""

import pytest

from accounts.models import Role
from complaints import puzzle
from complaints.actions import opening, transferring
from complaints.models import Order
from tests.complaints.conftest import (  # noqa: F401 - fixtures
    assigned,
    dispatcher,
    handling,
    hotline,
    make_order,
    operator,
    order,
)
from tests.conftest import at, employ
from tests.gates import NARROW, PHONE, faults, overflow, too_small, visit

NEW, QUERY = "/complaints/anonymous/", "/complaints/anonymous/order/"


@pytest.mark.parametrize(("path", "elder"), [(NEW, False), (NEW, True), (QUERY, False)])
def test_open_pages_pass_the_gates(browser, live_server, hotline, path, elder):  # noqa: F811
    with visit(browser, live_server.url + path, elder=elder) as seen:
        assert faults(seen) == []
    with visit(browser, live_server.url + path, elder=elder, size=NARROW) as seen:
        assert overflow(seen.page) == 0
    with visit(browser, live_server.url + path, elder=elder, size=PHONE) as seen:
        assert too_small(seen.page, 60 if elder else 44) == []


def written(page):
    page.fill("[name=title]", "食堂采购由校长亲属承包")
    page.fill("[name=text]", "今年的采购没有招标，价格比市场高三成。")
    page.click("form[data-puzzle] button[type=submit]")


def test_the_browser_pays_the_price_and_the_code_opens_the_order(browser, live_server, hotline):  # noqa: F811
    with visit(browser, live_server.url + NEW, size=NARROW) as seen:
        written(seen.page)
        code = seen.page.inner_text("#code")
        assert faults(seen) == []
        assert overflow(seen.page) == 0
        seen.page.goto(live_server.url + QUERY)
        seen.page.fill("[name=code]", code)
        seen.page.click("main form button[type=submit]")
        seen.page.fill("[name=text]", "照片下次再传。")
        seen.page.click("text=发送留言")
        assert "照片下次再传。" in seen.page.inner_text("main")
        assert faults(seen) == []
        assert overflow(seen.page) == 0
        assert {cookie["name"] for cookie in seen.page.context.cookies()} == {"csrftoken"}


def test_without_scripts_a_minute_is_the_price(browser, live_server, hotline, monkeypatch):  # noqa: F811
    with visit(browser, live_server.url + NEW, scripts=False) as seen:
        written(seen.page)
        assert seen.page.input_value("[name=title]") == "食堂采购由校长亲属承包"
        assert not Order.objects.exists()
        monkeypatch.setattr(puzzle.Puzzle, "has_rested", lambda self, now: True)
        seen.page.click("form[data-puzzle] button[type=submit]")
        assert seen.page.inner_text("#code")


def test_supervision_works_through_the_gates(browser, live_server, handling, inspector, head, clerk):  # noqa: F811
    asked = opening.ask_identity(handling, by=clerk, now=at("2026-09-22"), reason="上门取证")
    city = transferring.Registration("云州市纪委监委", "city", "韩立新", "主任", "0724-8888888")
    transferring.register_organ(city, by=inspector, now=at("2026-09-22"))
    pages = ["/desk/identities/", f"/desk/identities/{asked.pk}/", "/desk/organs/", "/desk/transfers/"]
    for actor, path in [*((inspector, path) for path in pages), (head, pages[1])]:
        with visit(browser, live_server.url + path, actor=actor) as seen:
            assert faults(seen) == []
        with visit(browser, live_server.url + path, actor=actor, size=NARROW) as seen:
            assert overflow(seen.page) == 0


def test_the_hotline_reads_in_a_workbook_through_the_gates(browser, live_server, hotline):  # noqa: F811
    someone = employ("fang", "方秀兰", hotline, Role.DISPATCHER)
    with visit(browser, live_server.url + "/desk/hotline/import/", actor=someone) as seen:
        assert faults(seen) == []
