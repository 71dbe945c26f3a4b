"""A picture of who meets whom, as geometry: points on a circle, lines between those that met. No database, no SVG."""

import math
from collections import defaultdict
from dataclasses import dataclass

from procurement.evidence import Pair

MOST_POINTS = 24
WIDTH, HEIGHT, RADIUS = 880, 620, 220
LABEL = 9  # signs of a name


@dataclass(frozen=True)
class Point:
    key: int
    name: str
    x: float
    y: float
    size: float
    anchor: str
    label_x: float
    label_y: float

    @property
    def label(self) -> str:
        return self.name if len(self.name) <= LABEL else self.name[: LABEL - 1] + "…"


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    tone: str  # "rare" where chance hardly explains it
    words: str


def drawn(found: list[Pair]) -> tuple[list[Point], list[Line]]:
    """The points and lines of the first pairs; those that belong together stand beside each other."""
    kept, names, met = [], {}, defaultdict(int)
    for pair in found:
        both = {pair.left: pair.names[0], pair.right: pair.names[1]}
        if len(names | both) <= MOST_POINTS:
            names |= both
            kept.append(pair)
            met[pair.left] += pair.met
            met[pair.right] += pair.met
    points = {key: placed(key, names[key], at, len(names), met[key]) for at, key in enumerate(in_groups(kept))}
    return list(points.values()), [line(pair, points) for pair in kept]


def in_groups(kept: list[Pair]) -> list[int]:
    """Every key once, connected ones next to each other: a walk in depth from the first pair on."""
    beside = defaultdict(list)
    for pair in kept:
        beside[pair.left].append(pair.right)
        beside[pair.right].append(pair.left)
    order: list[int] = []
    for start in beside:
        stack = [start]
        while stack:
            key = stack.pop()
            if key not in order:
                order.append(key)
                stack += reversed(beside[key])
    return order


def placed(key: int, name: str, at: int, count: int, met: int) -> Point:
    angle = 2 * math.pi * at / count - math.pi / 2
    x, y = WIDTH / 2 + RADIUS * math.cos(angle), HEIGHT / 2 + RADIUS * math.sin(angle)
    side = math.cos(angle)
    anchor = "middle" if abs(side) < 0.15 else "start" if side > 0 else "end"
    out = RADIUS + 20
    label_y = (
        HEIGHT / 2 + out * math.sin(angle) + (0 if anchor != "middle" else 10 * math.copysign(1, math.sin(angle)))
    )
    return Point(
        key, name, round(x, 1), round(y, 1), round(5 + min(9, math.sqrt(met)), 1), anchor,
        round(WIDTH / 2 + out * side, 1), round(label_y + 5, 1),
    )  # fmt: skip


RARE = 0.01


def line(pair: Pair, points: dict[int, Point]) -> Line:
    one, other = points[pair.left], points[pair.right]
    tone = "rare" if pair.chance < RARE else "usual"
    words = f"{pair.names[0]} — {pair.names[1]}: {pair.met}"
    return Line(one.x, one.y, other.x, other.y, round(min(8, 1 + pair.met / 2), 1), tone, words)
