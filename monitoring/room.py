"""What the room shows besides cards and rankings: small curves, windows, the closing of cards, the levels below.

Questions to the database only; the views put the answers on the page.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from accounts.models import Organisation, Post
from approvals import attendance
from approvals.models import UNIT_ROLES, Case
from approvals.statistics import Period
from monitoring.figures import IN_HAND_STATES
from monitoring.models import CARD_LEVELS, Camera, Card, Finding, Level

Tier = Organisation.Level
BELOW = {Tier.TOWN: Tier.VILLAGE, Tier.VILLAGE: Tier.VILLAGE}  # level of a board → whose lines it lists


def warnings_daily(scope: str, days: list[date]) -> list[int]:
    """Pre-warnings of each day."""
    found = Finding.objects.filter(level=Level.WARNING, organisation__path__startswith=scope)
    return per_day(found, "issued_at", days)


def in_hand_daily(scope: str, days: list[date], now: int) -> list[int]:
    """How many cases were open at the end of each day: `now`, less what came after that day, plus what ended after it.

    A case is counted where it is today; one that was sent up since is counted there for the days before as well.
    """
    cases = Case.objects.filter(organisation__path__startswith=scope)
    came, ended = (per_day(cases, name, days) for name in ("submitted_at", "closed_at"))
    series, open_now = [], now
    for day_came, day_ended in zip(reversed(came), reversed(ended), strict=True):
        series.append(open_now)
        open_now += day_ended - day_came
    return series[::-1]


def per_day(rows, name: str, days: list[date]) -> list[int]:
    """How many rows have this moment in each of the working days; what falls on a rest day goes to the next one."""
    place, counts = 0, [0] * len(days)
    found = rows.filter(Period(days[0], days[-1]).within(name)).order_by().annotate(day=TruncDate(name))
    for day, count in sorted(found.values_list("day").annotate(Count("pk"))):
        while days[place] < day:
            place += 1
        counts[place] += count
    return counts


@dataclass(frozen=True)
class Seat:
    """One window today: who is there, and the cameras that look at it."""

    line: attendance.Line
    cameras: list[Camera]


@dataclass
class Hall:
    """One service hall today: the marks of its windows and the windows that need a look."""

    name: str
    seats: list[Seat] = field(default_factory=list)
    cameras: list[Camera] = field(default_factory=list)  # that look at the hall, not at one window

    @property
    def lines(self) -> list[attendance.Line]:
        return [seat.line for seat in self.seats]

    @property
    def counts(self) -> Counter:
        return attendance.sums(self.lines)

    @property
    def there(self) -> int:
        """Windows with somebody behind them, in time or late."""
        return self.counts["on_time"] + self.counts["late"]

    @property
    def absent(self) -> list[attendance.Line]:
        return [line for line in self.lines if line.mark == "missing"]


def halls(scope: str, today: date, now) -> list[Hall]:
    """The halls under a path with today's attendance of every window, the largest first."""
    posts = Post.objects.filter(window__isnull=False, role__in=UNIT_ROLES, organisation__path__startswith=scope)
    cameras = defaultdict(list)  # by window, or by the name of the hall
    for camera in Camera.objects.hanging().filter(organisation__path__startswith=scope):
        cameras[camera.window_id or camera.hall].append(camera)
    found: dict[str, Hall] = {}
    for line in attendance.of_day(posts.exclude(ended_on__lt=today), today, now):
        window = line.post.window
        found.setdefault(window.hall, Hall(window.hall, cameras=cameras[window.hall])).seats.append(
            Seat(line, cameras[window.pk])
        )
    return sorted(found.values(), key=lambda hall: -len(hall.seats))


def closing(scope: str, month: Period) -> dict[str, int]:
    """The month's cards on their way: issued, answered, under supervision now, closed; and how many were replaced."""
    cards = Card.objects.filter(month.within("issued_at"), finding__organisation__path__startswith=scope).order_by()
    states = Card.State
    return cards.exclude(state=states.PENDING).aggregate(
        issued=Count("pk", distinct=True),
        replaced=Count("pk", filter=Q(superseded_by__isnull=False), distinct=True),
        answered=Count("pk", filter=Q(answers__isnull=False), distinct=True),
        supervised=Count("pk", filter=Q(state=states.SUPERVISED), distinct=True),
        closed=Count("pk", filter=Q(state=states.CLOSED), distinct=True),
    )


@dataclass
class Below:
    """A town or village: what lies there, what it sent up this month, its cards of this month."""

    unit: Organisation
    open: int = 0
    sent_up: int = 0
    cards: Counter = field(default_factory=Counter)

    @property
    def yellow(self) -> int:
        return self.cards[Level.YELLOW]

    @property
    def red(self) -> int:
        return self.cards[Level.RED]


def below(place: Organisation, month: Period) -> list[Below]:
    """The board of a town lists its villages, that of a village itself; busy ones first."""
    units = Organisation.objects.within(place).filter(level=BELOW[place.level])
    lines = {unit.pk: Below(unit) for unit in units}
    open_cases = Case.objects.filter(organisation__in=lines, state__in=IN_HAND_STATES).order_by()
    sent = Case.objects.filter(month.within("submitted_at"), origin__in=lines).exclude(organisation__in=lines)
    for unit, count in open_cases.values_list("organisation").annotate(Count("pk")):
        lines[unit].open = count
    for unit, count in sent.order_by().values_list("origin").annotate(Count("pk")):
        lines[unit].sent_up = count
    found = Finding.objects.filter(month.within("issued_at"), organisation__in=lines, level__in=CARD_LEVELS)
    for unit, level, count in found.order_by().values_list("organisation", "level").annotate(Count("pk")):
        lines[unit].cards[level] = count
    return sorted(lines.values(), key=lambda line: (-line.red, -line.yellow, -line.open, line.unit.sort))


def places(scope: str) -> dict[str, list[Organisation]]:
    """The units a board can be narrowed to, by level: "department", "town", "village"."""
    found = defaultdict(list)
    for unit in Organisation.objects.filter(path__startswith=scope).select_related("parent").order_by("sort", "pk"):
        found[unit.level].append(unit)
    return found
