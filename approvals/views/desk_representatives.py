"""首席代表: the register of chief representatives, and the head's form for appointing one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.exports import xlsx_response
from accounts.models import Post, Role, User
from approvals.actions import hall
from approvals.forms.hall import RepresentativeForm
from approvals.models import UNIT_ROLES, Representative
from approvals.permissions import can_look
from approvals.permissions_hall import can_appoint
from approvals.views.desk import only
from records.desk import denied, sent
from records.refusal import Refused

ROWS = 200  # a county has some dozens of units; older lines are in the spreadsheet
NOT_YOURS = _("Only the head of the unit appoints its chief representative.")
HEADER = [
    _("Unit"),
    _("Chief representative"),
    _("Powers given"),
    _("in office since"),
    _("in office until"),
    _("Reason of the change"),
    _("Appointed by"),
]


def visible(actor):
    """The unit's own lines; for those who watch, of all they watch."""
    rows = Representative.objects.select_related("organisation", "user", "appointed_by")
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    return rows.filter(organisation=actor.organisation)


def people(organisation):
    """Who may represent the unit."""
    posts = Post.objects.active().filter(organisation=organisation, role__in=UNIT_ROLES)
    return User.objects.filter(is_active=True, posts__in=posts).order_by("pk").distinct()


@require_http_methods(["GET", "POST"])
@only(can_look)
def register(request):
    """GET shows the register, POST appoints."""
    actor = request.actor
    if request.method == "POST":
        return appoint(request) if can_appoint(actor, actor.post.organisation_id) else denied(request, NOT_YOURS)
    if request.GET.get("export") == "xlsx":
        return export(visible(actor))
    return show(request)


def export(rows):
    table = (
        [row.organisation.name, row.user.name, row.mandate, row.since, row.until, row.reason, str(row.appointed_by)]
        for row in rows.order_by("organisation__sort", "organisation", "-since", "-pk").iterator(chunk_size=500)
    )
    return xlsx_response(str(_("Chief representatives")), HEADER, table)


def appoint(request):
    organisation = request.actor.organisation
    form = RepresentativeForm(people(organisation), request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        hall.appoint_representative(
            organisation,
            by=request.actor,
            now=timezone.now(),
            key=sent(request),
            **form.cleaned_data,
        )
    except PermissionDenied as refused:
        return denied(request, str(refused) or NOT_YOURS)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return show(request, form, status=422)
    messages.success(request, _("The chief representative is appointed."))
    return redirect("approvals:representatives")


def show(request, form=None, *, status=200):
    actor, today = request.actor, timezone.localdate()
    rows = list(visible(actor).order_by("organisation__sort", "organisation", "-since", "-pk")[:ROWS])
    lines = [{"row": row, "days": ((row.until or today) - row.since).days, "early": early(row, today)} for row in rows]
    page = {
        "present": [line for line in lines if line["row"].until is None],
        "past": [line for line in lines if line["row"].until is not None],
        "whole_county": actor.holds(Role.INSPECTOR, Role.LEADER),
        "term": hall.TERM_DAYS,
        "form": form,
    }
    if form is None and can_appoint(actor, actor.post.organisation_id):
        page["form"] = RepresentativeForm(people(actor.organisation))
    return render(request, "approvals/desk/representatives.html", page, status=status)


def early(row: Representative, today) -> bool:
    """Was the term cut short, or would a change today cut it short?"""
    return hall.is_early(row, row.until or today)
