"""Y4 送达或特别程序超时: no delivery in ten working days, a procedure over the time told (第四十四、四十五条)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule(
    "Y4",
    "certificate",
    (Level.YELLOW, Level.RED),
    rings(("delivery", Stage.OVERDUE), ("special", Stage.OVERDUE)),
    ON_CARDS,
)
