"""The eleven indicators of Open Contracting's Cardinal, by their published definitions, over compiled releases.

One pass collects, `results` judges: outliers need all. Quartiles are those of Hyndman and Fan, type 8. A process is
left out where an organisation has no id or an amount is not in the main currency, by default the first one seen.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from exchange.ocds.values import identity, moment, part, parts

SHORT_DAYS = 15
COMPETITIVE = {"open", "selective"}
TOP = 0.75  # R025: from this quantile of the numbers of bids on, a bidder is a top one
FEWEST_BIDS, FEWEST_PROCESSES = 2, 2  # R038
DIGITS, FEWEST_AWARDS = 2, 20  # R048
FENCE = Fraction(3, 2)


@dataclass(frozen=True)
class Result:
    """One indicator about a process, buyer, procuring entity or bidder; `fence` and `size` of an outlier."""

    code: str
    group: str  # "OCID", "Buyer", "ProcuringEntity" or "Tenderer"
    id: str
    value: float
    parties: tuple[str, ...] = ()
    fence: float | None = None
    size: int = 0
    buyer: str = ""


def quantile(values: Sequence[float], share: float) -> float:
    """Hyndman and Fan, type 8: approximately median-unbiased, whatever the distribution. NaN of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    place = (len(ordered) + 1 / 3) * share + 1 / 3
    below = int(place)
    if below <= 0:
        return ordered[0]
    if below >= len(ordered):
        return ordered[-1]
    return ordered[below - 1] + (place - below) * (ordered[below] - ordered[below - 1])


def fences(values: Sequence[float]) -> tuple[float, float, float]:
    """(first quartile, lower fence, upper fence): quartiles -/+ 1.5 times what lies between them, rounded once."""
    if not values:
        return math.nan, math.nan, math.nan
    first, third = quantile(values, 0.25), quantile(values, 0.75)
    width = FENCE * Fraction(third - first)
    return first, float(Fraction(first) - width), float(Fraction(third) + width)


def plain_id(thing) -> str:
    """The id of an organisation as text; "" where it is no text, as the indicators leave those out."""
    return identity(thing) if isinstance(thing, dict) and isinstance(thing.get("id"), str) else ""


def amount_of(bid: dict) -> tuple[float, str] | None:
    """(amount, currency) of a bid; None where one of them is missing or of the wrong type."""
    value = part(bid, "value")
    amount, currency = value.get("amount"), value.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not isinstance(currency, str):
        return None
    return (float(amount), currency) if abs(amount) < 1e300 else None


@dataclass
class Share:
    part: int = 0
    of: int = 0
    processes: int = 0

    @property
    def ratio(self) -> float:
        return self.part / self.of


@dataclass
class Process:
    """One release, taken apart once for all indicators."""

    release: dict

    def __post_init__(self):
        self.ocid = self.release["ocid"]
        self.tender = part(self.release, "tender")
        self.buyer = plain_id(part(self.release, "buyer"))
        self.entity = plain_id(part(self.tender, "procuringEntity"))
        self.details = parts(part(self.release, "bids"), "details")
        self.submitted = [bid for bid in self.details if bid.get("status") in ("pending", "valid", "disqualified")]
        self.valid = [bid for bid in self.details if bid.get("status") == "valid"]
        awards = parts(self.release, "awards")
        self.active = [award for award in awards if award.get("status") == "active"]
        self.is_final = bool(self.details) and all(
            award.get("status") in ("active", "cancelled", "unsuccessful") for award in awards
        )

    @property
    def single_winner(self) -> str:
        """The one supplier of the one active award, where no award is still open; else ""."""
        if not self.is_final or len(self.active) != 1:
            return ""
        suppliers = parts(self.active[0], "suppliers")
        return plain_id(suppliers[0]) if len(suppliers) == 1 else ""

    @property
    def suppliers(self) -> set[str]:
        return {plain_id(row) for award in self.active for row in parts(award, "suppliers")} - {""}


def bidders(bid: dict) -> list[str]:
    return [code for row in parts(bid, "tenderers") if (code := plain_id(row))]


def single(bid: dict) -> str:
    """The one tenderer of a bid; "" of a joint bid."""
    return plain_id(parts(bid, "tenderers")[0]) if len(parts(bid, "tenderers")) == 1 else ""


@dataclass
class Cardinal:
    """`add` every release, then ask for the results."""

    currency: str = ""
    found: list[Result] = field(default_factory=list)
    differences: dict[str, tuple[float, tuple[str, str], str]] = field(default_factory=dict)
    wins: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    disqualified: dict[str, dict[str, Share]] = field(default_factory=dict)
    awarded: Counter = field(default_factory=Counter)
    varieties: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self):
        self.disqualified = {name: defaultdict(Share) for name in ("Buyer", "ProcuringEntity", "Tenderer")}

    def add(self, release: dict):
        process = Process(release)
        for look in (
            *(self.short_period, self.single_bid, self.difference, self.success, self.identical, self.late),
            *(self.all_but_winner, self.lowest_out, self.disqualifications, self.variety),
        ):
            look(process)

    def flag(self, code: str, process: Process, value: float = 1.0, parties=()):
        self.found.append(Result(code, "OCID", process.ocid, value, tuple(parties), buyer=process.buyer))

    def in_main(self, bid: dict) -> float | None:
        """The amount of a bid in the main currency."""
        found = amount_of(bid)
        if found is None:
            return None
        self.currency = self.currency or found[1]
        return found[0] if found[1] == self.currency else None

    def short_period(self, process: Process):
        """R003: fewer than 15 whole days between the start and the end of the tender period."""
        span = part(process.tender, "tenderPeriod")
        since, until = moment(span.get("startDate")), moment(span.get("endDate"))
        if since and until and math.trunc((until - since).total_seconds() / 86400) < SHORT_DAYS:
            self.flag("R003", process)

    def single_bid(self, process: Process):
        """R018: one tenderer in an open or selective procedure."""
        count = process.tender.get("numberOfTenderers")
        competitive = process.tender.get("procurementMethod")
        if isinstance(competitive, str) and competitive in COMPETITIVE and not isinstance(count, bool) and count == 1:
            self.flag("R018", process)

    def difference(self, process: Process):
        """R024 and R058: how far the lowest other valid bid is above the winning one, where that is the lowest."""
        winner, own, others = process.single_winner, [], []
        for bid in process.valid if winner else ():
            code = single(bid)
            amount = self.in_main(bid) if code else None
            if amount is not None:
                (own if code == winner else others).append((amount, code))
        if own and others:
            won, (second, loser) = min(own)[0], min(others, key=lambda row: row[0])
            if second >= won and won > 0:
                self.differences[process.ocid] = ((second - won) / won, (winner, loser), process.buyer)

    def success(self, process: Process):
        """R025: won of valid bids, each bidder once in a process."""
        winner = process.single_winner
        if winner:
            for code in {single(bid) for bid in process.valid} - {""}:
                self.wins[code].part += code == winner
                self.wins[code].of += 1

    def identical(self, process: Process):
        """R028: different tenderers, the same price."""
        prices: dict[tuple, set[str]] = {}
        equal: set[str] = set()
        for bid in process.submitted:
            price, codes = amount_of(bid), set(bidders(bid))
            if price is not None and codes:
                if price in prices and prices[price] != codes:
                    equal |= codes | prices[price]
                prices[price] = codes
        if equal:
            self.flag("R028", process, parties=sorted(equal))

    def late(self, process: Process):
        """R030: a valid bid came after the deadline, and one of its tenderers won."""
        until = moment(part(process.tender, "tenderPeriod").get("endDate"))
        if until is None:
            return
        late = {
            code
            for bid in process.valid
            if (came := moment(bid.get("date"))) is not None and came > until
            for code in bidders(bid)
        }
        if winners := late & process.suppliers:
            self.flag("R030", process, parties=sorted(winners))

    def all_but_winner(self, process: Process):
        """R035: all but the winner were disqualified; the value is how many."""
        valid = {code for bid in process.valid for code in bidders(bid)}
        out = {c for bid in process.details if bid.get("status") == "disqualified" for c in bidders(bid)} - valid
        if process.is_final and len(valid) == 1 and valid == process.suppliers and out:
            self.flag("R035", process, float(len(out)), sorted(valid))

    def lowest_out(self, process: Process):
        """R036: there is an award and a valid bid with an amount, and the lowest bid was disqualified."""
        if not process.active:
            return
        amounts = [(amount, bid) for bid in process.submitted if (amount := self.in_main(bid)) is not None]
        if any(bid.get("status") == "valid" for _amount, bid in amounts):
            lowest = min(amounts, key=lambda row: row[0])[1]
            if lowest.get("status") == "disqualified":
                self.flag("R036", process, parties=bidders(lowest))

    def disqualifications(self, process: Process):
        """R038: disqualified of submitted bids, by buyer, procuring entity and tenderer."""
        out = sum(bid.get("status") == "disqualified" for bid in process.submitted)
        for group, code in (("Buyer", process.buyer), ("ProcuringEntity", process.entity)):
            if code and process.submitted:
                share = self.disqualified[group][code]
                share.part, share.of = share.part + out, share.of + len(process.submitted)
                share.processes += 1
        for bid in process.submitted:
            for code in bidders(bid):
                share = self.disqualified["Tenderer"][code]
                share.part, share.of = share.part + (bid.get("status") == "disqualified"), share.of + 1

    def variety(self, process: Process):
        """R048: how many kinds of things a supplier was awarded alone, by the first digits of the classification."""
        seen = set()
        for award in process.active:
            suppliers = parts(award, "suppliers")
            code = plain_id(suppliers[0]) if len(suppliers) == 1 else ""
            for item in parts(award, "items") if code else ():
                if kind := plain_id(part(item, "classification")):
                    seen.add(code)
                    self.varieties[code].add(kind[:DIGITS])
        self.awarded.update(seen)

    def results(self) -> list[Result]:
        every = [*self.found, *self.outlying_differences(), *self.unsuccessful(), *self.rejected(), *self.various()]
        return sorted(every, key=lambda row: (row.code, row.group, row.id))

    def outlying_differences(self) -> Iterator[Result]:
        values = [row[0] for row in self.differences.values()]
        _first, low, high = fences(values)
        for ocid, (value, parties, buyer) in self.differences.items():
            about = {"parties": parties, "size": len(values), "buyer": buyer}
            if value <= low:
                yield Result("R024", "OCID", ocid, value, fence=low, **about)
            if value >= high:
                yield Result("R058", "OCID", ocid, value, fence=high, **about)

    def unsuccessful(self) -> Iterator[Result]:
        """R025. Where three quarters never win, the fence says nothing and nobody is flagged."""
        top = quantile([float(share.of) for share in self.wins.values()], TOP)
        first, low, _high = fences([share.ratio for share in self.wins.values()])
        for code, share in self.wins.items():
            if first > 0 and low > 0 and share.of >= top and share.ratio <= low:
                yield Result("R025", "Tenderer", code, share.ratio, (code,), low, len(self.wins))

    def rejected(self) -> Iterator[Result]:
        """R038. Where three quarters have no disqualified bids, the fence says nothing and nobody is flagged."""
        for group, shares in self.disqualified.items():
            kept = {
                code: share.ratio
                for code, share in shares.items()
                if (share.of >= FEWEST_BIDS if group == "Tenderer" else share.processes >= FEWEST_PROCESSES)
            }
            _first, _low, high = fences(list(kept.values()))
            for code, ratio in kept.items():
                if high > 0 and ratio >= high:
                    parties = (code,) if group == "Tenderer" else ()
                    yield Result(
                        "R038", group, code, ratio, parties, high, len(kept), code if group != "Tenderer" else ""
                    )

    def various(self) -> Iterator[Result]:
        kept = {
            code: float(len(kinds)) for code, kinds in self.varieties.items() if self.awarded[code] >= FEWEST_AWARDS
        }
        _first, _low, high = fences(list(kept.values()))
        for code, value in kept.items():
            if value >= high:
                yield Result("R048", "Tenderer", code, value, (code,), high, len(kept))
