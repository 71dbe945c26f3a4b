"""W11 交易时限疑点: a period of the law that a tender did not keep. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W11", "trade_time", (Level.WARNING, Level.ANOMALY), done("V41"))
