"""Y1 超过承诺时限: used > promised (DR-1)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y1", "time_limit", (Level.YELLOW, Level.RED), rings(("promised", Stage.OVERDUE)), ON_CARDS)
