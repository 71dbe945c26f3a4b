"""Y5 未说明理由: acceptance or permit refused without a reason or paper (行政许可法 第三十八条、第七十二条)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y5", "acceptance", (Level.YELLOW, Level.RED), done("V11"), ON_CARDS)
