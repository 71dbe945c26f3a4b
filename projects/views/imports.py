"""Reading in projects and nodes: the pattern to fill in, all rows or a list of what is wrong."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from projects import rows
from projects.actions import importing
from projects.permissions import is_office
from projects.views.common import only
from records import desk
from records.fields import FileForm

KINDS = {  # of a list: title, action, what is said when it was taken, the page after it, the name of its pattern
    "projects": (
        _("Read in projects"),
        importing.read_projects,
        _("%(count)s projects are entered; now read in their nodes."),
        "projects:projects",
        _("Projects: pattern"),
    ),
    "nodes": (
        _("Read in nodes"),
        importing.read_nodes,
        _("%(count)s plans are submitted; somebody else of the office approves them."),
        "projects:plans",
        _("Nodes: pattern"),
    ),
}


@require_http_methods(["GET", "POST"])
@only(is_office)
def read_in(request, kind):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    if kind not in KINDS:
        raise Http404
    title, action, saved, following, _name = KINDS[kind]
    back = reverse("projects:projects")
    page = {"title": title, "saved": saved, "back": back, "nav_at": back, "template": "projects/desk/import.html"}
    page |= {"pattern": reverse("projects:pattern", args=[kind]), "kind": kind}
    page["after"] = lambda _count: reverse(following)
    return desk.read_in(request, FileForm(*desk.posted(request)), rows.FORMS[kind], action, **page)


@require_safe
@only(is_office)
def pattern(request, kind):
    """An empty list with the headers and one example."""
    if kind not in KINDS:
        raise Http404
    return desk.pattern(KINDS[kind][-1], rows.FORMS[kind], rows.EXAMPLES[kind])
