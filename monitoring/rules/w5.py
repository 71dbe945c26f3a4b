"""W5 工单签收超时: a unit has neither taken an order nor returned it in its hours (安阳市12345热线办法 第五十条)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("W5", "order_time", (Level.WARNING, Level.YELLOW), rings(("order:sign", Stage.OVERDUE)), ON_CARDS)
