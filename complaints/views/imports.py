"""Reading in a workbook of orders: the pattern, the faults with row and column, all rows or the good ones."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from complaints.actions import importing as actions
from complaints.forms.importing import OrderRowForm, UploadForm, books, filing
from complaints.permissions import can_dispatch
from complaints.views.common import only, sent
from records import workbook
from records.refusal import Refused

NOT_YOURS = gettext_lazy("Workbooks of orders are read in by the hotline office.")


@require_http_methods(["GET", "POST"])
@only(can_dispatch, NOT_YOURS)
def load(request):
    """GET asks for the file; POST takes it in, or says row by row what is wrong."""
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*typed)
    if not form.is_bound or not form.is_valid():
        return show(request, form)
    now, known = timezone.now(), books()
    try:
        found = workbook.read(form.cleaned_data["file"], lambda row: OrderRowForm(row, books=known, now=now))
        if found.rows and (not found.faults or form.cleaned_data["only_good"]):
            return taken(request, form, found, now)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, form)
    return show(request, form, found)


def show(request, form, found=None, made=()):
    """The page; 422 where something was wrong."""
    faults = found.faults if found else []
    page = {"form": form, "faults": faults, "good": len(found.rows) if found else 0, "made": made}
    return render(request, "complaints/doors/import.html", page, status=422 if faults or form.errors else 200)


def taken(request, form, found, now):
    rows = [(filing(row), row["received_at"]) for _number, row in found.rows]
    made = actions.take_over(rows, by=request.actor, now=now, key=sent(request)["key"] or None)
    messages.success(request, _("%(count)s orders are taken in.") % {"count": len(made)})
    return show(request, form, found, made) if found.faults else redirect("complaints:hotline")


@require_safe
@only(can_dispatch, NOT_YOURS)
def pattern(request):
    """An empty workbook with the right headers."""
    headers = [str(bound.label) for bound in OrderRowForm(books=books())]
    return xlsx_response(str(_("Orders to be read in")), headers, [])
