"""W23 考评办理即将到期: a term of scores, surveys, duty reports or notices of delay is nearly over."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

SOON = [(name, Stage.WARNING) for name in ("score:", "survey:", "duty:", "indicator:")]
RULE = Rule("W23", "appraisal_terms", (Level.WARNING, Level.ANOMALY), rings(*SOON))
