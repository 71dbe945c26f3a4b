"""The socket of an auction: who may follow, what it says, what it refuses."""

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from channels.testing import WebsocketCommunicator

from config.asgi import application
from procurement.actions import auctioning
from tests.gates import signed_in
from tests.procurement.sealing import acting_for
from tests.procurement.selling import START, listed, minutes, published


@pytest.fixture
def auction(transactional_db, hand_in, cast, supervisor_head, centre_clerk, firms):
    """The socket reads the database from other threads, so the data must be committed."""
    return listed(published(hand_in, cast, supervisor_head), centre_clerk, firms)


def socket(actor, auction, origin="http://localhost"):
    cookie = signed_in(actor).cookies["sessionid"].value if actor else ""
    headers = [(b"cookie", f"sessionid={cookie}".encode()), (b"origin", origin.encode()), (b"host", b"localhost")]
    return WebsocketCommunicator(application, f"/ws/auctions/{auction.tender.number}/", headers=headers)


def test_offer_reaches_the_others_as_a_hint(auction, firms):
    """The hint says "look" and nothing else: amounts come from the database."""

    people = acting_for(firms["beta"]), acting_for(firms["alpha"])
    assert async_to_sync(watched)(auction, *people) == ["look", "look"]


async def watched(auction, watcher, offerer):
    line = await sync_to_async(socket)(watcher, auction)
    assert (await line.connect())[0]
    said = [await line.receive_from(timeout=10)]
    await sync_to_async(auctioning.offer)(auction, amount=START, by=offerer, now=minutes(5))
    said.append(await line.receive_from(timeout=10))
    await line.disconnect()
    return said


def test_strangers_and_other_sites_are_turned_away(auction, firms, citizen, supervisor):
    async def try_all():
        people = [(citizen, "http://localhost"), (None, "http://localhost"), (supervisor, "http://evil.example")]
        lines = [await sync_to_async(socket)(actor, auction, origin) for actor, origin in people]
        return [(await line.connect())[0] for line in lines]

    assert async_to_sync(try_all)() == [False, False, False]


def test_who_speaks_is_hung_up_on(auction, supervisor):
    async def speak():
        line = await sync_to_async(socket)(supervisor, auction)
        assert (await line.connect())[0]
        await line.receive_from(timeout=10)
        await line.send_to(text_data='{"amount": 1}')
        said = (await line.receive_output(timeout=10))["type"]
        await line.disconnect()
        return said

    assert async_to_sync(speak)() == "websocket.close"
