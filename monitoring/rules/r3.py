"""R3 越权或违规受理: beyond one's powers, or accepted with a mandatory document missing (行政许可法 第七十四条)."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("R3", "procedure", (Level.RED, Level.YELLOW), done("V03", "V07"), ON_CARDS)
