"""What a person does who was drawn: see it, accept or decline, sign in, score. And what a firm does in the registers.

Nothing on these pages goes into the record under the name of a drawn person before the award.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.actions import conduct, draws, entering, pool, scoring
from procurement.bidding import bidders_of
from procurement.flagged import of_tender
from procurement.forms.committees import ScoreForm
from procurement.forms.registers import OwnFirmForm, ReasonForm, RelationForm, RepairForm, StatementForm
from procurement.models import Expert, Misconduct, Registration, Seat, Sheet
from procurement.seats import seats_of, told_on
from procurement.views.common import blame, is_outsider, only
from records.attachments import store
from records.desk import Deed, detail, new, posted, take
from records.refusal import Refused

NOT_FOR_POSTS = gettext_lazy("Firms and experts do this with their own account, not from a post of an office.")


def is_person(actor) -> bool:
    return actor.user is not None


@require_safe
@only(is_person)
def seats(request):
    """Committees to which this person was drawn, and what the pool knows of it."""
    rows = [{"seat": row, "tender": row.draw.tender, "day": told_on(row.draw)} for row in mine(request.actor)]
    page = {"rows": rows, "expert": Expert.objects.filter(user=request.actor.user).first()}
    return render(request, "procurement/seats/seats.html", page | base_of(request))


def mine(actor) -> list[Seat]:
    return seats_of(actor.user)


def base_of(request) -> dict:
    return {"base": "staff.html" if request.actor.is_staff_member else "portal.html"}


def own(request, pk) -> Seat:
    """The seat, if this person sits there; a stranger's is 404 as an absent one."""
    found = next((row for row in mine(request.actor) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_safe
@only(is_person)
def seat(request, pk):
    return show(request, own(request, pk))


def show(request, found: Seat, form=None, reason=None):
    """One seat: reply, sign in, score — whatever is possible now."""
    tender, sheet = found.draw.tender, Sheet.objects.filter(seat=found).first()
    evaluates = tender.step == "evaluation" and found.state == Seat.State.ACCEPTED and sheet is None
    scores = evaluates and found.arrived_at is not None
    if scores and form is None:
        form = score_form(tender)
    page = {
        "seat": found,
        "tender": tender,
        "day": told_on(found.draw),
        "sheet": sheet,
        "arrives": found.state == Seat.State.ACCEPTED and found.arrived_at is None and arrives_today(tender),
        "declines": found.state in (Seat.State.INVITED, Seat.State.ACCEPTED) and sheet is None,
        "score": form if scores else None,
        "reason": reason or ReasonForm(),
        "report": scoring.report_of(tender),
        "flags": of_tender(tender) if scores else [],
    }
    failed = (form is not None and form.is_bound) or reason is not None
    return render(request, "procurement/seats/seat.html", page | base_of(request), status=422 if failed else 200)


def arrives_today(tender) -> bool:
    """From the day of the opening on."""
    return tender.bids_due_at is not None and timezone.localdate() >= timezone.localdate(tender.bids_due_at)


def score_form(tender, data=None) -> ScoreForm:
    criteria = [row for row in tender.criteria.all() if row.is_judged]
    return ScoreForm(data, criteria=criteria, bidders=bidders_of(tender))


def tried(request, found: Seat, words, action, **arguments):
    """Do it and say so, or say why not."""
    try:
        action(found, by=request.actor, now=timezone.now(), **arguments)
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("procurement:my_seat", found.pk)


@require_POST
@only(is_person)
def accept(request, pk):
    return tried(request, own(request, pk), _("You have said that you come."), draws.accept)


@require_POST
@only(is_person)
def arrive(request, pk):
    return tried(request, own(request, pk), _("You are signed in."), draws.arrive)


@require_http_methods(["GET", "POST"])
@only(is_person)
def decline(request, pk):
    found = own(request, pk)
    if request.method == "GET":
        return show(request, found)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, found, reason=form)
    return tried(request, found, _("Somebody else is asked."), draws.decline, **form.arguments())


@require_http_methods(["GET", "POST"])
@only(is_person)
def score(request, pk):
    """Hand in the scores; they are locked from here on."""
    found = own(request, pk)
    if request.method == "GET":
        return show(request, found)
    form = score_form(found.draw.tender, request.POST)
    if form.is_valid():
        try:
            scoring.hand_in(found, by=request.actor, now=timezone.now(), **form.arguments())
        except Refused as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("Your scores are handed in and locked."))
            return redirect("procurement:my_seat", found.pk)
    return show(request, found, form=form)


@require_http_methods(["GET", "POST"])
@only(is_outsider, NOT_FOR_POSTS)
def declare(request):
    """An expert declares an interest."""
    expert = get_object_or_404(Expert, user=request.actor.user)
    return new(
        request,
        RelationForm(request.POST if request.method == "POST" else None),
        pool.declare,
        expert,
        title=_("Declare an interest"),
        back=reverse("procurement:my_seats"),
        saved=_("Noted."),
        after=lambda row: reverse("procurement:my_seats"),
        base="portal.html",
    )


@require_safe
@only(is_outsider, NOT_FOR_POSTS)
def my_registers(request):
    """Applications of this person's firms, and decisions that concern them."""
    page = {
        "registrations": Registration.objects.filter(applied_by=request.actor.user),
        "misconducts": Misconduct.objects.of_firms(request.actor.user).select_related("party", "expert"),
    }
    return render(request, "procurement/seats/registers.html", page)


def apply(user, *, by, now, papers, **about):
    """The action, with the papers as they were stored."""
    stored = [store(paper, by=by, now=now, kind="registration") for paper in papers]
    return entering.apply(user, by=by, now=now, papers=stored, **about)


@require_http_methods(["GET", "POST"])
@only(is_outsider, NOT_FOR_POSTS)
def register_firm(request):
    """A firm asks to enter the register, with its papers."""
    return new(
        request,
        OwnFirmForm(*posted(request)),
        apply,
        request.actor.user,
        title=_("Register a firm"),
        back=reverse("procurement:my_registers"),
        saved=_("Applied. The trading centre checks the papers."),
        after=lambda row: reverse("procurement:my_registers"),
        base="portal.html",
    )


State = Misconduct.State
OWN_DEEDS = {
    "state": Deed(
        StatementForm,
        conduct.state,
        lambda actor, row: row.state == State.PROPOSED and row.stated_at is None,
        gettext_lazy("Make a statement"),
        gettext_lazy("Your statement is on record."),
        "edit",
    ),
    "ask": Deed(
        RepairForm,
        conduct.ask,
        lambda actor, row: row.state == State.DECIDED and not row.repairs.filter(state="open").exists(),
        gettext_lazy("Appeal or ask for the repair of credit"),
        gettext_lazy("Filed; somebody who has not decided before answers."),
        "mail",
    ),
}


def my_misconduct_page(request, row: Misconduct, refused=None):
    facts = [
        (_("number"), row.number),
        (_("Firm or expert"), row.who.name),
        (_("Grade"), row.get_grade_display()),
        (_("facts and evidence"), row.facts),
        (_("law"), row.law),
        (_("may be heard until"), row.heard_until),
        (_("statement of the party"), row.statement),
        (_("decision"), row.decision),
        (_("restricted until"), row.until_on or ""),
    ]
    asked = [
        f"{one.get_kind_display()}（{one.get_state_display()}）：{one.answer or one.text}" for one in row.repairs.all()
    ]
    about = {
        "template": "procurement/registers/own.html",
        "base": "portal.html",
        "title": row.act,
        "lamp": ("warn", row.get_state_display()),
        "facts": facts,
        "sections": [(_("Appeals and repairs"), asked)],
        "back": (reverse("procurement:my_registers"), _("My entries in the registers")),
        "deed_address": "procurement:my_misconduct_deed",
    }
    return detail(request, row, OWN_DEEDS, about, refused)


def my_misconduct_of(request, pk) -> Misconduct:
    rows = Misconduct.objects.of_firms(request.actor.user).select_related("party", "expert")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only(is_outsider, NOT_FOR_POSTS)
def my_misconduct(request, pk):
    return my_misconduct_page(request, my_misconduct_of(request, pk))


@require_http_methods(["GET", "POST"])
@only(is_outsider, NOT_FOR_POSTS)
def my_misconduct_deed(request, pk, deed):
    row = my_misconduct_of(request, pk)
    after = lambda row: reverse("procurement:my_misconduct", args=[row.pk])  # noqa: E731
    return take(request, row, deed, OWN_DEEDS, my_misconduct_page, lambda row: after(getattr(row, "misconduct", row)))
