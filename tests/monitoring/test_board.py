"""The live board: pages, frames, sockets."""

import json

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.urls import reverse

from config.asgi import application
from monitoring import board, feed
from monitoring.consumers import cursor
from monitoring.models import Finding
from monitoring.sweep import sweep
from tests.conftest import at, make_item
from tests.gates import signed_in


@pytest.fixture
def carded(bureau, accepted):
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    return case


@pytest.mark.django_db
def test_board_shows_the_cards_of_the_county(inspector, carded):
    page = signed_in(inspector).get(reverse("monitoring:board")).content.decode()
    assert carded.number in page
    assert "市场监管局" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("carded")
def test_panels_can_be_fetched_alone(inspector):
    page = signed_in(inspector).get(reverse("monitoring:board") + "?panels=1").content.decode()
    assert page.lstrip().startswith("<section")


@pytest.mark.django_db
def test_empty_board_says_so(inspector):
    assert "还没有发牌" in signed_in(inspector).get(reverse("monitoring:board")).content.decode()


@pytest.mark.django_db
def test_frame_holds_everything_after_the_cursor(inspector, carded):
    frame = json.loads(feed.frame(inspector.watched_path, 0, at("2026-03-12")))
    yellow = Finding.objects.about(carded).get(level="yellow")
    assert [item["id"] for item in frame["items"]] == [yellow.pk]
    assert frame["cursor"] == yellow.pk
    assert frame["figures"]["yellow"] == "1"


@pytest.mark.django_db
def test_other_county_sees_nothing(carded):
    assert json.loads(feed.frame("elsewhere/", 0, at("2026-03-12")))["items"] == []


@pytest.mark.parametrize(
    "text",
    [None, "", "x", "[]", "{}", '{"after": -1}', '{"after": "1"}', '{"after": true}', '{"after": 1e400}', "{" * 200],
)
def test_hostile_frames_are_not_understood(text):
    assert cursor(text) is None


def socket(actor, origin="http://localhost", at=""):
    cookie = signed_in(actor).cookies["sessionid"].value if actor else ""
    headers = [(b"cookie", f"sessionid={cookie}".encode()), (b"origin", origin.encode()), (b"host", b"localhost")]
    return WebsocketCommunicator(application, f"/ws/board/?at={at}", headers=headers)


@pytest.fixture
def stage(transactional_db):
    """The socket reads the database from other threads, so the data must be committed."""


@pytest.mark.usefixtures("stage")
def test_card_reaches_the_socket_without_asking(inspector, bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))

    async def watch():
        line = await sync_to_async(socket)(inspector)
        connected, _protocol = await line.connect()
        assert connected
        await sync_to_async(sweep)(at("2026-03-12"))
        frame = await with_cards(line)
        await line.disconnect()
        return frame

    assert len(async_to_sync(watch)()["items"]) == 1


async def with_cards(line):
    """The next frame that brings cards; figures may come before it."""
    while not (frame := json.loads(await line.receive_from(timeout=30)))["items"]:
        pass
    return frame


@pytest.mark.usefixtures("stage")
def test_socket_of_a_narrowed_board_gets_its_own_cards_only(inspector, bureau, other_bureau, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-02"))

    async def watch():
        away, own = [await sync_to_async(socket)(inspector, at=code) for code in ("zjj", "scjg")]
        assert [(await line.connect())[0] for line in (away, own)] == [True, True]
        await sync_to_async(sweep)(at("2026-03-12"))
        got = await with_cards(own)
        await away.send_to(text_data='{"after": 0}')
        others = json.loads(await away.receive_from(timeout=30))
        for line in (away, own):
            await line.disconnect()
        return len(got["items"]), len(others["items"])

    assert async_to_sync(watch)() == (1, 0)


@pytest.mark.usefixtures("stage")
def test_socket_of_a_unit_beyond_the_own_ones_is_refused(inspector):
    async def try_it():
        line = await sync_to_async(socket)(inspector, at="elsewhere")
        return await line.connect()

    assert async_to_sync(try_it)() == (False, 4403)


@pytest.mark.usefixtures("stage")
def test_socket_is_lost_with_the_session(inspector, monkeypatch):
    monkeypatch.setattr("monitoring.consumers.RECHECK", -1)

    async def sign_out_and_ask():
        line = await sync_to_async(socket)(inspector)
        await line.connect()
        await sync_to_async(Session.objects.all().delete)()
        await sync_to_async(caches["default"].clear)()
        await line.send_to(text_data='{"after": 0}')
        while (message := await line.receive_output(timeout=30))["type"] == "websocket.send":
            pass
        await line.disconnect()
        return message

    assert async_to_sync(sign_out_and_ask)() == {"type": "websocket.close", "code": 4403}


@pytest.mark.usefixtures("stage")
def test_lost_push_is_caught_up_by_asking(inspector, bureau, accepted, monkeypatch):
    monkeypatch.setattr(board, "hint", lambda text="": None)
    accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))

    async def ask():
        line = await sync_to_async(socket)(inspector)
        await line.connect()
        await line.send_to(text_data='{"after": 0}')
        frame = json.loads(await line.receive_from(timeout=10))
        await line.disconnect()
        return frame

    assert len(async_to_sync(ask)()["items"]) == 1


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("who", ["clerk", "citizen", None])
def test_socket_is_for_those_who_watch(who, request):
    actor = request.getfixturevalue(who) if who else None

    async def try_it():
        line = await sync_to_async(socket)(actor)
        connected, code = await line.connect()
        return connected, code

    assert async_to_sync(try_it)() == (False, 4403)


@pytest.mark.usefixtures("stage")
def test_socket_from_another_site_is_refused(inspector):
    async def try_it():
        line = await sync_to_async(socket)(inspector, origin="http://evil.example")
        connected, _code = await line.connect()
        return connected

    assert async_to_sync(try_it)() is False


@pytest.mark.usefixtures("stage")
def test_hostile_frame_closes_the_socket(inspector):
    async def shout():
        line = await sync_to_async(socket)(inspector)
        await line.connect()
        await line.send_to(text_data="x" * 10_000)
        while (message := await line.receive_output(timeout=30))["type"] == "websocket.send":
            pass
        await line.disconnect()
        return message

    assert async_to_sync(shout)() == {"type": "websocket.close", "code": 4400}


@pytest.mark.django_db
def test_card_told_to_one_scope_is_still_news_to_another(inspector, bureau, carded):
    yellow = Finding.objects.about(carded).get(level="yellow")
    assert feed.news(inspector.watched_path, 0, (yellow.pk,))[1] == []
    assert feed.news(bureau.path, 0, ())[1] == [yellow.pk]
