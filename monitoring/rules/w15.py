"""W15 评标专家疑点: a suspicion about an expert. A suspicion is a pre-warning, never a card."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule, done

RULE = Rule("W15", "expert", (Level.WARNING, Level.ANOMALY), done("V45"))
