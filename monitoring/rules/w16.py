"""W16 综合疑点: a suspicion that shows over many trades. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W16", "trade_overall", (Level.WARNING, Level.ANOMALY), done("V46"))
