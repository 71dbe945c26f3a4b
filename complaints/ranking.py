"""What figures of orders are used for: the ranking of units, the month of 12345, the heat of topics."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from complaints.figures import Figures, Line, percent


@dataclass(frozen=True)
class Place:
    """A unit in the ranking; equal in everything share a place. `moved`: places won against the period before."""

    place: int
    line: Line
    moved: int | None = None

    @property
    def lost(self) -> int:
        return -(self.moved or 0)


def merit(line: Line) -> tuple:
    """First who answers, then who answers in time, then whom the people are content with, then who is quick."""
    made = line.figures
    rates = (made.reply_rate, made.on_time_rate, made.satisfaction_rate)
    return (*(-(rate if rate is not None else Decimal(0)) for rate in rates), made.days or Decimal(0))


def ranked(lines: list[Line], before: list[Line] = ()) -> list[Place]:
    """Units that owed answers in the period, best first; the others have no place."""
    earlier = {place.line.key: place.place for place in ranked(list(before))} if before else {}
    places: list[Place] = []
    for number, line in enumerate(sorted((one for one in lines if one.figures.owed), key=merit), 1):
        same = places and merit(places[-1].line) == merit(line)
        place = places[-1].place if same else number
        was = earlier.get(line.key)
        places.append(Place(place, line, was - place if was else None))
    return places


# 12345 orders of the month (S4-13): each share is lost in proportion to what is missing

ASSESSED = [  # share of a hundred points, and the rate that earns it
    ("signed_rate", 20),
    ("on_time_rate", 40),
    ("satisfaction_rate", 30),
    ("kept_rate", 10),
]


def kept_rate(made: Figures) -> Decimal | None:
    """Answered so that no second handling was needed."""
    return percent(made.answered - made.second, made.answered)


def points(made: Figures) -> Decimal | None:
    """The points of a unit in a month, one decimal; a rate that has no denominator is left out and the rest scaled."""
    rates = [(kept_rate(made) if name == "kept_rate" else getattr(made, name), share) for name, share in ASSESSED]
    known = [(rate, share) for rate, share in rates if rate is not None]
    if not known:
        return None
    earned = sum(rate * share for rate, share in known) / sum(share for _rate, share in known)
    return Decimal(earned).quantize(Decimal("0.1"), ROUND_HALF_UP)


# topics over time


@dataclass(frozen=True)
class Heat:
    """A topic over the months: counts, and how warm each is, 0 to 5 against the warmest cell of the table."""

    name: str
    key: str
    counts: list[int]
    warmth: list[int]
    grown: int  # of the last month against the one before

    @property
    def cells(self) -> list[tuple[int, int]]:
        return list(zip(self.counts, self.warmth, strict=True))

    @property
    def fallen(self) -> int:
        return -self.grown


STEPS = 5


def heat(orders: QuerySet, months: list[date], most: int = 12) -> list[Heat]:
    """The topics with the most orders over these months (first days), the warmest first."""
    named = orders.filter(category__isnull=False).annotate(
        month=TruncMonth("received_at"), topic=Coalesce("category__name", "category__code")
    )
    rows = named.order_by().values_list("category__code", "topic", "month").annotate(count=Count("pk"))
    tables: dict[tuple, dict[date, int]] = {}
    for code, topic, month, count in rows:
        tables.setdefault((code, topic), {})[timezone.localdate(month)] = count
    chosen = sorted(tables.items(), key=lambda pair: -sum(pair[1].values()))[:most]
    top = max((count for _key, cells in chosen for count in cells.values()), default=0)
    return [row_of(key, [cells.get(month, 0) for month in months], top) for key, cells in chosen]


def row_of(key: tuple, counts: list[int], top: int) -> Heat:
    code, topic = key
    warmth = [-(-STEPS * count // top) if top else 0 for count in counts]
    grown = counts[-1] - counts[-2] if len(counts) > 1 else 0
    return Heat(topic, code, counts, warmth, grown)


def months_until(today: date, count: int) -> list[date]:
    """The first days of the last so many months, this one included."""
    made = [today.replace(day=1)]
    while len(made) < count:
        made.append((made[-1] - timedelta(days=1)).replace(day=1))
    return made[::-1]
