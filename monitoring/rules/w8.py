"""W8 退单或者不予受理不当: returned and designated to the same unit all the same; not handled, and no law named."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("W8", "order_taking", (Level.WARNING, Level.YELLOW), done("V16", "V17"), ON_CARDS)
