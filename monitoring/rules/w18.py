"""W18 资金使用疑点: a suspicion about what money was used for. It is a pre-warning, no card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W18", "fund_use", (Level.WARNING, Level.ANOMALY), done("V52"))
