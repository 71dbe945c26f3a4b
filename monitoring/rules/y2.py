"""Y2 环节超时: one step took longer than its limit although the whole is not late (DR-1)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y2", "procedure", (Level.YELLOW, Level.WARNING, Level.RED), rings(("step:", Stage.OVERDUE)), ON_CARDS)
