"""What the portal itself knows about a subject in a period, as points: one function a source.

A source is named by an item of a scheme (its points go there) or by the scheme (bonus, deductions). Gathering again
gives the same: what is new comes onto the sheet, what no longer counts is taken back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

from django.utils.translation import gettext_lazy as _

from approvals.statistics import Period
from scoring.calculate import rounded
from scoring.models import Item, Round, Sheet


@dataclass(frozen=True)
class Found:
    """One reason that a source found. `evidence` is the row it rests on, None where it rests on many (a rate)."""

    kind: str
    points: Decimal
    words: str
    evidence: object = None
    ground: str = ""  # of a card the level it counts as: when that changes, the points change


@dataclass(frozen=True)
class Asked:
    """What a source is asked: this sheet, in this period, for this item (None: for the whole sheet)."""

    sheet: Sheet
    round: Round
    item: Item | None = None
    argument: str = ""  # what stands after the colon of the source's name

    @property
    def period(self) -> Period:
        return Period(self.round.first, self.round.last)

    @property
    def closed_on(self) -> date:
        """The day after the period: what was owed in it is judged by then, whenever it is counted."""
        return self.round.last + timedelta(days=1)

    def parameter(self, name: str, default):
        return self.round.scheme.parameters.get(name, default)

    def worth(self, share: Decimal) -> Decimal:
        """What to put down when this share (0 to 1) of the item's points is reached: given, or what is lost."""
        worth = rounded(self.item.points * share)
        return worth if self.item.earns else self.item.points - worth


Source = Callable[[Asked], Iterable[Found]]

# name → module of this package (apps above this one add theirs with a dot), and what people read when they choose it
SOURCES = {
    "cards": ("cards", _("cards that count, by the points of supervision")),
    "warnings": ("cards", _("three pre-warnings in a row")),
    "ratings": ("service", _("ratings of the people served")),
    "early": ("service", _("finished before the promise")),
    "promises": ("service", _("promises shorter than the law")),
    "incomplete": ("service", _("finished cases with incomplete data")),
    "rounds": ("rounds", _("published scores of other rounds")),
    "orders": ("orders", _("answers to the people in time and to their content")),
    "nodes": ("projects", _("missed nodes of projects")),
    "reports": ("projects", _("monthly reports of projects not handed in")),
    "problems": ("projects", _("problems of projects not solved in time")),
    "goals": ("indicators", _("points of the signed tasks of indicators")),
    "tasks": ("indicators", _("tasks of indicators not done in time")),
    "questionnaire": ("surveys", _("answers of survey meetings")),
    "public_ratings": ("surveys", _("public ratings of the unit")),
    "outcomes": ("people", _("outcomes of efficiency cases")),
    "attendance": ("people", _("attendance at the window")),
    "own_cards": ("people", _("cards of the person")),
    "own_ratings": ("people", _("ratings of the person's cases")),
    "conduct": ("market", _("bad behaviour in trading")),
    "deductions": ("market", _("points taken from an expert")),
    "appraisals": ("market", _("appraisals after each trade")),
}


def source(name: str) -> Source:
    """The function of this source; its module is loaded when it is first asked for."""
    module, _words = SOURCES[name]
    return getattr(import_module(module if "." in module else f"scoring.evidence.{module}"), name)


def gather(sheet: Sheet, round: Round) -> Iterable[tuple[str, Item | None, Found]]:
    """All that the sources of the scheme know about this sheet: source, item, what was found."""
    items = Item.objects.filter(category__scheme=round.scheme).exclude(source="").select_related("category")
    wanted = [(name, item) for item in items for name in item.source.split()]
    wanted += [(name, None) for name in round.scheme.parameters.get("sources", [])]
    for name, item in wanted:
        base, _colon, argument = name.partition(":")
        for found in source(base)(Asked(sheet, round, item, argument)):
            yield name, item, found
