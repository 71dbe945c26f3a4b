"""What the pages of indicators have in common: who may open them, how a task stands, lamps, numbers."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import desk
from scoring import indicators
from scoring.models import Task
from scoring.models.fields import shown
from scoring.permissions.indicators import can_look

NOT_YOUR_DESK = _("This page belongs to the posts that work with indicators. Choose such a post if you hold one.")
RELATED = ["indicator", "organisation", "responsible", "document__organisation"]
LAMPS = {
    indicators.LATE: _("not done in time"),
    indicators.BEHIND: _("behind the time"),
    indicators.ON_TIME: _("in step with the time"),
    indicators.REACHED: _("target reached"),
}

only_staff = desk.only(can_look, NOT_YOUR_DESK)


def only(question):
    return desk.only(question, NOT_YOUR_DESK)


def address(name: str, key="pk"):
    """The page of a row."""
    return lambda row: reverse(f"scoring:{name}", args=[getattr(row, key)])


def today():
    return timezone.localdate(timezone.now())


def amount(number, measure="") -> str:
    """A number as people write it, with its unit of measure."""
    return "" if number is None else f"{shown(number)}{measure}"


@dataclass(frozen=True)
class Standing:
    """How a task stands on a day; it needs `done` (measured) and its indicator and document."""

    task: Task
    reached: Decimal  # percent
    expected: Decimal
    light: str

    @property
    def lamp(self) -> tuple:
        """A task that is on its way through the ratings says that instead of its light."""
        if self.task.state != Task.State.OPEN:
            return self.task.tone, self.task.get_state_display()
        return self.light, LAMPS[self.light]

    @property
    def done(self) -> str:
        measure = self.task.indicator.measure
        return f"{shown(self.task.done)} / {amount(self.task.target, measure)}"


def standing(task: Task, day) -> Standing:
    reached = indicators.share(task.direction, task.done, task.target)
    expected = indicators.time_share(task.begins_on, task.due_on, day)
    light = indicators.light(task.direction, reached, expected, task.document.tolerance, task.due_on < day)
    return Standing(task, indicators.percent(reached), indicators.percent(expected), light)
