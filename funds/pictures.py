"""The flow picture (来源 → 分拨 → 分配 → 拨付 → 使用) as geometry: boxes in columns, bands between them. Pure.

All widths are in one scale: a band is as wide as its amount, a box as wide as what passes it. Boxes of a column stand
apart by `gap`; a way that leaves out a column passes it in a gap of its own, so nothing lies on anything else.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

MOST = 10  # boxes of a column; the smaller ones are drawn as one
VIA, OTHERS = "via", "others"


@dataclass(frozen=True)
class Node:
    """Somebody the money passes. `tone` is the class of its colour; without a label nothing is drawn but the way."""

    key: Hashable
    label: str
    column: int
    tone: str = ""


@dataclass(frozen=True)
class Flow:
    out_of: Hashable
    into: Hashable
    amount: int


@dataclass(frozen=True)
class Box:
    """A node where it is drawn: from `start`, so `long`; `amount` is the greater of what comes and what goes."""

    node: Node
    amount: int
    start: float
    long: float


@dataclass(frozen=True)
class Band:
    """A flow where it is drawn: `thick` wide, from `leaves` at one box to `arrives` at the other."""

    flow: Flow
    out_of: Box
    into: Box
    leaves: float
    arrives: float
    thick: float


@dataclass(frozen=True)
class Layout:
    boxes: list[Box]
    bands: list[Band]
    columns: int
    scale: float  # units of length for one fen


def lay_out(nodes: Iterable[Node], flows: Iterable[Flow], *, room: float, gap: float, most: int = MOST, others="…"):
    """The picture of these flows, `room` wide across the columns. Flows that do not lead on are left out."""
    nodes, flows = folded(list(nodes), list(flows), most, others)
    nodes, flows = stepwise(*packed(nodes, flows))
    if not flows:
        return Layout([], [], 0, 0.0)
    weights = weights_of(nodes, flows)
    columns = ordered(nodes, flows, weights)
    scale = min((room - gap * (len(column) - 1)) / sum(weights[n.key] for n in column) for column in columns)
    boxes = {box.node.key: box for column in columns for box in placed(column, weights, scale, gap)}
    return Layout(list(boxes.values()), banded(flows, boxes, scale), len(columns), scale)


def folded(nodes: list[Node], flows: list[Flow], most: int, others: str) -> tuple[list[Node], list[Flow]]:
    """At most so many nodes in a column: the smallest become one."""
    weights = weights_of(nodes, flows)
    columns = defaultdict(list)
    for node in nodes:
        if weights[node.key]:
            columns[node.column].append(node)
    kept, into = [], {}
    for place, column in columns.items():
        column.sort(key=lambda node: -weights[node.key])
        few = column if len(column) <= most else column[: most - 1]
        kept += few
        rest = column[len(few) :]
        if rest:
            kept.append(replace(rest[0], key=(OTHERS, place), label=f"{others} ({len(rest)})"))
            into |= {node.key: (OTHERS, place) for node in rest}
    sums = defaultdict(int)
    for flow in flows:
        sums[into.get(flow.out_of, flow.out_of), into.get(flow.into, flow.into)] += flow.amount
    return kept, [Flow(one, other, amount) for (one, other), amount in sums.items()]


def packed(nodes: list[Node], flows: list[Flow]) -> tuple[list[Node], list[Flow]]:
    """Columns without gaps between their numbers, and only flows that lead to a later column."""
    column = {node.key: node.column for node in nodes}
    flows = [flow for flow in flows if flow.amount > 0 and column[flow.out_of] < column[flow.into]]
    used = {key for flow in flows for key in (flow.out_of, flow.into)}
    nodes = [node for node in nodes if node.key in used]
    places = {place: number for number, place in enumerate(sorted({node.column for node in nodes}))}
    return [replace(node, column=places[node.column]) for node in nodes], flows


def stepwise(nodes: list[Node], flows: list[Flow]) -> tuple[list[Node], list[Flow]]:
    """A flow over several columns in steps of one: in between it passes a node without a label."""
    known = {node.key: node for node in nodes}
    sums = defaultdict(int)
    for flow in flows:
        target, before = known[flow.into], flow.out_of
        for column in range(known[flow.out_of].column + 1, target.column):
            via = Node((VIA, column, flow.into), "", column)
            known.setdefault(via.key, via)
            sums[before, via.key] += flow.amount
            before = via.key
        sums[before, flow.into] += flow.amount
    return list(known.values()), [Flow(one, other, amount) for (one, other), amount in sums.items()]


def weights_of(nodes: Sequence[Node], flows: Sequence[Flow]) -> dict[Hashable, int]:
    """What passes each node: the greater of what comes and what goes."""
    comes, goes = defaultdict(int), defaultdict(int)
    for flow in flows:
        goes[flow.out_of] += flow.amount
        comes[flow.into] += flow.amount
    return {node.key: max(comes[node.key], goes[node.key]) for node in nodes}


def ordered(nodes: list[Node], flows: list[Flow], weights: dict) -> list[list[Node]]:
    """The columns, each in the order of where its money comes from, so that few bands cross."""
    columns = [[] for _number in range(max(node.column for node in nodes) + 1)]
    for node in nodes:
        columns[node.column].append(node)
    columns[0].sort(key=lambda node: -weights[node.key])
    middle = _middles(columns[0], weights)
    for column in columns[1:]:
        pull = {node.key: _pull(node, flows, middle) for node in column}
        column.sort(key=lambda node: (pull[node.key], -weights[node.key]))
        middle |= _middles(column, weights)
    return columns


def _middles(column: list[Node], weights: dict) -> dict[Hashable, float]:
    """Where the middle of each node stands, as a share of its column."""
    whole, before, found = sum(weights[node.key] for node in column), 0, {}
    for node in column:
        found[node.key] = (before + weights[node.key] / 2) / whole
        before += weights[node.key]
    return found


def _pull(node: Node, flows: list[Flow], middle: dict) -> float:
    """The mean place of those the money of a node comes from; 2 (the end) for money from nowhere before it."""
    coming = [flow for flow in flows if flow.into == node.key and flow.out_of in middle]
    whole = sum(flow.amount for flow in coming)
    return sum(middle[flow.out_of] * flow.amount for flow in coming) / whole if whole else 2.0


def placed(column: list[Node], weights: dict, scale: float, gap: float) -> list[Box]:
    boxes, start = [], 0.0
    for node in column:
        long = weights[node.key] * scale
        boxes.append(Box(node, weights[node.key], start, long))
        start += long + gap
    return boxes


def banded(flows: list[Flow], boxes: dict[Hashable, Box], scale: float) -> list[Band]:
    """The bands, side by side at both ends, in the order of the boxes they lead to and come from."""
    leaves = _offsets(flows, boxes, scale, lambda flow: (flow.out_of, flow.into))
    arrives = _offsets(flows, boxes, scale, lambda flow: (flow.into, flow.out_of))
    return [
        Band(flow, boxes[flow.out_of], boxes[flow.into], leaves[flow], arrives[flow], flow.amount * scale)
        for flow in flows
    ]


def _offsets(flows, boxes, scale, ends) -> dict[Flow, float]:
    """Where each flow touches the box that `ends` names first, sorted by the box it names second."""
    found, at = {}, {}
    for flow in sorted(flows, key=lambda flow: boxes[ends(flow)[1]].start):
        box = boxes[ends(flow)[0]]
        found[flow] = at.get(box.node.key, box.start)
        at[box.node.key] = found[flow] + flow.amount * scale
    return found
