"""Y7 督办逾期: no reply to a supervision notice in its term, or an instruction not made a notice in time."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = rings(("supervision", Stage.OVERDUE), ("instruction", Stage.OVERDUE))
RULE = Rule("Y7", "time_limit", (Level.YELLOW, Level.RED), LATE, ON_CARDS)

RULE = Rule(
    "Y7",
    "time_limit",
    (Level.YELLOW, Level.RED),
    rings(("reply", Stage.OVERDUE), ("instruction", Stage.OVERDUE)),
    ON_CARDS,
)
