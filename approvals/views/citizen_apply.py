"""Applying online in three steps; everything typed and uploaded is kept in a draft from the first step on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from approvals import actions, drafts
from approvals.forms import extras
from approvals.forms.citizen import ApplicantForm, DocumentsForm, StepForm, SureForm
from approvals.models import Case, Draft, Item
from records.models import FormKey
from records.refusal import Refused

WHO, DOCUMENTS, CHECK = 1, 2, 3


@never_cache
@require_http_methods(["GET", "POST"])
def apply(request, code):
    """/apply/<code>/?step=N"""
    if not request.user.is_citizen:
        raise PermissionDenied(_("Applications are handed in by citizens, or at the window of the unit in charge."))
    offered = Item.objects.published().select_related("organisation").prefetch_related("documents")
    item = offered.filter(code=code).first()
    if item is None:
        return not_offered(request, code)
    if not item.is_online or item.kind not in Item.APPLIED_FOR:
        return redirect("approvals:item", code)
    if drafts.follow(request.user, item):
        messages.info(
            request, _("The rules of this item have changed since you began. Please check every step again.")
        )
    return STEPS[StepForm.of(request.GET)](request, item)


def not_offered(request, code):
    """An item that was merged or cancelled: back to the own cases, where the draft can be thrown away."""
    get_list_or_404(Item.objects.exclude(state=Item.State.DRAFT), code=code)
    messages.info(request, _("This item cannot be applied for any more; please look for it in the guide again."))
    return redirect("approvals:my")


def to_step(item, number):
    return HttpResponseRedirect(f"{reverse('approvals:apply', args=[item.code])}?step={number}")


def show(request, item, step, status=200, **more):
    more |= {"item": item, "step": step, "steps": [_("Who applies"), _("Documents to hand in"), _("Check and submit")]}
    return render(request, f"approvals/citizen/apply_{step}.html", more, status=status)


def onward(request, item, step):
    """To the next step, or away for today."""
    return redirect("approvals:my") if request.POST.get("go") == "later" else to_step(item, step)


def who(request, item):
    """Step 1. What was typed is kept even when it cannot be accepted yet."""
    if request.method == "POST":
        draft = drafts.save_answers(request.user, item, request.POST, now=timezone.now())
        form, extra = ApplicantForm(request.POST), question(request, item, request.POST)
        if form.is_valid() & extra.is_valid() or request.POST.get("go") == "later":
            return onward(request, item, DOCUMENTS)
        return show(request, item, WHO, 422, form=form, extra=extra, draft=draft)
    draft = drafts.own(request.user, item)
    known = {"applicant_name": request.user.name, "telephone": request.user.telephone}
    known = {"renews": request.GET.get("licence", "")} | (draft.answers if draft else known)
    form, extra = ApplicantForm(initial=known), question(request, item, initial=known)
    return show(request, item, WHO, form=form, extra=extra, draft=draft)


def question(request, item, *args, **kwargs):
    """What this item asks besides who applies."""
    return extras.question(item, request.user, timezone.localdate(), *args, **kwargs)


def documents(request, item):
    """Step 2. Each upload is stored at once, so that an error in one does not lose the others."""
    draft = drafts.own(request.user, item)
    if draft is None:
        return to_step(item, WHO)
    kept = drafts.files(draft)
    earlier = drafts.earlier_files(request.user, item.documents.all(), timezone.now())
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentsForm(item.documents.all(), kept, *typed, earlier=earlier)
    if request.method == "GET":
        return show(request, item, DOCUMENTS, form=form, draft=draft)
    if removed := form.asked_to_remove():
        drafts.drop_file(draft, removed)
        return to_step(item, DOCUMENTS)
    if form.is_valid() and form.keep(keeper(request, draft)) and taken_again(request, draft, form):
        return to_step(item, DOCUMENTS)
    if not form.errors and goes_on(request, item, form):
        return onward(request, item, DOCUMENTS if request.POST.get("go") == "upload" else CHECK)
    return show(request, item, DOCUMENTS, 422, form=form, draft=draft)


def keeper(request, draft):
    """How an upload of this request is stored."""
    return lambda document, upload: drafts.keep_file(draft, document, upload, by=request.actor, now=timezone.now())


def taken_again(request, draft, form) -> bool:
    """Was a file handed in before chosen instead of an upload?"""
    chosen = form.asked_again()
    return chosen is not None and drafts.take_again(draft, *chosen, by=request.actor, now=timezone.now())


def goes_on(request, item, form) -> bool:
    """Only the next step needs every mandatory document."""
    needed = [document for document in form.documents if document.is_required]
    return request.POST.get("go") in ("later", "upload") or form.require_all(needed)


def check(request, item):
    """Step 3: read everything once more and send it. One draft is one application, however often it is sent."""
    if request.method == "POST" and (sent := already(request)):
        return redirect("approvals:receipt", sent.number)
    draft = drafts.own(request.user, item)
    if draft is None:
        return to_step(item, WHO)
    typed, extra = ApplicantForm(draft.answers), question(request, item, draft.answers)
    if not typed.is_valid() & extra.is_valid():
        return show(request, item, WHO, 422, form=typed, extra=extra, draft=draft)
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (case := submit(request, item, draft, typed, extra, form)):
        return redirect("approvals:receipt", case.number)
    rows = DocumentsForm(item.documents.all(), drafts.files(draft)).rows()
    more = {"form": form, "typed": typed, "extra": extras.told(extra), "draft": draft, "rows": rows}
    return show(request, item, CHECK, 422 if form.errors else 200, **more)


def already(request) -> Case | None:
    """The case that this very form made before."""
    try:
        made = FormKey.result(request.user, request.POST.get("key", ""))
    except ValidationError:  # not a key of ours
        return None
    return made if isinstance(made, Case) else None


def submit(request, item, draft, typed, extra, form) -> Case | None:
    """Hand the draft in; what speaks against it goes to the top of the form."""
    mine = {document.pk: document for document in item.documents.all()}
    materials = {mine[pk]: file for pk, file in drafts.files(draft).items() if pk in mine}
    applicant = actions.Applicant(**typed.cleaned_data)
    about = {"by": request.actor, "now": timezone.now(), "key": draft.answers.get("key", "")} | extra.cleaned_data
    try:
        if request.POST.get("key") != draft.answers.get("key"):
            raise Refused(None, _("This page was old. Please check everything once more and send it again."))
        return actions.apply(item, applicant=applicant, materials=materials, **about)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None


STEPS = {WHO: who, DOCUMENTS: documents, CHECK: check}


@require_POST
def discard(request, pk):
    """Throw an own draft away."""
    drafts.throw_away(get_object_or_404(Draft, pk=pk, user=request.user))
    return redirect("approvals:my")
