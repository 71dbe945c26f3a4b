"""Y21 考评整改逾期: the unit did not report its rectification within the term (S1-07, S2-20)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y21", "appraisal_terms", (Level.YELLOW, Level.RED), rings(("score:rectify", Stage.OVERDUE)), ON_CARDS)
