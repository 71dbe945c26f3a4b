"""R7 资金红灯: a detector measured red: idle for half a year, more than thirty points behind the time."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("R7", "fund_overall", (Level.RED,), done("V56"), ON_CARDS)
