"""What waits for whom: the tiles on top of a desk, each a number with the list behind it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """`rows(actor, today)` is what waits; `of(actor)` says whose tile it is; `address` with `query` is its list."""

    words: str
    address: str
    rows: Callable
    of: Callable
    query: str = ""
    tone: str = ""


def heaps(tiles: Iterable[Tile], actor, today) -> list[tuple[Tile, int]]:
    """What waits for this actor, with how much of it; nothing waits where the number is 0."""
    counted = [(tile, tile.rows(actor, today).count()) for tile in tiles if tile.of(actor)]
    return [(tile, count) for tile, count in counted if count]
