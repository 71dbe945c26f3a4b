"""Figures of trading: deals, amounts, savings, failed rounds, bidders, complaints; by trade, month or tenderer.

Saving = control price - winning price, rate = saving / control price (seed S1-30). Only deals with a control price are
in the rate, and their number stands beside it. Land and property rise from a starting price: there it is a premium.
Money in fen.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Case, Count, ExpressionWrapper, F, FloatField, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, TruncMonth

from procurement.models import Award, BidComplaint, Notice, Opening, Tender, Trade

MEASURED = Q(tender__control_price__gt=0, price__lte=F("tender__control_price"))
RISING = Q(tender__start_price__gt=0)


@dataclass(frozen=True)
class Line:
    """One row of a table; every rate has its denominator beside it. Rates are percent with two places."""

    key: str
    name: str
    deals: int = 0
    amount: int = 0
    measured: int = 0
    control: int = 0
    saving: int = 0
    mean_rate: Decimal | None = None
    highest_rate: Decimal | None = None
    risen: int = 0
    start: int = 0
    premium: int = 0
    failed: int = 0
    openings: int = 0
    bidders: int = 0
    complaints: int = 0

    @property
    def rate(self) -> Decimal | None:
        return percent(self.saving, self.control)

    @property
    def premium_rate(self) -> Decimal | None:
        return percent(self.premium, self.start)

    @property
    def average_bidders(self) -> Decimal | None:
        return two_places(Decimal(self.bidders) / self.openings) if self.openings else None


def percent(part: int, whole: int) -> Decimal | None:
    return two_places(Decimal(part) * 100 / whole) if whole else None


def two_places(number: Decimal) -> Decimal:
    return Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)


def tenderer(prefix: str):
    return Coalesce(f"{prefix}tenderer_organisation__name", f"{prefix}tenderer_party__name")


def counted(on: QuerySet, first: date | None, last: date | None, field: str) -> QuerySet:
    """Rows of these days, both included."""
    if first:
        on = on.filter(**{f"{field}__gte": first})
    return on.filter(**{f"{field}__lte": last}) if last else on


def awards(first: date | None, last: date | None) -> QuerySet:
    """The awards that stand: of the last round of tenders that were not terminated."""
    rows = Award.objects.filter(round=F("tender__round"), noticed_at__isnull=False)
    return counted(rows.exclude(tender__state=Tender.State.TERMINATED), first, last, "determined_on")


RATE = ExpressionWrapper(
    (F("tender__control_price") - F("price")) * Cast(Value(100), FloatField()) / F("tender__control_price"),
    output_field=FloatField(),
)
SUMS = {
    "deals": Count("pk"),
    "amount": Coalesce(Sum("price"), 0),
    "measured": Count("pk", filter=MEASURED),
    "control": Coalesce(Sum("tender__control_price", filter=MEASURED), 0),
    "saving": Coalesce(Sum(F("tender__control_price") - F("price"), filter=MEASURED), 0),
    "mean_rate": Avg(Case(When(MEASURED, then=RATE))),
    "highest_rate": Max(Case(When(MEASURED, then=RATE))),
    "risen": Count("pk", filter=RISING),
    "start": Coalesce(Sum("tender__start_price", filter=RISING), 0),
    "premium": Coalesce(Sum(F("price") - F("tender__start_price"), filter=RISING), 0),
}


def table(by: str, first: date | None = None, last: date | None = None, trade: str = "") -> list[Line]:
    """One line a group, those with the largest amount first (months in their order)."""
    found: dict[str, Line] = {}
    for name, rows in parts(first, last, trade):
        for row in group(rows, by, name):
            key = row.pop("key")
            if key is None:
                continue
            word = WORDS[by](key)
            found[word] = replace(found.get(word) or Line(str(key), word), **cleaned(row))
    lines = list(found.values())
    if by == "month":
        return sorted(lines, key=lambda line: line.name)
    return sorted(lines, key=lambda line: (-line.amount, line.name))


def cleaned(row: dict) -> dict:
    """Rates out of the database become two places."""
    for name in ("mean_rate", "highest_rate"):
        if row.get(name) is not None:
            row[name] = two_places(Decimal(repr(row[name])))
    return row


def parts(first, last, trade: str):
    """What is counted: of deals, failed rounds, openings, complaints."""
    sources = [
        ("awards", awards(first, last)),
        ("failed", counted(Notice.objects.filter(kind=Notice.Kind.FAILED), first, last, "published_at__date")),
        ("openings", counted(Opening.objects.all(), first, last, "opened_at__date")),
        ("complaints", counted(BidComplaint.objects.all(), first, last, "filed_at__date")),
    ]
    return [(name, rows.filter(tender__trade=trade) if trade else rows) for name, rows in sources]


DAYS = {
    "awards": "determined_on",
    "failed": "published_at",
    "openings": "opened_at",
    "complaints": "filed_at",
}
COUNTS = {
    "awards": SUMS,
    "failed": {"failed": Count("pk")},
    "openings": {"openings": Count("pk"), "bidders": Sum("bidders")},
    "complaints": {"complaints": Count("pk")},
}


def group(rows: QuerySet, by: str, name: str) -> list[dict]:
    key = TruncMonth(DAYS[name]) if by == "month" else KEYS[by]
    return list(rows.order_by().annotate(key=key).values("key").annotate(**COUNTS[name]).order_by("key"))


KEYS = {"trade": F("tender__trade"), "tenderer": tenderer("tender__"), "whole": Value("whole")}
WORDS = {
    "trade": lambda key: str(Trade(key).label),
    "tenderer": str,
    "month": lambda key: f"{key:%Y-%m}",
    "whole": str,
}


def whole(first: date | None = None, last: date | None = None, trade: str = "") -> Line:
    """Everything in one line."""
    return next(iter(table("whole", first, last, trade)), Line("whole", ""))
