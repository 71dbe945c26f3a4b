"""What firms do before and beside bids: apply to be prequalified, ask; and the papers of a tender on A4."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from procurement.actions import inquiring, prequalifying
from procurement.forms.around import ApplyForm, AskForm
from procurement.forms.desk import firms_of
from procurement.models import Applicant, Paper, Party, Prequalification, Tender
from procurement.permissions import represents
from procurement.views.common import NOT_YOUR_DUTY, blame, is_outsider, only
from procurement.views.deeds_around import examines, with_files
from records.attachments import store
from records.desk import denied, sent
from records.refusal import Refused


def own_firms(request) -> list[Party]:
    return firms_of(request.actor, timezone.localdate())


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def prequalify(request, number):
    """One prequalification for a firm: what is asked, until when, apply, and the result."""
    found = current(number)
    firms = own_firms(request)
    mine = with_files(Applicant.objects.filter(prequalification=found, party__in=firms).select_related("party"))
    left = [firm for firm in firms if firm.pk not in {row.party_id for row in mine}]
    form = ApplyForm(*sent_with_files(request), firms=firms if request.method == "POST" else left)
    if form.is_bound and form.is_valid():
        words = _("Your application is handed in.")
        answer = done(request, form, lambda **about: applied(found, form, **about), words)
        if answer is not None:
            return answer or redirect("procurement:prequalify", number)
    page = {
        "found": found,
        "tender": found.tender,
        "form": form,
        "firms": firms,
        "takes": found.state == found.State.OPEN and timezone.now() < found.due_at and (left or not firms),
        "mine": mine,
    }
    return render(request, "procurement/my/prequalify.html", page, status=422 if form.errors else 200)


def sent_with_files(request) -> tuple:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def current(number: str) -> Prequalification:
    """The last prequalification of a tender; they are public."""
    rows = Prequalification.objects.select_related("tender__tenderer_organisation", "tender__tenderer_party")
    found = rows.filter(tender__number=number).order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def applied(found: Prequalification, form: ApplyForm, *, by, now, key):
    typed = form.cleaned_data
    with transaction.atomic():
        papers = [store(paper, by=by, now=now, kind="prequalification") for paper in typed["files"]]
        about = {"party": typed["party"], "statement": typed["statement"], "papers": papers}
        prequalifying.apply(found, by=by, now=now, key=key, **about)


def done(request, form, action, words):
    """None where the form says what was wrong, a page for whoever may not, "" where it is done."""
    try:
        action(by=request.actor, now=timezone.now(), key=sent(request))
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        blame(form, refusal)
        return None
    messages.success(request, words)
    return ""


@require_http_methods(["GET", "POST"])
@only(is_outsider)
def ask(request, number):
    """询问: to the tenderer."""
    tender = get_object_or_404(Tender.objects.filter(notices__isnull=False).distinct(), number=number)
    firms = own_firms(request)
    form = AskForm(request.POST if request.method == "POST" else None, firms=firms)
    if form.is_bound and form.is_valid():
        words = _("Sent. The answer appears on this page.")
        answer = done(request, form, lambda **about: inquiring.ask(tender, **form.cleaned_data, **about), words)
        if answer is not None:
            return answer or redirect("procurement:my_tenders")
    page = {"form": form, "tender": tender, "firms": firms}
    return render(request, "procurement/my/ask.html", page, status=422 if form.errors else 200)


@require_safe
def paper(request, pk):
    """One paper on A4, for everybody who may see the tender and for the firm it is for."""
    found = get_object_or_404(Paper.objects.select_related("tender", "document__organisation"), pk=pk)
    visible = Tender.objects.visible_to(request.actor).filter(pk=found.tender_id).exists()
    if not visible and not is_for(request, found):
        raise Http404
    about = {"document": found.document, "back": back_to(request, found.tender, visible)}
    return render(request, "procurement/paper.html", about)


def may_read_application(actor, applicant: Applicant) -> bool:
    """The papers of an application: the firm itself, and those who examine, after the deadline."""
    now, found = timezone.now(), applicant.prequalification
    told = now >= found.due_at and examines(actor, found.tender, now)
    return told or represents(actor, applicant.party_id, now)


def is_for(request, found: Paper) -> bool:
    return is_outsider(request.actor) and found.party_id in {firm.pk for firm in own_firms(request)}


def back_to(request, tender: Tender, visible: bool) -> str:
    if request.actor.is_staff_member:
        return reverse("procurement:tender", args=[tender.number])
    if visible:
        return reverse("procurement:my_tender", args=[tender.number])
    return reverse("procurement:my_bids")
