"""The desk of publication: proposed with everything personal hidden, edited, decided by another person, taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions import publishing
from complaints.forms.voices import PublicationForm, ReasonForm
from complaints.models import NEVER_PUBLIC, Order, Publication
from complaints.permissions_voices import (
    can_decide_publication,
    can_moderate,
    can_propose_publication,
    can_withdraw_publication,
)
from complaints.views.common import NOT_YOUR_DUTY, only
from records import paging
from records.desk import denied, sent
from records.refusal import Refused

NOT_THE_EDITORS = gettext_lazy("Answers are published by the hotline office.")
State = Publication.State
TONES = {State.PROPOSED: "warn", State.PUBLISHED: "ok", State.REFUSED: "done", State.WITHDRAWN: "over"}


def of_county(actor):
    rows = Publication.objects.filter(order__county_path__startswith=actor.watched_path)
    return rows.select_related("order", "organisation", "category", "proposed_by", "decided_by", "withdrawn_by")


@require_safe
@only(can_moderate, NOT_THE_EDITORS)
def publications(request):
    """What waits for the second person, what could be proposed, what was published last."""
    actor = request.actor
    waiting = of_county(actor).filter(state=State.PROPOSED).order_by("proposed_at", "pk")
    done = paging.sliced(of_county(actor).exclude(state=State.PROPOSED).order_by("-pk"), request.GET, 10)
    page = {
        "waiting": list(waiting[:50]),
        "candidates": list(candidates(actor)[:15]),
        "part": done,
        "rows": [(row, TONES[row.state]) for row in done.rows],
    }
    return render(request, "complaints/voices/publications.html", page)


def candidates(actor):
    """Answered orders whose complainants agreed, and which nobody has proposed yet."""
    mine = Order.objects.listed_for(actor).filter(
        asked_public=True, is_anonymous=False, parent=None, state__in=[Order.State.CLOSED, Order.State.REPLIED]
    )
    fresh = mine.filter(publications=None).exclude(kind__in=NEVER_PUBLIC)
    return fresh.select_related("organisation", "category").order_by("-replied_at", "-pk")


@require_http_methods(["GET", "POST"])
@only(can_moderate, NOT_THE_EDITORS)
def propose(request, number):
    """The order and its answer side by side with what would be public; the person hides what no pattern knows."""
    rows = Order.objects.visible_to(request.actor).select_related("complainant", "organisation")
    order = get_object_or_404(rows, number=number)
    answer = publishing.last_reply(order)
    if answer is None or not can_propose_publication(request.actor, order):
        return denied(request, _("This order is not published: nobody agreed to it, or the law keeps it closed."))
    data = request.POST if request.method == "POST" else None
    form = PublicationForm(data, initial=publishing.draft_of(order, answer))
    if form.is_valid() and (made := attempt(request, form, publishing.propose_publication, order, form.cleaned_data)):
        messages.success(request, _("Proposed; another person publishes it."))
        return redirect("complaints:publication", made.pk)
    page = {"order": order, "answer": answer, "form": form}
    return render(request, "complaints/voices/propose.html", page, status=422 if form.errors else 200)


def attempt(request, form, action, thing, texts):
    """The result of the action, or None with the reason in the form."""
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    try:
        return action(thing, texts=texts, **about)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


def page_of(request, found: Publication, form=None, reason=None, status=200):
    """The page of one publication with what this person may do."""
    decides = found.state == State.PROPOSED and can_decide_publication(request.actor, found)
    texts = {name: getattr(found, name) for name in publishing.TEXTS}
    page = {
        "publication": found,
        "tone": TONES[found.state],
        "order": found.order,
        "answer": publishing.last_reply(found.order),
        "form": (form or PublicationForm(initial=texts)) if decides else None,
        "withdraws": found.state == State.PUBLISHED and can_withdraw_publication(request.actor, found),
        "reason": reason or ReasonForm(auto_id="reason_%s"),
    }
    return render(request, "complaints/voices/publication.html", page, status=status)


@require_safe
@only(can_moderate, NOT_THE_EDITORS)
def publication(request, pk):
    """One publication: what is public, what was written, who proposed and decided."""
    return page_of(request, get_object_or_404(of_county(request.actor), pk=pk))


@require_http_methods(["GET", "POST"])
@only(can_moderate, NOT_THE_EDITORS)
def publication_deed(request, pk, deed):
    """Publish, do not publish, take back."""
    found = get_object_or_404(of_county(request.actor), pk=pk)
    if deed not in DEEDS:
        raise Http404
    if request.method == "GET":
        return redirect("complaints:publication", pk)
    form, reason, done = DEEDS[deed](request, found)
    if done:
        messages.success(request, done)
        return redirect("complaints:publication", pk)
    return page_of(request, found, form, reason, 422)


def carried_out(request, form, action, found, **arguments) -> bool:
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
    try:
        action(found, **about, **arguments)
    except PermissionDenied as refused:
        form.add_error(None, str(refused) or NOT_YOUR_DUTY)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return not form.errors


def do_publish(request, found):
    form = PublicationForm(request.POST)
    done = form.is_valid() and carried_out(request, form, publishing.publish, found, texts=form.cleaned_data)
    return form, None, _("Published: everybody may read it.") if done else ""


def with_reason(action, words):
    def do(request, found):
        form = ReasonForm(request.POST, auto_id="reason_%s")
        done = form.is_valid() and carried_out(request, form, action, found, **form.cleaned_data)
        return None, form, words if done else ""

    return do


DEEDS = {
    "publish": do_publish,
    "refuse": with_reason(publishing.refuse_publication, gettext_lazy("It is not published.")),
    "withdraw": with_reason(publishing.withdraw_publication, gettext_lazy("It is off the public page.")),
}
