"""W7 同一诉求反复: the same matter came for the third time in ninety days (济南12345条例 第二十八条)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("W7", "order_satisfaction", (Level.WARNING, Level.YELLOW), done("V15"), ON_CARDS)
