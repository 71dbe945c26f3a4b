"""Seats of a committee, sealed: who sits where, the seed and the log of a draw, and the own seat of a person.

Deeds are in actions.draws; here is only what seals and opens, and the message that does not tell who was drawn.
"""

import hashlib
import json
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.messaging import outbox
from accounts.models import User
from procurement import veil
from procurement.models import Draw, Expert, Seat


def seat(row: Draw, number: int, user: User, facts: dict, **about) -> Seat:
    """A seat that says nothing to whoever reads the table."""
    mark = veil.mark(row.pk, user.pk, row.key)
    sealed = veil.seal(row.key, bound(row.pk, number, mark), facts | {"user": user.pk})
    return Seat.objects.create(draw=row, number=number, key=row.key, sealed=sealed, mark=mark, **about)


def bound(draw_id: int, number: int, mark: str) -> str:
    return f"seat:{draw_id}:{number}:{mark}"


def holder(found: Seat) -> dict:
    """Who sits there. Only for the deeds of this module, and after the award."""
    return veil.unseal(found.key, bound(found.draw_id, found.number, found.mark), found.sealed)


def ask(row: Draw, part: dict, now: datetime):
    """Tell everybody who might have been drawn to look: the message itself does not say who was."""
    users = Expert.objects.filter(code__in=part["order"]).values_list("user", flat=True)
    source = hashlib.sha256(f"{row.commitment}|{part['speciality']}|{now.isoformat()}".encode()).hexdigest()[:24]
    words = _("Experts were drawn for an evaluation. Please sign in and see whether you are one of them.")
    message = outbox.Draft(
        source=f"draw:{source}",
        thread=f"draw:{source}",
        kind="committee",
        title=_("Please see whether you were drawn"),
        words=words,
        text=words,
        made_at=now,
        address=reverse("procurement:my_seats"),
        channels=outbox.BOTH,
        recipients=frozenset(users),
    )
    outbox.send([message], now)


def seed_of(row: Draw) -> str:
    return veil.unseal(row.key, f"seed:{row.tender_id}:{row.round}", row.sealed_seed)


def log_of(row: Draw) -> dict:
    return veil.unseal(row.key, f"log:{row.pk}", row.sealed_log)


def seal_log(row: Draw, log: dict):
    """Keep the log sealed; its digest is open and stands in the record, so that nobody writes another one later."""
    row.sealed_log, row.log_digest = veil.seal(row.key, f"log:{row.pk}", log), digest(log)
    row.save(update_fields=["sealed_log", "log_digest"])


def digest(log: dict) -> str:
    plain = {name: value for name, value in log.items() if name != "seed"}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def seat_of(row: Draw, user) -> Seat | None:
    """The seat of this person in this draw, if there is one."""
    return row.seats.filter(mark=veil.mark(row.pk, user.pk, row.key)).first()


def seats_of(user) -> list[Seat]:
    """The seats of a person in all draws whose tender is still running."""
    rows = Draw.objects.exclude(state=Draw.State.VOID).filter(tender__ended_at=None).select_related("tender")
    marks = {veil.mark(row.pk, user.pk, row.key): row for row in rows}
    found = Seat.objects.filter(mark__in=marks).select_related("draw__tender__centre").order_by("-pk")
    return list(found)


def told_on(row: Draw) -> str:
    """The day of the opening, for those who were drawn."""
    due = row.tender.bids_due_at
    return f"{timezone.localtime(due):%Y-%m-%d %H:%M}" if due else ""
