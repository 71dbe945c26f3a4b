"""The error queue: lines that could not be taken in, kept until a person or a later delivery has dealt with them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from exchange.models import Problem, SourceSystem

MOST_KEPT = 1000  # bad lines kept of one delivery; a system that sends only rubbish must not fill the disk


@dataclass
class Bad:
    """A line that is wrong: where, why, and what it said. `value` is the unknown name that a mapping would cure."""

    line: int
    field: str
    error: str
    text: str = ""
    event_id: str = ""
    value: str = ""

    @property
    def told(self) -> dict:
        """What the sender is told."""
        return {"line": self.line, "field": self.field, "error": self.error}

    @property
    def readable(self) -> str:
        return self.text.replace("\x00", "\ufffd")[: 64 * 1024]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode(errors="replace")).hexdigest()


def note(source: SourceSystem, bad: list[Bad], now: datetime):
    """Put the lines into the queue; one that waits there already is counted once more."""
    by_digest = {one.digest: one for one in bad[:MOST_KEPT]}
    if not by_digest:
        return
    waiting = Problem.objects.waiting().filter(source=source, digest__in=by_digest)
    known = set(waiting.values_list("digest", flat=True))
    waiting.update(times=F("times") + 1, last_at=now)
    Problem.objects.bulk_create(
        Problem(
            source=source,
            event_id=one.event_id,
            line=one.readable,
            digest=digest,
            field=one.field[:40],
            value=one.value,
            error=one.error[:300],
            first_at=now,
            last_at=now,
        )
        for digest, one in by_digest.items()
        if digest not in known
    )


def solved_by(source: SourceSystem, fresh, now: datetime):
    """A corrected event with the same number has arrived: what waited under it is dealt with."""
    waiting = Problem.objects.waiting().filter(source=source).exclude(event_id="")
    if not waiting.exists():
        return
    for problem in waiting.filter(event_id__in=[one.event.id for one in fresh]).select_for_update().order_by("pk"):
        problem.solve()
        problem.decided_at = now
        problem.save(update_fields=["state", "decided_at"])
