"""W4 诉求即将到期预警: the answer to an order is nearly due and has not been given."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("W4", "order_time", (Level.WARNING, Level.YELLOW), rings(("order:reply", Stage.WARNING)), ON_CARDS)
