"""Handing messages over, with patience: a claim, one attempt, what came of it. May run twice, late, or in parallel."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from accounts.messaging.backends import ANSWER_LENGTH, Rejected, Unreachable
from accounts.models import Attempt, Delivery

BATCH = 100  # in one round; the next round takes the next ones
MOST = 6  # attempts
FIRST_WAIT = timedelta(minutes=1)
FACTOR = 4  # 1, 4, 16, 64, 256 minutes: a gateway may be away for half a working day
LEASE = timedelta(minutes=10)  # a process that dies with a claim gives it back after this


def deliver(now: datetime) -> Counter:
    """Try everything that is due. Returns how many there are now in each state."""
    return Counter(attempt(delivery, now).state for delivery in claim(now))


@transaction.atomic
def claim(now: datetime) -> list[Delivery]:
    """Take what is due, so that no second process sends it meanwhile."""
    rows = Delivery.objects.due(now).select_for_update(skip_locked=True).order_by("next_at", "pk")
    taken = list(rows[:BATCH])
    Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(next_at=now + LEASE, attempts=F("attempts") + 1)
    return taken


def attempt(delivery: Delivery, now: datetime) -> Delivery:
    """One try, outside any transaction; then what came of it."""
    path = settings.MESSAGE_BACKENDS.get(delivery.channel)
    if path is None:
        return settle(delivery, now, worked=False, answer="channel closed", final=True)
    try:
        answer = import_string(path)(delivery)
    except Rejected as refused:
        return settle(delivery, now, worked=False, answer=str(refused), final=True)
    except Unreachable as error:
        return settle(delivery, now, worked=False, answer=str(error))
    return settle(delivery, now, worked=True, answer=answer)


@transaction.atomic
def settle(delivery: Delivery, now: datetime, *, worked: bool, answer: str, final=False) -> Delivery:
    """Write down the attempt, and when the next one is due if there is one."""
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    Attempt.objects.create(delivery=row, tried_at=now, worked=worked, answer=answer[:ANSWER_LENGTH])
    if row.state != Delivery.State.WAITING:  # a slow process and the one after it: the first answer stands
        return row
    if worked:
        row.hand_over()
        row.sent_at, row.next_at = now, None
    elif final or row.attempts >= MOST:
        row.give_up()
        row.next_at = None
    else:
        row.next_at = now + FIRST_WAIT * FACTOR ** (row.attempts - 1)
    row.save(update_fields=["state", "sent_at", "next_at"])
    return row


def send_again(delivery: Delivery, now: datetime) -> Delivery:
    """Begin anew with all attempts. Called by the app above, which asks who may and writes the record.

    Raises TransitionNotAllowed for what has not failed.
    """
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    row.try_again()
    row.attempts, row.next_at = 0, now
    row.save(update_fields=["state", "attempts", "next_at"])
    return row
