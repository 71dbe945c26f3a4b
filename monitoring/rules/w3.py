"""W3 申诉逾期未决: supervision has not decided an appeal in its days; the watch is watched as well (DR-1)."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import Rule, rings

RULE = Rule("W3", "time_limit", (Level.WARNING,), rings(("appeal", Stage.OVERDUE)))
