"""Y28 依申请公开逾期: a request for government information is not answered within its 20 (or 40) working days."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule(
    "Y28", "information_requests", (Level.YELLOW, Level.RED), rings(("openness:request", Stage.OVERDUE)), ON_CARDS
)
