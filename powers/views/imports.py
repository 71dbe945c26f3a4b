"""Reading in powers and risk points: the pattern to fill in, all rows or a list of what is wrong."""

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from powers import rows
from powers.actions import importing
from powers.permissions import can_import
from powers.views.common import only
from records import sheets
from records.desk import blame, posted, sent
from records.refusal import Refused
from records.workbook import Fault, Reading

KINDS = {  # of a list: title, action, what is said when it was taken, the page after it
    "powers": (
        gettext_lazy("Read in powers"),
        importing.read_powers,
        gettext_lazy("%(count)s powers stand in the drafts; declare the lists now."),
        "powers:lists",
    ),
    "points": (
        gettext_lazy("Read in risk points"),
        importing.read_points,
        gettext_lazy("%(count)s points are entered; somebody else decides their levels."),
        "powers:points",
    ),
}


class FileForm(django_forms.Form):
    file = django_forms.FileField(label=gettext_lazy("file"))


@require_http_methods(["GET", "POST"])
@only(can_import)
def read_in(request, kind):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    if kind not in KINDS:
        raise Http404
    title, action, saved, following = KINDS[kind]
    form, faults, found = FileForm(*posted(request)), [], Reading()
    if form.is_bound and form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"], rows.reader(kind))
            faults = found.faults
            if not faults:
                about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
                count = action(found.rows, **about)
                if count is not None:
                    messages.success(request, saved % {"count": count})
                return redirect(following)
        except importing.Faulty as faulty:
            faults = told(faulty, found, kind)
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "faults": faults, "title": title, "kind": kind, "sheet": found.sheet}
    back = reverse(following)
    page |= {"pattern": reverse("powers:pattern", args=[kind]), "back": back, "nav_at": back}
    return render(request, "powers/desk/import.html", page, status=422 if form.is_bound else 200)


def told(faulty: importing.Faulty, found: Reading, kind: str) -> list[Fault]:
    """The faults with the words of their columns and what stands in the cell."""
    headers, cells = rows.labels(kind), dict(found.rows)
    return [
        Fault(one.row, headers.get(one.field, ""), one.message, str(cells.get(one.row, {}).get(one.field) or ""))
        for one in faulty.faults
    ]


@require_safe
@only(can_import)
def pattern(request, kind):
    """An empty list with the headers and one example."""
    if kind not in KINDS:
        raise Http404
    headers, example = rows.labels(kind), rows.EXAMPLES[kind]
    name = {"powers": _("Powers: pattern"), "points": _("Risk points: pattern")}[kind]
    return xlsx_response(name, headers.values(), [[example.get(field, "") for field in headers]])
