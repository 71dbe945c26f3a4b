"""What bidders do, in tests: seal, hand in, bring the key. Boxes are small here, 64 KiB."""

import json
from datetime import timedelta

from accounts.actor import ROBOT, Actor
from accounts.models import User
from procurement import sealing
from procurement.actions import boxes, opening, revealing
from procurement.models import Representative

PRICES = {"alpha": 900_000_000, "beta": 915_000_000, "gamma": 930_000_000}
SIZE = 64  # KiB


def acting_for(party) -> Actor:
    """Somebody who acts for this firm."""
    row = Representative.objects.filter(party=party, until=None).select_related("user").first()
    if row is None:
        user = User.objects.create_user(username=f"b-{party.code}", name=f"{party.name}经办", is_citizen=True)
        row = Representative.objects.create(user=user, party=party, since="2026-01-05")
    return Actor(row.user)


def statement(tender, party, price, **more) -> dict:
    """A bid as the tools make it; price in fen."""
    typed = {
        "tender": tender.number,
        "round": tender.round,
        "party": party.code,
        "price": f"{price / 100:.2f}",
        "days": 360,
        "manager": f"经理{party.code[-1]}",
        "author": f"编制{party.code[-1]}",
        "handler": f"经办{party.code[-1]}",
        "telephone": f"0717-{party.code[-4:]}",
        "guarantee": {"number": f"BZ{party.code[-6:]}", "payer": party.name, "account": f"6222{party.code[-4:]}"},
    }
    devices = more.pop("devices", None)
    files = more.pop("files", ())
    return sealing.statement(typed | more, files, devices)


def sealed_for(tender, party, price=900_000_000, content=None, **more) -> tuple[bytes, dict]:
    """(sealed bid, key file) of this firm."""
    said = content if content is not None else sealing.encode(statement(tender, party, price, **more))
    about = {"tender": tender.number, "round_": tender.round, "party": party.code}
    return sealing.seal(said, size=SIZE * 1024, **about)


def drop(tender, party, price=900_000_000, moment=None, **more) -> dict:
    """Seal and hand in a day before the deadline; the key file."""
    now = moment or tender.bids_due_at - timedelta(days=1)
    boxes.box_of(tender, now, size=SIZE)
    sealed, keys = sealed_for(tender, party, price, **more)
    boxes.drop(tender, sealed, by=ROBOT, now=now)
    return keys


def bring(tender, party, keys, moment=None, by=None):
    """Bring the key ten minutes after the deadline."""
    now = moment or tender.bids_due_at + timedelta(minutes=10)
    read = sealing.read_key(json.dumps(keys))
    return revealing.reveal(tender, read, by=by or acting_for(party), now=now)


def opened(tender, *, centre, supervisor, now=None):
    """The supervisor signs in, the centre opens: an hour and five minutes after the deadline."""
    opening.sign_in(tender, by=supervisor, now=tender.bids_due_at + timedelta(minutes=2))
    return opening.open_bids(tender, by=centre, now=now or tender.bids_due_at + timedelta(minutes=65))
