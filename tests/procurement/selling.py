"""A piece of land on its way to the listing, and an auction of it."""

from datetime import timedelta

from procurement import actions
from procurement.actions import auctioning
from procurement.actions.auctioning import Terms
from procurement.actions.common import MEDIA
from procurement.guards.common import TERMS
from procurement.models import Method, Trade
from tests.conftest import at

BEGIN = at("2026-03-23 09:00")
START, STEP = 500_000_000, 10_000_000  # fen: five million yuan, steps of 100,000

WAY = [
    ("register", "centre", "2026-02-03", {}),
    ("conditions", "centre", "2026-02-04", {"audit_number": "云估〔2026〕3号", "audited": START}),
    ("method", "supervisor", "2026-02-05", {"method": Method.AUCTION}),
    (
        "documents",
        "tenderer",
        "2026-02-10",
        {"start_price": START, "guarantee": 100_000_000, "summary": "商住用地一宗"},
    ),
    ("filing", "supervisor_head", "2026-02-12", {"terms": list(TERMS), "opinion": "予以备案"}),
    (
        "notice",
        "centre",
        "2026-03-02 09:30",
        {
            "media": MEDIA[:2],
            "documents_from": at("2026-03-02").date(),
            "documents_until": at("2026-03-20").date(),
            "bids_due_at": BEGIN,
            "place": "交易中心竞价大厅",
        },
    ),
]


def published(hand_in, cast, supervisor_head):
    """A land tender whose auction begins on 2026-03-23 at nine."""
    about = {"trade": Trade.LAND, "method": Method.AUCTION, "is_state_funded": False, "matter": "rights"}
    tender = hand_in(project_name="云溪县城东新区2026-07号地块", **about)
    people = cast | {"supervisor_head": supervisor_head}
    for step, who, moment, data in WAY:
        if step == "conditions":
            actions.confirm(tender, step, by=cast["supervisor"], now=at(moment), opinion="具备条件")
        tender = actions.advance(tender, step, by=people[who], now=at(moment), data=data)
    return tender


def listed(tender, centre, firms, **terms):
    """An auction of an hour with every firm admitted: numbers 1, 2, 3 in their order."""
    made = auctioning.list_lot(tender, Terms(increment=STEP, **terms), by=centre, now=at("2026-03-20"))
    for firm in firms.values():
        auctioning.admit(made, firm, by=centre, now=at("2026-03-20 10:00"))
    return made


def minutes(count):
    return BEGIN + timedelta(minutes=count)
