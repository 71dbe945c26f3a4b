"""Reading in duties: the pattern to fill in, all rows or a list of what is wrong."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.publishing import impose_all
from disclosure.forms.desk import DutyRow
from disclosure.permissions import is_office
from disclosure.views.common import only
from records import desk
from records.fields import FileForm

EXAMPLE = {"organisation": "市场监管局", "entry": "规范性文件", "begun_on": "2026-01-01"}


@require_http_methods(["GET", "POST"])
@only(is_office)
def duties(request):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    page = {"title": _("Read in duties"), "saved": _("%(count)s duties are entered.")}
    page |= {"back": reverse("disclosure:duties"), "pattern": reverse("disclosure:duties_pattern")}
    page["template"] = "disclosure/desk/import.html"
    return desk.read_in(request, FileForm(*desk.posted(request)), DutyRow, impose_all, **page)


@require_safe
@only(is_office)
def pattern(request):
    """An empty list with the headers and one example."""
    return desk.pattern(_("Publication duties: pattern"), DutyRow, EXAMPLE)
