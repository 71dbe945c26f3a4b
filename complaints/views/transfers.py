"""The register of discipline organs, and what passes between them: list, stub with letter and receipt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.actions import transferring as deeds
from complaints.forms.protection import AnswerForm, OrganForm, TransferForm
from complaints.models import Order, Organ, Transfer
from complaints.permissions import can_answer_transfer, can_pass_on, can_register_organ, can_transfer
from complaints.views.common import only
from complaints.views.identities import beside
from records import paging
from records.desk import denied, sent
from records.refusal import Refused

NOT_YOURS = gettext_lazy("Discipline organs and transfers belong to the discipline offices.")
DONE = gettext_lazy("Passed on by letter; the receipt is owed within 15 days.")
TONES = {Organ.State.REGISTERED: "warn", Organ.State.CONFIRMED: "ok", Organ.State.ENDED: "done"}
SENT_TONES = {Transfer.State.SENT: "warn", Transfer.State.RECEIVED: "ok", Transfer.State.RETURNED: "over"}


def keyed(request) -> dict:
    """Who does it, when, and with which form."""
    return {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}


@require_http_methods(["GET", "POST"])
@only(can_register_organ, NOT_YOURS)
def organs(request):
    """All organs with the people in charge; the form for a new one."""
    form = OrganForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            deeds.register_organ(deeds.Registration(**form.cleaned_data), **keyed(request))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            messages.success(request, _("Registered; a second person confirms it."))
            return redirect("complaints:organs")
    rows = Organ.objects.select_related("organisation", "registered_by", "confirmed_by").order_by("pk")
    page = {"form": form, "rows": [(organ, TONES[organ.state], may_confirm(request.actor, organ)) for organ in rows]}
    return render(request, "complaints/doors/organs.html", page, status=422 if form.errors else 200)


def may_confirm(actor, organ: Organ) -> bool:
    return organ.state == Organ.State.REGISTERED and organ.registered_by_id != actor.user.pk


ORGAN_DEEDS = {
    "confirm": (deeds.confirm_organ, gettext_lazy("Confirmed; orders can be passed on to it.")),
    "end": (deeds.end_organ, gettext_lazy("Taken out of use.")),
}


@require_POST
@only(can_register_organ, NOT_YOURS)
def organ_deed(request, pk, deed):
    """Confirm, or take out of use."""
    organ = get_object_or_404(Organ, pk=pk)
    if deed not in ORGAN_DEEDS:
        raise Http404
    action, done = ORGAN_DEEDS[deed]
    try:
        action(organ, **keyed(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, done)
    return redirect("complaints:organs")


@require_POST
@only(can_pass_on, NOT_YOURS)
def send(request, number):
    """Pass an order on."""
    order = get_object_or_404(Order.objects.visible_to(request.actor), number=number)
    if not can_transfer(request.actor, order):
        return denied(request, _("Only the discipline office that has the order passes it on."))
    form = TransferForm(request.POST, own=request.actor.organisation, auto_id="transfer_%s")
    answer = beside(request, order, "transfer_form", form, deeds.transfer, DONE)
    return redirect("complaints:transfer", order.transfers.latest("pk").pk) if answer.status_code == 302 else answer


@require_safe
@only(can_pass_on, NOT_YOURS)
def transfers(request):
    """What was sent and what came, newest first."""
    rows = Transfer.objects.visible_to(request.actor).select_related("order", "organ", "sender", "letter", "clock")
    page = paging.sliced(rows.order_by("-pk"), request.GET, paging.PAGE_SIZE)
    shown = [(row, SENT_TONES[row.state]) for row in page.rows]
    return render(request, "complaints/doors/transfers.html", {"rows": shown, "page": page})


def seen(request, pk) -> Transfer:
    rows = Transfer.objects.visible_to(request.actor)
    related = ("order", "organ", "sender", "letter", "clock", "sent_by", "answered_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
@only(can_pass_on, NOT_YOURS)
def transfer(request, pk):
    """The stub: to whom, with which letter, and the word that came back. The order itself is the receiver's."""
    return show(request, seen(request, pk))


def show(request, made: Transfer, form=None, *, status=200):
    open_now = made.state == Transfer.State.SENT and can_answer_transfer(request.actor, made)
    page = {
        "transfer": made,
        "tone": SENT_TONES[made.state],
        "may_answer": open_now,
        "may_open": Order.objects.visible_to(request.actor).filter(pk=made.order_id).exists(),
        "form": form or AnswerForm(),
    }
    return render(request, "complaints/doors/transfer.html", page, status=status)


ANSWERS = {
    "receive": (deeds.receive_transfer, gettext_lazy("The receipt is on record.")),
    "return": (deeds.return_transfer, gettext_lazy("Returned to the sender.")),
}


@require_http_methods(["GET", "POST"])
@only(can_pass_on, NOT_YOURS)
def transfer_deed(request, pk, deed):
    """Receive, or return."""
    made = seen(request, pk)
    if deed not in ANSWERS:
        raise Http404
    if request.method == "GET":
        return redirect("complaints:transfer", pk)
    action, done = ANSWERS[deed]
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, made, form, status=422)
    try:
        action(made, answer=form.cleaned_data["answer"], **keyed(request))
    except PermissionDenied as refused:
        return denied(request, str(refused))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, seen(request, pk), form, status=422)
    messages.success(request, done)
    return redirect("complaints:transfer", pk)
