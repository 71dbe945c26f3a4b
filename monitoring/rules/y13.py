"""Y13 交易疑点查实: two people found a suspicion about a trade to be true."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y13", "trade_overall", (Level.YELLOW, Level.RED), done("V47"), ON_CARDS)
