"""Patterns of how work is timed around its limits, shown as distributions for a person to judge; never a card.

Each pattern turns what happened in a period into observations with one number each. The share of observations in the
marked bins is compared between units and persons: what everybody does is the work, what one does alone is a question.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from statistics import median

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from approvals.models import Case
from approvals.statistics import Period, percent
from deadlines import actions as deadlines
from deadlines import calendar as calendars
from deadlines.models import Pause
from deadlines.plan import Span, Unit, used_days
from records.models import Entry

LAST_HOUR = time(16, 30)  # office closes at 17:30
LAST_HOUR_BIN = -1  # decided on the last day, in its last hour or after it
NEVER = 99  # days; not handed in again within a month
MONTH_DAYS = 30
BACKLOG_AT_LEAST, BACKLOG_TIMES = 5, 3  # decisions of one day, and against the person's median day
FEW = 10  # observations below which a share says nothing
HANDED_OVER = "approvals.case.handed_over"
POST_HANDED_OVER = ["approvals.post.handed_over", "approvals.post.clocks_passed_on"]


@dataclass(frozen=True)
class Seen:
    """One observation: where, whose, how much, about which cases."""

    unit: int
    person: int | None
    value: int
    cases: tuple[int, ...]
    on: object = None


@dataclass(frozen=True)
class Pattern:
    """`bins` are (highest value, label) in rising order; the first or last `marked` of them are looked at."""

    code: str
    title: str
    method: str
    counted: str
    bins: list[tuple[int, str]]
    observe: Callable[[str, Period], Iterable[Seen]]
    marked: Callable[[list[Seen]], set[int]]  # places of the observations to look at
    marked_bins: tuple[int, ...] = ()


@dataclass
class Share:
    """How many of the observations are marked, and how they lie over the bins."""

    pattern: Pattern
    seen: int = 0
    marked: int = 0
    bins: Counter = field(default_factory=Counter)

    def add(self, one: Seen, is_marked: bool):
        self.seen += 1
        self.marked += is_marked
        self.bins[bin_of(self.pattern, one.value)] += 1

    @property
    def rate(self) -> Decimal | None:
        return percent(self.marked, self.seen)

    @property
    def is_small(self) -> bool:
        return self.seen < FEW

    @property
    def columns(self) -> list[dict]:
        """The bins for a chart."""
        return [
            {"label": label, "value": self.bins[place], "marked": place in self.pattern.marked_bins}
            for place, (_top, label) in enumerate(self.pattern.bins)
        ]


def bin_of(pattern: Pattern, value: int) -> int:
    return next(place for place, (top, _label) in enumerate(pattern.bins) if value <= top)


@dataclass
class Distribution:
    """One pattern in one period: everybody together, each unit, each person, and the marked observations."""

    total: Share
    units: dict[int, Share]
    persons: dict[tuple[int, int | None], Share]
    marked: list[Seen]


def distribution(pattern: Pattern, scope: str, period: Period) -> Distribution:
    """Everything under an organisation path."""
    seen = list(pattern.observe(scope, period))
    places = pattern.marked(seen)
    total, units, persons = Share(pattern), {}, {}
    for place, one in enumerate(seen):
        who = (one.unit, one.person)
        for share in (
            total,
            units.setdefault(one.unit, Share(pattern)),
            persons.setdefault(who, Share(pattern)),
        ):
            share.add(one, place in places)
    marked = [one for place, one in enumerate(seen) if place in places]
    return Distribution(total, units, persons, marked)


def low(top: int) -> Callable[[list[Seen]], set[int]]:
    """Mark what is not above `top`."""
    return lambda seen: {place for place, one in enumerate(seen) if one.value <= top}


# decided in the last hour


def finished(scope: str, period: Period):
    """Promised cases decided in the period."""
    cases = Case.objects.filter(period.within("decided_at"), organisation__path__startswith=scope)
    return cases.filter(clock__promised__gt=0, approver__isnull=False).order_by("decided_at", "pk")


def last_hour(scope: str, period: Period) -> Iterator[Seen]:
    """How long before the end of the promise a case was decided; cases that were late are the cards' matter."""
    count = calendars.calendar().count
    in_time = finished(scope, period).filter(clock__met_on__lte=F("clock__due_on"))
    for pk, unit, person, decided, due in in_time.values_list(
        "pk", "organisation", "approver", "decided_at", "clock__due_on"
    ):
        moment = timezone.localtime(decided)
        left = count(due) - count(moment.date())
        at_the_end = moment.date() == due and moment.time() >= LAST_HOUR
        yield Seen(unit, person, LAST_HOUR_BIN if at_the_end else max(left, 0), (pk,), moment.date())


# paused on the day before the end


def paused_late(scope: str, period: Period) -> Iterator[Seen]:
    """How many working days of the promise were left on the day a clock was stopped."""
    calendar = calendars.calendar()
    pauses = Pause.objects.filter(
        from_on__gte=period.first,
        from_on__lte=period.last,
        deadline__name="promised",
        deadline__subject_type=ContentType.objects.get_for_model(Case),
        deadline__organisation__path__startswith=scope,
    )
    rows = pauses.select_related("deadline").prefetch_related("deadline__pauses").order_by("from_on", "pk")
    for pause in rows:
        clock = pause.deadline
        before = [Span(p.from_on, p.until_on) for p in clock.pauses.all() if p.pk < pause.pk]
        used = used_days(calendar, clock.started_on, pause.from_on, before, Unit(clock.unit))
        left = max(deadlines.current_promise(clock) - used, 0)
        yield Seen(clock.organisation_id, clock.responsible_id, left, (clock.subject_id,), pause.from_on)


# ended and handed in again


def resubmitted(scope: str, period: Period) -> Iterator[Seen]:
    """After how many days the same applicant handed in the same item again, when a case was refused or withdrawn."""
    ended = Case.objects.filter(
        period.within("closed_at"),
        organisation__path__startswith=scope,
        state__in=[Case.State.REFUSED, Case.State.WITHDRAWN],
    )
    names = ["pk", "organisation", "clerk", "closed_at", "id_number", "item__code"]
    rows = list(ended.order_by("closed_at", "pk").values_list(*names))
    again = handed_in_again({row[4] for row in rows}, period)
    for pk, unit, person, closed, applicant, item in rows:
        later = [(when, other) for when, other in again[applicant, item] if when > closed]
        days, cases = NEVER, (pk,)
        if later:
            when, other = min(later)
            gap = (timezone.localdate(when) - timezone.localdate(closed)).days
            days, cases = (gap, (pk, other)) if gap <= MONTH_DAYS else (NEVER, (pk,))
        yield Seen(unit, person, days, cases, timezone.localdate(closed))


def handed_in_again(applicants: set[str], period: Period) -> dict[tuple[str, str], list]:
    """(applicant, item) → (moment, case) of every application since the period began."""
    found = defaultdict(list)
    cases = Case.objects.filter(submitted_at__gte=period.start, id_number__in=applicants)
    for pk, when, applicant, item in cases.values_list("pk", "submitted_at", "id_number", "item__code"):
        found[applicant, item].append((when, pk))
    return found


# handed to somebody else shortly before the end


def reassigned(scope: str, period: Period) -> Iterator[Seen]:
    """How many working days were left when a case went to another person; coming back from an absence is none."""
    count = calendars.calendar().count
    for case, body, when in handed_over(scope, period):
        on = timezone.localdate(when)
        if body.get("from") != body.get("to"):
            left = max(count(case.clock.due_on) - count(on), 0)
            yield Seen(case.organisation_id, body.get("from"), left, (case.pk,), on)


def handed_over(scope: str, period: Period) -> Iterator[tuple]:
    """(case, what the entry says, when). Found by way of the posts: few entries are about posts."""
    posts = Entry.objects.filter(
        period.within("happened_at"),
        subject_type=ContentType.objects.get_for_model(Post),
        verb__in=POST_HANDED_OVER,
    )
    units = set(posts.values_list("organisation_id", flat=True))
    cases = Case.objects.filter(organisation__in=units, organisation__path__startswith=scope, clock__isnull=False)
    cases = cases.filter(Q(closed_at=None) | Q(closed_at__gte=period.start), submitted_at__lt=period.end)
    known = {case.pk: case for case in cases.select_related("clock")}
    entries = Entry.objects.filter(
        period.within("happened_at"),
        subject_type=ContentType.objects.get_for_model(Case),
        subject_id__in=known,
        verb=HANDED_OVER,
    )
    for number, body, when in entries.order_by("pk").values_list("subject_id", "body", "happened_at"):
        yield known[number], body, when


# a backlog finished on one day


def per_day(scope: str, period: Period) -> Iterator[Seen]:
    """How many promised cases one person decided on one day."""
    days = defaultdict(list)
    for pk, unit, person, decided in finished(scope, period).values_list(
        "pk", "organisation", "approver", "decided_at"
    ):
        days[unit, person, timezone.localdate(decided)].append(pk)
    for (unit, person, on), cases in days.items():
        yield Seen(unit, person, len(cases), tuple(cases), on)


def backlogs(seen: list[Seen]) -> set[int]:
    """Days with at least five decisions and three times as many as on the median day of the same person."""
    usual = defaultdict(list)
    for one in seen:
        usual[one.unit, one.person].append(one.value)
    limits = {who: max(BACKLOG_AT_LEAST, BACKLOG_TIMES * median(values)) for who, values in usual.items()}
    return {place for place, one in enumerate(seen) if one.value >= limits[one.unit, one.person]}


MOST = 10**6
DAYS_LEFT = [(0, _("last day")), (1, _("1 day")), (2, _("2 days")), (4, _("3–4 days")), (MOST, _("5 and more"))]
PATTERNS = [
    Pattern(
        "last-hour",
        _("Decided in the last hour"),
        _(
            "Every promised case decided in time, by the working days that were left; marked are those decided on the "
            "last day from 16:30 on. A few are natural. Many at one person may mean that files lie until the clock "
            "forces them."
        ),
        _("decisions in time"),
        [(LAST_HOUR_BIN, _("last hour")), *DAYS_LEFT],
        last_hour,
        low(LAST_HOUR_BIN),
        (0,),
    ),
    Pattern(
        "paused-late",
        _("Paused on the day before the end"),
        _(
            "Every pause of a promise, by the working days that were left on that day; marked are those with at most "
            "one. A hearing or an appraisal is usually known early. A pause at the last moment may be a way to stop "
            "the clock."
        ),
        _("pauses"),
        DAYS_LEFT,
        paused_late,
        low(1),
        (0, 1),
    ),
    Pattern(
        "resubmitted",
        _("Ended and handed in again"),
        _(
            "Every case that was refused or withdrawn, by the days until the same applicant handed in the same item "
            "again; marked are those within three days. Somebody may have been asked to withdraw so that the clock "
            "starts anew; it may also be an applicant who made a mistake."
        ),
        _("cases refused or withdrawn"),
        [
            (0, _("same day")),
            (1, _("next day")),
            (3, _("2–3 days")),
            (7, _("4–7 days")),
            (MONTH_DAYS, _("8–30 days")),
            (NEVER, _("not again")),
        ],
        resubmitted,
        low(3),
        (0, 1, 2),
    ),
    Pattern(
        "reassigned",
        _("Handed to somebody else near the limit"),
        _(
            "Every case that went to another person, by the working days that were left; marked are those with at "
            "most one. Illness is a good reason. Often the same sender may mean that cards are passed on."
        ),
        _("cases handed over"),
        DAYS_LEFT,
        reassigned,
        low(1),
        (0, 1),
    ),
    Pattern(
        "backlog",
        _("Backlog finished on one day"),
        _(
            "Every day of every person who decides, by the promised cases decided on it; marked are days with at "
            "least five and with three times as many as on the person's median day. A stack decided at once was "
            "hardly examined one by one."
        ),
        _("days of decisions"),
        [(1, "1"), (2, "2"), (4, "3–4"), (9, "5–9"), (19, "10–19"), (MOST, "20+")],
        per_day,
        backlogs,
        (3, 4, 5),
    ),
]
BY_CODE = {pattern.code: pattern for pattern in PATTERNS}
