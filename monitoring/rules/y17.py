"""Y17 资金疑点逾期未处置: nobody verified, transferred or dismissed a suspicion about public money in its days."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y17", "fund_overall", (Level.YELLOW, Level.RED), rings(("fund:suspicion", Stage.OVERDUE)), ON_CARDS)
