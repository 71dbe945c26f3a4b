"""Talk at the desk, and sealed identities: ask, decide, look once; the list that the discipline office watches."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import actions
from complaints.actions import opening as deeds
from complaints.forms.anonymous import TalkForm
from complaints.forms.protection import IdentityForm, OpeningFilter, OpinionForm
from complaints.models import Opening, Order
from complaints.permissions import can_ask_identity, can_decide_identity, can_look, can_talk, can_watch_identities
from complaints.views import desk_order
from complaints.views.common import NOT_YOUR_DUTY, only
from records import paging
from records.desk import denied, sent
from records.refusal import Refused

NOT_YOURS = gettext_lazy("Who opened which identity is seen by those who ask and decide, and by supervision.")


@require_POST
@only(can_look)
def talk(request, number):
    """One message to the complainant."""
    order = get_object_or_404(Order.objects.visible_to(request.actor), number=number)
    if not can_talk(request.actor, order):
        return denied(request, NOT_YOUR_DUTY)
    form = TalkForm(request.POST, auto_id="talk_%s")
    return beside(request, order, "talk_form", form, actions.say, _("The message is sent."))


@require_POST
@only(can_look)
def ask(request, number):
    """Ask to know who wrote."""
    order = get_object_or_404(Order.objects.visible_to(request.actor), number=number)
    if not can_ask_identity(request.actor, order):
        return denied(request, _("The identity of this complainant is kept from your post."))
    form = IdentityForm(request.POST, auto_id="identity_%s")
    done = _("Your request waits for a second person.")
    return beside(request, order, "identity_form", form, deeds.ask_identity, done)


def beside(request, order: Order, name: str, form, action, done):
    """Do what a form beside an order asks; the page again with what was typed where something is wrong."""
    if form.is_valid() and carried_out(request, order, form, action):
        messages.success(request, done)
        return redirect("complaints:desk_order", order.number)
    setattr(request, name, form)  # {% desk_talk %} and its neighbours show it
    return desk_order.show(request, desk_order.seen_order(request.actor, order.number), status=422)


def carried_out(request, thing, form, action) -> bool:
    """Call the action; what speaks against it goes into the form."""
    try:
        action(thing, by=request.actor, now=timezone.now(), key=sent(request) or None, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


@require_safe
@only(can_watch_identities, NOT_YOURS)
def identities(request):
    """Who asked, who decided, who looked, when and why. Never what is behind the seal."""
    form = OpeningFilter(request.GET)
    rows = Opening.objects.visible_to(request.actor).select_related("order", "asked_by", "decided_by", "organisation")
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    page = paging.sliced(rows.order_by("-pk"), request.GET, paging.PAGE_SIZE)
    return render(request, "complaints/doors/identities.html", {"form": form, "page": page})


def seen(request, pk) -> Opening:
    rows = Opening.objects.visible_to(request.actor)
    return get_object_or_404(
        rows.select_related("order__complainant", "asked_by", "decided_by", "organisation"), pk=pk
    )


@never_cache
@require_safe
@only(can_watch_identities, NOT_YOURS)
def identity(request, pk):
    """One request: its course, and for its author in the quarter hour after the opening what is behind the seal."""
    return show(request, seen(request, pk))


def show(request, opening: Opening, form=None, *, status=200):
    now, by = timezone.now(), request.actor
    looks = deeds.may_look(opening, by=by, now=now)
    mine = opening.asked_by_id == by.user.pk
    page = {
        "opening": opening,
        "contact": deeds.behind(opening, by=by, now=now) if looks else None,
        "until": deeds.until(opening),
        "may_decide": opening.state == Opening.State.ASKED and can_decide_identity(by, opening),
        "may_open": opening.state == Opening.State.APPROVED and mine,
        "form": form or OpinionForm(),
    }
    return render(request, "complaints/doors/identity.html", page, status=status)


DEEDS = {
    "approve": (deeds.approve_identity, gettext_lazy("Approved. The person who asked may look once.")),
    "refuse": (deeds.refuse_identity, gettext_lazy("Refused.")),
    "open": (deeds.open_identity, gettext_lazy("The look is on record; it lasts fifteen minutes.")),
}


@never_cache
@require_http_methods(["GET", "POST"])
@only(can_watch_identities, NOT_YOURS)
def identity_deed(request, pk, deed):
    """Approve, refuse, open."""
    opening = seen(request, pk)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":
        return redirect("complaints:identity", pk)
    action, done = DEEDS[deed]
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return show(request, opening, form, status=422)
    typed = {} if deed == "open" else form.cleaned_data
    try:
        action(opening, by=request.actor, now=timezone.now(), key=sent(request) or None, **typed)
    except PermissionDenied as refused:
        return denied(request, str(refused))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, seen(request, pk), form, status=422)
    messages.success(request, done)
    return redirect("complaints:identity", pk)
