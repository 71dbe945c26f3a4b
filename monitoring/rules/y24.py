"""Y24 述职述廉逾期: the report on duty and integrity was not handed in, or not handed in again, by its day (S2-22)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = [(name, Stage.OVERDUE) for name in ("duty:report", "duty:again")]
RULE = Rule("Y24", "appraisal_duty", (Level.YELLOW, Level.RED), rings(*LATE), ON_CARDS)
