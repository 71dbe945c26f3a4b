"""Y19 项目月报逾期: the report of a month was not handed in by the fifth working day of the next one."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y19", "project_reports", (Level.YELLOW, Level.RED), rings(("project:report", Stage.OVERDUE)), ON_CARDS)
