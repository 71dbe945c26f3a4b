"""Y22 考评复核逾期: a review of a score was not decided, or the score not changed, within the term (S1-10)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = [(name, Stage.OVERDUE) for name in ("score:review", "score:change")]
RULE = Rule("Y22", "appraisal_terms", (Level.YELLOW, Level.RED), rings(*LATE), ON_CARDS)
