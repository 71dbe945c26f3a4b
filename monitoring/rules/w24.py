"""W24 述职谈话逾期: after a report that was not up to the standard the discipline office held no talk in time (S2-22).

A pre-warning: the watcher gets no card, as with appeals (W3).
"""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

RULE = Rule("W24", "appraisal_duty", (Level.WARNING, Level.ANOMALY), rings(("duty:talk", Stage.OVERDUE)))
