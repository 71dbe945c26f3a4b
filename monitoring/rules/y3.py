"""Y3 未一次性告知: no answer in five working days, or asked for more again (行政许可法 第三十二条、第七十二条)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done, either, rings

RULE = Rule(
    "Y3", "acceptance", (Level.YELLOW, Level.RED), either(rings(("notice", Stage.OVERDUE)), done("V02")), ON_CARDS
)
