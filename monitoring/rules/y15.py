"""Y15 资金黄灯: a detector measured yellow: held beyond the term, outside the list, idle, behind the time."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y15", "fund_overall", (Level.YELLOW, Level.RED), done("V55"), ON_CARDS)
