"""Which level is proposed for a risk point: from four factors, and by who has charge of which power. Pure.

Seed S3-03: A where the main leader has direct charge of penalties, levies or the approval of projects, much heeded and
harmful; B where a leader in charge of it decides, heeded or with some but small discretion; C for powers without a
permit and for internal management, small. The computed level is a proposal only: a person decides.
"""

from dataclasses import astuple, dataclass

A, B, C = "A", "B", "C"
RED_FROM, YELLOW_FROM = 15, 10  # of 20: INT-05
MAIN, DEPUTY, STAFF = "main", "deputy", "staff"
SMALL = ("internal", "service", "other")  # 非许可类和内部管理
HEEDED = ("penalty", "coercion", "levy", "permit", "payment", "assets", "works", "subsidies")


@dataclass(frozen=True)
class Factors:
    """Each from 1 (small) to 5 (great)."""

    probability: int
    harm: int
    frequency: int
    discretion: int

    @property
    def sum(self) -> int:
        return sum(astuple(self))

    def as_list(self) -> list[int]:
        return list(astuple(self))


def by_factors(factors: Factors) -> str:
    """INT-05: 15 and more A, 10 to 14 B, less than 10 C."""
    if factors.sum >= RED_FROM:
        return A
    return B if factors.sum >= YELLOW_FROM else C


def by_rule(kind: str, charge: str) -> str:
    """INT-03, INT-04: what the rule of the county says of this power in this hand."""
    if kind in SMALL:
        return C
    if charge == MAIN:
        return A if kind in HEEDED else B
    return B if charge == DEPUTY else C


def proposal(kind: str, charge: str, factors: Factors) -> str:
    """The graver of the two."""
    return min(by_factors(factors), by_rule(kind, charge))
