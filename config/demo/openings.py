"""Deadlines that pass while the county is played on: the bank hands over its list, the bidders bring their keys.

The keys come from the files of the folder (see `keyring`), each by the representative of its firm, some minutes apart.
The firm of a demo account waits until shortly before the window closes, so that whoever plays it can do it first.
"""

import json
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role
from config.demo.cast import DEMO, Cast
from config.demo.keyring import files_of
from config.demo.trading import CENTRE, acting
from procurement import sealing
from procurement.actions import guaranteeing, revealing
from procurement.models import Party, SealedBid, Tender
from records.refusal import Refused

LONGEST = timedelta(hours=2)  # no window is longer
APART = timedelta(minutes=2)
PLAYED_UNTIL = timedelta(minutes=10)  # before the window closes


class Openings:
    def __init__(self, cast: Cast):
        self.cast = cast
        self.refused: set[str] = set()  # digests of bids whose key is not taken

    def attend(self, now: datetime) -> bool:
        """One deed in a window that is open, if there is one to do."""
        due = Tender.objects.filter(state=Tender.State.RUNNING, bids_due_at__lte=now, bids_due_at__gt=now - LONGEST)
        windows = [tender for tender in due.order_by("bids_due_at", "pk") if revealing.is_window_open(tender, now)]
        return any(self.hand_over_list(tender, now) or self.bring_key(tender, now) for tender in windows)

    def hand_over_list(self, tender: Tender, now: datetime) -> bool:
        """What arrived at the bank for the numbers of the bids; once."""
        held = list(self.waiting(tender))
        if not held or not tender.guarantee or tender.bank_lines.filter(round=tender.round).exists():
            return False
        lines = [payment(tender, sealed, keys, now) for sealed, keys in held]
        guaranteeing.enter_payments(tender, lines, by=self.clerk(), now=now)
        return True

    def bring_key(self, tender: Tender, now: datetime) -> bool:
        brought = SealedBid.objects.filter(box__tender=tender, box__round=tender.round)
        if brought.filter(reveal__revealed_at__gt=now - APART).exists():
            return False
        last = revealing.closes_at(tender) - PLAYED_UNTIL
        for _sealed, keys in self.waiting(tender):
            by = acting(Party.objects.get(code=keys["party"]))
            if by.user.username not in DEMO or now >= last:
                return self.reveal(tender, keys, by, now)
        return False

    def reveal(self, tender: Tender, keys: dict, by: Actor, now: datetime) -> bool:
        try:
            revealing.reveal(tender, keys, by=by, now=now)
        except Refused:
            self.refused.add(keys["digest"])
            return False
        return True

    def waiting(self, tender: Tender):
        """Bids whose key lies in the folder and was not brought yet."""
        for keys in files_of(tender):
            found = SealedBid.objects.filter(digest=keys["digest"], withdrawn_at=None, reveal=None).first()
            if found is not None and keys["digest"] not in self.refused:
                yield found, keys

    def clerk(self) -> Actor:
        return self.cast.posts[self.cast.unit(CENTRE).pk, Role.CLERK][-1]


def payment(tender: Tender, sealed: SealedBid, keys: dict, now: datetime) -> guaranteeing.Payment:
    """As the bank's list has it: under the number that the bid names."""
    told = json.loads(sealing.unseal(bytes(sealed.sealed), keys["key"]))["guarantee"]
    paid_on = timezone.localdate(now) - timedelta(days=2)
    return guaranteeing.Payment(told["number"], told["payer"], told["account"], tender.guarantee, paid_on)
