"""R6 诉求严重超期: an order is still not answered five working days after its term; written criticism follows."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("R6", "order_time", (Level.RED,), rings(("order:reply", Stage.GRAVE)), ON_CARDS)
