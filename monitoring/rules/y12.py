"""Y12 交易环节超期: a limit of the law of trading has passed: contract, report, guarantees, objections, complaints."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y12", "trade_time", (Level.YELLOW, Level.RED), rings(("trade:", Stage.OVERDUE)), ON_CARDS)
