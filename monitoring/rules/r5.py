"""R5 黄牌累计: the third yellow card of one handler in one quarter that still counts (DR-1)."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from monitoring.models.rules import Level
from monitoring.rules.base import ON_CARDS, YELLOWS_OF_HANDLER, Fact, Rule, Tally
from records.parameters import Parameter


def quarter(day: date) -> str:
    """The window in which yellow cards add up, e.g. 2026Q1; the next quarter starts from none."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def finds(fact: Fact, parameters: Mapping) -> bool:
    return isinstance(fact, Tally) and fact.of == YELLOWS_OF_HANDLER and fact.number >= parameters.get("count", 3)


RULE = Rule(
    "R5",
    "procedure",
    (Level.RED,),
    finds,
    (Parameter("count", _("yellow cards of one person in a quarter"), 3, 2, 50), *ON_CARDS),
)
