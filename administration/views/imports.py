"""Lists of rights that are read in: the pattern to fill in, all rows or a list of what is wrong."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from administration.actions.importing import propose_all
from administration.forms.rights import GrantRow
from administration.permissions import is_security
from administration.views.common import only
from records import desk
from records.fields import FileForm

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


@require_http_methods(["GET", "POST"])
@only(is_security)
def read_in(request):
    """GET asks for the file; POST proposes all of it, or says row and column of what is wrong."""
    back = reverse("administration:grants")
    page = {"title": _("Read in a list of rights"), "saved": _("%(count)s rights are proposed."), "back": back}
    page |= {"pattern": reverse("administration:pattern"), "nav_at": back, "template": "administration/import.html"}
    return desk.read_in(request, FileForm(*desk.posted(request)), GrantRow, propose_all, **page)


@require_safe
@only(is_security)
def pattern(request):
    """An empty list with the headers and one example."""
    return desk.pattern(_("Rights: pattern"), GrantRow, EXAMPLE)
