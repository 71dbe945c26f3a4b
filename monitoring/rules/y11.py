"""Y11 二次办理仍不满意: the complainant is dissatisfied with the signed second answer as well."""

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, Rule, done

RULE = Rule("Y11", "order_satisfaction", (Level.YELLOW, Level.RED), done("V14"), ON_CARDS)
