"""Y27 信息公开逾期: what a unit owes to the public is not open on its day, or what a check found is not put right."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = [("publish:", Stage.OVERDUE), ("openness:rectify", Stage.OVERDUE)]
RULE = Rule("Y27", "publication", (Level.YELLOW, Level.RED), rings(*LATE), ON_CARDS)
