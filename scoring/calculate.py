"""The arithmetic of scores: Decimal in, Decimal out, no database.

A sheet has parts with full points and lines that give or take. A part never leaves the range from nothing to its full
points; bonus and deductions outside the parts have no limit (倒扣分不封底). Everything is compared after it was
rounded to two places, half up, and 以上 includes the number itself (Civil Code art. 1259).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT, ZERO, HUNDRED = Decimal("0.01"), Decimal(0), Decimal(100)

# What sanctions take from the year's total, once each (measure fsou 17126694).
SANCTIONS = {"warning": 10, "demerit": 15, "major_demerit": 20, "demotion": 30, "dismissal": 40, "expulsion": 50}
# What three pre-warnings in a row, a yellow card and a red card take from the part concerned (same measure).
CARDS = {"warnings": 3, "yellow": 5, "red": 10}
# S1-05: least and most points of a deduction.
DEDUCTIONS = {"late": (1, 1), "poor": (1, 1), "late_and_poor": (2, 2), "incident": (3, 5)}
# Not in the seeds: the usual values of 满意, 基本满意, 不满意; a scheme may set others.
VALUES = {"satisfied": Decimal("1.0"), "basically": Decimal("0.8"), "unsatisfied": Decimal("0.0")}


def rounded(number) -> Decimal:
    """Two places, half up: what is shown is what is compared (SCO-15)."""
    return Decimal(number).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Part:
    """A part of a sheet or an item of a category. `earns`: it starts at nothing and lines give; else lines take."""

    code: str
    points: Decimal
    category: str = ""
    earns: bool = False


class Line(NamedTuple):
    """One reason. `kind`: "part" (of `part`), "zero" (the category `part` scores nothing), "bonus", "deduction"."""

    kind: str
    points: Decimal
    part: str = ""


@dataclass(frozen=True)
class Score:
    """The total and what it consists of."""

    total: Decimal
    parts: dict[str, Decimal]
    bonus: Decimal
    deduction: Decimal
    categories: dict[str, Decimal] = field(default_factory=dict)


def score(parts: Sequence[Part], lines: Iterable[Line]) -> Score:
    """累积分 = 基本分 + 奖励分 − 倒扣分 (S1-02), the base being what the parts are worth after their own lines."""
    sums, zeroed = defaultdict(lambda: ZERO), set()
    for line in lines:
        if line.kind == "zero":
            zeroed.add(line.part)
        else:
            sums[line.kind, line.part if line.kind == "part" else ""] += line.points
    worth = {part.code: ZERO if part.category in zeroed else _worth(part, sums["part", part.code]) for part in parts}
    categories = defaultdict(lambda: ZERO)
    for part in parts:
        categories[part.category] += worth[part.code]
    bonus, deduction = sums["bonus", ""], sums["deduction", ""]
    total = rounded(sum(worth.values(), ZERO) + bonus - deduction)
    return Score(total, worth, bonus, deduction, dict(categories))


def _worth(part: Part, told: Decimal) -> Decimal:
    return max(ZERO, min(part.points, told if part.earns else part.points - told))


def mean(scores: Sequence[Decimal], taken: Decimal = ZERO) -> Decimal:
    """The mean of the months less what sanctions take (SCO-28). Raises ValueError without a month."""
    if not scores:
        raise ValueError("a mean needs at least one score")
    return rounded(sum(scores, ZERO) / len(scores) - taken)


def mixed(scores: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    """The weighted sum; halves of a year are 40 and 60 (S2-17). Raises ValueError unless the weights make 100."""
    if sum(weights.values(), ZERO) != HUNDRED:
        raise ValueError("weights must sum to 100")
    return rounded(sum((scores[name] * weight for name, weight in weights.items()), ZERO) / HUNDRED)


# what an item is worth by its rule (S1-08)


def met(points: Decimal, is_met: bool) -> Decimal:
    """All or nothing: what is lost."""
    return ZERO if is_met else points


def missing(points: Decimal, each: Decimal, count: int) -> Decimal:
    """So much for each missing one, until the item is used up: what is lost."""
    return min(points, each * count)


def at_least(points: Decimal, least: int, count: int) -> Decimal:
    """Everything is lost below the number that is asked for (SCO-06)."""
    return met(points, count >= least)


def questionnaire(counts: Mapping[str, int], full: Decimal, values: Mapping[str, Decimal] = VALUES) -> Decimal:
    """The mean value of the valid slips, of `full` points (SCO-11). Nobody asked: nothing."""
    valid = sum(counts.values())
    if not valid:
        return rounded(ZERO)
    return rounded(sum((values[name] * count for name, count in counts.items()), ZERO) / valid * full)


def satisfaction(counts: Mapping[str, int]) -> Decimal | None:
    """满意率 in percent: satisfied and basically satisfied of the valid slips; None when nobody was asked."""
    valid = sum(counts.values())
    return rounded(Decimal(valid - counts.get("unsatisfied", 0)) * 100 / valid) if valid else None


# the monthly sheet of approvals (measure fsou 17126694)


def early_bonus(early: int, finished: int) -> Decimal:
    """A point for each full tenth that was finished before its promise (SCO-25)."""
    return Decimal(early * 10 // finished) if finished else ZERO


def promise_bonus(shortened: Sequence[Decimal]) -> Decimal:
    """All promises at least 30 % below the law: 3, and 1 for each further 10 % of the least one (SCO-26)."""
    least = min(shortened, default=ZERO)
    return 3 + (least - 30) // 10 if least >= 30 else ZERO


def incomplete(faulty: int, finished: int) -> Decimal:
    """A point for each full percent of finished cases whose data are incomplete, at most five (SCO-27)."""
    return Decimal(min(5, faulty * 100 // finished)) if finished else ZERO


def warnings_in_a_row(warned: Sequence[bool]) -> int:
    """How many times three finished cases one after the other were pre-warned; each case counts once."""
    times = run = 0
    for case in warned:
        run = run + 1 if case else 0
        if run == 3:
            times, run = times + 1, 0
    return times


# places and grades


@dataclass(frozen=True)
class Standing:
    """One unit in a ranking, with what decides between equals: fewer deductions, then more bonus (SCO-09)."""

    key: object
    total: Decimal
    deduction: Decimal = ZERO
    bonus: Decimal = ZERO

    @property
    def order(self) -> tuple:
        return -self.total, self.deduction, -self.bonus


def ranked(rows: Iterable[Standing]) -> list[tuple[int, Standing]]:
    """Places 1, 1, 3 for equals, best first; equals keep the order in which they were given."""
    result = []
    for place, row in enumerate(sorted(rows, key=lambda row: row.order), 1):
        same = result and result[-1][1].order == row.order
        result.append((result[-1][0] if same else place, row))
    return result


@dataclass(frozen=True)
class Grading:
    """`grades`: key → index of the grade; `ties`: groups of equals across a border, which people decide (SCO-09)."""

    grades: dict
    ties: list[list]


def by_quota(rows: Iterable[Standing], quotas: Sequence[int]) -> Grading:
    """The first so many get the first grade and so on (S1-06). Raises ValueError unless the quotas make the number."""
    rows = ranked(rows)
    if sum(quotas) != len(rows):
        raise ValueError("the quotas must sum to the number of units")
    seats = [grade for grade, quota in enumerate(quotas) for _seat in range(quota)]
    groups = defaultdict(list)
    for (place, row), seat in zip(rows, seats, strict=True):
        groups[place].append((row.key, seat))
    ties = [[key for key, _seat in group] for group in groups.values() if len({seat for _key, seat in group}) > 1]
    undecided = {key for tie in ties for key in tie}
    grades = {key: seat for group in groups.values() for key, seat in group if key not in undecided}
    return Grading(grades, ties)


def by_threshold(total: Decimal, limits: Sequence[Decimal]) -> int:
    """Index of the first limit that is reached; the limits fall. Below all of them: their number (S2-20: 90, 80)."""
    return next((index for index, limit in enumerate(limits) if total >= limit), len(limits))


def first_ones(rows: Sequence[Standing], count=3) -> set:
    """Who stands on one of the first places."""
    return {row.key for place, row in ranked(rows) if place <= count}


def last_ones(rows: Sequence[Standing], count=3) -> set:
    """Who stands on one of the last places: fewer than `count` are worse."""
    rows = list(rows)
    return {row.key for row in rows if sum(other.order > row.order for other in rows) < count}
