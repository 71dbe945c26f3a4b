"""Reading in a list of orders: the pattern, the faults with row and column, all rows or the good ones."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from complaints.actions import importing as actions
from complaints.forms.importing import OrderRowForm, UploadForm, books, filing
from complaints.permissions import can_dispatch
from complaints.views.common import only
from records import desk, sheets
from records.desk import blame, posted, sent
from records.refusal import Refused
from records.workbook import Reading

NOT_YOURS = gettext_lazy("Workbooks of orders are read in by the hotline office.")


@require_http_methods(["GET", "POST"])
@only(can_dispatch, NOT_YOURS)
def load(request):
    """GET asks for the file; POST takes it in, or says row by row what is wrong."""
    form = UploadForm(*posted(request))
    if not form.is_bound or not form.is_valid():
        return show(request, form)
    now, known = timezone.now(), books()
    try:
        found = sheets.read(form.cleaned_data["file"], lambda row: OrderRowForm(row, books=known, now=now))
        if found.rows and (not found.faults or form.cleaned_data["only_good"]):
            return taken(request, form, found, now)
    except Refused as refusal:
        blame(form, refusal)
        return show(request, form)
    return show(request, form, found)


def show(request, form, found=None, made=()):
    """The page; 422 where something was wrong."""
    found = found or Reading()
    page = {"form": form, "faults": found.faults, "sheet": found.sheet, "made": made, "title": _("Read in orders")}
    page |= {"pattern": reverse("complaints:import_pattern"), "back": reverse("complaints:hotline")}
    status = 422 if found.faults or form.errors else 200
    return render(request, "complaints/doors/import.html", page, status=status)


def taken(request, form, found, now):
    rows = [(filing(row), row["received_at"]) for _number, row in found.rows]
    made = actions.take_over(rows, by=request.actor, now=now, key=sent(request) or None)
    messages.success(request, _("%(count)s orders are taken in.") % {"count": len(made)})
    return show(request, form, found, made) if found.faults else redirect("complaints:hotline")


@require_safe
@only(can_dispatch, NOT_YOURS)
def pattern(request):
    """An empty list with the right headers."""
    return desk.pattern(_("Orders to be read in"), OrderRowForm)
