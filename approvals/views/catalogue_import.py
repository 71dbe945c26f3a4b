"""Reading a workbook into the catalogue: first what it would change, then the drafts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from approvals import drafts
from approvals.actions import catalogue as actions
from approvals.catalogue.importing import Plan, plan
from approvals.forms.catalogue import ConfirmForm, UploadForm
from approvals.permissions import can_draft_items
from approvals.views.desk import only
from records import attachments
from records.desk import sent
from records.models import Attachment
from records.refusal import Refused

KIND = "catalogue"  # of the upload that waits for its confirmation
SHOWN, LINES = 60, 6  # items and lines of each on the page; the whole is compared draft by draft
DRAFTED_BY = gettext_lazy("The catalogue is drafted by the system administrator.")


@require_http_methods(["GET", "POST"])
@only(can_draft_items, DRAFTED_BY)
def load(request):
    """GET asks for the file, POST with a file shows what it would change, POST with a token takes it over."""
    if request.method == "GET":
        return show(request, UploadForm())
    if "token" in request.POST:
        return confirm(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        upload = form.cleaned_data["file"]
        found = plan(upload.name, upload.read())
        upload.seek(0)
        kept = attachments.store(upload, by=request.actor, now=timezone.now(), kind=KIND) if found.changes else None
    except Refused as refusal:
        form.add_error("file", str(refusal.message))
        return show(request, form, status=422)
    return show(request, form, found, kept, status=422 if found.faults else 200)


def show(request, form, found: Plan | None = None, kept=None, *, status=200):
    page = {"form": form, "plan": found, "kept": kept}
    if found:
        page["changes"] = [
            {"change": change, "rows": change.rows[:LINES], "more": max(0, len(change.rows) - LINES)}
            for change in found.changes[:SHOWN]
        ]
        page["left"] = max(0, len(found.changes) - SHOWN)
    return render(request, "approvals/catalogue/import.html", page, status=status)


def confirm(request):
    """The stored workbook is read and checked again: the catalogue may have moved since."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404
    waiting = Attachment.objects.unbound().filter(uploader=request.actor.user, kind=KIND)
    kept = waiting.filter(token=form.cleaned_data["token"]).first()
    if kept is None:  # sent twice, or too old
        messages.info(request, _("This workbook was taken over already."))
        return redirect("approvals:catalogue")
    with kept.file.open("rb") as file:
        found = plan(kept.name, file.read())
    if found.faults or not found.changes:
        return show(request, UploadForm(), found, status=422)
    about = {"by": request.actor, "now": timezone.now(), "key": sent(request)}
    try:
        made = actions.take_over([(change.code, change.wanted) for change in found.changes], **about)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("approvals:catalogue_import")
    drafts.discard(kept)
    messages.success(
        request, _("%(count)s drafts are made; the heads of the units put them into force.") % {"count": len(made)}
    )
    return redirect("/desk/catalogue/?state=draft")
