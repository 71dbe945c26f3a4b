"""Y7 督办逾期: no reply to a supervision notice in its term, an instruction not signed in time, an inquiry too long, a
finding of a spot check not put right by its day.
"""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

# on notices, on leaders' instructions, on efficiency cases, on findings of spot checks
CLOCKS = ("supervision", "instruction", "inquiry", "rectification")
LATE = rings(*((clock, Stage.OVERDUE) for clock in CLOCKS))
RULE = Rule("Y7", "time_limit", (Level.YELLOW, Level.RED), LATE, ON_CARDS)
