"""One intake for every door: write the order down, number it, start its clocks, route it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from accounts.models import Organisation
from complaints import routing
from complaints.actions.assigning import give
from complaints.actions.common import needed, repeated, start, within
from complaints.flow import DISPATCH, MOST_FILES
from complaints.models import Category, Channel, Complainant, Kind, Order, Reference
from complaints.numbers import next_order_number
from complaints.offices import county, discipline_of, hotline_of
from deadlines.plan import Unit
from records.actions import deed, record
from records.attachments import bind
from records.models import FormKey
from records.refusal import Refused
from records.subjects import subject_of


@dataclass(frozen=True)
class Contact:
    """Who wrote, as typed. None of it is ever stored outside `Complainant`."""

    name: str = ""
    telephone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Filing:
    """What somebody wants, as typed. `contact` None: anonymous. `about` are things of ours: a case, a window.

    `taken_by` is a unit that has taken it on where people heard it (on the air, in a session): no route is asked.
    """

    kind: str
    title: str
    text: str
    channel: str = Channel.WEB
    category: Category | None = None
    area: Organisation | None = None
    place: str = ""
    addressed: Organisation | None = None
    accused: Organisation | None = None
    is_urgent: bool = False
    asked_public: bool = False
    source_number: str = ""
    contact: Contact | None = None
    taken_by: Organisation | None = None
    about: tuple[Any, ...] = field(default=())


COPIED = [
    *("kind", "channel", "category", "area", "place", "addressed", "accused"),
    *("is_urgent", "asked_public", "source_number"),
]


def is_anonymous(filing: Filing, by) -> bool:
    """Nobody is known: no account that wrote it, no way to call back."""
    return filing.contact is None


def check(filing: Filing, files):
    """Raise Refused that names the field of what cannot be taken."""
    needed(filing.title, "title")
    needed(filing.text, "text")
    if filing.kind not in Kind.values:
        raise Refused(None, _("Please choose what you want: ask, suggest, complain or report."), field="kind")
    if filing.kind == Kind.EFFICIENCY and filing.accused is None:
        raise Refused(None, _("Please name the unit that you complain of."), field="accused")
    if len(files) > MOST_FILES:
        words = _("At most %(count)s files can be handed in with one order.")
        raise Refused(None, words % {"count": MOST_FILES}, field="files")


@deed
def receive(filing: Filing, *, by, now, files=(), key=None) -> Order:
    """Take in one order through any door; `files` are own unbound uploads.

    It is numbered, gets the term that holds for it and goes where the published routes send it; what fits none waits
    for the dispatcher. Raises Refused that names the field.
    """
    if repeated(by, key):
        return FormKey.result(by.user, key)
    check(filing, files)
    order = Order(
        title=filing.title.strip(),
        text=filing.text.strip(),
        is_confidential=filing.category is not None and filing.category.is_confidential,
        is_anonymous=is_anonymous(filing, by),
        county_path=county().path,
        received_at=now,
        received_by=by.user if by.is_staff_member else None,
        **{name: getattr(filing, name) for name in COPIED},
    )
    order.term = routing.term_of(order)
    order.number = next_order_number(now)
    order.save()
    know(order, filing.contact, by)
    refer(order, filing.about)
    if files and bind(files, order, by=by, now=now) != len(files):
        raise Refused(None, _("One of the files is not here any more; please upload it again."), field="files")
    record("complaints.order.received", order, actor=unnamed(by, order), now=now, **facts(order))
    send_on(order, now, taken_by=filing.taken_by)
    if key is not None:
        FormKey.remember(by.user, key, order)
    return order


def facts(order: Order) -> dict:
    """What the record says of a receipt; nothing of who wrote it."""
    return {"number": order.number, "kind": order.kind, "channel": order.channel, "anonymous": order.is_anonymous}


def unnamed(by, order: Order):
    """Who stands in the record: staff, and named complainants by their account; never an anonymous one."""
    return ROBOT if order.is_anonymous and not by.is_staff_member else by


def know(order: Order, contact: Contact | None, by):
    """Write down who it was, in the one place for it."""
    if contact is None:
        return
    user = None if by.is_staff_member else by.user
    Complainant.objects.create(order=order, user=user, **vars(contact))


def refer(order: Order, things):
    """Point at what the order is about."""
    for thing in things:
        told = subject_of(thing)
        words = " ".join(filter(None, [told.number, told.title])) or str(thing)
        Reference.objects.create(order=order, subject=thing, words=words[:200])


def send_on(order: Order, now, taken_by=None):
    """Along the routes; what nobody at the hotline may see goes to the discipline office; the rest waits."""
    way = routing.way(order)
    if taken_by is not None and not is_kept_from_hotline(order):
        in_public = order.channel in routing.IN_PUBLIC
        give(order, taken_by, why=routing.TAKEN_ON[order.channel], by=ROBOT, now=now, designated=in_public)
    elif way is not None and way.automatic:
        give(order, way.unit, why=way.why, by=ROBOT, now=now)
    elif is_kept_from_hotline(order) and (office := discipline_of(order.county_path)):
        give(order, office, why=routing.KEPT_FROM_HOTLINE, by=ROBOT, now=now)
    else:
        wait(order, now)


def is_kept_from_hotline(order: Order) -> bool:
    """Confidential matters, and complaints about the office that dispatches them."""
    return order.is_confidential or order.accused_id == hotline_of(order.county_path).pk


def wait(order: Order, now):
    """It waits for the dispatcher, who owes the assignment."""
    term = order.term
    if term is not None and term.dispatch:
        order.step_clock = start(order, DISPATCH, within(term.dispatch, Unit(term.dispatch_unit)), since=now)
        order.save(update_fields=["step_clock"])
