"""R9 为民办实事逾期: the day promised for a work for the people is over and it was not accepted."""

from deadlines.models import Stage
from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, rings

RULE = Rule("R9", "project_people", (Level.RED,), rings(("project:work", Stage.OVERDUE)), ON_CARDS)
