"""A person's own cases: the list, the page of one, the receipt, correcting and withdrawing."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from approvals import actions, drafts, inbox, procedures, progress, story, talk
from approvals.actions.messages import read as read_messages
from approvals.forms.citizen import DocumentsForm
from approvals.forms.citizen_more import MessageForm
from approvals.models import Case, Draft
from approvals.permissions import can_withdraw
from approvals.ratings import is_rateable, rating_of
from deadlines.words import explanation
from records.models import Document
from records.paging import sliced
from records.receipts import receipt as receipt_of
from records.refusal import Refused

ON_A_PAGE = 20
LONGEST_EXPLANATION = timedelta(days=120)


def own_case(request, number) -> Case:
    """The applicant's own case, or 404."""
    related = ["clerk", "reviewer", *procedures.RELATED]
    mine = progress.for_show(Case.objects.visible_to(request.actor)).select_related(*related)
    mine = mine.prefetch_related(procedures.CHECKS)
    return get_object_or_404(mine.filter(applicant=request.user), number=number)


@never_cache
@require_safe
def my(request):
    """What is new, what is to be done, own cases with their lamps, and what was begun."""
    now, today = timezone.now(), timezone.localdate()
    mine = progress.for_show(Case.objects.filter(applicant=request.user)).order_by("-submitted_at", "-pk")
    page = sliced(mine, request.GET, ON_A_PAGE)
    rows = [(case, progress.lamp(case, today)) for case in page.rows]
    begun = Draft.objects.filter(user=request.user).select_related("item__organisation").order_by("-updated_at")
    more = {"page": page, "rows": rows, "drafts": list(begun[:50])}
    if page.number == 1:
        more |= {"news": inbox.news(request.user, now), "tasks": inbox.tasks(request.user, now)}
    return render(request, "approvals/citizen/my.html", more)


@never_cache
@require_safe
def case(request, number):
    """Where is it, who has it, until when, what must I do?"""
    found, now = own_case(request, number), timezone.now()
    lines = talk.conversation(found, timezone.localdate(now))
    if any(line.message.read_at is None and not line.message.from_applicant for line in lines):
        read_messages(found, by=request.actor, now=now)
    inbox.seen(found, request.user, now)
    return show_case(request, found, lines)


def show_case(request, found: Case, lines, *, message_form=None, status=200):
    """The case page; `message_form` is a message that was refused."""
    today, points = timezone.localdate(), story.timeline(found)
    return render(
        request,
        "approvals/citizen/case.html",
        about(found, today)
        | procedures.beside(found)
        | {
            "may_apply_for_hearing": procedures.may_still_apply(found, today),
            "rating": rating_of(found),
            "may_rate": is_rateable(found),
            "talk": lines,
            "message_form": message_form or MessageForm(),
            "points": points,
            "changed_at": story.last_change(points),
            "next": story.next_thing(found),
            "documents": Document.objects.about(found).exclude(kind=Document.Kind.COPY_NOTICE),  # between offices
            "materials": found.materials.select_related("document", "attachment"),
            "windows": found.item.windows.all()[:3],
            "notice": found.corrections.filter(answered_at=None).last()
            if found.state == Case.State.CORRECTING
            else None,
            "lines": days_of(found, today),
            "can_withdraw": found.is_open and can_withdraw(request.actor, found),
            "progress_url": progress_url(request, found),
        },
        status=status,
    )


def about(found: Case, today) -> dict:
    """What the head of a case page shows."""
    tone, words = progress.lamp(found, today)
    return {
        "case": found,
        "today": today,
        "tone": tone,
        "words": words,
        "dial": progress.dial(found, today),
        "limits": progress.limits(found, today),
    }


def days_of(found: Case, today) -> list:
    """Each day of the promise with its reason, up to the end of the promise or today if that is later."""
    clock = found.clock
    if clock is None or not clock.promised:
        return []
    end = max(clock.due_on, clock.met_on or (today if clock.is_running else clock.due_on))
    lines = explanation(clock, min(end, clock.started_on + LONGEST_EXPLANATION))
    return [(line, story.WHY[line.why]) for line in lines]


def progress_url(request, found: Case) -> str:
    """The address inside the square code: number and query code, no sign-in."""
    query = urlencode({"number": found.number, "code": found.query_code})
    return request.build_absolute_uri(f"{reverse('approvals:progress')}?{query}")


@never_cache
@require_safe
def receipt(request, number):
    """The receipt: number, query code, and the digest that proves what was recorded."""
    found = own_case(request, number)
    entry = story.entries(found).first()
    proof = receipt_of(entry) if entry else None
    more = {"case": found, "entry": entry, "proof": proof, "progress_url": progress_url(request, found)}
    more["answer_by"] = progress.answer_by(found)
    more["materials"] = found.materials.select_related("document", "attachment")
    return render(request, "approvals/citizen/receipt.html", more)


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request, number):
    """Ask once, then take the application back."""
    found = own_case(request, number)
    if request.method == "POST":
        try:
            actions.withdraw(found, by=request.actor, now=timezone.now(), key=request.POST.get("key", ""))
            messages.success(request, _("You have withdrawn the application."))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("approvals:case", number)
    if not found.is_open:
        return redirect("approvals:case", number)
    return render(request, "approvals/citizen/withdraw.html", {"case": found})


@never_cache
@require_http_methods(["GET", "POST"])
def correct(request, number):
    """Everything that the one-time notice asks for, one file each; what is uploaded stays until all is sent."""
    found = own_case(request, number)
    notice = found.corrections.filter(answered_at=None).last()
    if found.state != Case.State.CORRECTING or notice is None:
        return redirect("approvals:case", number)
    missing = list(notice.missing.order_by("sort", "pk"))
    kept = drafts.correction_files(found, missing, request.user)
    more = {"case": found, "notice": notice}
    if request.method == "GET":
        return render(request, "approvals/citizen/correct.html", more | {"form": DocumentsForm(missing, kept)})
    form = DocumentsForm(missing, kept, request.POST, request.FILES)
    if removed := form.asked_to_remove():
        drafts.drop_correction(found, removed, request.user)
        return HttpResponseRedirect(request.path)
    if uploaded(request, found, form):
        if request.POST.get("go") == "upload":
            return HttpResponseRedirect(request.path)
        if answered(request, found, form):
            return redirect("approvals:case", number)
    return render(request, "approvals/citizen/correct.html", more | {"form": form}, status=422)


def uploaded(request, found, form) -> bool:
    """Store every file of this request; True when none was refused."""
    now = timezone.now()
    return form.is_valid() and form.keep(
        lambda document, upload: drafts.keep_correction(found, document, upload, by=request.actor, now=now)
    )


def answered(request, found, form) -> bool:
    """Hand everything in; what is still missing is named at its field."""
    if not form.require_all(form.documents):
        return False
    materials = {document: form.kept[document.pk] for document in form.documents}
    about = {"by": request.actor, "now": timezone.now(), "key": request.POST.get("key", "")}
    try:
        actions.correct(found, materials=materials, **about)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("Thank you. The window checks the documents again."))
    return True
