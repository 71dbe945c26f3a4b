"""W12 交易业务疑点: a suspicion about the business of a trade. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W12", "trade_business", (Level.WARNING, Level.ANOMALY), done("V42"))
