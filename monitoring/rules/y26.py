"""Y26 廉政风险督办逾期: plan, feedback, judgement, verification or decision about an integrity risk came late."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

LATE = [(f"risk:{name}", Stage.OVERDUE) for name in ("judge", "plan", "finish", "verify", "decide")]
RULE = Rule("Y26", "risk_rectification", (Level.YELLOW, Level.RED), rings(*LATE), ON_CARDS)
