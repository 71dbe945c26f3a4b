"""The arithmetic of answers: rates with their denominators, by unit, category, town, kind, door and month.

What is counted: orders received in the period without parts of others, merged, withdrawn and refused ones, and without
confidential ones (nobody learns from a sum that there was one). A unit's figures are those of the orders it has.
Default ratings (silence) never count as active; they stand beside the rate.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from complaints.flow import REPLY, SECOND, SIGN
from complaints.models import Category, Order, Visit
from deadlines.actions import midnight
from deadlines.models import Deadline

NOT_COUNTED = [Order.State.MERGED, Order.State.WITHDRAWN, Order.State.INVALID]
GOOD = Visit.Stars.FAIR  # from "basically satisfied" on (GB/T 39735: the last two grades are dissatisfied)
HOURS = Decimal(24)


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def within(self, name: str) -> Q:
        return Q(**{f"{name}__gte": midnight(self.first), f"{name}__lt": midnight(self.last + timedelta(days=1))})


def month_of(day: date) -> Period:
    """The whole month of this day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def month_before(day: date) -> Period:
    return month_of(day.replace(day=1) - timedelta(days=1))


def year_of(day: date) -> Period:
    return Period(day.replace(month=1, day=1), day.replace(month=12, day=31))


def percent(part: int, whole: int) -> Decimal | None:
    """Share in percent with two decimals, ROUND_HALF_UP; None when there is nothing to share."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


@dataclass
class Figures:
    """The sums of one line. Each rate names its denominator; None where there is nothing to share."""

    received: int = 0
    answered: int = 0
    on_time: int = 0  # answered, no clock of the answer ran over
    late_open: int = 0  # not answered, and the term is over
    waiting: int = 0  # not answered, and the term still runs: nobody owes the answer yet
    signed: int = 0  # taken or returned
    signed_late: int = 0
    rated: int = 0  # by the complainant's own word
    satisfied: int = 0
    defaults: int = 0  # silence of seven days: basically satisfied by default, never counted as active
    asked_solved: int = 0  # the complainant said whether it is solved
    solved: int = 0
    second: int = 0
    reopened: int = 0
    waited: timedelta = timedelta()  # of all answered ones, from receipt to the first word

    @property
    def owed(self) -> int:
        """What should have been answered: all but those whose term still runs."""
        return self.received - self.waiting

    @property
    def reply_rate(self) -> Decimal | None:
        return percent(self.answered, self.owed)

    @property
    def on_time_rate(self) -> Decimal | None:
        """On time / (answered + open past the term): leaving late orders open does not help."""
        return percent(self.on_time, self.answered + self.late_open)

    @property
    def solving_rate(self) -> Decimal | None:
        return percent(self.solved, self.asked_solved)

    @property
    def satisfaction_rate(self) -> Decimal | None:
        return percent(self.satisfied, self.rated)

    @property
    def rating_rate(self) -> Decimal | None:
        """How many of the answered said a word themselves."""
        return percent(self.rated, self.answered)

    @property
    def signed_rate(self) -> Decimal | None:
        """Taken or returned within the term."""
        return percent(self.signed - self.signed_late, self.signed)

    @property
    def second_rate(self) -> Decimal | None:
        return percent(self.second, self.answered)

    @property
    def days(self) -> Decimal | None:
        """Calendar days from the receipt to the answer on average, one decimal."""
        if not self.answered:
            return None
        hours = Decimal(self.waited.total_seconds()) / 3600 / self.answered
        return (hours / HOURS).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))


def total(lines: Iterable[Figures]) -> Figures:
    return sum(lines, Figures())


def counted(orders: QuerySet, period: Period | None = None) -> QuerySet:
    """The orders that figures are about."""
    plain = orders.filter(parent=None, is_confidential=False).exclude(state__in=NOT_COUNTED)
    return plain.filter(period.within("received_at")) if period else plain


def clocks(names: list[str]):
    """The clocks of an order by their names, those that fell away left out."""
    kind = ContentType.objects.get_for_model(Order)
    return Deadline.objects.filter(
        subject_type=kind, subject_id=OuterRef("pk"), name__in=names, cancelled_on=None
    ).order_by()


def ran_over(names: list[str], today: date):
    """Did a clock of these names run past its term: it was met late, or is still owed and late?"""
    late_met = Q(met_on__gte=F("overdue_on"))
    late_open = Q(met_on=None, paused_on=None, overdue_on__lte=today)
    return Exists(clocks(names).filter(late_met | late_open))


def last_word(name: str):
    """What the complainant said last, in their own word; a default is none."""
    said = Visit.objects.filter(order=OuterRef("pk"), stars__isnull=False).exclude(way=Visit.Way.DEFAULT)
    return Subquery(said.order_by("-pk").values(name)[:1])


def described(orders: QuerySet, today: date) -> QuerySet:
    """The orders with what figures ask of each: late, said, solved, by default, handled again."""
    visits = Visit.objects.filter(order=OuterRef("pk"))
    bad = visits.filter(stars__lt=GOOD, round=1)
    return orders.annotate(
        late=ran_over([REPLY, SECOND], today),
        late_sign=ran_over([SIGN], today),
        stars=last_word("stars"),
        is_solved=last_word("is_solved"),
        by_default=Exists(visits.filter(way=Visit.Way.DEFAULT)),
        again=Exists(bad),
    )


ANSWERED = Q(replied_at__isnull=False)
SIGNED = Q(accepted_at__isnull=False)
WHICH = {  # name of a sum → the orders that it counts; the page leads from each number to these
    "received": Q(),
    "answered": ANSWERED,
    "on_time": ANSWERED & Q(late=False),
    "late_open": Q(replied_at=None, late=True),
    "waiting": Q(replied_at=None, late=False, closed_at=None),
    "signed": SIGNED,
    "signed_late": SIGNED & Q(late_sign=True),
    "rated": Q(stars__isnull=False),
    "satisfied": Q(stars__gte=GOOD),
    "defaults": Q(by_default=True, stars=None),
    "asked_solved": Q(is_solved__isnull=False),
    "solved": Q(is_solved=True),
    "second": Q(again=True),
    "reopened": Q(reopened_at__isnull=False),
}
WAITED = ExpressionWrapper(F("replied_at") - F("received_at"), output_field=DurationField())


def sums() -> dict:
    """The aggregates of one statement, by the names of Figures."""
    counts = {f"{name}_": Count("pk", filter=which) for name, which in WHICH.items()}
    return counts | {"waited_": Avg(WAITED, filter=ANSWERED)}


def figures_of(values: list) -> Figures:
    """One row of sums as figures; the average of the database becomes the sum that lines can be added by."""
    *counts, average = values
    made = Figures(*counts)
    made.waited = (average or timedelta()) * made.answered
    return made


def grouped(orders: QuerySet, today: date, *keys: str) -> dict[tuple, Figures]:
    """Key values → figures, with one statement."""
    rows = described(orders, today).order_by().values_list(*keys)
    found = rows.annotate(**sums()).values_list(*keys, *sums())
    return {tuple(row[: len(keys)]): figures_of(list(row[len(keys) :])) for row in found}


def whole(orders: QuerySet, today: date) -> Figures:
    """The figures of all of them, in one line."""
    row = described(orders, today).aggregate(**sums())
    return figures_of([row[name] for name in sums()])


@dataclass(frozen=True)
class Line:
    """A line of a table: its key in addresses, its name, its figures."""

    key: str
    name: str
    figures: Figures


def by_unit(orders, today) -> list[Line]:
    found = grouped(
        orders.filter(organisation__isnull=False),
        today,
        "organisation__sort",
        "organisation__code",
        "organisation__short_name",
    )
    return [Line(code, name, line) for (_sort, code, name), line in sorted(found.items())]


def by_category(orders, today) -> list[Line]:
    """By the categories of the first level; what has none stands last."""
    names = dict(Category.objects.filter(parent=None).values_list("path", "name"))
    top = {path.partition("/")[0]: name for path, name in names.items()}
    lines: dict[str, Figures] = {}
    for (path,), line in grouped(orders, today, "category__path").items():
        code = (path or "").partition("/")[0]
        lines[code] = lines.get(code, Figures()) + line
    ordered = sorted(lines.items(), key=lambda pair: (not pair[0], -pair[1].received))
    return [Line(code, top.get(code, ""), line) for code, line in ordered]


def by_town(orders, today) -> list[Line]:
    found = grouped(orders.filter(area__isnull=False), today, "area__sort", "area__code", "area__short_name")
    return [Line(code, name, line) for (_sort, code, name), line in sorted(found.items())]


def by_choice(name: str, choices):
    """By a column with choices: kind, door."""

    def lines(orders, today) -> list[Line]:
        words = dict(choices)
        found = grouped(orders, today, name).items()
        return [Line(key, str(words[key]), line) for (key,), line in sorted(found, key=lambda pair: -pair[1].received)]

    return lines


def by_month(orders, today) -> list[Line]:
    """By the month of the receipt."""
    found = grouped(orders.annotate(month=TruncMonth("received_at")), today, "month")
    lines = [(timezone.localdate(month), line) for (month,), line in found.items()]
    return [Line(f"{day:%Y-%m}", f"{day:%Y-%m}", line) for day, line in sorted(lines, key=lambda pair: pair[0])]


TABLES = {
    "unit": by_unit,
    "category": by_category,
    "town": by_town,
    "kind": by_choice("kind", Order._meta.get_field("kind").choices),
    "channel": by_choice("channel", Order._meta.get_field("channel").choices),
    "month": by_month,
}
BEHIND = {  # table → the condition of one of its lines
    "unit": lambda key: Q(organisation__code=key),
    "category": lambda key: Q(category__path__startswith=f"{key}/") if key else Q(category=None),
    "town": lambda key: Q(area__code=key),
    "kind": lambda key: Q(kind=key),
    "channel": lambda key: Q(channel=key),
    "month": lambda key: month_of(date.fromisoformat(f"{key}-01")).within("received_at"),
}


def behind(orders: QuerySet, today: date, by: str, key: str | None, what: str) -> QuerySet:
    """The orders that one number of a table counts."""
    chosen = described(orders, today).filter(WHICH[what])
    return chosen.filter(BEHIND[by](key)) if key is not None else chosen
