"""R2 违规收费: a fee not in the table, or more than the table allows (行政许可法 第五十八、五十九、七十五条)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("R2", "fee", (Level.RED, Level.YELLOW), done("V06"), ON_CARDS)
