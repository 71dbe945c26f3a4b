"""Reading in powers and risk points: the pattern to fill in, all rows or a list of what is wrong."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from powers import rows
from powers.actions import importing
from powers.permissions import can_import
from powers.views.common import only
from records import desk
from records.fields import FileForm

KINDS = {  # of a list: title, action, what is said when it was taken, the page after it, the name of its pattern
    "powers": (
        _("Read in powers"),
        importing.read_powers,
        _("%(count)s powers stand in the drafts; declare the lists now."),
        "powers:lists",
        _("Powers: pattern"),
    ),
    "points": (
        _("Read in risk points"),
        importing.read_points,
        _("%(count)s points are entered; somebody else decides their levels."),
        "powers:points",
        _("Risk points: pattern"),
    ),
}


@require_http_methods(["GET", "POST"])
@only(can_import)
def read_in(request, kind):
    """GET asks for the file; POST takes all of it, or says row and column of what is wrong."""
    if kind not in KINDS:
        raise Http404
    title, action, saved, following, _name = KINDS[kind]
    back = reverse(following)
    page = {"title": title, "saved": saved, "back": back, "nav_at": back, "template": "powers/desk/import.html"}
    page |= {"pattern": reverse("powers:pattern", args=[kind]), "kind": kind}
    return desk.read_in(request, FileForm(*desk.posted(request)), rows.reader(kind), action, **page)


@require_safe
@only(can_import)
def pattern(request, kind):
    """An empty list with the headers and one example."""
    if kind not in KINDS:
        raise Http404
    return desk.pattern(KINDS[kind][-1], rows.FORMS[kind], rows.EXAMPLES[kind])
