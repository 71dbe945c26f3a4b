"""What the robot does in trading by itself: bids close to the second, auctions end, covers fall into the boxes.

Covers: without them the number of rows in a box would be the number of bids. How many a box gets is drawn from a wide
range by a key that is not in the database, and when is left to chance, half of them on the last day, as with bids.
"""

import hashlib
import hmac
import logging
import random
from datetime import datetime, timedelta

from django.conf import settings

from accounts.actor import ROBOT
from procurement.actions import advance, auctioning
from procurement.actions.boxes import cover
from procurement.models import Tender
from records.refusal import Refused

logger = logging.getLogger(__name__)
CLOSING = "closing"
FEWEST, MOST = 6, 40  # covers that a box may expect
LAST_DAY = timedelta(days=1)
REPLACED = 8  # one cover of so many is put in, taken back and put in again
chance = random.SystemRandom()


def trade(now):
    """Whatever is due by the clock; running twice is harmless."""
    close_boxes(now)
    auctioning.close_due(now)


def close_boxes(now) -> int:
    """截标: do the step of every tender whose deadline has come. What stands against it waits for people."""
    due = Tender.objects.filter(step=CLOSING, state=Tender.State.RUNNING, bids_due_at__lte=now).order_by("pk")
    closed = 0
    for tender in list(due):
        try:
            advance(tender, CLOSING, by=ROBOT, now=now)
            closed += 1
        except Refused as refusal:
            logger.warning("%s is not closed: %s", tender.number, refusal.message)
    return closed


def expected(tender: Tender) -> int:
    """How many covers this box may expect: known to nobody who has only the database."""
    said = hmac.digest(settings.SECRET_KEY.encode(), f"covers:{tender.pk}:{tender.round}".encode(), hashlib.sha256)
    return FEWEST + int.from_bytes(said[:4], "big") % (MOST - FEWEST + 1)


def share(tender: Tender, since: datetime, until: datetime) -> float:
    """Which part of the covers falls between two moments: half evenly from the notice, half on the last day."""
    begin, due = tender.published_at, tender.bids_due_at
    return (overlap(begin, due, since, until) + overlap(max(begin, due - LAST_DAY), due, since, until)) / 2


def overlap(begin, end, since, until) -> float:
    whole = (end - begin).total_seconds()
    part = (min(end, until) - max(begin, since)).total_seconds()
    return max(0.0, part) / whole if whole > 0 else 0.0


def boxes(now):
    """Tenders that take bids now."""
    rows = Tender.objects.filter(state=Tender.State.RUNNING, bids_due_at__gt=now, published_at__lte=now)
    return rows.filter(opened_at=None).order_by("pk")


def drawn(now, length: timedelta) -> list[Tender]:
    """Which boxes get a cover in the stretch of this length before `now`; a lottery."""
    return [row for row in boxes(now) if chance.random() < expected(row) * share(row, now - length, now)]


def fill(tender: Tender, now):
    """One cover; now and then one that is replaced."""
    cover(tender, now=now, replaced=chance.randrange(REPLACED) == 0)
