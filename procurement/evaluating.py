"""How scores become a ranking. Pure arithmetic on plain values; points have two places, halves are rounded up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from procurement.models import Criterion

CENT = Decimal("0.01")
# 综合评估法的评标基准价法: points for each percent above or below the mean of the valid prices.
ABOVE, BELOW = Decimal("1"), Decimal("0.5")
MOST_CANDIDATES = 3  # 招标投标法实施条例 第五十三条


@dataclass(frozen=True)
class Bidder:
    """A bid that was opened; `price` in fen."""

    party: int
    name: str
    price: int
    manager: str = ""


@dataclass(frozen=True)
class Marks:
    """What one seat said: party → points of all judged criteria together; party → why its bid is rejected."""

    seat: int
    points: dict[int, Decimal]
    rejected: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    bidder: Bidder
    judged: Decimal
    for_price: Decimal

    @property
    def total(self) -> Decimal:
        return self.judged + self.for_price


@dataclass(frozen=True)
class Deviation:
    """A score far from what the others gave: |points - mean| / mean in percent."""

    seat: int
    party: int
    points: Decimal
    mean: Decimal
    percent: Decimal


def rounded(number: Decimal) -> Decimal:
    return number.quantize(CENT, ROUND_HALF_UP)


def mean(numbers: Sequence) -> Decimal:
    return Decimal(sum(numbers)) / len(numbers)


def by_lowest(points: Decimal, bidders: Sequence[Bidder]) -> dict[int, Decimal]:
    """低价优先法 (政府采购货物和服务招标投标管理办法 第五十五条): the lowest price has all points."""
    lowest = min(bidder.price for bidder in bidders)
    return {bidder.party: rounded(points * lowest / bidder.price) for bidder in bidders}


def by_mean(points: Decimal, bidders: Sequence[Bidder]) -> dict[int, Decimal]:
    """评标基准价法: the mean of the valid prices has all points; what is dearer loses faster than what is cheaper."""
    base = mean([bidder.price for bidder in bidders])
    found = {}
    for bidder in bidders:
        percent = (bidder.price - base) * 100 / base
        lost = percent * ABOVE if percent > 0 else -percent * BELOW
        found[bidder.party] = rounded(max(points - lost, Decimal(0)))
    return found


PRICING = {Criterion.Kind.LOWEST: by_lowest, Criterion.Kind.MEAN: by_mean}


def rejected(sheets: Sequence[Marks]) -> dict[int, str]:
    """Bids that more than half of the committee reject, with the ground named most often."""
    grounds = defaultdict(list)
    for sheet in sheets:
        for party, ground in sheet.rejected.items():
            grounds[party].append(ground)
    return {
        party: Counter(said).most_common(1)[0][0] for party, said in grounds.items() if len(said) * 2 > len(sheets)
    }


def ranking(bidders: Iterable[Bidder], criteria: Iterable[Criterion], sheets: Sequence[Marks]) -> list[Place]:
    """The valid bids, best first; of equal totals the lower price first."""
    out = rejected(sheets)
    valid = [bidder for bidder in bidders if bidder.party not in out]
    if not valid:
        return []
    priced = [PRICING[row.kind](row.points, valid) for row in criteria if row.kind in PRICING]
    places = []
    for bidder in valid:
        given = [sheet.points[bidder.party] for sheet in sheets if bidder.party in sheet.points]
        judged = rounded(mean(given)) if given else Decimal(0)
        places.append(Place(bidder, judged, sum((part[bidder.party] for part in priced), Decimal(0))))
    return sorted(places, key=lambda place: (-place.total, place.bidder.price, place.bidder.party))


def deviations(sheets: Sequence[Marks], threshold: int) -> list[Deviation]:
    """Scores that lie more than `threshold` percent from the mean of the other members."""
    found = []
    for sheet in sheets:
        for party, points in sheet.points.items():
            others = [other.points[party] for other in sheets if other is not sheet and party in other.points]
            if not others or not (base := mean(others)):
                continue
            percent = abs(points - base) * 100 / base
            if percent > threshold:
                found.append(Deviation(sheet.seat, party, points, rounded(base), rounded(percent)))
    return found
