"""Listing and auction of land and property: admitted firms offer under their number, each more than the last."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from procurement import hints, parameters, restrictions, veil
from procurement.actions.boxes import moment
from procurement.actions.common import CONDITION, enter, lock, may, today
from procurement.actions.revealing import take_part
from procurement.flows import Capacity, flow_of
from procurement.models import Auction, Method, Offer, Paddle, Party, Tender
from procurement.permissions import represents
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update
from records.money import yuan
from records.refusal import Refused

STEP = "offers"


@dataclass(frozen=True)
class Terms:
    """How a lot is sold; amounts in fen. No end: as long as the law or the rules say."""

    increment: int
    reserve: int | None = None
    ends_at: datetime | None = None
    extension: int | None = None  # seconds


@deed
def list_lot(tender: Tender, terms: Terms, *, by, now) -> Auction:
    """Prepare the auction of this round, before it begins. The reserve price is veiled until the end."""
    tender = lock(tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    insist_listable(tender, now)
    if terms.reserve is not None and terms.reserve < tender.start_price:
        raise Refused(None, _("The reserve price is not below the starting price."), field="reserve")
    if terms.increment <= 0:
        raise Refused(None, _("The starting price and the step are more than zero."), field="increment")
    made = Auction.objects.create(
        tender=tender,
        round=tender.round,
        start_price=tender.start_price,
        increment=terms.increment,
        starts_at=tender.bids_due_at,
        ends_at=end_of(tender, terms, now),
        extension=terms.extension or parameters.value("auction_extension", today(now)),
        listed_by=by.user,
        **veiled(tender, terms.reserve),
    )
    about = {"increment": terms.increment, "ends_at": made.ends_at, "extension": made.extension}
    record("procurement.auction.listed", made, actor=by, now=now, start=made.start_price, **about)
    return made


def insist_listable(tender: Tender, now):
    if not flow_of(tender).has(STEP) or tender.published_at is None:
        raise Refused(WRONG_ORDER, _("Only published land and property is listed for offers."))
    if Auction.objects.filter(tender=tender, round=tender.round).exists():
        raise Refused(WRONG_ORDER, _("The auction of this round is prepared already."))
    if now >= tender.bids_due_at:
        raise Refused(CONDITION, _("An auction is prepared before it begins."))
    if not tender.start_price:
        raise Refused(CONDITION, _("The starting price is missing."))


def end_of(tender: Tender, terms: Terms, now) -> datetime:
    """A listing lasts ten days at least (招标拍卖挂牌出让国有建设用地使用权规定 第十八条)."""
    begin = tender.bids_due_at
    shortest = begin + timedelta(minutes=1)
    usual = begin + timedelta(minutes=parameters.value("auction_length", today(now)))
    if tender.method == Method.LISTING:
        shortest = usual = begin + timedelta(days=10)
    end = terms.ends_at or usual
    if end < shortest:
        words = _("Offers are taken until %(shortest)s at least.")
        raise Refused(CONDITION, words % {"shortest": moment(shortest)}, field="ends_at")
    return end


def veiled(tender: Tender, reserve: int | None) -> dict:
    if reserve is None:
        return {}
    name = veil.current()
    return {"veil": name, "veiled_reserve": veil.seal(name, place(tender), reserve)}


def place(tender: Tender) -> str:
    """Where the veil binds the reserve price to."""
    return f"reserve:{tender.pk}:{tender.round}"


@deed
def admit(auction: Auction, party: Party, *, by, now) -> Paddle:
    """竞买资格确认: the guarantee is there and no restriction lies on the firm. It gets the next number."""
    tender = lock(auction.tender, now)
    enter(tender, [Capacity.CENTRE], by, now)
    auction = for_update(auction)
    if auction.state != Auction.State.RUNNING or now >= auction.ends_at:
        raise Refused(WRONG_ORDER, _("This auction has ended."))
    insist_free(party, now)
    if auction.paddles.filter(party=party).exists():
        raise Refused(None, _("This firm has been admitted already."), field="party")
    last = auction.paddles.aggregate(last=Max("number"))["last"] or 0
    about = {"admitted_at": now, "admitted_by": by.user}
    made = Paddle.objects.create(auction=auction, party=party, number=last + 1, **about)
    record("procurement.auction.admitted", auction, actor=by, now=now, number=made.number)
    return made


def insist_free(party: Party, now):
    held = restrictions.restriction(party, today(now))
    if held is not None:
        words = _("%(firm)s is restricted: %(ground)s.")
        raise Refused(CONDITION, words % {"firm": party.name, "ground": held.ground}, field="party")


@deed
def offer(auction: Auction, *, amount: int, by, now) -> Offer:
    """One offer in fen. Of two at once one comes first; the other is told what is the least now.

    An offer in the last seconds moves the end. Raises Refused that names the amount that is needed.
    """
    auction = for_update(auction, "tender")
    paddle = paddle_of(auction, by, now)
    may(paddle is not None)
    insist_running(auction, now)
    insist_free(paddle.party, now)
    take_part(auction.tender, paddle.party, by, now)
    insist_higher(auction, paddle, amount)
    ends_at = max(auction.ends_at, now + timedelta(seconds=auction.extension))
    made = Offer.objects.create(
        auction=auction, paddle=paddle, amount=amount, offered_at=now, offered_by=by.user, ends_at=ends_at
    )
    if ends_at != auction.ends_at:
        auction.ends_at = ends_at
        auction.save(update_fields=["ends_at"])
    record("procurement.auction.offered", auction, actor=by, now=now, number=paddle.number, amount=amount)
    transaction.on_commit(lambda: hints.tell(auction.pk))
    return made


def paddle_of(auction: Auction, actor, now=None) -> Paddle | None:
    """The number under which this person may offer; None for everybody else."""
    rows = auction.paddles.select_related("party").order_by("number")
    return next((row for row in rows if represents(actor, row.party_id, now)), None)


def insist_running(auction: Auction, now):
    if auction.tender.state != Tender.State.RUNNING:
        raise Refused(None, _("This tender is suspended or has ended: no offers are taken."), field="amount")
    if auction.state != Auction.State.RUNNING or now >= auction.ends_at:
        words = _("Offers were taken until %(end)s by the clock of the portal.")
        raise Refused(None, words % {"end": moment(auction.ends_at)}, field="amount")
    if now < auction.starts_at:
        words = _("Offers are taken from %(start)s on.")
        raise Refused(None, words % {"start": moment(auction.starts_at)}, field="amount")


def insist_higher(auction: Auction, paddle: Paddle, amount: int):
    highest = auction.offers.order_by("-amount").first()
    least = least_of(auction, highest)
    if amount < least:
        words = _("The least offer now is %(least)s yuan.")
        raise Refused(None, words % {"least": yuan(least)}, field="amount")
    if (amount - least) % auction.increment:
        words = _("Offers rise by whole steps of %(step)s yuan: %(least)s or that much more.")
        raise Refused(None, words % {"step": yuan(auction.increment), "least": yuan(least)}, field="amount")
    if highest is not None and highest.paddle_id == paddle.pk:
        raise Refused(None, _("Yours is the highest offer already."), field="amount")


def least_of(auction: Auction, highest: Offer | None) -> int:
    """What the next offer has to be at least."""
    return auction.start_price if highest is None else highest.amount + auction.increment


@deed
def close(auction: Auction, *, by, now) -> Auction:
    """The end has come: the highest offer wins, unless it is below the reserve price. By the robot or the centre."""
    tender = lock(auction.tender)
    if by.user is not None:
        enter(tender, [Capacity.CENTRE], by, now)
    auction = for_update(auction)
    if auction.state != Auction.State.RUNNING:
        raise Refused(WRONG_ORDER, _("This auction has ended."))
    if now < auction.ends_at:
        raise Refused(CONDITION, _("Offers are taken until %(end)s.") % {"end": moment(auction.ends_at)})
    decide(auction, tender)
    auction.closed_at = now
    auction.save(update_fields=["state", "reserve", "winner", "price", "closed_at"])
    about = {"state": auction.state, "price": auction.price, "offers": auction.offers.count()}
    record("procurement.auction.closed", auction, actor=by, now=now, **about)
    transaction.on_commit(lambda: hints.tell(auction.pk))
    return auction


def decide(auction: Auction, tender: Tender):
    """Sold or not; the reserve price is read now."""
    if auction.veiled_reserve is not None:
        auction.reserve = veil.unseal(auction.veil, place(tender), auction.veiled_reserve)
    highest = auction.offers.select_related("paddle__party").order_by("-amount").first()
    if highest is None or highest.amount < (auction.reserve or 0):
        auction.pass_over()
        return
    auction.sell()
    auction.winner, auction.price = highest.paddle.party, highest.amount


def close_due(now) -> int:
    """Close every auction whose end has come. Each in its own transaction; returns how many."""
    rows = Auction.objects.filter(state=Auction.State.RUNNING, ends_at__lte=now).select_related("tender")
    due = list(rows.order_by("pk"))
    for auction in due:
        close(auction, by=ROBOT, now=now)
    return len(due)
