"""What a flow is: a list of steps with who does them, what must hold, and which words go with them. Plain data.

Flows are code on purpose: nobody changes the course of trading at a desk (seed S1-38).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from procurement.models import Participation, Tender, Trade
from procurement.periods import Period, Regime, period

Capacity = Participation.Capacity
SYSTEM = "system"  # the robot


@dataclass(frozen=True)
class Missing:
    """Why a step cannot be done: the sentence, the field it belongs to, and the code supervision sees."""

    message: str
    field: str | None = None
    code: str = "V18"


SHORTENED = "RF-17"  # a period of the law would be shortened: supervision makes a yellow card of the attempt


@dataclass(frozen=True)
class Asked:
    """Somebody wants to do a step: everything a guard may look at. `by` is None when only the page asks."""

    tender: Tender
    flow: "Flow"
    step: "Step"
    by: Any
    now: datetime
    data: dict = field(default_factory=dict)

    def period(self, code: str) -> Period | None:
        """The period of this code in the law that this tender follows."""
        return period(self.flow.regime, code)


Guard = Callable[[Asked], Missing | None]


@dataclass(frozen=True)
class Step:
    """`by`: who does it (any of them). `confirmed_by`: another office that agrees first. `effect`: what follows.

    `conditions` hold or not whatever is typed; `contents` look at what was stated with the step.
    """

    code: str
    name: str
    by: tuple[str, ...]
    conditions: tuple[Guard, ...] = ()
    contents: tuple[Guard, ...] = ()
    effect: str = ""
    confirmed_by: str = ""
    starts: tuple[str, ...] = ()  # codes of the periods whose clocks run from here on
    meets: tuple[str, ...] = ()  # codes of those that end here
    document: str = ""  # the paper that comes out of it
    law: str = ""

    @property
    def guards(self) -> tuple[Guard, ...]:
        return self.conditions + self.contents


@dataclass(frozen=True)
class Flow:
    """`restart`: the step from which a failed tender begins anew."""

    trade: Trade
    regime: Regime
    steps: tuple[Step, ...]
    restart: str = "notice"

    def number(self, code: str) -> int:
        """1 for the first step. Raises KeyError for a step this flow does not have."""
        for number, step in enumerate(self.steps, 1):
            if step.code == code:
                return number
        raise KeyError(code)

    def step(self, code: str) -> Step:
        return self.steps[self.number(code) - 1]

    def has(self, code: str) -> bool:
        return any(step.code == code for step in self.steps)

    def after(self, done: int) -> Step | None:
        """The step that is owed when so many are done."""
        return self.steps[done] if done < len(self.steps) else None
