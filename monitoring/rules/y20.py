"""Y20 项目问题逾期未解决: the unit named did not solve a problem of a project by its day."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y20", "project_reports", (Level.YELLOW, Level.RED), rings(("project:problem", Stage.OVERDUE)), ON_CARDS)
