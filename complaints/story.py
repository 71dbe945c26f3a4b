"""The course of one order as a person reads it: the points of its timeline and the next thing to happen."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.flow import LINKS
from complaints.models import Order, Visit
from deadlines.words import with_weekday
from records.models import Entry

State = Order.State
TITLES = {
    "complaints.order.received": gettext_lazy("Order received"),
    "complaints.order.assigned": gettext_lazy("Assigned to a unit"),
    "complaints.order.split": gettext_lazy("Split into parts"),
    "complaints.order.returned": gettext_lazy("Returned by the unit"),
    "complaints.order.accepted": gettext_lazy("Taken by the unit"),
    "complaints.order.noted": gettext_lazy("Words on the way"),
    "complaints.longer.asked": gettext_lazy("Longer term asked for"),
    "complaints.longer.granted": gettext_lazy("Longer term granted"),
    "complaints.longer.refused": gettext_lazy("Longer term refused"),
    "complaints.reply.proposed": gettext_lazy("Answer waits for a signature"),
    "complaints.reply.returned": gettext_lazy("Answer sent back to its author"),
    "complaints.order.replied": gettext_lazy("Answered"),
    "complaints.order.visited": gettext_lazy("Complainant visited back"),
    "complaints.order.handled_again": gettext_lazy("Second handling"),
    "complaints.order.closed": gettext_lazy("Closed"),
    "complaints.order.reopened": gettext_lazy("Reopened"),
    "complaints.order.withdrawn": gettext_lazy("Withdrawn"),
    "complaints.order.refused": gettext_lazy("Not to be handled"),
    "complaints.order.merged": gettext_lazy("Merged into another"),
}
INSIDE = {  # what stays between the offices
    "complaints.order.returned",
    "complaints.longer.asked",
    "complaints.longer.refused",
    "complaints.reply.proposed",
    "complaints.reply.returned",
}
PRESENT = {  # state → the link that is being worked on
    State.RECEIVED: "assigned",
    State.RETURNED: "assigned",
    State.ASSIGNED: "handling",
    State.HANDLING: "replied",
    State.SECOND: "replied",
    State.REPLIED: "closed",
}


@dataclass(frozen=True)
class Point:
    """One point of the timeline. `look`: past, now or todo."""

    title: str
    text: str
    look: str
    at: datetime | None = None
    who: str = ""


def entries(order: Order):
    """What is on record about the order, oldest first."""
    told = Entry.objects.about(order).filter(verb__in=TITLES)
    return told.select_related("actor", "organisation").order_by("pk")


def detail(entry) -> str:
    """What the entry says beside its title, from its own facts."""
    body = entry.body
    if entry.verb == "complaints.order.visited":
        return stars_in_words(body)
    return body.get("reason") or ""


def stars_in_words(body: dict) -> str:
    if body.get("stars") is None:
        return _("Nobody could be reached.")
    grade = str(Visit.Stars(body["stars"]).label)
    return _("%(grade)s (by default)") % {"grade": grade} if body.get("way") == Visit.Way.DEFAULT else grade


def past(entry, units: dict[str, str]) -> Point:
    """An entry as a point; an assignment names its unit."""
    unit = units.get(entry.body.get("unit"), "")
    who = " ".join(filter(None, [entry.organisation and entry.organisation.short_name, str(entry.actor or "")]))
    return Point(str(TITLES[entry.verb]), unit or detail(entry), "past", entry.happened_at, who)


def coming(order: Order) -> list[Point]:
    """The links that are still to come; none when the order has ended."""
    names = [name for name, _words in LINKS]
    if order.state not in PRESENT:
        return []
    here = names.index(PRESENT[order.state])
    return [
        Point(str(words), "", "now" if place == here else "todo")
        for place, (_n, words) in enumerate(LINKS)
        if place >= here
    ]


def timeline(order: Order, *, outside: bool) -> list[Point]:
    """What has happened and what is to come. `outside`: without what stays between the offices."""
    told = [entry for entry in entries(order) if not (outside and entry.verb in INSIDE)]
    units = dict(order.assignments.values_list("organisation__code", "organisation__name"))
    return [past(entry, units) for entry in told] + coming(order)


@dataclass(frozen=True)
class Next:
    """The next thing to happen, for the complainant."""

    tone: str
    icon: str
    title: str
    text: str


def unit_answers(order: Order) -> Next:
    until = with_weekday(order.clock.due_on) if order.clock and order.clock.is_running else ""
    text = _("%(unit)s answers by %(until)s.") if until else _("%(unit)s works on it.")
    return Next("", "clock", _("It is being handled"), text % {"unit": order.organisation.name, "until": until})


def next_thing(order: Order) -> Next:
    """Where it is, who has it, until when, what the complainant can do."""
    if order.state in Order.WITH_HOTLINE:
        text = _("The hotline office assigns it to the unit in charge within one working day.")
        return Next("", "clock", _("It is being assigned"), text)
    if order.state in Order.WITH_UNIT:
        return unit_answers(order)
    if order.state == State.REPLIED:
        return Next(
            "warn", "star", _("Are you satisfied?"), _("Please say so within seven days; otherwise it is closed.")
        )
    if order.state == State.CLOSED:
        return Next(
            "ok", "check", _("Closed"), _("Is something still not settled? You may open it again within thirty days.")
        )
    return Next("", "info", str(order.get_state_display()), order.reason)
