"""Addresses of bids: the anonymous door of the box, the bidder's desk, openings, guarantees, auctions."""

from django.urls import path

from procurement import converters  # noqa: F401 -- registers <tendernumber:…>
from procurement.views import auctions, bidding, boxes, openings

urlpatterns = [
    path("sealed/tool/", boxes.tool, name="bid_tool"),
    path("sealed/guide/", boxes.guide, name="bid_guide"),
    path("sealed/<tendernumber:number>/", boxes.seal, name="seal"),
    path("sealed/<tendernumber:number>/withdraw/", boxes.withdraw, name="withdraw_bid"),
    path("sealed/<tendernumber:number>/guarantee/", boxes.reclaim, name="reclaim"),
    path("my/bids/", bidding.my_bids, name="my_bids"),
    path("my/bids/<tendernumber:number>/", bidding.my_bid, name="my_bid"),
    path("tenders/<tendernumber:number>/opening/", openings.record, name="opening_record"),
    path("desk/tenders/<tendernumber:number>/opening/", openings.room, name="opening_room"),
    path("desk/tenders/<tendernumber:number>/guarantees/", openings.guarantees, name="guarantees"),
    path(
        "desk/tenders/<tendernumber:number>/guarantees/<int:pk>/<slug:deed>/", openings.settle, name="settle_guarantee"
    ),
    path("desk/tenders/<tendernumber:number>/withdrawn/<int:pk>/", openings.return_withdrawn, name="return_withdrawn"),
    path("desk/tenders/<tendernumber:number>/auction/", auctions.desk_auction, name="desk_auction"),
    path("auctions/<tendernumber:number>/", auctions.auction, name="auction"),
    path("auctions/<tendernumber:number>/state/", auctions.state, name="auction_state"),
]
