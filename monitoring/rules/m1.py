"""M1 人工发牌: proposed by a person after a spot check or a look through a camera, confirmed by a second one."""

from monitoring.models.rules import Level
from monitoring.rules.base import Rule

RULE = Rule("M1", "procedure", (Level.YELLOW, Level.RED), lambda fact, parameters: False)  # found by people alone
