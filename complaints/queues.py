"""The lists of the desks: which orders wait for whom and how much time each has left. Values in, plain rows out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as Choose
from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from complaints.models import Channel, Kind, LongerTerm, Order, Reply
from complaints.models.orders import HOTLINE_ROLES
from deadlines import calendar as calendars
from deadlines.actions import midnight
from deadlines.workdays import Calendar

NEVER = date.max  # sorts after every order whose time runs
State = Order.State

# tile → (tone of its lamp, words); the order is that of the page
TILES = {
    "overdue": ("over", gettext_lazy("Overdue")),
    "today": ("warn", gettext_lazy("Due today")),
    "soon": ("warn", gettext_lazy("Due within one working day")),
    "normal": ("ok", gettext_lazy("In time")),
}
# Of the hotline office: what its people look for first. Tile → tone, words, which orders.
HOTLINE_TILES = {
    "received": ("warn", gettext_lazy("To be assigned"), lambda actor: Q(state=State.RECEIVED)),
    "returned": ("over", gettext_lazy("Returned by units"), lambda actor: Q(state=State.RETURNED)),
    "replied": ("info", gettext_lazy("To be visited back"), lambda actor: Q(state=State.REPLIED, parent=None)),
    "split": (
        "ok",
        gettext_lazy("Split, to be answered by us"),
        lambda actor: Q(state__in=Order.WITH_UNIT, organisation=actor.organisation),
    ),
    "units": (
        "info",
        gettext_lazy("With the units"),
        lambda actor: Q(state__in=Order.WITH_UNIT) & ~Q(organisation=actor.organisation),
    ),
}


@dataclass(frozen=True)
class Today:
    """The day and the calendar that the lamps of a page are read from."""

    now: datetime
    day: date
    calendar: Calendar

    @classmethod
    def at(cls, now: datetime) -> "Today":
        return cls(now, timezone.localdate(now), calendars.calendar())

    @property
    def last_working(self) -> date:
        """The last working day up to and including today: what was due before it is overdue."""
        return self.calendar.numbered(self.calendar.count(self.day))

    def ahead(self, days: int) -> date:
        return self.calendar.add(self.day, days)

    def left(self, due: date) -> int:
        """Working days left; 0 on the last day, negative when overdue."""
        return self.calendar.between(self.day, due)


def waiting_for(actor) -> Q:
    """The open orders of the unit that this post can move on: its own and those nobody has taken yet.

    Who leads the unit sees all of them, with what waits for a signature.
    """
    mine = Q(organisation=actor.organisation, state__in=Order.WITH_UNIT)
    if actor.holds(Role.CLERK, Role.REVIEWER):
        return mine & (Q(handler=None) | Q(handler=actor.user))
    return mine


def timed(orders: QuerySet, today: Today) -> QuerySet:
    """The orders with `due`, the last day of what is owed first, and `tile`."""
    due = Choose(
        When(state__in=Order.OPEN, then=Coalesce(Least("step_clock__due_on", "clock__due_on"), Value(NEVER))),
        default=Value(NEVER),
        output_field=DateField(),
    )
    late_by_hours = Q(state__in=Order.OPEN, step_clock__due_at__lt=today.now)
    tile = Choose(
        When(late_by_hours, then=Value("overdue")),
        When(due__lt=today.last_working, then=Value("overdue")),
        When(due__lt=today.ahead(1), then=Value("today")),
        When(due__lt=today.ahead(2), then=Value("soon")),
        default=Value("normal"),
        output_field=CharField(),
    )
    return orders.annotate(due=due).annotate(tile=tile)


SIMPLE = {
    "kind": "kind",
    "state": "state",
    "channel": "channel",
    "unit": "organisation",
    "category": "category__path__startswith",
}


def narrowed(orders: QuerySet, asked: dict) -> QuerySet:
    """The orders a filter form asks for; `asked` holds only what was typed validly."""
    conditions = [Q(**{lookup: asked[name]}) for name, lookup in SIMPLE.items() if asked.get(name)]
    if asked.get("since"):
        conditions.append(Q(received_at__gte=midnight(asked["since"])))
    if asked.get("until"):
        conditions.append(Q(received_at__lt=midnight(asked["until"] + timedelta(days=1))))
    if asked.get("q"):
        text = asked["q"]
        conditions.append(Q(number__startswith=text.upper()) | Q(title__icontains=text) | Q(source_number=text))
    return orders.filter(*conditions)


def tile_counts(orders: QuerySet) -> dict[str, int]:
    """How many timed orders stand behind each tile, in one statement."""
    return orders.aggregate(**{name: Count("pk", filter=Q(tile=name)) for name in TILES})


def hotline_counts(orders: QuerySet, actor) -> dict[str, int]:
    """How many orders stand behind each tile of the hotline office, in one statement."""
    return orders.aggregate(
        **{name: Count("pk", filter=which(actor)) for name, (_tone, _words, which) in HOTLINE_TILES.items()}
    )


PLAIN = ["pk", "number", "title", "kind", "channel", "state", "is_urgent", "round", "received_at", "due", "tile"]
COLUMNS = {
    "unit": Coalesce("organisation__short_name", Value("")),
    "handler_name": Coalesce("handler__name", Value("")),
    "until": F("step_clock__due_at"),
    "promised": F("clock__promised"),
    "promised_unit": F("clock__unit"),
    "category_name": Coalesce("category__name", Value("")),
    "part_of": F("parent__number"),
}


def values(orders: QuerySet) -> QuerySet:
    """What a row of the list needs, and nothing more."""
    asked = LongerTerm.objects.filter(order=OuterRef("pk"), state=LongerTerm.State.OPEN)
    proposed = Reply.objects.filter(order=OuterRef("pk"), state=Reply.State.PROPOSED)
    return orders.annotate(longer=Exists(asked), to_sign=Exists(proposed)).values(
        *PLAIN, "longer", "to_sign", **COLUMNS
    )


def words(row: dict, today: Today) -> str:
    """What the lamp of a row says."""
    if row["due"] == NEVER:
        return str(State(row["state"]).label)
    if row["until"] and row["state"] == State.ASSIGNED:
        return _("take it by %(until)s") % {"until": f"{timezone.localtime(row['until']):%m-%d %H:%M}"}
    left = today.left(row["due"])
    if row["tile"] == "today":
        return _("due today")
    text = _("%(days)s working days over") if row["tile"] == "overdue" else _("%(days)s working days left")
    return text % {"days": max(abs(left), 1 if row["tile"] == "overdue" else 0)}


def tone(row: dict) -> str:
    if row["due"] == NEVER:
        return "done" if row["state"] in Order.ENDED else "info"
    return TILES[row["tile"]][0]


def marks(row: dict) -> list[str]:
    """What else a handler has to know at a glance."""
    known = [
        (row["is_urgent"], _("urgent")),
        (row["round"] > 1 and row["state"] not in Order.ENDED, _("again")),
        (row["part_of"], _("assisting")),
        (row["longer"], _("longer term asked")),
        (row["to_sign"], _("to be signed")),
    ]
    return [text for holds, text in known if holds]


def line(row: dict, today: Today) -> dict:
    """A row as the page prints it: every date and number is text already."""
    return {
        "number": row["number"],
        "title": row["title"],
        "about": " · ".join(filter(None, [str(Kind(row["kind"]).label), row["category_name"]])),
        "channel": str(Channel(row["channel"]).label),
        "state": str(State(row["state"]).label),
        "unit": row["unit"],
        "handler": row["handler_name"],
        "tone": tone(row),
        "words": words(row, today),
        "marks": marks(row),
        "due": "" if row["due"] == NEVER else row["due"].isoformat(),
        "received": timezone.localtime(row["received_at"]).strftime("%Y-%m-%d %H:%M"),
        "urgent": row["due"] != NEVER and row["tile"] in ("overdue", "today"),
    }


def watches(actor) -> bool:
    """Does this post see the orders of many units?"""
    return actor.holds(*HOTLINE_ROLES, Role.INSPECTOR, Role.LEADER)
