"""Penalties at the desk: register, new case, the page with its deeds."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals.actions import penalties as actions
from approvals.actions.enforcing import colleagues
from approvals.enforcement import may_be_heard, needs_head, statement_until
from approvals.forms import enforcement as forms
from approvals.forms.desk import DeedForm
from approvals.forms.slips import SlipNumberForm
from approvals.models import Penalty, Slip
from approvals.permissions_enforcement import NOT_YOUR_DUTY, can_enforce, can_look_at_enforcement
from approvals.views import bench
from approvals.views.deeds import Deed
from approvals.views.desk import only
from records.desk import attempt

State = Penalty.State
TONES = {State.CLOSED: "done", State.DROPPED: "done", State.DECIDED: "info", State.SERVED: "info"}
DEEDS = {
    "propose": Deed(
        forms.ProposalForm, actions.propose, _("Propose the penalty"), _("The proposal is written down."), "edit"
    ),
    "tell": Deed(
        DeedForm, actions.tell, _("Tell the party beforehand"), _("The prior notice is issued."), "doc", issues=True
    ),
    "hear_party": Deed(
        forms.StatementForm, actions.hear_party, _("Take down what the party said"), _("The statement is in the file.")
    ),
    "hold_hearing": Deed(
        forms.HearingForm,
        actions.hold_hearing,
        _("Record the hearing"),
        _("The record of the hearing is in the file."),
    ),
    "give_review": Deed(
        forms.LegalReviewForm, actions.give_review, _("Legal review"), _("The review is written down.")
    ),
    "hold_meeting": Deed(
        forms.MeetingForm, actions.hold_meeting, _("Record the review meeting"), _("The minutes are in the file.")
    ),
    "decide": Deed(
        forms.PenaltyDecisionForm,
        actions.decide,
        _("Impose the penalty"),
        _("The decision is issued. It has to be served within seven working days."),
        issues=True,
    ),
    "send_back": Deed(
        forms.WhyForm,
        actions.send_back,
        _("Send back to the officers"),
        _("The officers have the case again."),
        "back",
    ),
    "serve": Deed(DeedForm, actions.serve, _("Note the service"), _("The decision has been served."), "check"),
    "close": Deed(
        DeedForm, actions.finish, _("Paid and carried out: close the file"), _("The file is closed."), "check"
    ),
    "drop": Deed(
        forms.WhyForm,
        actions.drop,
        _("Decide that there is no penalty"),
        _("The decision not to punish is issued."),
        "stop",
        issues=True,
    ),
}
STORY = {
    "approvals.penalty.filed": _("Filed"),
    "approvals.penalty.proposed": _("Penalty proposed"),
    "approvals.penalty.told": _("Party told beforehand"),
    "approvals.penalty.party_heard": _("Statement of the party taken down"),
    "approvals.penalty.hearing_held": _("Hearing held"),
    "approvals.penalty.reviewed": _("Legally reviewed"),
    "approvals.penalty.meeting_held": _("Review meeting held"),
    "approvals.penalty.sent_back": _("Sent back"),
    "approvals.penalty.decided": _("Penalty imposed"),
    "approvals.penalty.dropped": _("Decided: no penalty"),
    "approvals.penalty.served": _("Decision served"),
    "approvals.penalty.closed": _("Carried out, file closed"),
}


def lamp(penalty, today):
    """The state; red once the 90 days are over."""
    if penalty.state in Penalty.OPEN and penalty.clock.due_on < today:
        return "over", _("overdue")
    return TONES.get(penalty.state, "ok"), penalty.get_state_display()


def officers(penalty) -> str:
    return f"{penalty.first_officer}、{penalty.second_officer}"


def facts(penalty):
    open_case = penalty.state in Penalty.OPEN
    decides = _("head of the unit (50,000 yuan or more)") if needs_head(penalty) else _("deputy head, after a meeting")
    told = penalty.told_at is not None
    return [
        (_("Party"), penalty.party_name),
        (_("Identity number or credit code"), penalty.party_id),
        (_("Address"), penalty.party_address),
        (_("Unit"), penalty.organisation),
        (_("Officers"), officers(penalty)),
        (_("Found by the inspection"), penalty.slip),
        (_("Filed at"), timezone.localtime(penalty.filed_at).strftime("%Y-%m-%d")),
        (_("To be decided by"), penalty.clock.due_on.isoformat() if open_case else ""),
        (_("Fine (yuan)"), f"{penalty.amount:,.2f}" if penalty.amount else ""),
        (_("Other measures"), penalty.other_measures),
        (_("Basis of the penalty"), penalty.basis),
        (_("Decided by post"), decides if open_case and penalty.basis else ""),
        (_("Statement possible until"), statement_until(penalty).isoformat() if told and open_case else ""),
        (_("Right to a hearing"), (_("yes") if may_be_heard(penalty) else _("no")) if told else ""),
        (_("Hearing"), penalty.get_hearing_display() if penalty.hearing else ""),
        (_("Day of the hearing"), penalty.hearing_on.isoformat() if penalty.hearing_on else ""),
        (_("Reviewer"), penalty.reviewed_by),
        (_("Decided by"), penalty.decided_by),
    ]


def texts(penalty):
    meeting = f"{penalty.meeting_on}　{penalty.attendees}\n{penalty.meeting}" if penalty.meeting_on else ""
    return [
        (_("Facts and evidence"), penalty.facts),
        (_("What the party said"), penalty.statement),
        (_("Record of the hearing"), penalty.hearing_record),
        (_("Legal review"), penalty.review),
        (_("Minutes of the review meeting"), meeting),
        (_("Reasons"), penalty.reason),
        (_("Earlier rounds"), penalty.earlier),
    ]


NOUN = bench.Noun(
    model=Penalty,
    name="approvals:penalty",
    register="approvals:penalties",
    title=_("Penalties"),
    deeds=DEEDS,
    story=STORY,
    lamp=lamp,
    facts=facts,
    texts=texts,
    columns=[
        (_("Number"), lambda penalty: penalty.number),
        (_("Party"), lambda penalty: penalty.party_name),
        (_("Penalty power"), lambda penalty: penalty.item.name),
        (_("Unit"), lambda penalty: penalty.organisation.short_name),
        (_("Officers"), officers),
        (_("Fine (yuan)"), lambda penalty: penalty.amount),
        (_("Filed on"), lambda penalty: timezone.localdate(penalty.filed_at)),
        (_("To be decided by"), lambda penalty: penalty.clock.due_on),
        (_("State"), lambda penalty: penalty.get_state_display()),
    ],
    searched=["number__icontains", "party_name__icontains", "party_id__iexact"],
    dated="filed_at",
    related=["item", "clock", "first_officer", "second_officer", "reviewed_by", "decided_by", "slip"],
)


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def penalties(request):
    """The register."""
    return bench.register(request, NOUN, may_add=can_enforce(request.actor), add="approvals:new_penalty")


@require_safe
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def penalty(request, pk):
    """One case: facts left, the deeds of this post right."""
    return bench.page(request, NOUN, bench.seen(NOUN, request.actor, pk))


@require_http_methods(["GET", "POST"])
@only(can_look_at_enforcement, NOT_YOUR_DUTY)
def deed(request, pk, deed):
    """Do one deed."""
    return bench.take(request, NOUN, bench.seen(NOUN, request.actor, pk), deed)


def inspections(organisation):
    """The visits of this unit, own or joined, that found problems, newest first."""
    own = Q(organisation=organisation) | Q(guests__organisation=organisation, guests__state=Slip.State.MERGED)
    return Slip.objects.filter(own, has_problems=True).distinct().order_by("-carried_out_on", "-pk")


@require_http_methods(["GET", "POST"])
@only(can_enforce, NOT_YOUR_DUTY)
def new(request):
    """A new case; ?slip=… fills in the firm that the inspection found."""
    unit = request.actor.organisation
    about = {"organisation": unit, "people": colleagues(unit), "slips": inspections(unit)}
    if request.method == "GET":
        initial = {"officers": [request.actor.user.pk]} | from_slip(request.GET, unit)
        return show_new(request, forms.PenaltyForm(None, initial=initial, **about))
    form = forms.PenaltyForm(request.POST, **about)
    if form.is_valid():
        made = attempt(request, form, actions.file, form.cleaned_data["item"], **form.arguments())
        if made:
            return redirect("approvals:penalty", made.pk)
    return show_new(request, form, status=422)


def from_slip(query, unit) -> dict:
    """What an inspection already knows about the party."""
    asked = SlipNumberForm(query)
    found = inspections(unit).filter(number=asked.cleaned_data["slip"]).first() if asked.is_valid() else None
    if found is None:
        return {}
    firm = {"party_name": found.firm_name, "party_id": found.firm_code, "party_address": found.firm_address}
    return firm | {"slip": found.pk, "facts": found.result}


def show_new(request, form, *, status=200):
    about = {"form": form, "title": _("New penalty case"), "back": "approvals:penalties", "send": _("File the case")}
    return render(request, "approvals/enforcement/new.html", about, status=status)
