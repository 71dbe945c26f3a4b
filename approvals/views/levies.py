"""Levies at the desk: register, assessment, the page with its deeds."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import levies as actions
from approvals.enforcement import rates
from approvals.forms import enforcement as forms
from approvals.forms.desk import DeedForm
from approvals.models import Levy
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce, can_look_at_enforcement
from approvals.views import bench
from approvals.views.deeds import Deed
from approvals.views.desk import only
from records.desk import attempt

State = Levy.State
TONES = {State.ASSESSED: "ok", State.RETURNED: "warn", State.APPROVED: "info", State.PAID: "done"}
DEEDS = {
    "assess_again": Deed(
        forms.AssessAgainForm, actions.assess_again, _("Assess again"), _("The levy waits for approval again."), "edit"
    ),
    "approve": Deed(
        DeedForm,
        actions.approve,
        _("Approve the levy"),
        _("Approved; the notice to the payer is issued."),
        issues=True,
    ),
    "send_back": Deed(
        forms.WhyForm, actions.send_back, _("Send back to the assessor"), _("The assessor has the levy again."), "exit"
    ),
    "pay": Deed(DeedForm, actions.pay, _("Note the payment"), _("Paid; the receipt is issued."), issues=True),
}
STORY = {
    "approvals.levy.assessed": _("Assessed"),
    "approvals.levy.assessed_again": _("Assessed again"),
    "approvals.levy.sent_back": _("Sent back"),
    "approvals.levy.approved": _("Approved, notice issued"),
    "approvals.levy.paid": _("Paid"),
}


def lamp(levy, today):
    """The state; red when the approval or the payment is late."""
    if levy.state == State.APPROVED and levy.pay_by < today:
        return "over", _("payment overdue")
    if levy.state == State.ASSESSED and levy.clock.due_on < today:
        return "over", _("overdue")
    return TONES[levy.state], levy.get_state_display()


def rate(levy) -> str:
    return f"{levy.fee.name}　{levy.fee.amount}元" + (f"/{levy.fee.unit}" if levy.fee.unit else "")


def facts(levy):
    waiting = levy.state == State.ASSESSED
    return [
        (_("Payer"), levy.payer_name),
        (_("Identity number or credit code"), levy.payer_id),
        (_("Unit"), levy.organisation),
        (_("Period or occasion"), levy.period),
        (_("Rate"), rate(levy)),
        (_("Basis of the rate"), levy.fee.basis),
        (_("Quantity"), f"{levy.quantity:,.2f}"),
        (_("Amount (yuan)"), f"{levy.amount:,.2f}"),
        (_("Assessed by"), levy.assessed_by),
        (_("Assessed on"), timezone.localdate(levy.assessed_at).isoformat()),
        (_("To be approved by"), levy.clock.due_on.isoformat() if waiting else ""),
        (_("Approved by"), levy.approved_by),
        (_("To be paid by"), levy.pay_by.isoformat() if levy.pay_by else ""),
        (_("Paid on"), timezone.localdate(levy.paid_at).isoformat() if levy.paid_at else ""),
    ]


NOUN = bench.Noun(
    model=Levy,
    name="approvals:levy",
    register="approvals:levies",
    title=_("Levies"),
    deeds=DEEDS,
    story=STORY,
    lamp=lamp,
    facts=facts,
    texts=lambda levy: [(_("Note"), levy.note)],
    columns=[
        (_("Number"), lambda levy: levy.number),
        (_("Payer"), lambda levy: levy.payer_name),
        (_("Levy"), lambda levy: levy.item.name),
        (_("Unit"), lambda levy: levy.organisation.short_name),
        (_("Period or occasion"), lambda levy: levy.period),
        (_("Quantity"), lambda levy: levy.quantity),
        (_("Amount (yuan)"), lambda levy: levy.amount),
        (_("Assessed on"), lambda levy: timezone.localdate(levy.assessed_at)),
        (_("To be paid by"), lambda levy: levy.pay_by),
        (_("State"), lambda levy: levy.get_state_display()),
    ],
    searched=["number__icontains", "payer_name__icontains", "payer_id__iexact"],
    dated="assessed_at",
    related=["item", "fee", "clock", "assessed_by", "approved_by"],
)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def levies(request):
    """The register."""
    return bench.register(request, NOUN, may_add=can_enforce(request.actor), add="approvals:new_levy")


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def levy(request, pk):
    """One levy."""
    return bench.page(request, NOUN, bench.seen(NOUN, request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def deed(request, pk, deed):
    """Do one deed."""
    return bench.take(request, NOUN, bench.seen(NOUN, request.actor, pk), deed)


@require_http_methods(["GET", "POST"])
@only(can_enforce, NOT_YOUR_DUTY)
def new(request):
    """A new assessment, by a rate of the unit that is valid today."""
    fees = rates(timezone.localdate()).filter(item__organisation=request.actor.organisation).order_by("item", "sort")
    form = forms.LevyForm(request.POST if request.method == "POST" else None, fees=fees)
    if form.is_valid():
        fee = form.cleaned_data["fee"]
        made = attempt(request, form, actions.assess, fee.item, **form.arguments())
        if made:
            return redirect("approvals:levy", made.pk)
    about = {"form": form, "title": _("New levy"), "back": "approvals:levies", "send": _("Assess")}
    return render(request, "approvals/enforcement/new.html", about, status=422 if form.errors else 200)
