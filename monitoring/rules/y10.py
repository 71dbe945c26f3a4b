"""Y10 敷衍答复: an answer that answers nothing, and the complainant says so."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y10", "order_answer", (Level.YELLOW, Level.RED), done("V13"), ON_CARDS)
