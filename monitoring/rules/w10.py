"""W10 交易期限即将届满预警: what the law of trading asks for is nearly due and has not been done."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("W10", "trade_time", (Level.WARNING, Level.YELLOW), rings(("trade:", Stage.WARNING)), ON_CARDS)
