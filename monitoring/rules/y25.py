"""Y25 绩效督促逾期未说明: a task is behind its time, and the unit did not explain why within the term (S0-03)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y25", "appraisal_terms", (Level.YELLOW, Level.RED), rings(("indicator:explain", Stage.OVERDUE)), ON_CARDS)
