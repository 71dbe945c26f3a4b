"""What a detector is: one SQL text for all or for some, its parameters, its basis, how grave it is, how it is told.

`{ids}` in the text becomes `= ANY(%(ids)s)` or `IS NOT NULL`; it narrows the subjects. Every text gives the columns of
`Found`. Amounts are whole fen and shares are basis points (1/10,000): nothing is rounded before it is decided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from funds.models.flags import Level
from records.parameters import Parameter, complete

# What these funds hold is there to be paid out in later years: holding it is neither interception nor idleness.
ACCUMULATING = "('social', 'housing')"
FEN, POINTS, PERSONS, PERCENT = "fen", "points", "persons", "percent"  # what value and threshold count


# What went back to where a posting took it: `p` is the posting.
RETURNED = """(SELECT coalesce(sum(c.amount), 0) FROM funds_posting c JOIN funds_voucher r ON r.id = c.voucher_id
    WHERE c.parent_id = p.id AND r.kind = 'return')"""


class Found(NamedTuple):
    """A row of a detector: which fund and unit, about what, how grave, with which numbers."""

    fund: int | None
    organisation: int
    subject: int
    topic: str
    level: str
    value: int | None
    threshold: int | None
    detail: dict


def at_stake(said: dict) -> int | None:
    """How much of it is suspected: usually the value."""
    return said["value"]


@dataclass(frozen=True)
class Detector:
    """One suspicion that is looked for. Without `sql` the deeds themselves raise it (checks of lists, fees)."""

    code: str
    name: str
    point: str  # of monitoring.points
    level: Level  # the usual one; the SQL decides
    law: str
    test: str  # the definition in words
    explain: Callable[[dict], str]  # told from the detail, which holds `value` and `threshold` as well
    unit: str = FEN
    about: str = ""  # name of the model of funds that a flag of it is about
    sql: str = ""
    shape: Callable[[list, dict], list[Found]] | None = None  # where rows have to be put together by working days
    parameters: tuple[Parameter, ...] = ()
    evidence: tuple[str, ...] | None = None  # what of the detail are facts; None: all of it
    at_stake: Callable[[dict], int | None] = at_stake

    def is_news(self, closed: dict, seen: dict) -> bool:
        """Did new facts come since it was closed? Both are the detail with `value`.

        Other postings or persons are news, and so is more money; that time went by, or part of it went back, is not.
        """
        names = (closed.keys() | seen.keys()) - {"value"} if self.evidence is None else self.evidence
        if any(closed.get(name) != seen.get(name) for name in names):
            return True
        return (self.at_stake(seen) or 0) > (self.at_stake(closed) or 0)

    @property
    def defaults(self) -> dict[str, int]:
        return {parameter.name: parameter.default for parameter in self.parameters}

    def complete(self, parameters: dict) -> dict[str, int]:
        """The parameters with defaults for what is missing. Raises ValidationError that names each wrong field."""
        return complete(self.parameters, parameters)

    def text(self, some: bool) -> str:
        """The SQL for these subjects (`some`), or for all."""
        ids = "= ANY(%(ids)s)" if some else "IS NOT NULL"
        text = self.sql.replace("{accumulating}", ACCUMULATING).replace("{returned}", RETURNED)
        return text.replace("{ids}", ids)
