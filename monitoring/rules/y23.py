"""Y23 测评意见逾期未答复: an opinion of a survey was not answered within the term of its way (S2-03)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("Y23", "appraisal_voice", (Level.YELLOW, Level.RED), rings(("survey:opinion", Stage.OVERDUE)), ON_CARDS)
