"""Y6 无备案单入企检查: a firm was inspected without a slip, established by the efficiency office."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y6", "procedure", (Level.YELLOW, Level.RED), done("V09"), ON_CARDS)
