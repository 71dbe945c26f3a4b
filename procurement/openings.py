"""The record of an opening: what was read out, as plain facts that do not change any more. Words are the county's."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from procurement.models import Bid, OnSite, SealedBid, Tender
from procurement.statements import Statement
from records.money import yuan


def notes(tender: Tender, said: Statement) -> list[str]:
    """What the committee should look at. Nothing is rejected by it."""
    found = []
    if tender.control_price and said.price > tender.control_price:
        found.append(_("The price is above the control price."))
    if tender.duration_days and said.days and said.days > tender.duration_days:
        found.append(_("The time of performance is longer than asked for."))
    if tender.guarantee and not said.guarantee["number"]:
        found.append(_("The bid names no guarantee."))
    return [str(note) for note in found]


def head(tender: Tender, now) -> dict:
    watched = OnSite.objects.filter(tender=tender, round=tender.round).select_related("organisation")
    return {
        "tender": tender.number,
        "title": tender.title,
        "round": tender.round,
        "place": tender.place,
        "deadline": clock(tender.bids_due_at),
        "opened": clock(now),
        "watched": [f"{row.name}（{row.organisation.name}）" for row in watched],
        "box": list(in_box(tender).values_list("digest", flat=True)),
    }


def in_box(tender: Tender):
    """Everything in the box, covers among it: whoever holds a receipt finds its digest here."""
    return SealedBid.objects.filter(box__tender=tender, box__round=tender.round).order_by("digest")


def clock(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def record_of(tender: Tender, bids: list[Bid], now) -> dict:
    """The bids in the order in which they came in."""
    return head(tender, now) | {"bids": [line(number, bid) for number, bid in enumerate(bids, 1)]}


def line(number: int, bid: Bid) -> dict:
    return {
        "number": number,
        "party": bid.party.name,
        "code": bid.party.code,
        "price": yuan(bid.price),
        "fen": bid.price,
        "days": bid.duration_days,
        "manager": bid.manager,
        "guarantee": bid.guarantee_number,
        "received": clock(bid.submitted_at),
        "digest": bid.sealed_bid.digest,
        "state": bid.state,
        "reason": bid.reason,
        "notes": bid.notes,
    }


def unopened(tender: Tender, firms: int, now) -> dict:
    """Too few: no name and no price is written down."""
    return head(tender, now) | {"bids": [], "failed": True, "firms": firms}


def digest_of(facts: dict) -> str:
    """SHA-256 of the record as it lies in the database, in hex."""
    text = json.dumps(facts, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
