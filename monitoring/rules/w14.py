"""W14 招标代理疑点: a suspicion about an agent. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W14", "agent", (Level.WARNING, Level.ANOMALY), done("V44"))
