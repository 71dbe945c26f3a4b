"""Y9 公开承诺逾期: a step promised in public, a planned visit to a firm or the look after a talk is late."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = rings(*((clock, Stage.OVERDUE) for clock in ("pledge", "visit", "talk")))
RULE = Rule("Y9", "order_time", (Level.YELLOW, Level.RED), LATE, ON_CARDS)
