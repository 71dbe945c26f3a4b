"""The room in a browser: twelve hours without a reload, sound, taking note; its other pages pass the gates."""

import re

import pytest
from django.utils import timezone

from accounts.models import Role, Window
from config.demo.story import days_ago
from monitoring.models import Acknowledgement, Card
from tests.conftest import employ, make_item
from tests.gates import NARROW, cookies_of, faults, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)

# A socket without a server: it answers every question with the last twenty cards, and `card()` pushes a new one.
SOCKET = """
(() => {
  let number = 1000;
  const row = (id) => ({ id, html: `<li class="red" data-id="${id}" data-unseen><div class="l1"><b>市场监管局</b></div>
    <p class="it">食品经营许可（新办）第 ${id} 件 ${"超过法定时限".repeat(40)}</p><div class="l3"><i></i>
    <button class="ack" type="submit" form="ack" formaction="/nothing/">签收</button>
    <a href="#${id}">打开</a></div></li>` });
  const frame = (ids) => JSON.stringify({ cursor: number, items: ids.map(row), figures: {
    accepted: String(number), date: `第 ${number} 天`, faults: "0", late: "", swept: "09:00:00" } });
  window.WebSocket = class {
    static OPEN = 1;
    constructor(url) { this.url = url; this.readyState = 1; window.line = this; setTimeout(() => this.onopen(), 0); }
    send() { this.onmessage({ data: frame([...Array(20).keys()].map((back) => number - 19 + back)) }); }
    close() { this.readyState = 3; this.onclose({ code: 1006 }); }
  };
  window.card = () => { number += 1; window.line.onmessage({ data: frame([number]) }); };
})();
"""
COUNT = "() => [document.getElementById('stream').children.length, document.querySelectorAll('*').length]"


@pytest.fixture
def red(bureau, accepted, swept):
    """A red card of today."""
    now = timezone.now()
    accepted(make_item(bureau, steps=()), days_ago(14, now))
    swept(now)
    return Card.objects.get(colour="red")


@pytest.fixture
def board(browser, live_server, inspector):
    """Opens the board with the socket above and a clock that the test moves."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    context.add_cookies(cookies_of(inspector, live_server.url))
    page = context.new_page()
    page.add_init_script(SOCKET)
    page.clock.install()
    page.goto(live_server.url + "/supervision/board/")
    page.clock.run_for(1000)
    yield page
    context.close()


def used(page) -> tuple[int, int]:
    """Bytes of the heap and nodes alive, after the garbage is gone."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("HeapProfiler.collectGarbage")
    heap = cdp.send("Runtime.getHeapUsage")["usedSize"]
    nodes = cdp.send("Memory.getDOMCounters")["nodes"]
    cdp.detach()
    return heap, nodes


def live_through(page, hours: int):
    """So many hours of the board: ten cards each, a question every 15 seconds, panels every minute."""
    for _sixth in range(hours * 6):
        page.evaluate("() => card()")
        page.clock.run_for(10 * 60 * 1000)


def test_twelve_hours_leave_the_memory_as_it_was(board):
    live_through(board, 1)
    heap, nodes = used(board)
    live_through(board, 12)
    heap_after, nodes_after = used(board)
    assert board.evaluate(COUNT)[0] == 20
    assert board.locator("#conn").get_attribute("data-state") == "on"
    assert (heap_after - heap < 1_000_000, nodes_after - nodes < 500) == (True, True)


def test_thousand_cards_leave_twenty(board):
    board.evaluate("() => { for (let n = 0; n < 1000; n += 1) card(); }")
    assert board.evaluate(COUNT)[0] == 20
    assert board.locator("#stream li").first.get_attribute("data-id") == "2000"


def test_silent_line_is_not_called_live(board):
    board.evaluate("() => { line.send = () => {}; window.WebSocket = class { static OPEN = 1; send() {} }; }")
    board.clock.run_for(60_000)
    assert board.locator("#conn").get_attribute("data-state") == "off"


def test_day_on_the_board_is_that_of_the_server(board):
    board.evaluate("() => card()")
    assert board.locator("[data-figure=date]").inner_text() == "第 1001 天"


def test_sound_is_switched_by_a_button(board):
    button = board.locator("#sound")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert (button.get_attribute("aria-pressed"), button.inner_text().strip()[-4:]) == ("true", "声音已开")


def test_note_of_a_red_card_is_taken_on_the_board(browser, live_server, inspector, red):
    with visit(browser, live_server.url + "/supervision/board/", actor=inspector) as seen:
        with seen.page.expect_response(re.compile("/note/")) as answer:
            seen.page.get_by_role("button", name=re.compile("^签收")).click()
        assert answer.value.status == 204
        assert seen.page.url.endswith("/supervision/board/")
    assert Acknowledgement.objects.get(card=red).by == inspector.user


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)], ids=["full HD", "4K"])
def test_board_fits_the_wall(browser, live_server, inspector, red, size):
    with visit(browser, live_server.url + "/supervision/board/", actor=inspector, size=size) as seen:
        tall = seen.page.evaluate("() => document.documentElement.scrollHeight - innerHeight")
        cut = seen.page.evaluate("() => document.getElementById('strip').getBoundingClientRect().bottom - innerHeight")
        assert (overflow(seen.page), tall <= 0, cut <= 0) == (0, True, True)


@pytest.fixture
def desk(bureau):
    window = Window.objects.create(number="013", name="市场监管窗口", hall="一楼大厅", organisation=bureau)
    actor = employ("w013", "王窗口", bureau, Role.CLERK)
    actor.post.window = window
    actor.post.save()


@pytest.mark.parametrize("page", ["board/?at=scjg", "board/windows/", "board/cases/?at=scjg"])
@pytest.mark.usefixtures("desk")
def test_page_of_the_room_passes_every_gate(browser, live_server, inspector, red, page):
    with visit(browser, f"{live_server.url}/supervision/{page}", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])


@pytest.mark.parametrize("page", ["board/windows/", "board/cases/?at=scjg"])
@pytest.mark.usefixtures("desk")
def test_page_of_the_room_fits_the_narrowest_window(browser, live_server, inspector, red, page):
    with visit(browser, f"{live_server.url}/supervision/{page}", actor=inspector, size=NARROW) as seen:
        assert overflow(seen.page) == 0
