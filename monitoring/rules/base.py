"""What a rule is: a function over one fact, a supervision point, levels it may have, parameters with their bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.models import Stage
from monitoring.models.rules import Level
from records.parameters import Parameter, complete


@dataclass(frozen=True)
class Alarm:
    """A clock reached a stage: the promise is nearly over, a step is late …"""

    clock: str
    stage: Stage


@dataclass(frozen=True)
class Violation:
    """A deed against the rules: carried out, or refused by the system (then only the attempt is known)."""

    code: str
    carried_out: bool = True


@dataclass(frozen=True)
class Tally:
    """So many of something: refused deeds on one matter, yellow cards of one person in a quarter."""

    of: str
    number: int


REFUSED_DEEDS, YELLOWS_OF_HANDLER = "refused deeds", "yellow cards of a handler"
NODES_BEHIND = "nodes of projects behind their pace"
Fact = Alarm | Violation | Tally


CONFIRM = Parameter("confirm", gettext_lazy("a person confirms the card before it is issued"), False)
LOCK = Parameter("lock", gettext_lazy("the matter is locked until the inspector unlocks it"), False)
ON_CARDS = (CONFIRM, LOCK)  # every rule that may hand out cards can be told these


@dataclass(frozen=True)
class Rule:
    """One rule: `finds` says whether a fact falls under it, given the parameters of the version in force."""

    code: str
    point: str  # of monitoring.points
    levels: tuple[Level, ...]  # the first is the usual one
    finds: Callable[[Fact, Mapping], bool]
    parameters: tuple[Parameter, ...] = ()

    def check(self, level: str, parameters: Mapping) -> dict:
        """The parameters, complete. Raises ValidationError that names each field that is wrong."""
        wrong = {} if level in self.levels else {"level": [_("This rule cannot have this level.")]}
        return complete(self.parameters, parameters, **wrong)


def rings(*alarms: tuple[str, Stage]) -> Callable[[Fact, Mapping], bool]:
    """A rule over clocks: their names begin so, and they reach this stage."""

    def finds(fact: Fact, parameters: Mapping) -> bool:
        return isinstance(fact, Alarm) and any(
            fact.stage == stage and fact.clock.startswith(name) for name, stage in alarms
        )

    return finds


def done(*codes: str) -> Callable[[Fact, Mapping], bool]:
    """A rule over deeds that were carried out against the rules, by the codes of their anomalies."""

    def finds(fact: Fact, parameters: Mapping) -> bool:
        return isinstance(fact, Violation) and fact.carried_out and fact.code in codes

    return finds


def either(*rules: Callable[[Fact, Mapping], bool]) -> Callable[[Fact, Mapping], bool]:
    """A rule that holds when one of several does."""
    return lambda fact, parameters: any(finds(fact, parameters) for finds in rules)
