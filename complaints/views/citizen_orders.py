"""A person's own orders, and those that are looked up by number and query code; what the complainant may do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from complaints import actions, queues, story
from complaints.forms.citizen import QueryForm, RatingForm, ReasonForm
from complaints.models import Order, Reply
from complaints.permissions import may_reopen
from complaints.views.citizen_new import query_url, receipt_of
from records.desk import sent
from records.models import Attachment, Document
from records.paging import PAGE_SIZE, sliced
from records.query import find as find_by_code
from records.query import typed
from records.refusal import Refused

RELATED = ["organisation", "category", "clock", "step_clock", "accused", "area", "term", "complainant", "merged_into"]


def own_order(request, number) -> Order:
    """The account's own order, or 404."""
    mine = queues.timed(Order.objects.of_user(request.user).filter(parent=None), queues.Today.at(timezone.now()))
    return get_object_or_404(mine.select_related(*RELATED), number=number)


@never_cache
@require_safe
def mine(request):
    """Own orders, newest first, each with where it is."""
    today = queues.Today.at(timezone.now())
    rows = Order.objects.of_user(request.user).filter(parent=None)
    rows = queues.timed(rows, today).select_related(*RELATED).order_by("-received_at", "-pk")
    page = sliced(rows, request.GET, PAGE_SIZE)
    shown = [(order, story.next_thing(order), lamp(order)) for order in page.rows]
    return render(request, "complaints/citizen/mine.html", {"rows": shown, "page": page})


def lamp(order: Order) -> tuple[str, str]:
    """Tone and words of an order as its complainant sees it: never how late an office is with another office."""
    if order.state == Order.State.REPLIED:
        return "warn", str(order.get_state_display())
    if order.state in Order.ENDED:
        return "done", str(order.get_state_display())
    if order.state == Order.State.RETURNED:
        return "ok", str(Order.State.RECEIVED.label)
    if order.tile == "overdue" and order.state in Order.IN_HAND:
        return "over", _("later than promised")
    return "ok", str(order.get_state_display())


def page_of(request, order: Order, code="", **more) -> dict:
    """Everything the complainant sees."""
    own = request.user.is_authenticated and not code
    return {
        "order": order,
        "lamp": lamp(order),
        "next": story.next_thing(order),
        "points": story.timeline(order, outside=True),
        "replies": list(order.replies.filter(state=Reply.State.SENT).select_related("organisation")),
        "visits": list(order.visits.all()),
        "notes": list(order.notes.filter(is_open=True).select_related("organisation")),
        "documents": list(Document.objects.about(order).order_by("pk")) if own else [],
        "files": list(Attachment.objects.about(order).order_by("pk")) if own else [],
        "can": deeds_of(order),
        "code": code,
        "query_url": query_url(request, order),
        "rating": RatingForm(auto_id="rate_%s"),
        "again": ReasonForm(auto_id="again_%s"),
    } | more


def deeds_of(order: Order) -> list[str]:
    """What the complainant may do now."""
    can = []
    if order.state == Order.State.REPLIED:
        can.append("rate")
    if may_reopen(order, timezone.now()):
        can.append("reopen")
    if order.state in (*Order.OPEN, Order.State.REPLIED):
        can.append("withdraw")
    return can


@never_cache
@require_safe
def order(request, number):
    """Where is it, who has it, until when, what was answered, what can I do?"""
    return render(request, "complaints/citizen/order.html", page_of(request, own_order(request, number)))


@never_cache
@require_safe
def receipt(request, number):
    """Number and query code, to print."""
    return render(request, "complaints/citizen/receipt.html", receipt_of(request, own_order(request, number)))


DONE = {
    "rate": gettext_lazy("Thank you. Your word is noted."),
    "reopen": gettext_lazy("It is open again; the hotline office assigns it."),
    "withdraw": gettext_lazy("You have withdrawn it."),
}


def form_of(deed, data):
    """The form that was sent for this deed."""
    if deed == "rate":
        return RatingForm(data, auto_id="rate_%s")
    return ReasonForm(data, required=deed == "reopen", auto_id="again_%s")


@never_cache
@require_http_methods(["GET", "POST"])
def deed(request, number, deed):
    """What an account does with its own order."""
    found = own_order(request, number)
    if deed not in DONE:
        raise Http404
    if request.method == "GET":  # back after signing in again
        return redirect("complaints:my_order", number)
    form = form_of(deed, request.POST)
    if form.is_valid() and carried_out(request, found, deed, form):
        messages.success(request, DONE[deed])
        return redirect("complaints:my_order", number)
    wrong = {"rating" if deed == "rate" else "again": form, "wrong": deed}
    fresh = own_order(request, number)
    return render(request, "complaints/citizen/order.html", page_of(request, fresh, **wrong), status=422)


def carried_out(request, found, deed, form, code="") -> bool:
    """Call the action; what speaks against it goes into the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None, "code": code}
    try:
        getattr(actions, deed)(found, **about, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


# by number and code


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query(request):
    """The form, or the order: state, answer, and what can be done; nobody is named."""
    form = QueryForm(typed(request))
    found = find(form) if form.is_bound and form.is_valid() else None
    if found is None:
        return render(request, "complaints/citizen/query.html", {"form": form}, status=422 if form.errors else 200)
    return render(request, "complaints/citizen/order.html", page_of(request, found, form.cleaned_data["code"]))


def find(form) -> Order | None:
    """The order, if the code is right; no address is kept."""
    waits = _("Too many wrong tries. Please wait ten minutes, or sign in to see your orders.")
    return find_by_code(form, "order", of_number, waits=waits)


def of_number(number: str) -> Order | None:
    named = Order.objects.filter(number=number, parent=None, is_anonymous=False)
    return queues.timed(named, queues.Today.at(timezone.now())).select_related(*RELATED).first()


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def query_deed(request, deed):
    """What somebody with number and code does: the same as the account."""
    if deed not in DONE:
        raise Http404
    asking = QueryForm(request.POST if request.method == "POST" else None)
    found = find(asking) if asking.is_bound and asking.is_valid() else None
    if found is None:
        status = 422 if asking.errors else 200
        return render(request, "complaints/citizen/query.html", {"form": asking}, status=status)
    if request.actor.is_staff_member:
        raise PermissionDenied(_("Only the complainant says whether the answer satisfies."))
    code, form, told = asking.cleaned_data["code"], form_of(deed, request.POST), {}
    if form.is_valid() and carried_out(request, found, deed, form, code):
        messages.success(request, DONE[deed])
    else:
        told = {"rating" if deed == "rate" else "again": form, "wrong": deed}
    page = page_of(request, find(asking), code, **told)
    return render(request, "complaints/citizen/order.html", page, status=422 if told else 200)
