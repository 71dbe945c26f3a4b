"""The box of sealed bids: putting in, taking back, covers. Nobody is named here: whoever puts something in is no one.

No entry, row or refusal tells a real bid from a cover, nor who sent it; the receipt is held by the sender alone.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from deadlines.words import chinese_date
from procurement import clocks, parameters, sealing
from procurement.actions.common import lock, today
from procurement.flows import flow_of
from procurement.models import Box, SealedBid, Tender, WithdrawnGuarantee
from procurement.words_bids import in_words
from records.actions import deed, record
from records.deeds import needed
from records.models import Entry
from records.refusal import Refused

KIB = 1024


@dataclass(frozen=True)
class Receipt:
    """What the sender takes home: the digest of the sealed bid, when it came, and its entry in the record."""

    digest: str
    received_at: datetime
    entry: str


def box_of(tender: Tender, now, size: int | None = None) -> Box:
    """The box of this round; made with the numbers in force when it is first needed. `size` in KiB."""
    found = numbers(tender, now)
    if found.pk is not None:
        return found
    about = {"size": size * KIB if size else found.size, "window": found.window, "made_at": now}
    return Box.objects.get_or_create(tender=tender, round=tender.round, defaults=about)[0]


def numbers(tender: Tender, now) -> Box:
    """The box, or how it will be, not saved: looking at it makes nothing."""
    found = Box.objects.filter(tender=tender, round=tender.round).first()
    size, window = (parameters.value(code, today(now)) for code in ("bid_box", "opening_window"))
    return found or Box(tender=tender, round=tender.round, size=size * KIB, window=window, made_at=now)


def moment(at) -> str:
    local = timezone.localtime(at)
    return f"{chinese_date(local.date())} {local:%H:%M:%S}"


def takes_bids(tender: Tender, now) -> bool:
    """Is the box open: published, running, before the deadline?"""
    running = tender.state == Tender.State.RUNNING and tender.published_at is not None
    return running and flow_of(tender).has("closing") and tender.bids_due_at is not None and now < tender.bids_due_at


def insist_open(tender: Tender, now):
    due = tender.bids_due_at
    if due is not None and now >= due:
        words = _("Bids were taken until %(due)s by the clock of the portal. Now it is %(now)s: too late.")
        raise Refused(None, words % {"due": moment(due), "now": moment(now)}, field="sealed")
    if not takes_bids(tender, now):
        raise Refused(None, _("This tender takes no bids at the moment."), field="sealed")


@deed
def drop(tender: Tender, sealed: bytes, *, by, now) -> Receipt:
    """Put a sealed bid into the box. The same file twice lies there once. Raises Refused that says what is wrong."""
    tender = lock(tender)
    insist_open(tender, now)
    box = box_of(tender, now)
    try:
        sealing.check(sealed, tender=tender.number, round_=tender.round, size=box.size)
    except sealing.Unsealable as wrong:
        raise Refused(None, in_words(wrong), field="sealed") from None
    digest = sealing.digest(sealed)
    known = SealedBid.objects.filter(digest=digest).first()
    if known is not None:
        return receipt_of(known)
    made = SealedBid.objects.create(box=box, digest=digest, sealed=sealed, received_at=now)
    entry = record("procurement.box.received", box, actor=ROBOT, now=now, digest=digest)
    return Receipt(digest, made.received_at, entry.digest)


def receipt_of(known: SealedBid) -> Receipt:
    entry = Entry.objects.about(known.box).filter(verb="procurement.box.received", body__digest=known.digest).first()
    return Receipt(known.digest, known.received_at, entry.digest if entry else "")


def own_bid(tender: Tender, digest: str, secret: bytes) -> SealedBid:
    """The bid of whoever has its secret, locked; Refused for any other secret."""
    rows = SealedBid.objects.select_for_update().filter(box__tender=tender, box__round=tender.round, digest=digest)
    found = rows.first()
    if found is None or sealing.mark(bytes(found.sealed), "withdrawal") != sealing.withdrawal_mark(secret):
        raise Refused(None, _("No bid in this box belongs to this key file."), field="key_file")
    return found


@deed
def withdraw(tender: Tender, digest: str, secret: bytes, *, by, now) -> SealedBid:
    """Take a bid back before the deadline (招标投标法 第二十九条). Whoever has its secret may."""
    tender = lock(tender)
    found = own_bid(tender, digest, secret)
    if found.withdrawn_at is not None:
        raise Refused(None, _("This bid has been withdrawn already."), field="key_file")
    if tender.bids_due_at is None or now >= tender.bids_due_at:
        words = _("Bids can be withdrawn until the deadline only. Whoever does not bring the key gives up the bid.")
        raise Refused(None, words, field="key_file")
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    record("procurement.box.withdrawn", found.box, actor=ROBOT, now=now, digest=digest)
    return found


@deed
def reclaim(tender: Tender, digest: str, secret: bytes, number: str, *, by, now) -> WithdrawnGuarantee:
    """Ask for the guarantee of a bid that was taken back, by the number under which it was paid. It is owed in five
    days (条例 第三十五条); the centre learns the number and nothing of who that is."""
    found = own_bid(lock(tender), digest, secret)
    number = needed(number, "number", _("Give the number under which the guarantee was paid."))
    if found.withdrawn_at is None:
        raise Refused(None, _("This bid has not been withdrawn: its guarantee stays with it."), field="number")
    if WithdrawnGuarantee.objects.filter(sealed_bid=found).exists():
        raise Refused(None, _("The guarantee of this bid was asked for already."), field="number")
    made = WithdrawnGuarantee.objects.create(sealed_bid=found, number=number, asked_at=now)
    clocks.start(tender, "withdrawn_refund", since=now, subject=made)
    record("procurement.guarantee.reclaimed", made, actor=ROBOT, now=now, digest=digest)
    return made


def cover(tender: Tender, *, now, replaced: bool = False) -> Receipt | None:
    """One more bid of nobody; `replaced`: one that was put in and taken back before, as bidders do."""
    if not takes_bids(tender, now):
        return None
    size = box_of(tender, now).size
    if replaced:
        secret = sealing.Secrets.new().withdrawal
        first = sealing.cover(tender.number, tender.round, size, withdrawal=secret)
        withdraw(tender, drop(tender, first, by=ROBOT, now=now).digest, secret, by=ROBOT, now=now)
    return drop(tender, sealing.cover(tender.number, tender.round, size), by=ROBOT, now=now)
