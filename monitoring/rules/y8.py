"""Y8 诉求办理超期: no answer in its term, no word of the acceptance, no assignment by the hotline office in time."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

CLOCKS = ("order:reply", "order:second", "order:notice", "order:dispatch", "order:transfer")
LATE = rings(*((clock, Stage.OVERDUE) for clock in CLOCKS))
RULE = Rule("Y8", "order_time", (Level.YELLOW, Level.RED), LATE, ON_CARDS)
