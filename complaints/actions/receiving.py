"""One intake for every door: write the order down, number it, start its clocks, route it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from accounts.models import Organisation
from complaints import codes, pepper, routing
from complaints.actions.assigning import give
from complaints.actions.common import start, unnamed, within
from complaints.flow import DISPATCH, MOST_FILES
from complaints.models import Category, Channel, Complainant, Kind, Order, Reference, Secret
from complaints.numbers import next_order_number
from complaints.offices import county, discipline_of, hotline_of, leaders_of
from deadlines.plan import Unit
from records.actions import deed, record
from records.attachments import bind
from records.deeds import needed
from records.models import Attachment
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
    puzzle: str = ""  # of the form of an anonymous one (complaints.puzzle); its code follows from it


COPIED = [
    *("kind", "channel", "category", "area", "place", "addressed", "accused"),
    *("is_urgent", "asked_public", "source_number"),
]


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


@deed(makes=True, named=False)
def receive(filing: Filing, *, by, now, files=()) -> Order:
    """Take in one order through any door; `files` are own unbound uploads.

    It is numbered, gets the term that holds for it and goes where the published routes send it; what fits none waits
    for the dispatcher. Raises Refused that names the field.
    """
    named = outside_the_seal(by, filing)
    check(filing, files)
    order = Order(
        title=filing.title.strip(),
        text=filing.text.strip(),
        is_confidential=is_confidential(filing),
        is_anonymous=filing.contact is None,
        county_path=county().path,
        received_at=now,
        received_by=by.user if by.is_staff_member else None,
        **{name: getattr(filing, name) for name in COPIED},
    )
    order.term = routing.term_of(order)
    order.number = next_order_number(now)
    order.save()
    know(order, filing, by)
    refer(order, filing.about)
    if files and take_files(files, order, by, named, now) != len(files):
        raise Refused(None, _("One of the files is not here any more; please upload it again."), field="files")
    record("complaints.order.received", order, actor=unnamed(by), now=now, **facts(order))
    send_on(order, now, taken_by=filing.taken_by)
    return order


def facts(order: Order) -> dict:
    """What the record says of a receipt; nothing of who wrote it."""
    return {"number": order.number, "kind": order.kind, "channel": order.channel, "anonymous": order.is_anonymous}


def is_confidential(filing: Filing) -> bool:
    """Matters of discipline: by their category, and every report about an office (检举控告)."""
    about_office = filing.kind == Kind.REPORT and filing.accused is not None
    return about_office or (filing.category is not None and filing.category.is_confidential)


def outside_the_seal(by, filing: Filing):
    """Who stands outside the seal: staff, and citizens with a name in what is not confidential; else nobody."""
    hidden = filing.contact is None or is_confidential(filing)
    return by if by.is_staff_member or not hidden else ROBOT


def take_files(files, order: Order, by, named, now) -> int:
    """Bind own uploads; those of somebody who must not be known belong to nobody from now on. Returns how many."""
    if named is not by:
        mine = Attachment.objects.unbound().filter(pk__in=[file.pk for file in files], uploader=by.user)
        mine.update(uploader=None)
    return bind(files, order, by=named, now=now)


def know(order: Order, filing: Filing, by):
    """Seal who it was, in the one place for it. An anonymous author gets a code instead: `order.code`, only now."""
    if filing.contact is None:
        order.code = codes.new_code(filing.puzzle)
        puzzle = pepper.mark("puzzle", filing.puzzle) if filing.puzzle else None
        Secret.objects.create(order=order, digest=codes.mark(order.code), puzzle=puzzle)
    else:
        user = None if by.is_staff_member else by.user
        Complainant.sealing(order, user, **vars(filing.contact)).save(force_insert=True)


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
    elif is_kept_from_hotline(order) and (kept := keeper(order)):
        office, why = kept
        give(order, office, why=why, by=ROBOT, now=now)
    else:
        wait(order, now)


def keeper(order: Order) -> tuple[Organisation, str] | None:
    """Who has what the hotline office may not see, and why; nobody decides on a complaint about themselves."""
    offices = [
        (discipline_of(order.county_path), routing.KEPT_FROM_HOTLINE),
        (leaders_of(order.county_path), routing.ABOUT_DISCIPLINE),
    ]
    return next(((office, why) for office, why in offices if office and order.accused_id not in office.units), None)


def is_kept_from_hotline(order: Order) -> bool:
    """Confidential matters, and complaints about the office that dispatches them."""
    return order.is_confidential or order.accused_id in hotline_of(order.county_path).units


def wait(order: Order, now):
    """It waits for the dispatcher, who owes the assignment."""
    term = order.term
    if term is not None and term.dispatch:
        order.step_clock = start(order, DISPATCH, within(term.dispatch, Unit(term.dispatch_unit)), since=now)
        order.save(update_fields=["step_clock"])
