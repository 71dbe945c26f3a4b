"""R8 项目节点未完成: the day of a node is over and it is not done. Its card makes the draft of a notice."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("R8", "project_nodes", (Level.RED,), rings(("project:node", Stage.OVERDUE)), ON_CARDS)
