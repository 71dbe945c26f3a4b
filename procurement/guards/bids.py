"""Guards of the opening: the window has closed, somebody watches, enough bids were opened."""

from django.utils.translation import gettext as _

from procurement.flows.base import Asked, Missing
from procurement.guards.people import BIDDERS, FEWEST_BIDDERS
from procurement.models import OnSite, Opening


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
