"""The lists of the desk: which cases wait for whom and how much time each has left. Values in, plain rows out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from approvals.grams import named
from approvals.models import Branch, Case, Item
from deadlines import calendar as calendars
from deadlines.actions import midnight
from deadlines.workdays import Calendar

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
    asked = Exists(Branch.objects.filter(case=OuterRef("pk"), closed_at=None))  # the lead waits for opinions
    reviews = (Q(state=State.ACCEPTED) & ~ON_THE_SPOT & ~asked) | Q(state=State.FIRST_REVIEW)
    queues = {
        Role.CLERK: window | (Q(state=State.ACCEPTED) & ON_THE_SPOT),
        Role.REVIEWER: reviews,
        Role.APPROVER: decision,
        Role.HEAD: decision,
    }
    return Q(closed_at=None) & queues[actor.role]


def finished_today(actor, now) -> Q:
    """What the unit brought to an end today: for the window what it handed over, for the others what was decided."""
    morning = midnight(timezone.localdate(now))
    if actor.role == Role.CLERK:
        return Q(closed_at__gte=morning)
    decided = Q(decided_at__gte=morning, state__in=[State.DECIDED, State.DELIVERED])
    return decided & (Q(closed_at=None) | Q(closed_at__gte=morning))  # the same, in a way that an index answers


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


def timed(cases: QuerySet, today: Today, finished: Q) -> QuerySet:
    """The cases with `due`, the last day of what is owed first, and `tile`.

    The step clock is what the unit owes now; while a promise runs, whichever of the two ends first counts.
    """
    standing = Q(state=State.CORRECTING) | Q(state__in=Case.IN_HAND, clock__paused_on__isnull=False)
    due = Choose(
        When(standing | closed(), then=Value(NEVER)),
        When(state__in=Case.IN_HAND, then=Least("step_clock__due_on", "clock__due_on")),  # NULL is left out
        default=Coalesce("step_clock__due_on", Value(NEVER)),
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
    return cases.annotate(due=due).annotate(tile=tile)


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
    if is_open(asked):
        conditions.append(Q(closed_at=None))  # few of many: the partial index over what is open serves it
    return cases.filter(*conditions)


def is_open(asked: dict) -> bool:
    """Can only open cases fit what is asked for?"""
    state, tile = asked.get("state"), asked.get("tile")
    return (bool(state) and state not in CLOSED) or (bool(tile) and tile != "finished")


def tile_counts(cases: QuerySet) -> dict[str, int]:
    """How many timed cases stand behind each tile, in one statement."""
    counts = {name: Count("pk", filter=Q(tile=name)) for name in TILES}
    return cases.aggregate(**counts)


PLAIN = ["pk", "number", "state", "applicant_name", "submitted_at", "due", "tile"]
OF_CLOCK = {  # column of a row → field of the promise's clock
    "promised": "promised",
    "statutory": "statutory",
    "extended": "extended_days",
    "paused_on": "paused_on",
    "used": "used_days",
    "due_on": "due_on",
}
COLUMNS = {
    "code": F("item__code"),
    "item_name": F("item__name"),
    "handling": F("item__handling"),
    "unit": F("organisation__short_name"),
    "handler": Coalesce("approver__name", "reviewer__name", "clerk__name", Value("")),
    "step_days": F("step_clock__promised"),
    "step_due": F("step_clock__due_on"),
} | {name: F(f"clock__{field}") for name, field in OF_CLOCK.items()}


def values(cases: QuerySet) -> QuerySet:
    """What a row of the list needs, and nothing more."""
    return cases.values(*PLAIN, **COLUMNS)


def of_case(case: Case) -> dict:
    """The row of one case that was loaded with its clocks and people and went through `timed`."""
    clock, step = case.clock, case.step_clock
    row = {name: getattr(case, name) for name in PLAIN}
    row |= {"code": case.item.code, "item_name": case.item.name, "handling": case.item.handling}
    row |= {"unit": case.organisation.short_name, "handler": str(case.approver or case.reviewer or case.clerk or "")}
    row |= {name: getattr(clock, field, None) for name, field in OF_CLOCK.items()}
    return row | {"step_days": getattr(step, "promised", None), "step_due": getattr(step, "due_on", None)}


def terms(row: dict, today: Today) -> tuple[int | None, int | None, date | None]:
    """(used days, days allowed, last day) of what the lamp of this row speaks of; None where no clock runs."""
    if row["due"] == row["step_due"] and row["tile"] != "finished":
        return spent(row["step_days"], row["step_due"], today.day, today), row["step_days"], row["step_due"]
    return promise(row, today)


def promise(row: dict, today: Today) -> tuple[int | None, int | None, date | None]:
    """(used days, days allowed, last day) of the promise to the applicant; None before acceptance."""
    if row["promised"] is None:
        return None, None, None
    moves = row["statutory"] in (None, row["promised"])
    limit = row["promised"] + (row["extended"] if moves else 0)
    if row["used"] is not None:
        return row["used"], limit, row["due_on"]
    return spent(limit, row["due_on"], row["paused_on"] or today.day, today), limit, row["due_on"]


def spent(limit: int, due: date, day: date, today: Today) -> int:
    """Days used by this day: `due` is the first on which the whole limit is, pauses included (deadlines.plan)."""
    return max(0, limit - today.calendar.between(day, due))


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
