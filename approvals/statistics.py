"""The arithmetic of case figures: periods, rates with their denominators, and sums per unit, item, person or month.

`ON_TIME` and `open_overdue` are the one definition of "on time": finished on time / (finished + open overdue).
Supervision's figures read the same definitions.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from accounts.models import Post
from deadlines.actions import midnight

# used within the promise, an extension that moved it included (deadlines.actions.current_promise)
ON_TIME = Q(clock__used_days__lte=F("clock__promised")) | Q(
    clock__promised=F("clock__statutory"), clock__used_days__lte=F("clock__promised") + F("clock__extended_days")
)
PROMISED = Q(clock__promised__gt=0)  # only cases with a promise of days can be early


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def start(self):
        return midnight(self.first)

    @property
    def end(self):
        return midnight(self.last + timedelta(days=1))

    def within(self, name: str) -> Q:
        return Q(**{f"{name}__gte": self.start, f"{name}__lt": self.end})

    @property
    def before(self) -> "Period":
        """The period of the same length just before this one; for whole months, the month before."""
        if self.first.day == 1 and (self.last + timedelta(days=1)).day == 1 and self.last.month == self.first.month:
            end = self.first - timedelta(days=1)
            return Period(end.replace(day=1), end)
        length = self.last - self.first + timedelta(days=1)
        return Period(self.first - length, self.first - timedelta(days=1))


def percent(part: int, whole: int) -> Decimal | None:
    """Share in percent with two decimals, ROUND_HALF_UP; None when there is nothing to share."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def open_overdue(on: date) -> Q:
    """Cases open and past their promise at the end of this day; a clock standing still is not running late."""
    tomorrow = midnight(on + timedelta(days=1))
    return (
        Q(clock__overdue_on__lte=on)
        & (Q(decided_at=None) | Q(decided_at__gte=tomorrow))
        & (Q(clock__cancelled_on=None) | Q(clock__cancelled_on__gt=on))
        & (Q(clock__paused_on=None) | Q(clock__overdue_on__lte=F("clock__paused_on")))
    )


@dataclass
class Figures:
    """The sums of one line. Each rate names its denominator; None where there is nothing to share."""

    accepted: int = 0
    finished: int = 0
    on_time: int = 0
    open_overdue: int = 0
    granted: int = 0
    denied: int = 0
    promised: int = 0  # finished cases of promised items
    early: int = 0
    used: int = 0  # working days used by the finished promised ones
    limit: int = 0  # working days promised for them
    statute: int = 0  # working days the law allows for the finished ones
    spent: int = 0  # working days used by the finished ones that have a statutory limit

    @property
    def owed(self) -> int:
        """What should have been finished: the finished cases and those open past their promise."""
        return self.finished + self.open_overdue

    @property
    def on_time_rate(self) -> Decimal | None:
        return percent(self.on_time, self.owed)

    @property
    def early_rate(self) -> Decimal | None:
        """Of the finished cases of promised items; one decided on the spot cannot be early."""
        return percent(self.early, self.promised)

    @property
    def finish_rate(self) -> Decimal | None:
        """Finished in the period against accepted in it (办结率, seed S3-06); above 100 when old ones end."""
        return percent(self.finished, self.accepted)

    @property
    def average_used(self) -> Decimal | None:
        return average(self.used, self.promised)

    @property
    def average_limit(self) -> Decimal | None:
        return average(self.limit, self.promised)

    @property
    def saved(self) -> int:
        """Working days that applicants did not have to wait, against the limits of the law."""
        return self.statute - self.spent

    @property
    def saved_rate(self) -> Decimal | None:
        """Share of the statutory time that was saved."""
        return percent(self.saved, self.statute)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Figures)))


def average(total: int, count: int) -> Decimal | None:
    """Mean with one decimal, half up; None over nothing."""
    return (Decimal(total) / count).quantize(Decimal("0.1"), ROUND_HALF_UP) if count else None


def total(lines: Iterable[Figures]) -> Figures:
    return sum(lines, Figures())


def sums(period: Period | None, today: date) -> dict:
    """The aggregates of one statement, by the names of Figures. Without a period every row counts."""
    finished = period.within("decided_at") if period else Q(decided_at__isnull=False)
    promised, lawful = finished & PROMISED, finished & Q(clock__statutory__isnull=False)
    last = min(today, period.last) if period else today

    def added(name, which):
        return Coalesce(Sum(name, filter=which), Value(0))

    return {
        "accepted_": Count("pk", filter=period.within("accepted_at") if period else Q(accepted_at__isnull=False)),
        "finished_": Count("pk", filter=finished),
        "on_time_": Count("pk", filter=finished & ON_TIME),
        "open_overdue_": Count("pk", filter=open_overdue(last)),
        "granted_": Count("pk", filter=finished & Q(result="granted")),
        "denied_": Count("pk", filter=finished & Q(result="denied")),
        "promised_": Count("pk", filter=promised),
        "early_": Count("pk", filter=promised & Q(clock__used_days__lt=F("clock__promised"))),
        "used_": added("clock__used_days", promised),
        "limit_": added("clock__promised", promised),
        "statute_": added("clock__statutory", lawful),
        "spent_": added("clock__used_days", lawful),
    }


def touched(period: Period, today: date) -> Q:
    """The cases that any figure of the period counts."""
    return period.within("accepted_at") | period.within("decided_at") | open_overdue(min(today, period.last))


def grouped(cases: QuerySet, period: Period, today: date, *keys: str) -> dict[tuple, Figures]:
    """Key values → figures, with one statement."""
    rows = cases.filter(touched(period, today)).order_by().values_list(*keys)
    found = rows.annotate(**sums(period, today))
    return {tuple(row[: len(keys)]): Figures(*row[len(keys) :]) for row in found}


def by_unit(cases, period, today) -> list[tuple[str, Figures]]:
    keys = ("organisation__sort", "organisation__short_name")
    return [(name, line) for (_sort, name), line in sorted(grouped(cases, period, today, *keys).items())]


def by_item(cases, period, today) -> list[tuple[str, Figures]]:
    """Versions of an item are one line, named like the newest that had cases."""
    lines: dict[str, tuple[str, Figures]] = {}
    found = grouped(cases, period, today, "item__code", "item__version", "item__name")
    for (code, _version, name), line in sorted(found.items()):
        known = lines.get(code, ("", Figures()))[1]
        lines[code] = (name, known + line)
    return sorted(lines.values(), key=lambda pair: -pair[1].accepted)


def by_window(cases, period, today, nowhere: str) -> list[tuple[str, Figures]]:
    """A case belongs to the window of the clerk who accepted it; `nowhere` names the cases without one."""
    return [(window, line) for (_hall, window), line in of_windows(cases, period, today, nowhere)]


def of_windows(cases, period, today, nowhere: str) -> list[tuple[tuple[str, str], Figures]]:
    """(hall, window) → figures: two statements."""
    posts = Post.objects.filter(window__isnull=False).order_by("pk")
    seats = {
        (user, unit): (hall, f"{number} {name}")
        for user, unit, hall, number, name in posts.values_list(
            "user", "organisation", "window__hall", "window__number", "window__name"
        )
    }
    lines: dict[tuple[str, str], Figures] = {}
    for (clerk, unit), line in grouped(cases, period, today, "clerk", "organisation").items():
        place = seats.get((clerk, unit), ("", nowhere))
        lines[place] = lines.get(place, Figures()) + line
    return sorted(lines.items(), key=lambda pair: (not pair[0][0], pair[0][1]))


PARTS = ["clerk", "reviewer", "approver"]


def by_person(cases, period, today, words: dict[str, str]) -> list[tuple[str, Figures]]:
    """Everybody with the part they had, as words: three statements. A case counts for each of its three people."""
    lines = []
    for part in PARTS:
        found = grouped(cases.filter(**{f"{part}__isnull": False}), period, today, f"{part}__name", part)
        lines += [(f"{name}（{words[part]}）", line) for (name, _pk), line in sorted(found.items())]
    return lines


def by_month(cases, period, today) -> list[tuple[str, Figures]]:
    """Accepted by the month of acceptance, finished by the month of the decision: two statements.

    What is open past its promise belongs to no month; it stands in the last line of the present only.
    """
    lines: dict[date, Figures] = {}
    for name, counted in (("accepted_at", ["accepted"]), ("decided_at", None)):
        month = cases.filter(period.within(name)).order_by().annotate(month=TruncMonth(name)).values_list("month")
        for moment, *values in month.annotate(**sums(None, today)):
            found = Figures(*values)
            found.open_overdue = 0
            day = timezone.localdate(moment)
            known = lines.setdefault(day, Figures())
            if counted:
                known.accepted = found.accepted
            else:
                found.accepted = known.accepted
                lines[day] = found
    return [(f"{day:%Y-%m}", lines[day]) for day in sorted(lines)]
