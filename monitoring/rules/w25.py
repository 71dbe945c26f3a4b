"""W25 廉政风险整改即将到期: the term of a plan or of a rectification is nearly over."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

RULE = Rule("W25", "risk_rectification", (Level.WARNING, Level.ANOMALY), rings(("risk:", Stage.WARNING)))
