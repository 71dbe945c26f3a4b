"""The pages of the desk for the documents of the library."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import permissions
from disclosure.actions import keeping
from disclosure.citations import citing
from disclosure.forms import desk as forms
from disclosure.models import (
    LibraryDocument,
)
from disclosure.views.common import files_of, only, only_staff
from disclosure.views.deeds import address, deed
from records.desk import detail, new, posted, take
from records.fields import PlainForm

# the library

D = LibraryDocument.State
DOCUMENT_DEEDS = {
    "release": deed(
        PlainForm,
        keeping.release,
        keeping.can_release,
        [D.DRAFT],
        gettext_lazy("Release the document"),
        gettext_lazy("Released: everybody reads it now."),
        "seal",
    ),
    "end": deed(
        forms.EndForm,
        keeping.end,
        lambda actor, row: permissions.is_office(actor),
        [D.IN_FORCE],
        gettext_lazy("Mark as ended"),
        gettext_lazy("Marked; it stays in the library."),
        "down",
        grave=True,
        of_row=True,
    ),
}


def document_of(actor, code) -> LibraryDocument:
    return get_object_or_404(LibraryDocument.objects.visible_to(actor).select_related("replaced_by"), code=code)


@require_safe
@only_staff
def document(request, code):
    return document_page(request, document_of(request.actor, code))


@require_http_methods(["GET", "POST"])
@only_staff
def document_deed(request, code, deed):
    return take(request, document_of(request.actor, code), deed, DOCUMENT_DEEDS, document_page, address)


def document_page(request, row, refused=None):
    about = {
        "title": row.title,
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("document number"), row.number),
            (_("issuing body"), row.issuer),
            (_("Kind"), row.get_kind_display()),
            (_("issued on"), row.issued_on),
            (_("in force since"), row.in_force_on),
            (_("ended since"), row.ended_on),
            (_("replaced by"), row.replaced_by or ""),
            (_("short names by which it is cited"), "、".join(row.names)),
            (_("short summary"), row.summary),
            (_("Reason"), row.reason),
        ],
        "sections": [(heading, [words for words, _address in rows]) for heading, rows in citing(row)],
        "files": files_of(row),
        "deed_key": row.code,
        "deed_address": "disclosure:document_deed",
        "back": (reverse("disclosure:documents"), _("Library")),
        "nav_at": reverse("disclosure:documents"),
    }
    if row.state != D.DRAFT:
        about["links"] = [(reverse("disclosure:document", args=[row.code]), _("As everybody reads it"))]
    return detail(request, row, DOCUMENT_DEEDS, about, refused)


@require_http_methods(["GET", "POST"])
@only(permissions.is_office)
def new_document(request):
    form = forms.DocumentForm(*posted(request))
    about = {"title": _("Enter a document"), "back": reverse("disclosure:documents"), "after": address}
    return new(
        request, form, keeping.enter, None, saved=_("Entered; somebody else of the office releases it."), **about
    )
