"""W20 非税收入疑点: a suspicion about fees that were kept or spent. It is a pre-warning, no card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W20", "fund_revenue", (Level.WARNING, Level.ANOMALY), done("V54"))
