"""The arithmetic of indicators, pure: how much of a target is done, how much of the time is over, lights, rates.

Shares are whole millionths, rounded down, so that SQL and Python give the same to the last digit.

* more is better: done / target, 1 at most;
* not more than: 1 while the limit is kept, then target / done;
* done or not: 1 once the target is reached, nothing before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext

WHOLE = 1_000_000  # millionths
PER_CENT = 10_000
RISE, FALL, DONE = "rise", "fall", "done"
RATE_WANTED = 95  # percent: what the seed county promises of its implementation rate (S0-03)

# lights: colour of the lamp, as the templates know them
LATE, BEHIND, ON_TIME, REACHED = "over", "warn", "ok", "done"


def share(direction: str, done: Decimal, target: Decimal) -> int:
    """How much of the target is done, in millionths."""
    if direction == FALL:
        return WHOLE if done <= target else whole_part(target * WHOLE, done)
    if direction == DONE:
        return WHOLE if done >= target else 0
    return min(WHOLE, max(0, whole_part(done * WHOLE, target)))


def whole_part(number: Decimal, by: Decimal) -> int:
    """The quotient without its fraction, exact for any number of the database."""
    with localcontext() as context:
        context.prec, context.rounding = 60, ROUND_DOWN
        return int(Decimal(number) // Decimal(by))


def time_share(begins_on: date, due_on: date, today: date) -> int:
    """How much of the time is over, in millionths."""
    days, all_days = (today - begins_on).days, (due_on - begins_on).days
    return min(WHOLE, max(0, days * WHOLE // all_days))


def percent(millionths) -> Decimal:
    """Percent with two places, cut off: 99.99 is not yet 100."""
    return (Decimal(millionths) / PER_CENT).quantize(Decimal("0.01"), ROUND_DOWN)


def is_behind(direction: str, reached: int, expected: int, tolerance: int, is_over: bool) -> bool:
    """Is it behind its time by more than is tolerated (percentage points)? What is done or not has no half."""
    if direction == DONE:
        return is_over and reached < WHOLE
    return reached < expected - tolerance * PER_CENT


def is_kept(direction: str, reached: int, done_on: date | None, due_on: date) -> bool:
    """Was it done in time? A limit is kept by not passing it; all else by the day on which it was reached."""
    if direction == FALL:
        return reached == WHOLE
    return done_on is not None and done_on <= due_on


def light(direction: str, reached: int, expected: int, tolerance: int, is_over: bool) -> str:
    """Red: the day is over and it is not done. Amber: behind its time. Green: in time, or done."""
    if reached == WHOLE and (direction != FALL or is_over):
        return REACHED
    if is_over:
        return LATE
    return BEHIND if is_behind(direction, reached, expected, tolerance, is_over) else ON_TIME


def completion(parts: Iterable[tuple[Decimal, int]]) -> int:
    """Σ weight × share / Σ weight of (weight, millionths); 0 of nothing."""
    parts = list(parts)
    weights = sum(weight for weight, _share in parts)
    return whole_part(sum(weight * share for weight, share in parts), weights) if weights else 0


def rate(kept: int, due: int) -> Decimal | None:
    """Implementation rate in percent with two places; None where nothing was due."""
    return percent(kept * WHOLE // due) if due else None


# trees


@dataclass(frozen=True)
class Node:
    """An indicator as the tree knows it: its code, that of the one above ("" at the top), its weight."""

    code: str
    parent: str
    weight: Decimal


def unbalanced(nodes: Iterable[Node]) -> list[tuple[str, Decimal]]:
    """(code, sum) of the nodes below which the weights do not add up to 100; "" is the top."""
    sums = defaultdict(Decimal)
    for node in nodes:
        sums[node.parent] += node.weight
    return [(code, found) for code, found in sums.items() if found != 100]


def circles(nodes: Iterable[Node]) -> list[str]:
    """The codes of nodes that hang below themselves."""
    above = {node.code: node.parent for node in nodes}
    safe, wrong = {""}, []
    for code in above:
        way, at = [], code
        while at not in safe and at not in way and at in above:
            way.append(at)
            at = above[at]
        if at in way:
            wrong.append(code)
        else:
            safe.update(way)
    return wrong


def effective(nodes: Iterable[Node]) -> dict[str, Decimal]:
    """Code → weight within the whole tree, in percent with six places, never nothing: the way down multiplied."""
    nodes = list(nodes)
    weights, above = {node.code: node.weight for node in nodes}, {node.code: node.parent for node in nodes}

    def way(code: str) -> Decimal:
        product = Decimal(100)
        while code:
            product *= weights[code] / 100
            code = above[code]
        return max(product.quantize(Decimal("0.000001")), Decimal("0.000001"))

    return {code: way(code) for code in weights}
