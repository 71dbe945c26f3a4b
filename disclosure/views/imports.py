"""Reading in duties: the pattern to fill in, all rows or a list of what is wrong."""

from django import forms as django_forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from disclosure.actions import publishing
from disclosure.forms.desk import DutyRow
from disclosure.permissions import is_office
from disclosure.views.common import only
from records import sheets
from records.desk import blame, posted, sent
from records.refusal import Refused
from records.workbook import Fault

EXAMPLE = ["市场监管局", "规范性文件", "2026-01-01"]


class FileForm(django_forms.Form):
    file = django_forms.FileField(label=gettext_lazy("file"))


@require_http_methods(["GET", "POST"])
@only(is_office)
def duties(request):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    form, faults, sheet = FileForm(*posted(request)), [], ""
    if form.is_bound and form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"], DutyRow)
            faults, sheet = found.faults or twice(found.rows), found.sheet
            if not faults:
                rows = [publishing.Owing(**row) for _number, row in found.rows]
                about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
                count = publishing.impose_all(rows, **about)
                if count is not None:
                    messages.success(request, _("%(count)s duties are entered.") % {"count": count})
                return redirect("disclosure:duties")
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "faults": faults, "sheet": sheet, "title": _("Read in duties")}
    page |= {"pattern": reverse("disclosure:duties_pattern"), "back": reverse("disclosure:duties")}
    return render(request, "disclosure/desk/import.html", page, status=422 if form.is_bound else 200)


def twice(rows) -> list[Fault]:
    """Rows that say what an earlier row said, or what stands already."""
    seen, faults = {}, []
    for number, row in rows:
        key = (row["organisation"].pk, row["entry"].pk)
        told = {"unit": row["organisation"].short_name, "entry": row["entry"].name}
        if key in seen:
            words = _("Row %(row)s says the same; delete one of them.") % {"row": seen[key]}
            faults.append(Fault(number, str(DutyRow.base_fields["entry"].label), words, row["entry"].name))
        elif publishing.stands(*key):
            words = _("%(unit)s owes “%(entry)s” already; delete the row.") % told
            faults.append(Fault(number, str(DutyRow.base_fields["entry"].label), words, row["entry"].name))
        seen.setdefault(key, number)
    return faults


@require_safe
@only(is_office)
def pattern(request):
    """An empty list with the headers and one example."""
    return xlsx_response(_("Publication duties: pattern"), sheets.columns(DutyRow), [EXAMPLE])
