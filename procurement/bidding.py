"""Who bid, once the bids are opened: what the committee judges."""

from procurement.evaluating import Bidder
from procurement.models import Tender


def bidders_of(tender: Tender) -> list[Bidder]:
    """The opened bids that count, cheapest first; nothing before the opening."""
    rows = tender.bids.filter(round=tender.round).valid().select_related("party").order_by("price", "pk")
    return [Bidder(row.party_id, row.party.name, row.price, row.manager) for row in rows]
