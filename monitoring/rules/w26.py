"""W26 廉政提醒、季度自查逾期: a reminder was not answered, or a quarterly self-report not handed in, on its day."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

LATE = [(name, Stage.OVERDUE) for name in ("risk:reminder", "risk:report")]
RULE = Rule("W26", "risk_reminders", (Level.WARNING, Level.ANOMALY), rings(*LATE))
