"""A tender with an opening and a lot with an auction behind their addresses; offices as in tests.access.trades."""

from procurement import actions
from procurement.models import Auction, Bid, Opening, Paddle, Party, Tender, Trade
from tests.access.trades import CENTRE
from tests.conftest import at
from tests.procurement.conftest import application

DUE = at("2026-03-23 09:30")


def bidding(people, bureau, other_bureau) -> dict:
    """The arguments of the addresses of bids."""
    tender, lot = (published(people, bureau, other_bureau, trade) for trade in (Trade.CONSTRUCTION, Trade.LAND))
    firm = Party.objects.order_by("pk").first()
    Opening.objects.create(tender=tender, round=1, bidders=3, record={"tender": tender.number}, opened_at=DUE)
    about = {"submitted_at": DUE, "opened_at": DUE, "state": "void", "reason": "无法读取"}
    bid = Bid.objects.create(tender=tender, party=firm, **about)
    sale = {"start_price": 500_000_000, "increment": 1_000_000, "extension": 300}
    auction = Auction.objects.create(tender=lot, round=1, starts_at=DUE, ends_at=at("2026-03-23 10:30"), **sale)
    Paddle.objects.create(auction=auction, number=1, party=firm, admitted_at=at("2026-03-20"))
    of_tender = ("seal", "withdraw_bid", "reclaim", "my_bid", "opening_record", "opening_room", "guarantees")
    of_lot = ("auction", "auction_state", "desk_auction")
    return (
        {f"procurement:{name}": [tender.number] for name in of_tender}
        | {f"procurement:{name}": [lot.number] for name in of_lot}
        | {"procurement:settle_guarantee": [tender.number, bid.pk, "letter"]}
        | {"procurement:return_withdrawn": [tender.number, 0]}
    )


def published(people, bureau, other_bureau, trade) -> Tender:
    """A tender of the first bureau as supervisor, after its notice and its deadline."""
    wanted = application(people[CENTRE].organisation, bureau, other_bureau, trade=trade)
    tender = actions.hand_in(other_bureau, wanted, by=people["stranger"], now=at("2026-03-02"))
    actions.advance(tender, "register", by=people[CENTRE], now=at("2026-03-02"))
    facts = {"published_at": at("2026-03-02"), "bids_due_at": DUE, "start_price": 500_000_000}
    Tender.objects.filter(pk=tender.pk).update(**facts)
    return tender
