"""W22 项目节点滞后: the day of a node comes near, and less is done than the time that has passed asks for.

How many days "near" is, is a term of projects (projects.models.Term "warning": ten working days), which also makes the
yellow light: one number, two places to see it. A pre-warning, no card.
"""

from collections.abc import Mapping

from monitoring.models.rules import Level
from monitoring.rules.base import NODES_BEHIND, Fact, Rule, Tally


def finds(fact: Fact, parameters: Mapping) -> bool:
    return isinstance(fact, Tally) and fact.of == NODES_BEHIND and fact.number > 0


RULE = Rule("W22", "project_nodes", (Level.WARNING, Level.ANOMALY), finds)
