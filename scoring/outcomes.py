"""Which consequences follow from a ranking, by the rules of a scheme (data). Pure: places and totals in, kinds out.

A rule is {"when": conditions, "before": conditions of the round before, "unless": conditions of it, "do": kinds}.
Conditions: grade (its place), first and last (so many places), below (points), vertical (managed from above).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.calculate import Standing, first_ones, last_ones


@dataclass(frozen=True)
class Ranking:
    """The rows of one round and the grades of their keys; `vertical`: keys of units managed from above."""

    rows: Sequence[Standing]
    grades: Mapping
    vertical: frozenset = frozenset()

    def totals(self) -> dict:
        return {row.key: row.total for row in self.rows}

    def holds(self, key, conditions: Mapping) -> bool:
        """Do all conditions hold for this one? Nobody who was not scored meets any."""
        return key in self.totals() and all(self._holds(key, name, value) for name, value in conditions.items())

    def _holds(self, key, name: str, value) -> bool:
        return {
            "grade": lambda: self.grades.get(key) == value,
            "first": lambda: key in first_ones(self.rows, value),
            "last": lambda: key in last_ones(self.rows, value),
            "below": lambda: self.totals()[key] < Decimal(str(value)),
            "vertical": lambda: (key in self.vertical) is value,
        }[name]()


def follows(rule: Mapping, key, now: Ranking, before: Ranking) -> bool:
    if not now.holds(key, rule["when"]):
        return False
    if "before" in rule and not before.holds(key, rule["before"]):
        return False
    return "unless" not in rule or not before.holds(key, rule["unless"])


def outcomes(rules: Iterable[Mapping], now: Ranking, before: Ranking) -> dict[object, list[str]]:
    """Key → the kinds of consequences, each once, in the order of the rules."""
    found: dict = {}
    for row in now.rows:
        kinds = [kind for rule in rules if follows(rule, row.key, now, before) for kind in rule["do"]]
        if kinds:
            found[row.key] = list(dict.fromkeys(kinds))
    return found
