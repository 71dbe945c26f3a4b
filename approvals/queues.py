"""The lists of the desk: which cases wait for whom and how much time each has left. Values in, plain rows out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case as Choose,
)
from django.db.models import (
    CharField,
    Count,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from approvals.models import Case, Correction, Item
from deadlines import calendar as calendars
from deadlines.actions import midnight
from deadlines.workdays import Calendar

ACCEPTANCE_DAYS = 5  # 行政许可法 第三十二条: within five days the applicant is told what is missing
DELIVERY_DAYS = 10  # 行政许可法 第四十四条: within ten days of the decision the document is handed over
METER = 120  # pixels of a full bar in a list
NEVER = date.max  # sorts after every case whose time runs
State = Case.State
CLOSED = [State.DELIVERED, State.REFUSED, State.WITHDRAWN]
ON_THE_SPOT = Q(item__handling=Item.Handling.IMMEDIATE)

# tile → (tone of its lamp, words); the order is that of the page
TILES = {
    "overdue": ("over", gettext_lazy("Overdue")),
    "today": ("warn", gettext_lazy("Due today")),
    "soon": ("warn", gettext_lazy("Due within one working day")),
    "normal": ("ok", gettext_lazy("In time")),
    "paused": ("pause", gettext_lazy("Standing still")),
    "finished": ("info", gettext_lazy("Finished today")),
}
STATES = Case.State.choices


def waiting_for(actor) -> Q:
    """The cases that this post can move on now."""
    window = Q(state__in=[State.SUBMITTED, State.CORRECTING, State.DECIDED])
    decision = Q(state=State.REVIEWED) & ~Q(reviewer=actor.user)  # nobody decides what they reviewed
    queues = {
        Role.CLERK: window | (Q(state=State.ACCEPTED) & ON_THE_SPOT),
        Role.REVIEWER: Q(state=State.ACCEPTED) & ~ON_THE_SPOT,
        Role.APPROVER: decision,
        Role.HEAD: decision,
    }
    return queues[actor.role]


def finished_today(actor, now) -> Q:
    """What the unit brought to an end today: for the window what it handed over, for the others what was decided."""
    morning = midnight(timezone.localdate(now))
    if actor.role == Role.CLERK:
        return Q(closed_at__gte=morning)
    return Q(decided_at__gte=morning, state__in=[State.DECIDED, State.DELIVERED])


def closed() -> Q:
    """Cases in which nobody owes anything any more."""
    return Q(state__in=CLOSED)


@dataclass(frozen=True)
class Today:
    """The day and the calendar that the lamps of a page are read from."""

    day: date
    calendar: Calendar

    @classmethod
    def at(cls, now: datetime) -> "Today":
        return cls(timezone.localdate(now), calendars.calendar())

    @property
    def last_working(self) -> date:
        """The last working day up to and including today: what was due before it is overdue."""
        return self.calendar.numbered(self.calendar.count(self.day))

    def ahead(self, days: int) -> date:
        return self.calendar.add(self.day, days)

    def left(self, due: date) -> int:
        """Working days left; 0 on the last day, negative when overdue."""
        return self.calendar.between(self.day, due)


def after(moment, days: int, today: Today):
    """The `days`-th working day after a moment, as SQL: exact as long as it is not overdue, close afterwards.

    The calendar lives in the process, so the statement carries the few days from which a term can still run:
    width_bucket finds the day's place among them. Older terms are over; they sort by their first possible end.
    """
    days_back = [today.day - timedelta(days=n) for n in range(4 * days, -1, -1)]
    dues = [today.calendar.add(day, days) for day in days_back]
    array = ArrayField(DateField())
    day = TruncDate(moment)
    place = Func(day, Value(days_back, array), function="width_bucket", output_field=IntegerField())
    due = Func(Value(dues, array), place, template="(%(expressions)s]", arg_joiner=")[", output_field=DateField())
    early = Func(day, Value(days), template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField())
    return Coalesce(due, early)


def timed(cases: QuerySet, today: Today, finished: Q) -> QuerySet:
    """The cases with `since` (when the present duty began), `due` and `tile`."""
    corrected = Correction.objects.filter(case=OuterRef("pk"), answered_at__isnull=False).order_by("-answered_at")
    handed_in = Coalesce(Subquery(corrected.values("answered_at")[:1]), F("submitted_at"))
    standing = Q(state=State.CORRECTING) | Q(state__in=Case.IN_HAND, clock__paused_on__isnull=False)
    since = Choose(When(state=State.DECIDED, then=F("decided_at")), default=handed_in)
    due = Choose(
        When(standing, then=Value(NEVER)),
        When(state=State.SUBMITTED, then=after(handed_in, ACCEPTANCE_DAYS, today)),
        When(state=State.DECIDED, then=after(F("decided_at"), DELIVERY_DAYS, today)),
        When(state__in=Case.IN_HAND, then=F("clock__due_on")),
        default=Value(NEVER),
        output_field=DateField(),
    )
    tile = Choose(
        When(finished, then=Value("finished")),
        When(standing, then=Value("paused")),
        When(due__lt=today.last_working, then=Value("overdue")),
        When(due__lt=today.ahead(1), then=Value("today")),
        When(due__lt=today.ahead(2), then=Value("soon")),
        default=Value("normal"),
        output_field=CharField(),
    )
    return cases.annotate(since=since, due=due).annotate(tile=tile)


def narrowed(cases: QuerySet, asked: dict) -> QuerySet:
    """The cases a filter form asks for; `asked` holds only what was typed validly."""
    conditions = [
        Q(**{lookup: asked[name]})
        for name, lookup in (("item", "item__code"), ("state", "state"), ("organisation", "organisation"))
        if asked.get(name)
    ]
    if asked.get("since"):
        conditions.append(Q(submitted_at__gte=midnight(asked["since"])))
    if asked.get("until"):
        conditions.append(Q(submitted_at__lt=midnight(asked["until"] + timedelta(days=1))))
    if asked.get("q"):
        conditions.append(named(asked["q"]))
    return cases.filter(*conditions)


def named(text: str) -> Q:
    """Number from its beginning, part of the applicant's name, the telephone or its last four digits."""
    found = Q(number__startswith=text.upper()) | Q(applicant_name__contains=text)
    if text.isdecimal() and len(text) == 4:
        found |= Q(telephone__endswith=text)
    return found | Q(telephone=text)


def tile_counts(cases: QuerySet) -> dict[str, int]:
    """How many timed cases stand behind each tile, in one statement."""
    counts = {name: Count("pk", filter=Q(tile=name)) for name in TILES}
    return cases.aggregate(**counts)


COLUMNS = {
    "code": F("item__code"),
    "item_name": F("item__name"),
    "handling": F("item__handling"),
    "unit": F("organisation__short_name"),
    "handler": Coalesce("approver__name", "reviewer__name", "clerk__name", Value("")),
    "promised": F("clock__promised"),
    "statutory": F("clock__statutory"),
    "extended": F("clock__extended_days"),
    "paused_on": F("clock__paused_on"),
    "used": F("clock__used_days"),
    "due_on": F("clock__due_on"),
}


def values(cases: QuerySet) -> QuerySet:
    """What a row of the list needs, and nothing more."""
    plain = ["pk", "number", "state", "applicant_name", "submitted_at", "since", "due", "tile"]
    return cases.values(*plain, **COLUMNS)


def terms(row: dict, today: Today) -> tuple[int | None, int | None, date | None]:
    """(used days, days allowed, last day) of the duty that is running in this row; None where no clock runs."""
    duty = {State.SUBMITTED: ACCEPTANCE_DAYS, State.DECIDED: DELIVERY_DAYS}.get(row["state"])
    if duty:
        began = timezone.localdate(row["since"])
        return max(0, today.calendar.between(began, today.day)), duty, today.calendar.add(began, duty)
    if row["promised"] is None:
        return None, None, None
    moves = row["statutory"] in (None, row["promised"])
    limit = row["promised"] + (row["extended"] if moves else 0)
    if row["used"] is not None:
        return row["used"], limit, row["due_on"]
    # due_on is the first day on which the whole limit is used, pauses included (deadlines.plan)
    return limit - today.calendar.between(row["paused_on"] or today.day, row["due_on"]), limit, row["due_on"]


def words(row: dict, due: date | None, today: Today) -> str:
    """What the lamp of a row says."""
    tile, states = row["tile"], dict(STATES)
    if tile == "finished":
        return states[row["state"]]
    if tile == "paused":
        return states[row["state"]] if row["state"] == State.CORRECTING else _("clock stands still")
    if tile == "today":
        return _("due today") if due == today.day else _("time is up, no working day")
    text = _("%(days)s working days over") if tile == "overdue" else _("%(days)s working days left")
    return text % {"days": abs(today.left(due))}


def days_used(used: int | None, limit: int | None) -> str:
    """ "3 / 7"; words for what is decided on the spot; nothing where no clock runs."""
    if limit == 0:
        return _("on the spot")
    return "" if used is None else f"{used} / {limit}"


def line(row: dict, today: Today) -> dict:
    """A row as the page prints it: every date and number is text already."""
    used, limit, due = terms(row, today)
    share = max(0, min(1, used / limit)) if limit else 0
    return {
        "number": row["number"],
        "item": row["item_name"],
        "unit": row["unit"],
        "applicant": row["applicant_name"],
        "state": dict(STATES)[row["state"]],
        "tone": "done" if row["tile"] == "finished" else TILES[row["tile"]][0],
        "words": words(row, due, today),
        "share": share,
        "used": days_used(used, limit),
        "barred": bool(limit),
        "meter": round(METER * share),
        "due": due.isoformat() if due else "",
        "submitted": timezone.localtime(row["submitted_at"]).strftime("%Y-%m-%d %H:%M"),
        "handler": row["handler"],
        "urgent": row["tile"] in ("overdue", "today"),
    }
