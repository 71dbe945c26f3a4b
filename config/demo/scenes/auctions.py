"""Listings and auctions of the demo county: prepared, admitted, offered in steps, closed by the clock."""

from datetime import timedelta
from functools import partial

from accounts.actor import ROBOT
from config.demo.trading import acting
from procurement.actions import auctioning
from procurement.models import Auction, Method, Tender

SHARES = (8, 29, 47, 63, 71, 86, 93)  # per cent of the time that have passed when an offer comes
STEP = 1  # per cent of the starting price


def auction(course, when):
    """Two days before its beginning the centre prepares it and admits who asked; then offers, then the end."""
    prepared = course.due - timedelta(days=1, hours=17, minutes=course.number)
    yield prepared, partial(prepare, course, prepared)
    length = course_length(course)
    for place, share in enumerate(SHARES[: 5 + course.number % 3]):
        moment = course.due + length * share / 100 + timedelta(seconds=7 * place + course.number)
        yield moment, partial(offer, course, place, moment)
    end = course.due + length + timedelta(seconds=20)
    yield end, partial(close, course, end)


def course_length(course) -> timedelta:
    return timedelta(days=10) if course.row.get("method") == Method.LISTING else timedelta(hours=1)


def prepare(course, now):
    tender = course.tender
    if tender.published_at is None or tender.state != Tender.State.RUNNING:
        return
    increment = max(tender.start_price * STEP // 100 // 1_000_000, 1) * 1_000_000
    terms = auctioning.Terms(increment=increment, reserve=tender.start_price + increment)
    made = auctioning.list_lot(tender, terms, by=course.centre.clerk, now=now)
    for firm in course.firms():
        auctioning.admit(made, firm, by=course.centre.clerk, now=now)


def running(course) -> Auction | None:
    return Auction.objects.filter(tender=course.tender, state=Auction.State.RUNNING).first()


def offer(course, place, now):
    """The firms take turns; sometimes one jumps a few steps."""
    found = running(course)
    if found is None:
        return
    paddles = list(found.paddles.select_related("party"))
    highest = found.offers.order_by("-amount").first()
    least = auctioning.least_of(found, highest)
    amount = least + found.increment * ((place + course.number) % 3)
    party = paddles[place % len(paddles)].party
    auctioning.offer(found, amount=amount, by=acting(party), now=now)


def close(course, now):
    found = running(course)
    if found is not None:
        auctioning.close(found, by=ROBOT, now=now)
