"""RF-17 压缩法定期限: somebody tried to shorten a period of the law. The system refused it; the attempt is a card."""

from collections.abc import Mapping

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Fact, Rule, Violation


def finds(fact: Fact, parameters: Mapping) -> bool:
    return isinstance(fact, Violation) and fact.code == "RF-17"


RULE = Rule("RF-17", "trade_time", (Level.YELLOW, Level.WARNING), finds, ON_CARDS)
