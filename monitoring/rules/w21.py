"""W21 资金办理即将到期: the term of an audit, a payment, a hand-over or a suspicion is nearly over."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

RULE = Rule("W21", "fund_transit", (Level.WARNING, Level.ANOMALY), rings(("fund:", Stage.WARNING)))
