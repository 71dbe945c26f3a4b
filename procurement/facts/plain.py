"""What is known of one tender, as plain data: the same for our own tenders, for imports and for tests."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Who:
    """A firm, an office or an expert. `code` is the credit code, the unit's code, or the id in the source."""

    code: str
    name: str = ""
    founded_on: date | None = None


@dataclass(frozen=True)
class Bid:
    """An opened bid. `amount` in fen; `keys`: kind of FactKey → values; `scores`: expert's code → points × 100."""

    party: Who
    amount: int | None = None
    status: str = "valid"
    submitted_at: datetime | None = None
    keys: dict[str, list[str]] = field(default_factory=dict)
    scores: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Complaint:
    party: Who
    capacity: str
    filed_on: date


@dataclass(frozen=True)
class Change:
    changed_on: date
    was: str = ""
    becomes: str = ""


@dataclass(frozen=True)
class Period:
    code: str
    law: str
    began_on: date
    ended_on: date
    earliest_on: date


@dataclass(frozen=True)
class Term:
    code: str
    words: str


@dataclass(frozen=True)
class TenderFacts:
    """One tender. Money in fen. `bids` is None before the opening: then nothing is known of bidders."""

    ocid: str
    number: str
    day: date
    title: str = ""
    trade: str = ""
    matter: str = ""
    method: str = ""
    project: str = ""
    buyer: Who | None = None
    agent: Who | None = None
    winner: Who | None = None
    place: str = ""
    decided_on: date | None = None
    estimate: int | None = None
    control_price: int | None = None
    award_amount: int | None = None
    award_days: int | None = None
    contract_amount: int | None = None
    contract_days: int | None = None
    contract_on: date | None = None
    bids: tuple[Bid, ...] | None = None
    pool: int | None = None
    seats: int | None = None
    experts: tuple[Who, ...] = ()  # named after the award only
    scorers: tuple[Who, ...] = ()  # names of the codes under which `Bid.scores` stand, such as "seat 3"
    complaints: tuple[Complaint, ...] = ()
    changes: tuple[Change, ...] = ()
    periods: tuple[Period, ...] = ()
    terms: tuple[Term, ...] = ()
    tender: int | None = None  # id of our own Tender
    organisation: int | None = None  # id of the supervising department

    def everyone(self) -> list[tuple[Who, str, date]]:
        """All that are named here, with their capacity and the day from which they are known; experts have none."""
        named = [(self.buyer, "buyer"), (self.agent, "agent"), (self.winner, "bidder")]
        named += [(bid.party, "bidder") for bid in self.bids or ()]
        named += [(who, "") for who in (*self.experts, *self.scorers)]
        named += [(Who(code), "") for code in sorted({code for bid in self.bids or () for code in bid.scores})]
        known = [(who, capacity, self.day) for who, capacity in named if who is not None]
        return known + [(each.party, each.capacity, min(self.day, each.filed_on)) for each in self.complaints]
