"""Y14 交易疑点逾期未处置: nobody explained, verified, transferred or dismissed a suspicion in its days."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y14", "trade_overall", (Level.YELLOW, Level.RED), rings(("flag:", Stage.OVERDUE)), ON_CARDS)
