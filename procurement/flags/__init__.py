"""The red flags RF-01 to RF-20 and the match with the library of behaviour, as data."""

from procurement.flags import alike, course, history, people, prices
from procurement.flags.base import FlagRule, Found

RULES: list[FlagRule] = sorted(
    [*alike.RULES, *prices.RULES, *history.RULES, *people.RULES, *course.RULES],
    key=lambda rule: (rule.code[:2] != "RF", rule.code),
)
BY_CODE = {rule.code: rule for rule in RULES}

__all__ = ["BY_CODE", "RULES", "FlagRule", "Found"]
