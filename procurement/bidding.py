"""Who bid, once the bids are opened: what the committee judges."""

from procurement.evaluating import Bidder
from procurement.facts.gather import bids_of
from procurement.models import Party, Tender


def bidders_of(tender: Tender) -> list[Bidder]:
    """The opened bids that count, in the order of the opening; nothing before it."""
    found = [bid for bid in bids_of(tender) or () if bid.status == "valid" and bid.amount is not None]
    parties = {party.code: party for party in Party.objects.filter(code__in=[bid.party.code for bid in found])}
    return [bidder(parties[bid.party.code], bid) for bid in found if bid.party.code in parties]


def bidder(party: Party, bid) -> Bidder:
    manager = next(iter(bid.keys.get("manager", [])), "")
    return Bidder(party.pk, party.name, bid.amount, manager)
