"""What the page of an auction shows, and its script asks for: values, the same for everybody."""

from django.utils import timezone

from procurement.actions.auctioning import least_of, paddle_of
from procurement.models import Auction
from records.money import yuan

SHOWN = 30  # offers on the page, the newest first


def rows(auction: Auction) -> list[dict]:
    """The offers under their numbers; names come with the end."""
    found = auction.offers.select_related("paddle__party").order_by("-amount")[:SHOWN]
    return [row(offer, auction.state != Auction.State.RUNNING) for offer in found]


def row(offer, named: bool) -> dict:
    return {
        "number": offer.paddle.number,
        "amount": yuan(offer.amount),
        "at": f"{timezone.localtime(offer.offered_at):%m-%d %H:%M:%S}",
        "firm": offer.paddle.party.name if named else "",
    }


def phase(auction: Auction, now) -> str:
    """waiting, running, ended (not closed yet), sold or unsold."""
    if auction.state != Auction.State.RUNNING:
        return auction.state
    if now < auction.starts_at:
        return "waiting"
    return "running" if now < auction.ends_at else "ended"


def figures(auction: Auction, actor, now) -> dict:
    """`left` is in whole seconds; `mine` says whether the highest offer is the actor's own."""
    highest = auction.offers.select_related("paddle").order_by("-amount").first()
    paddle = paddle_of(auction, actor, now)
    goal = auction.starts_at if now < auction.starts_at else auction.ends_at
    return {
        "phase": phase(auction, now),
        "highest": yuan(highest.amount) if highest else "",
        "by": highest.paddle.number if highest else None,
        "mine": highest is not None and paddle is not None and highest.paddle_id == paddle.pk,
        "least": yuan(least_of(auction, highest)),
        "ends": f"{timezone.localtime(auction.ends_at):%m-%d %H:%M:%S}",
        "left": max(0, round((goal - now).total_seconds())),
        "offers": rows(auction),
    }


def state(auction: Auction, actor, now) -> dict:
    """The figures with what only the page itself needs."""
    found = figures(auction, actor, now)
    return found | {"paddle": paddle_of(auction, actor, now), "over": auction.state != Auction.State.RUNNING}
