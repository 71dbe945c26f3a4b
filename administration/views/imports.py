"""Lists of rights that are read in: the pattern to fill in, all rows or a list of what is wrong."""

from django import forms as django_forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.exports import xlsx_response
from administration.actions import importing
from administration.forms.rights import GrantRow
from administration.permissions import is_security
from administration.views.common import only
from records import sheets
from records.desk import blame, posted, sent
from records.refusal import Refused
from records.workbook import Fault, Reading

EXAMPLE = {
    "user": "zhangsan",
    "organisation": "市场监管局",
    "role": "窗口人员",
    "title": "窗口工作人员",
    "window": "013",
    "from_on": "2026-03-02",
    "reason": "新录用",
    "document_number": "云人社〔2026〕3号",
}


class FileForm(django_forms.Form):
    file = django_forms.FileField(label=gettext_lazy("file"))


def labels() -> dict[str, str]:
    """Field → header."""
    return {name: str(field.label) for name, field in GrantRow.base_fields.items()}


@require_http_methods(["GET", "POST"])
@only(is_security)
def read_in(request):
    """GET asks for the file; POST proposes all of it, or says row and column of what is wrong."""
    form, faults, found = FileForm(*posted(request)), [], Reading()
    if form.is_bound and form.is_valid():
        try:
            found = sheets.read(form.cleaned_data["file"], GrantRow)
            faults = found.faults
            if not faults:
                about = {"by": request.actor, "now": timezone.now(), "key": sent(request) or None}
                count = importing.propose_all(found.rows, **about)
                if count is not None:
                    messages.success(request, _("%(count)s rights are proposed.") % {"count": count})
                return redirect("administration:grants")
        except importing.Faulty as faulty:
            faults = [Fault(row, labels().get(field, ""), words) for row, field, words in faulty.faults]
        except Refused as refusal:
            blame(form, refusal)
    page = {"form": form, "faults": faults, "sheet": found.sheet, "title": _("Read in a list of rights")}
    page |= {"pattern": reverse("administration:pattern"), "nav_at": reverse("administration:grants")}
    page["back"] = page["nav_at"]
    return render(request, "administration/import.html", page, status=422 if form.is_bound else 200)


@require_safe
@only(is_security)
def pattern(request):
    """An empty list with the headers and one example."""
    headers = labels()
    return xlsx_response(_("Rights: pattern"), headers.values(), [[EXAMPLE.get(name, "") for name in headers]])
