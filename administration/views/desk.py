"""The first page of the administrators and, for their own unit, of the heads; the log of rights."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from administration import queues
from administration.forms.rights import LogFilter
from administration.models import Campaign, RightChange
from administration.permissions import is_auditor, is_security, is_system
from administration.views.common import address, by_robot, only_lookers
from records.desk import Table, listing, local
from records.queues import heaps

LATEST = 8  # lines of the log on the first page

WAYS = [  # who, address, words
    (is_security, "administration:new_grant", _("Propose a right")),
    (is_security, "administration:import", _("Read in a list of rights")),
    (is_security, "administration:new_campaign", _("Open the yearly review")),
    (is_system, "administration:units", _("Reorganise a unit")),
    (is_system, "admin:accounts_user_add", _("Open an account")),
    (is_auditor, "administration:audit", _("Audit")),
]


@require_safe
@only_lookers
def desk(request):
    """What waits, what was done last, the review that is open."""
    changes = RightChange.objects.visible_to(request.actor).select_related(
        "post", "user", "organisation", "changed_by"
    )
    page = {
        "heaps": heaps(queues.TILES, request.actor, timezone.localdate()),
        "ways": [(reverse(name), words) for of, name, words in WAYS if of(request.actor)],
        "latest": [(row, row.tone, by_robot(row.changed_by)) for row in changes[:LATEST]],
        "campaign": Campaign.objects.filter(closed_at=None).first(),
    }
    return render(request, "administration/desk.html", page)


LOG = Table(
    title=_("Log of rights"),
    columns=[
        (_("person"), lambda row: str(row.user)),
        (_("organisation"), lambda row: row.organisation.name_on(row.day)),
        (_("role"), lambda row: row.get_role_display()),
        (_("with effect from"), lambda row: row.day.isoformat()),
        (_("reason"), lambda row: row.reason),
        (_("number of the document"), lambda row: row.document_number),
        (_("who proposed"), lambda row: str(row.second) if row.second else ""),
        (_("on whose word"), lambda row: by_robot(row.changed_by)),
        (_("time"), lambda row: local(row.changed_at)),
    ],
    lamp=lambda row: (row.tone, row.get_kind_display()),
    link=address("post", "post_id"),
    nothing=_("Nothing has happened to rights yet."),
)


@require_safe
@only_lookers
def log(request):
    """Who gave what to whom, on which paper, on whose word."""
    rows = RightChange.objects.visible_to(request.actor)
    related = ["user", "organisation", "changed_by", "second"]
    return listing(request, LOG, rows.select_related(*related), LogFilter(request.GET))
