"""Y16 资金疑点查实: two people found a suspicion about public money to be true."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y16", "fund_overall", (Level.YELLOW, Level.RED), done("V57"), ON_CARDS)
