"""W9 知识条目逾期未审: nobody has said for a year whether a published article of knowledge still holds."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("W9", "order_answer", (Level.WARNING, Level.YELLOW), rings(("article:review", Stage.OVERDUE)), ON_CARDS)
