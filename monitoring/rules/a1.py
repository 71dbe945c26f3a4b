"""A1 异常操作: a deed that the system refused; so many of them on one matter are a pre-warning (DR-1: three)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from monitoring.models.rules import Level
from monitoring.rules.base import REFUSED_DEEDS, Fact, Rule, Tally, Violation
from records.parameters import Parameter


def finds(fact: Fact, parameters: Mapping) -> bool:
    if isinstance(fact, Tally):
        return fact.of == REFUSED_DEEDS and fact.number >= parameters.get("warn_at", 3)
    return isinstance(fact, Violation) and not fact.carried_out


RULE = Rule(
    "A1",
    "procedure",
    (Level.ANOMALY,),
    finds,
    (Parameter("warn_at", _("refused deeds on one matter for a pre-warning"), 3, 1, 50),),
)
