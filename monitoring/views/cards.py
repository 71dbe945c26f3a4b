"""The deeds on a card, cards by hand, the register of appeals and that of locked matters."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from approvals.models import Case
from complaints.models import Order
from deadlines.models import Hold
from monitoring import actions
from monitoring.deeds_cards import DEEDS
from monitoring.forms_cards import ProposalForm, UnitForm
from monitoring.forms_inspections import ShotChoice
from monitoring.models import Appeal, Card, Shot
from monitoring.permissions import can_watch
from monitoring.permissions_cards import can_propose
from monitoring.subjects import SubjectForm
from monitoring.views.register import check_watch, get_finding, show
from records import paging
from records.refusal import Refused
from records.subjects import described

LISTED = 200  # open appeals and locks are few; more than these are not read on one page


@require_http_methods(["GET", "POST"])
def deed(request, pk, deed):
    """Do one deed. The answer is the page of the card: after it, or with what was wrong and everything typed."""
    found = get_finding(request.actor, pk)
    card = get_object_or_404(Card.objects.visible_to(request.actor), finding=found)
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise Http404
    if request.method == "GET":  # somebody comes back after signing in again
        return show(request, found, chosen=deed)
    form = chosen.form(request.POST, request.FILES)
    if not form.is_valid():
        if not chosen.may(request.actor, card):
            raise PermissionDenied
        return show(request, found, chosen=deed, form=form, status=422)
    try:
        chosen.action(card, by=request.actor, now=timezone.now(), key=request.POST.get("key"), **form.arguments())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(
            request, get_finding(request.actor, pk), chosen=deed, form=form, status=409 if refusal.code else 422
        )
    messages.success(request, chosen.done)
    return redirect("monitoring:finding", pk=pk)


@require_http_methods(["GET", "POST"])
def propose(request):
    """A card by hand: first the unit, then what was found."""
    if not can_propose(request.actor):
        raise PermissionDenied
    asked = UnitForm(request.GET if "unit" in request.GET else None, actor=request.actor)
    unit = asked.cleaned_data["unit"] if asked.is_bound and asked.is_valid() else None
    if unit is None:
        return render(request, "monitoring/propose.html", {"asked": asked}, status=422 if request.POST else 200)
    initial = {"case": request.GET.get("case")} | pictured(unit, request.GET) | complained(request)
    about = {"unit": unit, "actor": request.actor, "initial": initial}
    form = ProposalForm(request.POST or None, request.FILES or None, **about)
    if request.method == "POST" and form.is_valid() and (card := proposed(request, unit, form)):
        messages.success(request, _("The card waits for a second person. The unit does not see it yet."))
        return redirect("monitoring:finding", pk=card.finding_id)
    context = {"asked": asked, "unit": unit, "form": form}
    return render(request, "monitoring/propose.html", context, status=422 if form.errors else 200)


def pictured(unit: Organisation, query) -> dict:
    """What the picture that the address names says: its camera, its time, its number."""
    asked = ShotChoice(query)
    number = asked.cleaned_data.get("shot") if asked.is_valid() else None
    shot = Shot.objects.filter(pk=number, camera__organisation=unit).select_related("camera").first()
    if shot is None:
        return {}
    about = {"camera_place": shot.camera.place, "camera_at": timezone.localtime(shot.taken_at)}
    return about | {"camera_clip": shot.number, "shots": [shot.pk]}


def complained(request) -> dict:
    """What the order that the address names brought to light: what was established, and where a camera saw it."""
    asked = SubjectForm(request.GET)
    number = asked.cleaned_data["order"] if asked.is_valid() else ""
    order = Order.objects.visible_to(request.actor).filter(number=number).first() if number else None
    if order is None:
        return {}
    about = {"order": order.number, "facts": order.text}
    proof = order.proofs.order_by("-pk").first()
    if proof is not None:
        about |= {"facts": proof.facts, "basis": proof.basis, "camera_place": proof.camera_place}
        about |= {"camera_clip": proof.camera_clip, "camera_at": proof.camera_at}
    case = next((one.subject for one in order.references.all() if isinstance(one.subject, Case)), None)
    return about | ({"case": case.number} if case else {})


def proposed(request, unit: Organisation, form) -> Card | None:
    """The card, or None with the reason in the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key")}
    try:
        return actions.propose(unit, **about, **form.arguments())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


@require_safe
def appeals(request):
    """Appeals and reviews: first those that wait, by the day on which they have to be decided."""
    check_watch(request.actor)
    related = ["card__finding__rule", "card__finding__organisation", "clock", "filed_by", "decided_by"]
    mine = Appeal.objects.visible_to(request.actor).select_related(*related)
    waiting = mine.filter(state=Appeal.State.OPEN).order_by("clock__due_on", "pk")[:LISTED]
    part = paging.sliced(mine.exclude(state=Appeal.State.OPEN).order_by("-pk"), request.GET, paging.PAGE_SIZE)
    context = {"waiting": waiting, "part": part, "today": timezone.localdate()}
    return render(request, "monitoring/appeals.html", context)


@require_safe
def locks(request):
    """What is locked now, and what was unlocked last, with the reasons."""
    if not can_watch(request.actor):
        raise PermissionDenied
    today = timezone.localdate()
    cards = Card.objects.visible_to(request.actor)
    holds = Hold.objects.filter(reference__in=cards.values("number")).select_related("held_by", "released_by")
    now, before = list(holds.in_force(today)[:LISTED]), list(holds.exclude(released_at=None)[:30])
    pages = dict(cards.filter(number__in=[row.reference for row in now + before]).values_list("number", "finding"))
    context = {"locked": lines(now, pages), "unlocked": lines(before, pages)}
    return render(request, "monitoring/locks.html", context)


def lines(holds: list[Hold], pages: dict[str, int]) -> list[dict]:
    """Each hold with what it is about and the page of its card."""
    return [
        {"hold": hold, "subject": subject, "page": pages[hold.reference]}
        for hold, subject in zip(holds, described(holds), strict=True)
    ]
