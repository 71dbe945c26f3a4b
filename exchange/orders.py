"""Events about orders: each step is entered through the actions of complaints, or refused with the reason.

An event that does not fit goes to the error queue like any other bad line; when the one that was missing arrives,
it is tried again. Contact data is not taken in through this interface: the platform that took the call visits back.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import ROBOT
from complaints.actions import Contact, Filing, receive
from complaints.actions.reported import Report, report
from complaints.models import Category, Channel, Kind
from exchange.models import ForeignOrder, SourceSystem
from exchange.names import Names
from exchange.problems import Bad
from monitoring.events import Event
from records.refusal import Refused

FAMILY = "order."
PERSONAL = {"name", "telephone", "phone", "mobile", "email", "address", "id_number", "caller"}
KINDS = {"hotline": Kind.COMPLAINT}  # all other kinds have the same name here
TITLE = "12345工单{number}"
MISSING = "order"  # field of the fault of a step whose order is not there yet


def is_about_order(body) -> bool:
    return isinstance(body, dict) and str(body.get("type", "")).startswith(FAMILY)


def without_people(body: dict) -> dict:
    """The event without who called: these keys are neither stored nor answered for."""
    return {key: value for key, value in body.items() if key not in PERSONAL}


def entered(source: SourceSystem, fresh: list, names: Names) -> tuple[list, list[Bad]]:
    """Enter the steps among these new events by the order of their time; returns what fits and what does not."""
    steps = sorted((one for one in fresh if one.event.type.startswith(FAMILY)), key=lambda one: one.event.at)
    known = by_number(source, {one.event.about for one in steps})
    wrong = {id(one): fault for one in steps if (fault := attempt(source, one, known, names))}
    return [one for one in fresh if id(one) not in wrong], list(wrong.values())


def by_number(source: SourceSystem, numbers: Iterable[str]) -> dict[str, ForeignOrder]:
    rows = ForeignOrder.objects.filter(source=source, number__in=list(numbers)).select_related("order")
    return {row.number: row for row in rows}


def attempt(source: SourceSystem, one, known: dict[str, ForeignOrder], names: Names) -> Bad | None:
    """One step, in a savepoint of its own; the fault, if it cannot be entered."""
    event: Event = one.event
    try:
        with transaction.atomic():
            enter(source, event, known, names)
    except Refused as refusal:
        about = {"text": one.text, "event_id": event.id}
        value = event.about if refusal.field == MISSING else ""
        return Bad(one.line, refusal.field or "type", str(refusal.message), value=value, **about)
    return None


def enter(source: SourceSystem, event: Event, known: dict[str, ForeignOrder], names: Names):
    """Raises Refused that names the field."""
    what, link = event.type.removeprefix(FAMILY), known.get(event.about)
    if what == "received":
        if link is not None:
            raise Refused(None, _("This order was received before."), field="order")
        known[event.about] = begun(source, event, names)
        return
    if link is None:
        raise Refused(None, _("The order has not been told yet: order.received is missing."), field=MISSING)
    if event.at < link.told_at:
        raise Refused(None, _("A later step of this order has been told already."), field="at")
    told = Report(what, names.units.get(event.organisation), said(event), event.detail.get("days"), event.actor)
    report(link.order, told, now=event.at)
    link.told_at = event.at
    link.save(update_fields=["told_at"])


def said(event: Event) -> str:
    return event.detail.get("text") or event.detail["reason"]


def begun(source: SourceSystem, event: Event, names: Names) -> ForeignOrder:
    """The order, through the one intake; who called stays with the source."""
    detail, number = event.detail, event.about
    title = detail["title"] or TITLE.format(number=number)
    filing = Filing(
        kind=KINDS.get(detail["kind"], detail["kind"]) or Kind.COMPLAINT,
        title=title[:100],
        text=detail["text"] or detail["reason"] or title,
        channel=Channel.HOTLINE,
        category=Category.objects.offered().filter(code=detail["category"]).first(),
        place=detail["place"][:200],
        addressed=names.units.get(event.organisation),
        source_number=number[:60],
        contact=Contact(),
    )
    order = receive(filing, by=ROBOT, now=event.at)
    return ForeignOrder.objects.create(source=source, number=number, order=order, told_at=event.at)
