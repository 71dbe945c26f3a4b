"""Y18 资金办理超期: an application is not audited or paid, or fees in cash are not handed over, within the term."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = [(name, Stage.OVERDUE) for name in ("fund:audit", "fund:payment", "fund:handover")]
RULE = Rule("Y18", "fund_transit", (Level.YELLOW, Level.RED), rings(*LATE), ON_CARDS)
