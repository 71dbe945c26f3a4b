"""What a red flag is: one SQL text for all tenders or for some, its parameters, its basis, and how it explains itself.

The text is the same for "all" and for "these": `{ids}` becomes `= ANY(%(ids)s)` or `IS NOT NULL`, and `{near}`, the
rows that the marked tenders have to be compared with, becomes the condition of the rule or TRUE; `{year}` is the frame
of twelve months. Each text gives the columns of `Found`. Amounts are compared as whole fen and shares as basis points
(1/10,000): nothing is rounded before it is decided.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from procurement.models.flags import Family, Severity
from records.parameters import Parameter, complete


class Found(NamedTuple):
    """A row of a rule's SQL: what it found about one tender."""

    tender: int
    topic: str
    severity: str
    parties: list[int]
    value: Decimal | None
    threshold: Decimal | None
    group_size: int
    detail: dict


BASIS_POINTS = "1/10000"
# `day > (anchor - interval '12 months')::date AND day <= anchor`, as a frame over rows in the order of days.
YEAR = "ORDER BY day RANGE BETWEEN interval '12 months -1 days' PRECEDING AND CURRENT ROW"


@dataclass(frozen=True)
class FlagRule:
    """One red flag. `aspects` are the facts it looks at: it is looked for again when one of them changes."""

    code: str
    name: str
    family: Family
    point: str  # of monitoring.points
    severity: Severity  # the usual one; its SQL decides
    law: str
    test: str  # the definition in words
    aspects: frozenset[str]
    sql: str
    explain: Callable[[Found, dict], str]
    parameters: tuple[Parameter, ...] = ()
    near: str = "TRUE"
    needs: str = ""  # the aspect without which a tender cannot have this flag
    reach: str = "own"  # which other tenders a change of one may touch: a key of procurement.flags.reach

    @property
    def defaults(self) -> dict[str, int]:
        return {parameter.name: parameter.default for parameter in self.parameters}

    def complete(self, parameters: dict) -> dict[str, int]:
        """The parameters with defaults for what is missing. Raises ValidationError that names each wrong field."""
        return complete(self.parameters, parameters)

    def text(self, some: bool) -> str:
        """The SQL for marked tenders (`some`), or for all."""
        ids, near = ("= ANY(%(ids)s)", self.near) if some else ("IS NOT NULL", "TRUE")
        return self.sql.replace("{near}", near).replace("{ids}", ids).replace("{year}", YEAR)


def yuan_of(amount: Decimal | None) -> str:
    """An amount in yuan as people write it: 300,000.00."""
    return "—" if amount is None else f"{amount:,.2f}"


def plain(number) -> str:
    """A number without needless zeros: 99.8500 is 99.85."""
    if number is None:
        return "—"
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
