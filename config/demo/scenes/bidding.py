"""Bids, committee and opening of a live tender of the demo county, each through its own deeds."""

import json
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone

from accounts.actor import ROBOT, Actor
from accounts.models import User
from config.demo.scenes.offices import Office
from config.demo.trading import acting
from procurement import sealing
from procurement.actions import boxes, draws, guaranteeing, revealing, scoring
from procurement.actions import opening as room
from procurement.bidding import bidders_of
from procurement.models import Tender

SIZE = 64  # KiB of a box: the demo's bids hold no drawings
SPECIALITIES = {"construction": "A06", "procurement": "B03", "drugs": "B04"}


def bids(course, when):
    """From some days before the deadline on the firms hand in, each on its own."""
    for place, firm in enumerate(course.firms()):
        moment = course.due - timedelta(hours=20 - place * 3, minutes=11 * place)
        if "opened" in course.row:  # early enough to lie in the box today
            moment = course.at(course.stage.hours.nth_before(course.opened, 2 + place), 15)
        yield moment, partial(drop, course, firm, place, moment)


def drop(course, firm, place, now):
    tender = course.tender
    if tender.published_at is None or not course.flow.has("closing") or tender.state != Tender.State.RUNNING:
        return
    boxes.box_of(tender, now, size=SIZE)
    said = sealing.encode(sealing.statement(statement(course, tender, firm, place), (), None))
    sealed, keys = sealing.seal(said, size=SIZE * 1024, tender=tender.number, round_=tender.round, party=firm.code)
    boxes.drop(tender, sealed, by=ROBOT, now=now)
    course.stage.keyring.keep(tender, firm, keys)


def statement(course, tender, firm, place) -> dict:
    """A price between 82 and 97 percent of the control price."""
    share = 820 + (course.number * 37 + place * 53) % 150
    price = tender.control_price * share // 1000 // 100 * 100
    number = f"{course.number:02d}{place}"
    return {
        "tender": tender.number,
        "round": tender.round,
        "party": firm.code,
        "price": f"{price / 100:.2f}",
        "days": 240,
        "manager": f"{firm.legal_representative[0]}工{number}",
        "author": f"{firm.name[:4]}编制{number}",
        "handler": f"{firm.name[:4]}经办{number}",
        "telephone": firm.telephone,
        "guarantee": {"number": f"BZ{number}{firm.code[-4:]}", "payer": firm.name, "account": f"6222{firm.code[-8:]}"},
    }


def drawn(course, when):
    """The commitment in the morning, the draw by somebody else in the afternoon, everybody comes."""
    if course.trade.value not in SPECIALITIES:
        return
    committed, asked = when - timedelta(hours=6), when - timedelta(hours=1)
    yield committed, partial(course.when_at, "committee", partial(commit, course), committed)
    yield asked, partial(course.when_at, "committee", partial(committee, course), asked)


def commit(course, tender, now):
    needs = course.row.get("needs", [(SPECIALITIES[course.trade.value], 5)])
    draws.commit(tender, by=course.centre.clerk, now=now, needs=needs)


def committee(course, tender, now):
    row = draws.current(tender)
    if row is None:
        return
    draws.draw(row, by=course.centre.head, now=now)
    for seat in row.seats.order_by("number"):
        draws.accept(seat, by=holder(seat), now=now)


def holder(seat) -> Actor:
    """Who sits there: the demo acts for the expert."""
    return Actor(User.objects.get(pk=draws.holder(seat)["user"]))


def keys_and_witness(course, when):
    """In the window after the deadline the firms bring their keys, and somebody of the department signs in."""
    moment = course.due + timedelta(minutes=20, seconds=course.number)
    yield moment, partial(course.when_at, "opening", partial(bring, course), moment)


def bring(course, tender, now):
    brought = course.stage.keyring.bring(tender)
    if tender.guarantee:
        firms = course.firms()
        lines = [payment(course, tender, firm, firms.index(firm)) for firm, _keys in brought]
        guaranteeing.enter_payments(tender, lines, by=course.centre.clerk, now=now)
    for firm, keys in brought:
        revealing.reveal(tender, sealing.read_key(json.dumps(keys)), by=acting(firm), now=now)
    room.sign_in(tender, by=Office(course.stage, course.row["supervisor"]).reviewer, now=now)


def payment(course, tender, firm, place) -> guaranteeing.Payment:
    """As the bank's list has it: under the number that the bid names."""
    told = statement(course, tender, firm, place)["guarantee"]
    paid_on = timezone.localdate(course.due - timedelta(days=2))
    return guaranteeing.Payment(told["number"], told["payer"], told["account"], tender.guarantee, paid_on)


def evaluation(course, tender, now):
    """Every member arrives and locks its scores; the last one makes the report. Some committees have just begun."""
    row = draws.current(tender)
    if row is None:
        return
    for seat in row.seats.filter(state="invited").order_by("number"):  # for whoever was close to a bidder
        draws.accept(seat, by=holder(seat), now=now)
    criteria = [criterion for criterion in tender.criteria.all() if criterion.is_judged]
    firms = list(bidders_of(tender))
    ready = course.row.get("scored", row.members)
    for place, seat in enumerate(row.seats.filter(state="accepted").order_by("number")):
        by = holder(seat)
        draws.arrive(seat, by=by, now=now)
        if place >= ready:
            continue
        points = {
            (criterion.pk, firm.party): mark(criterion.points, place + number + course.number)
            for criterion in criteria
            for number, firm in enumerate(firms)
        }
        scoring.hand_in(seat, by=by, now=now, points=points)


def mark(most: Decimal, turn: int) -> Decimal:
    """Between eighty and ninety-eight hundredths of the most points."""
    return (most * (80 + turn * 5 % 19) / 100).quantize(Decimal("0.01"))
