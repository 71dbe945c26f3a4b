"""Progress of projects against their plan. Pure: facts in, Decimal with two places out, no database and no clock.

Interface for scoring and the leaders' page (rows of the database come in through projects.tables):

* `plan`, `actual`, `gap` of a list of `NodeFact`: percent of the whole project; gap = plan − actual, positive: behind;
* `lagging`: the node that holds back most (its unit is named in it), None where nothing does;
* `light` of a node, `worst` of several lights;
* `Rate`: on time of due, for starts, finishes and productions (S0-04: each at least 95 %);
* `money_planned`: what should have been invested of the year's plan by a day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DONE, LATE_DONE, GREEN, YELLOW, RED, PAUSE = "done", "late", "green", "yellow", "red", "pause"
ORDER = [RED, YELLOW, GREEN]  # the worst first
HUNDRED = Decimal(100)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class NodeFact:
    """A node as it stands: `share` done in percent, `unit` the short name of who answers for it."""

    key: int
    name: str
    stage: str
    weight: int
    starts_on: date
    planned_on: date
    share: int
    done_on: date | None = None
    unit: str = ""
    unit_key: int = 0


def pace(node: NodeFact, on: date) -> Decimal:
    """What the time that has passed asks for, in percent of the node: even from its beginning to its day."""
    if on >= node.planned_on:
        return HUNDRED
    if on <= node.starts_on:
        return Decimal(0)
    return Decimal((on - node.starts_on).days) * 100 / Decimal((node.planned_on - node.starts_on).days)


def plan(nodes: Iterable[NodeFact], on: date) -> Decimal:
    """Percent of the project that the plan asks for on this day."""
    return rounded(sum((node.weight * pace(node, on) / 100 for node in nodes), Decimal(0)))


def actual(nodes: Iterable[NodeFact]) -> Decimal:
    """Percent of the project that is done."""
    return rounded(sum((Decimal(node.weight * node.share) / 100 for node in nodes), Decimal(0)))


def gap(nodes: Sequence[NodeFact], on: date) -> Decimal:
    """Plan − actual, in points of percent; below zero: ahead of the plan."""
    return plan(nodes, on) - actual(nodes)


def lag(node: NodeFact, on: date) -> Decimal:
    """By how many points of percent of the project this node is behind."""
    return node.weight * (pace(node, on) - node.share) / 100


def lagging(nodes: Iterable[NodeFact], on: date) -> NodeFact | None:
    """主要滞后环节: the node that holds back most; of two the one that is due first."""
    slow = [node for node in nodes if lag(node, on) > 0]
    return min(slow, key=lambda node: (-lag(node, on), node.planned_on), default=None)


def light(node: NodeFact, on: date, warn_until: date) -> str:
    """Red from the day after its day on; yellow where its day comes by `warn_until` and it is behind its pace."""
    if node.done_on:
        return DONE if node.done_on <= node.planned_on else LATE_DONE
    if on > node.planned_on:
        return RED
    is_near = node.planned_on <= warn_until
    return YELLOW if is_near and node.share < pace(node, on) else GREEN


def worst(lights: Iterable[str]) -> str:
    found = set(lights)
    return next((one for one in ORDER if one in found), DONE)


@dataclass(frozen=True)
class Rate:
    """So many were due, so many of them happened on time."""

    due: int = 0
    on_time: int = 0

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.due + other.due, self.on_time + other.on_time)

    @property
    def percent(self) -> Decimal | None:
        """None where nothing was due."""
        return rounded(Decimal(self.on_time) * 100 / self.due) if self.due else None


def rate(pairs: Iterable[tuple[date | None, date | None]], on: date) -> Rate:
    """Of (planned day, day it happened): those whose day has come, and those that happened by then."""
    due = [(planned, done) for planned, done in pairs if planned is not None and planned <= on]
    return Rate(len(due), sum(done is not None and done <= planned for planned, done in due))


def money_planned(year_total: int, first: date, last: date, on: date) -> int:
    """Of the year's investment in fen, what should be done by the end of this day: even over the project's year."""
    first, last = max(first, date(on.year, 1, 1)), min(last, date(on.year, 12, 31))
    if on < first or last < first:
        return 0 if on < first else year_total
    passed, whole = (min(on, last) - first).days + 1, (last - first).days + 1
    return year_total * passed // whole


def percent_of(part: int, whole: int) -> Decimal:
    """Two places; nothing of nothing is 0."""
    return rounded(Decimal(part) * 100 / whole) if whole else Decimal("0.00")


@dataclass(frozen=True)
class Snapshot:
    """The state of a project at the end of a month."""

    on: date
    plan: Decimal
    actual: Decimal


def curve(nodes: Sequence[NodeFact], told: dict[int, list[tuple[date, int]]], ends: Sequence[date]) -> list[Snapshot]:
    """Plan and actual at the end of each month. `told`: node → (end of the month, share), in the order of time."""
    return [Snapshot(on, plan(nodes, on), actual([as_of(node, told, on) for node in nodes])) for on in ends]


def as_of(node: NodeFact, told: dict[int, list[tuple[date, int]]], on: date) -> NodeFact:
    """The node with what was known of it on this day."""
    if node.done_on and node.done_on <= on:
        share = 100
    else:
        share = next((share for end, share in reversed(told.get(node.key, ())) if end <= on), 0)
    facts = {name: getattr(node, name) for name in node.__dataclass_fields__}
    return NodeFact(**facts | {"share": share})
