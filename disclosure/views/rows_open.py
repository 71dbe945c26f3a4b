"""The pages of the desk for announcements and publications: what is written, released, taken from view."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import clocks, permissions
from disclosure.actions import announcing, publishing
from disclosure.forms import desk as forms
from disclosure.models import (
    Announcement,
    Publication,
)
from disclosure.views.common import files_of, only, only_staff, today
from disclosure.views.deeds import address, clock_words, deed, writes
from records.desk import NOT_YOUR_DUTY, denied, detail, local, new, posted, take, who
from records.fields import PlainForm, ReasonForm

# announcements

A = Announcement.State
ANNOUNCEMENT_DEEDS = {
    "publish": deed(
        PlainForm,
        announcing.publish,
        permissions.can_release,
        [A.DRAFT],
        gettext_lazy("Release the announcement"),
        gettext_lazy("Released: everybody reads it now."),
        "seal",
    ),
    "amend": deed(
        forms.AmendForm,
        announcing.amend,
        writes,
        [A.DRAFT],
        gettext_lazy("Write it anew"),
        gettext_lazy("Saved; somebody else releases it."),
        "edit",
        of_row=True,
    ),
    "withdraw": deed(
        ReasonForm,
        announcing.withdraw,
        permissions.can_withdraw,
        [A.PUBLISHED],
        gettext_lazy("Withdraw this announcement"),
        gettext_lazy("Withdrawn; the reason stays on its page."),
        "down",
        grave=True,
    ),
}


def announcement_of(actor, pk) -> Announcement:
    rows = Announcement.objects.visible_to(actor).select_related("organisation__parent", "drafted_by", "published_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@only_staff
def announcement(request, pk):
    return announcement_page(request, announcement_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def announcement_deed(request, pk, deed):
    row = announcement_of(request.actor, pk)
    return take(request, row, deed, ANNOUNCEMENT_DEEDS, announcement_page, address)


def announcement_page(request, row, refused=None):
    about = {
        "title": row.title,
        "lamp": (row.tone, row.get_state_display()),
        "facts": [
            (_("Kind"), row.get_kind_display()),
            (_("Unit"), row.organisation.name),
            (_("comments until"), row.comments_until),
            (_("written by"), f"{row.drafted_by} {local(row.drafted_at)}"),
            (_("released by"), who(row.published_by, row.published_at)),
            (_("Reason"), row.reason),
        ],
        "sections": [(_("Text"), row.body.split("\n"))],
        "files": files_of(row),
        "deed_address": "disclosure:announcement_deed",
        "back": (reverse("disclosure:desk_announcements"), _("Announcements")),
        "nav_at": reverse("disclosure:desk_announcements"),
    }
    if row.state == A.PUBLISHED:
        about["links"] = [(reverse("disclosure:announcement", args=[row.pk]), _("As everybody reads it"))]
    return detail(request, row, ANNOUNCEMENT_DEEDS, about, refused)


@require_http_methods(["GET", "POST"])
@only(permissions.can_write)
def new_announcement(request):
    """A unit writes for itself, the office for anybody."""
    is_office = permissions.is_office(request.actor)
    make = forms.OfficeWordsForm if is_office else forms.WordsForm
    initial = {"organisation": request.actor.organisation.short_name} if is_office else {}
    form = make(*posted(request), initial=initial)
    unit = request.actor.organisation
    if is_office and form.is_bound and form.is_valid():
        unit = form.cleaned_data["organisation"]
        if not permissions.writes_for(request.actor, unit):
            return denied(request, NOT_YOUR_DUTY)
    about = {"title": _("Write an announcement"), "back": reverse("disclosure:desk_announcements")}
    saved = _("Saved; somebody else releases it.")
    return new(request, form, announcing.write, unit, saved=saved, after=address, **about)


# publications

P = Publication.State
PUBLICATION_DEEDS = {
    "publish": deed(
        PlainForm,
        publishing.publish,
        permissions.can_release,
        [P.DRAFTED],
        gettext_lazy("Release the publication"),
        gettext_lazy("Published; the clock is met."),
        "seal",
    ),
    "return": deed(
        ReasonForm,
        publishing.send_back,
        permissions.can_release,
        [P.DRAFTED],
        gettext_lazy("Send the draft back"),
        gettext_lazy("Sent back with the reason."),
        "down",
        grave=True,
    ),
    "write": deed(
        forms.PieceForm,
        publishing.write,
        writes,
        [P.OWED],
        gettext_lazy("Write what is owed"),
        gettext_lazy("Saved; somebody else releases it."),
        "edit",
        of_row=True,
    ),
    "take-back": deed(
        ReasonForm,
        publishing.take_back,
        permissions.can_withdraw,
        [P.PUBLISHED],
        gettext_lazy("Take it back for a mistake"),
        gettext_lazy("Taken back; it is owed again within five working days."),
        "down",
        grave=True,
    ),
}


def publication_of(actor, pk) -> Publication:
    related = ["duty__entry", "duty__organisation__parent", "drafted_by", "published_by"]
    return get_object_or_404(Publication.objects.visible_to(actor).select_related(*related), pk=pk)


@require_safe
@only_staff
def publication(request, pk):
    return publication_page(request, publication_of(request.actor, pk))


@require_http_methods(["GET", "POST"])
@only_staff
def publication_deed(request, pk, deed):
    return take(request, publication_of(request.actor, pk), deed, PUBLICATION_DEEDS, publication_page, address)


def publication_page(request, row, refused=None):
    entry = row.duty.entry
    about = {
        "title": f"{entry.name} {row.period_words}",
        "lamp": row.lamp(today()),
        "clocks": clock_words(row, clocks.PUBLISH),
        "facts": [
            (_("Unit"), row.duty.organisation.name),
            (_("what is published"), entry.content),
            (_("basis"), entry.basis),
            (_("to be published by"), row.due_on),
            (_("Headline"), row.title),
            (_("page of the portal"), row.link),
            (_("written by"), who(row.drafted_by, row.drafted_at)),
            (_("released by"), who(row.published_by, row.published_at)),
            (_("Reason"), row.reason),
        ],
        "sections": [(_("Text"), row.body.split("\n"))] if row.body else [],
        "files": files_of(row),
        "deed_address": "disclosure:publication_deed",
        "back": (reverse("disclosure:publications"), _("Publications by duty")),
        "nav_at": reverse("disclosure:publications"),
    }
    if row.state == P.PUBLISHED:
        about["links"] = [(reverse("disclosure:publication", args=[row.pk]), _("As everybody reads it"))]
    return detail(request, row, PUBLICATION_DEEDS, about, refused)
