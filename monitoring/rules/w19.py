"""W19 补贴发放疑点: a suspicion about who is to get a subsidy. It is a pre-warning, no card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W19", "fund_subsidy", (Level.WARNING, Level.ANOMALY), done("V53"))
