"""W6 答复不合格: an answer went out although the page showed that it answers nothing (formula, short, copied)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("W6", "order_answer", (Level.WARNING, Level.YELLOW), done("V12"), ON_CARDS)
