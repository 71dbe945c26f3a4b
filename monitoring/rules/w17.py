"""W17 资金拨付疑点: a suspicion about how money is passed on and paid. It is a pre-warning, no card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W17", "fund_transit", (Level.WARNING, Level.ANOMALY), done("V51"))
