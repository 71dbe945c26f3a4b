"""The box of a meeting: one sealed heap of votes that says nothing about the order in which they fell in.

A vote is a text; votes and opinions lie in the heap sorted, so that the same votes give the same heap however they
came. The heap is encrypted with a key outside the database and padded, so that neither a dump nor the log of the
database (WAL) shows what the last vote added. The screen shows full batches only: whoever watches it while somebody
votes learns nothing about that vote.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from records import envelopes
from scoring.models.surveys import OPTIONS

PURPOSE = "surveys:box"
BATCH = 5  # votes that the screen shows together
BLOCK = 16_384  # bytes; a heap grows by this much at once

Answers = dict[str, list[str]]  # number of the object → an option or "" for each aspect


@dataclass
class Heap:
    """`counted` are the full batches, `waiting` the next one; opinions are [number of the object, words]."""

    counted: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    opinions: list[list] = field(default_factory=list)

    def put(self, answers: Answers, opinions: Iterable[tuple[int, str]] = ()):
        self.waiting = sorted([*self.waiting, written(answers)])
        self.opinions = sorted([*self.opinions, *(list(one) for one in opinions)])
        if len(self.waiting) >= BATCH:
            self.counted, self.waiting = sorted([*self.counted, *self.waiting]), []

    @property
    def votes(self) -> list[str]:
        """All votes, in the order of what they say."""
        return sorted([*self.counted, *self.waiting])


def written(answers: Answers) -> str:
    """The one text of a vote."""
    return json.dumps(answers, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def read(vote: str) -> Answers:
    return json.loads(vote)


def bound(meeting_id: int) -> str:
    return f"box:{meeting_id}"


def seal(meeting_id: int, heap: Heap) -> tuple[str, bytes]:
    """(key id, sealed bytes)."""
    plain = json.dumps(vars(heap), ensure_ascii=False).encode()
    padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK, b" ")
    return envelopes.seal(PURPOSE, padded, bound(meeting_id))


def unseal(box) -> Heap:
    """Raises KeyError for a key that is not here, InvalidTag for anything that was changed."""
    return Heap(**json.loads(envelopes.unseal(PURPOSE, box.key, box.sealed, bound(box.pk))))


def digest(votes: Sequence[str]) -> str:
    """What the record keeps of an opened box."""
    return hashlib.sha256("\n".join(votes).encode()).hexdigest()


def tally(votes: Iterable[Answers], aspects: int) -> dict[str, list[Counter]]:
    """Number of the object → for each aspect how often each option was chosen."""
    found: dict[str, list[Counter]] = {}
    for vote in votes:
        for number, options in vote.items():
            columns = found.setdefault(number, [Counter() for _aspect in range(aspects)])
            for column, option in zip(columns, options, strict=True):
                if option in OPTIONS:
                    column[option] += 1
    return found
