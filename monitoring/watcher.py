"""The watch on the watcher: faults of the platform itself, each open once until it is gone.

Every round of the robot runs through `guarded`: a clock that jumped stops it, its length and its counts are logged.
`look` asks everything else and runs beside the rounds; whoever shows the state (board, healthz) asks `standing`,
which is right even when the robot is dead.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from accounts.actor import ROBOT
from accounts.models import Delivery
from monitoring.models import Heartbeat, PlatformFinding, SweepLog
from records.actions import record
from records.models import Entry, Seal

logger = logging.getLogger(__name__)
Code = PlatformFinding.Code

SWEEP, CLOCK = "sweep", "clock"  # heartbeats: the last round that ended; the last moment that was believed
BACK, FORWARD = "back", "forward"  # which way a clock jumped
LATE_AFTER = timedelta(minutes=5)  # a sweep or a seal older than this is a fault
BACK_LIMIT = timedelta(seconds=60)  # further back stops the rounds
FORWARD_LIMIT = timedelta(hours=24)  # further forward holds the cards until somebody has looked at the clock
MESSAGE_AGE = timedelta(hours=24)  # failed messages of this time are told
STUCK_AFTER = timedelta(minutes=15)  # a message that was due so long ago waits for a sender that does not come
FAULT_LENGTH = 300  # signs kept of an error


def found(code: str, about: str, *, now, **detail) -> PlatformFinding | None:
    """Report a fault of the platform. Returns the new finding, or None where the same one is open already."""
    finding, is_new = PlatformFinding.objects.get_or_create(
        code=code, about=about, resolved_at=None, defaults={"found_at": now, "detail": detail}
    )
    if not is_new:
        return None
    record("monitoring.platform.found", finding, actor=ROBOT, now=now, code=code, about=about)
    return finding


def gone(code: str, about: str, *, now) -> int:
    """The fault is no longer there: close its open finding. Returns how many were closed (0 or 1)."""
    return PlatformFinding.objects.filter(code=code, about=about, resolved_at=None).update(resolved_at=now)


# the rounds


def guarded(do_round: Callable, now: datetime) -> Counter | None:
    """One round under watch; None when the clock cannot be believed and nothing was done.

    `do_round(now, batches)` returns counts per level and appends to `batches` how many alarms each batch had.
    """
    if jumped(now):
        return None
    late = late_sweep(now)
    if late:
        found(Code.LATE_SWEEP, SWEEP, now=now, **late)
    counts = logged(do_round, now)
    Heartbeat.beat(SWEEP, now)
    Heartbeat.beat(CLOCK, now)
    gone(Code.LATE_SWEEP, SWEEP, now=now)
    return counts


def logged(do_round: Callable, now: datetime) -> Counter:
    """Run the round and keep a line of it when it found something or failed; a quiet round leaves no line."""
    batches: list[int] = []
    began = time.monotonic()
    line = SweepLog(started_at=now, batches=batches)
    try:
        counts = do_round(now, batches)
        line.counts = {level: count for level, count in counts.items() if count}
    except Exception as error:
        line.fault = f"{type(error).__name__}: {error}"[:FAULT_LENGTH]
        raise
    finally:
        line.seconds = round(time.monotonic() - began, 3)
        if line.batches or line.counts or line.fault:
            line.save()
    return counts


# the clock


def jumped(now: datetime) -> bool:
    """Does the clock stand where it cannot be? Opens a finding; a clock that is right again closes it."""
    last = Heartbeat.objects.filter(name=CLOCK).values_list("at", flat=True).first()
    way = way_of_jump(last, now) if last else ""
    for one in (BACK, FORWARD):
        if one != way:
            gone(Code.CLOCK_JUMP, one, now=now)
    if way and found(Code.CLOCK_JUMP, way, now=now, last=last, seconds=int((now - last).total_seconds())):
        logger.error("the clock jumped %s from %s to %s; no card is issued", way, last, now)
    return bool(way)


def way_of_jump(last: datetime, now: datetime) -> str:
    """ "" for a clock that went on as clocks do, also while the robot was down and the seals went on."""
    if now < last - BACK_LIMIT:
        return BACK
    return FORWARD if now - last > FORWARD_LIMIT and not walked(last, now) else ""


def walked(last: datetime, now: datetime) -> bool:
    """Were there seals in between, so that the time really passed? The sealer is a process of its own."""
    seals = Seal.objects.filter(sealed_at__gt=last, sealed_at__lte=now).order_by("sealed_at")
    signs = [last, *seals.values_list("sealed_at", flat=True), now]
    return all(later - earlier <= FORWARD_LIMIT for earlier, later in pairwise(signs))


def is_held() -> bool:
    """Does the robot stand still because of the clock?"""
    return PlatformFinding.objects.filter(code=Code.CLOCK_JUMP, resolved_at=None).exists()


# everything else: each check answers with what is wrong, or with nothing


def late_sweep(now: datetime) -> dict | None:
    """The last round ended more than five minutes ago."""
    last = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    return {"last": last} if last and now - last > LATE_AFTER and not is_held() else None


def stale_seal(now: datetime) -> dict | None:
    """An entry has waited more than five minutes for its seal."""
    last = Seal.objects.order_by("-size").first()
    unsealed = Entry.objects.filter(txid__gte=last.next_txid if last else 0, recorded_at__lt=now - LATE_AFTER)
    return {"last": last.sealed_at if last else None} if unsealed.exists() else None


def undelivered(now: datetime) -> dict | None:
    """Messages of the last day that no attempt could deliver, and those nobody has tried for a quarter of an hour.

    What a person has dealt with is not told again.
    """
    closed = PlatformFinding.objects.filter(code=Code.UNDELIVERED, resolved_by__isnull=False, resolved_at__lte=now)
    seen = closed.order_by("-resolved_at").values_list("resolved_at", flat=True).first()
    since = max(filter(None, [seen, now - MESSAGE_AGE]))
    failed = Delivery.objects.failed().filter(made_at__gt=since, made_at__lte=now).count()
    stuck = Delivery.objects.due(now - STUCK_AFTER).count()
    return {"failed": failed, "stuck": stuck} if failed or stuck else None


CHECKS: list[tuple[str, str, Callable]] = [
    (Code.LATE_SWEEP, SWEEP, late_sweep),
    (Code.STALE_SEAL, "seal", stale_seal),
    (Code.UNDELIVERED, "messages", undelivered),
]


def look(now: datetime) -> list[str]:
    """Ask every check; open what is new, close what is gone. Returns the codes that stand."""
    faulty = []
    for code, about, check in CHECKS:
        wrong = check(now)
        if wrong:
            faulty.append(code)
            found(code, about, now=now, **wrong)
        else:
            gone(code, about, now=now)
    return faulty


def standing(now: datetime) -> list[str]:
    """The codes of every fault there is now, written down yet or not; asks, writes nothing."""
    asked = {code for code, _about, _check in CHECKS}
    seen = {code for code, _about, check in CHECKS if check(now)}
    other = PlatformFinding.objects.filter(resolved_at=None).exclude(code__in=asked)
    return sorted({str(code) for code in seen} | set(other.values_list("code", flat=True)))
