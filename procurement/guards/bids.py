"""Guards of the opening: the window has closed, somebody watches, enough bids were opened."""

from django.utils.translation import gettext as _

from procurement.flows.base import Asked, Missing
from procurement.guards.people import BIDDERS, FEWEST_BIDDERS
from procurement.models import Auction, OnSite, Opening


def fewest(tender) -> int:
    """招标投标法 第二十八条, 政府采购法 第三十六条; one in single-source procurement."""
    return BIDDERS.get(tender.method, FEWEST_BIDDERS)


def supervised(asked: Asked) -> Missing | None:
    """驻场监督: somebody of the supervising department has signed in to this opening (seed S2-21)."""
    if OnSite.objects.filter(tender=asked.tender, round=asked.tender.round).exists():
        return None
    return Missing(_("Nobody of the supervising department has signed in to this opening yet."))


def enough_opened(asked: Asked) -> Missing | None:
    """The bids were opened in the opening room; their number is counted there, not typed."""
    made = Opening.objects.filter(tender=asked.tender, round=asked.tender.round).first()
    if made is None:
        return Missing(_("The bids are opened in the opening room, once the window for the keys has closed."))
    if made.bidders >= fewest(asked.tender):
        return None
    words = _("Only %(bidders)s bidders, %(fewest)s are needed: nothing is opened, the round has failed.")
    return Missing(words % {"bidders": made.bidders, "fewest": fewest(asked.tender)})


def auction_of(tender) -> Auction | None:
    return Auction.objects.filter(tender=tender, round=tender.round).first()


def auction_ended(asked: Asked) -> Missing | None:
    """Where offers were taken in the portal, the lot is sold; unsold means that this round has failed."""
    found = auction_of(asked.tender)
    if found is None or found.state == Auction.State.SOLD:
        return None
    if found.state == Auction.State.RUNNING:
        return Missing(_("The auction in the portal has not ended yet."))
    return Missing(_("Nobody offered enough: the round has failed."))


def follows_auction(asked: Asked) -> Missing | None:
    """The highest offer wins, at its price: nobody else and nothing else (规定 第十九条)."""
    found = auction_of(asked.tender)
    if found is None or found.state != Auction.State.SOLD:
        return None
    if asked.data.get("winner") != found.winner:
        return Missing(_("The winner is the firm with the highest offer of the auction."), "winner")
    if asked.data.get("price") not in (None, found.price):
        return Missing(_("The price is that of the highest offer of the auction."), "price")
    return None
