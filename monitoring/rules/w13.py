"""W13 投标人疑点: a suspicion about bidders. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W13", "bidder", (Level.WARNING, Level.ANOMALY), done("V43"))
