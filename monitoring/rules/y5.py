"""Y5 不予受理或不予许可未说明理由: a refusal without a reason or without paper (行政许可法 第三十八条第二款、第七十二条)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y5", "acceptance", (Level.YELLOW, Level.RED), done("V11"), ON_CARDS)
