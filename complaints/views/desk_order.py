"""The page of one order at the desk: the facts left, the deeds that may follow right, one address that takes them."""

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from complaints import queues, story
from complaints.actions.assigning import last_moment
from complaints.flow import clock_in_words
from complaints.models import Assignment, Order
from complaints.permissions import can_do, can_look, can_see_complainant, possible_deeds
from complaints.views.common import NOT_YOUR_DUTY, only
from complaints.views.deeds import DEEDS
from deadlines import holds
from deadlines.models import Deadline
from deadlines.words import explanation, why_in_words
from records.actions import look
from records.desk import denied, is_known, sent
from records.models import Attachment, Document
from records.refusal import Refused

MOST_DAYS = 120  # lines of the arithmetic on the page
RELATED = [
    *("organisation", "category__parent", "accused", "addressed", "area", "term", "clock__policy", "step_clock"),
    *("handler", "first_handler", "complainant", "parent", "merged_into", "received_by"),
]
PARTS = [
    Prefetch("assignments", Assignment.objects.select_related("organisation", "assigned_by", "returned_by")),
    "longer_terms__asked_by",
    "replies__author",
    "replies__signed_by",
    "replies__organisation",
    "visits",
    "notes__organisation",
    "references",
]


def seen_order(actor, number: str) -> Order:
    """The order, if this actor may see it, with why supervision holds it; a stranger's is 404 as an absent one."""
    timed = queues.timed(Order.objects.visible_to(actor), queues.Today.at(timezone.now()))
    held = holds.ground_of(Order, timezone.localdate())
    seen = timed.annotate(held=held).select_related(*RELATED).prefetch_related(*PARTS)
    return get_object_or_404(seen, number=number)


def mark(order: Order) -> str:
    """Where the order stands: a form that carries another mark was opened before somebody else acted."""
    standing = f"{order.clock.extended_days}" if order.clock else ""
    asked = len(order.longer_terms.all()) + len(order.replies.all())
    return f"{order.state}.{order.round}.{order.organisation_id or ''}.{standing}.{asked}"


def offered(actor, order: Order) -> list[str]:
    """The deeds of this actor that the course allows now, in the order of the table; none on a locked order."""
    if order.held:
        return []
    possible = set(possible_deeds(actor, order))
    if "designate" in possible and order.state == Order.State.RETURNED:
        possible.discard("answer_at_once")
    if "send_back" in possible and (until := last_moment(order)) and timezone.now() > until:
        possible.discard("send_back")
    return [name for name in DEEDS if name in possible]


@require_safe
@only(can_look)
def order(request, number):
    """Facts left, the legal next deeds right. The person concerned can see that somebody looked."""
    found = seen_order(request.actor, number)
    look(found, request.actor, timezone.now())
    return show(request, found)


@require_http_methods(["GET", "POST"])
@only(can_look)
def deed(request, number, deed):
    """Do one deed. The answer is the page again: after it, or with what was wrong and everything typed."""
    found = seen_order(request.actor, number)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        look(found, request.actor, timezone.now())
        return show(request, found, chosen=deed)
    if not can_do(request.actor, deed, found):
        return denied(request, NOT_YOUR_DUTY)
    key, was = sent(request), request.POST.get("seen", "")
    form = DEEDS[deed].form(found, request.POST, deed=deed)
    if was and was != mark(found) and not is_known(request.actor, key):
        return overtaken(request, found, deed, form)
    if not form.is_valid():
        return show(request, found, deed, form, status=422)
    return act(request, found, deed, form, key)


def act(request, found, name, form, key):
    """Call the action and answer in a way the person at the desk understands."""
    chosen = DEEDS[name]
    try:
        chosen.action(found, by=request.actor, now=timezone.now(), key=key, **form.arguments())
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, seen_order(request.actor, found.number), name, form, status=409 if refusal.code else 422)
    messages.success(request, chosen.done)
    if not Order.objects.visible_to(request.actor).filter(pk=found.pk).exists():
        return redirect("complaints:desk")  # it is another unit's now
    return redirect("complaints:desk_order", found.number)


def overtaken(request, found, name, form):
    """Somebody else acted while this page was open: nothing is done, and it is told what happened."""
    form.full_clean()
    form.errors.clear()
    last = story.entries(found).last()
    about = {"who": last.actor or "", "what": story.TITLES[last.verb]} if last else {"who": "", "what": ""}
    words = _("While this page was open, somebody else acted: %(who)s, “%(what)s”. Nothing of yours was carried out.")
    form.add_error(None, words % about)
    return show(request, found, name, form, status=409)


def show(request, found: Order, chosen="", form=None, *, status=200, **more):
    """The page; `form` is the one that was refused; `more` are forms of what stands beside the order."""
    names = offered(request.actor, found)
    first = chosen if chosen in names else next(iter(names), "")
    refused = form if form is not None and chosen not in names else None
    page = facts(request.actor, found) | {
        "panels": [panel(found, name, form if name == chosen else None, name == first) for name in names],
        "mark": mark(found),
        "refused": refused,
        "typed": typed(refused) if refused else [],
        "refused_deed": DEEDS[chosen].label if refused else "",
        "arithmetic": arithmetic(found.clock) if found.clock and "days" in request.GET else [],
        "nav_at": "/desk/orders/",
    }
    return render(request, "complaints/desk/order.html", page | more, status=status)


def panel(found, name, form, is_open) -> dict:
    deed = DEEDS[name]
    return {"name": name, "deed": deed, "form": form or deed.form(found, deed=name), "open": is_open}


def typed(form) -> list[tuple[str, str]]:
    """The text of a form that can no longer be sent, so that nobody has to write it twice."""
    return [(bound.label, str(bound.data)) for bound in form if isinstance(bound.data, str) and bound.data.strip()]


def facts(actor, found: Order) -> dict:
    """Everything the page shows about the order."""
    today = queues.Today.at(timezone.now())
    clocks = Deadline.objects.about(found).running().order_by("due_on", "pk")
    return {
        "order": found,
        "line": queues.line(row_of(found), today),
        "complainant": getattr(found, "complainant", None) if can_see_complainant(actor, found) else None,
        "files": list(Attachment.objects.filter(subject_type=kind_of(found), subject_id=found.pk)),
        "parts": list(found.children.select_related("organisation").order_by("pk")),
        "clocks": [owed(clock, today) for clock in clocks],
        "documents": list(Document.objects.about(found).order_by("pk")),
        "points": story.timeline(found, outside=False),
        "return_until": last_moment(found) if found.state == Order.State.ASSIGNED else None,
    }


def kind_of(found: Order):
    return ContentType.objects.get_for_model(found)


def row_of(found: Order) -> dict:
    """The row of the list for one order that was loaded with what the page needs."""
    row = {name: getattr(found, name) for name in queues.PLAIN}
    row |= {"unit": found.organisation.short_name if found.organisation else ""}
    row |= {"handler_name": str(found.handler or ""), "part_of": found.parent.number if found.parent else None}
    row |= {"until": getattr(found.step_clock, "due_at", None)}
    row |= {"category_name": found.category.name if found.category else ""}
    return row | {"longer": False, "to_sign": False}


def owed(clock: Deadline, today) -> dict:
    """A clock that runs, in words."""
    left = today.left(clock.due_on)
    late = left < 0 or (clock.due_at is not None and clock.due_at < today.now)
    return {"words": clock_in_words(clock.name), "clock": clock, "tone": "over" if late else "ok", "left": left}


def arithmetic(clock: Deadline):
    """The promise day by day, until it was met or, while it runs, until its last day or today."""
    until = clock.met_on or clock.cancelled_on or max(clock.due_on, timezone.localdate())
    lines = explanation(clock, until)[-MOST_DAYS:]
    return [(line, why_in_words(line, clock.unit)) for line in lines]
