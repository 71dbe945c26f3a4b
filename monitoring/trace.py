"""One case as plain data: the facts of its item, its clocks, the deeds against the rules, where it stands. Pure."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from approvals.flow import JOINT_DAYS
from deadlines.plan import Limits
from monitoring.events import Event
from monitoring.timers import Timer

OUT_OF_ORDER, OVERCHARGED, NO_REASON = "V08", "V06", "V11"
REFUSED_CODES = {OUT_OF_ORDER}  # attempts; everything else was carried out
NEW, RECEIVED, CORRECTING, ACCEPTED, DECIDED, DELIVERED, REFUSED, WITHDRAWN = (
    "new",
    "received",
    "correcting",
    "accepted",
    "decided",
    "delivered",
    "refused",
    "withdrawn",
)
OPEN = (RECEIVED, CORRECTING, ACCEPTED)
ENDED = (DELIVERED, REFUSED, WITHDRAWN)
EVER = (NEW, *OPEN, DECIDED, *ENDED)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What an item promises and demands, as it stood when a case was received."""

    code: str
    name: str
    organisation: str
    limits: Limits
    steps: dict[str, int] = field(default_factory=dict)
    fees: dict[str, Decimal] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()
    joint: bool = False


def item_of(event: Event) -> ItemFacts:
    """The item that an `item.defined` defines. A joint item without a limit of its own has the 45 days of the law."""
    about, immediate = event.detail, event.detail["kind"] == "immediate"
    statutory = about["statutory_days"]
    if statutory is None and about["joint"]:
        statutory = max(JOINT_DAYS, about["promised_days"] or 0)
    return ItemFacts(
        code=event.about,
        name=about["name"],
        organisation=about["organisation"],
        limits=Limits(0 if immediate else about["promised_days"], statutory, warned=not immediate),
        steps=about["steps"],
        fees=about["fees"],
        documents=frozenset(about["documents"]),
        joint=about["joint"],
    )


@dataclass(slots=True)
class Violation:
    """A deed against the rules. Not `carried_out`: the course did not allow it and it had no effect."""

    code: str
    at: datetime
    event: str  # id of the event that shows it
    deed: str  # its type
    organisation: str
    actor: str
    words: str

    @property
    def carried_out(self) -> bool:
        return self.code not in REFUSED_CODES


@dataclass(slots=True)
class Trace:
    """The case as its events tell it."""

    case: str
    item: ItemFacts
    organisation: str
    state: str = NEW
    clocks: list[Timer] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    deemed: bool = False  # accepted by law, from the day of receipt
    result: str = ""
    stars: int | None = None
    actor: str = ""  # who handled it last
