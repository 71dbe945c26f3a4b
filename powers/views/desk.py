"""The first page, and the lists: versions of power lists, powers, risk points."""

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from powers import figures, queues
from powers.forms import desk as forms
from powers.models import Clear, Power, PowerList, RiskPoint
from powers.permissions import UNIT_ROLES, decides, is_office, sees_county
from powers.views.common import address, lamp, only_staff, today
from records.desk import Table, listing, local
from records.queues import heaps

LATEST = 8


@require_safe
@only_staff
def desk(request):
    """What waits, the own list and its points; for the county the sums and what was published last."""
    actor, day = request.actor, today()
    points = RiskPoint.objects.visible_to(actor)
    groups = figures.groups(points)
    latest = PowerList.objects.visible_to(actor).published().select_related("organisation")
    page = {
        "heaps": heaps(queues.TILES, actor, day),
        "whole": figures.together(groups, ""),
        "units": len(groups),
        "worst": sorted(groups, key=lambda group: (-group.levels["A"], -group.sum))[:LATEST],
        "latest": latest.annotate(size=Count("powers")).order_by("-published_at")[:LATEST],
        "mine": own_lists(actor),
        "clears": Clear.objects.filter(organisation=actor.organisation, confirmed_at__isnull=False).latest(),
        "is_unit": actor.holds(*UNIT_ROLES),
        "sees_county": sees_county(actor),
    }
    return render(request, "powers/desk/desk.html", page)


def own_lists(actor):
    """The lists of the own unit and of those below, newest version first."""
    rows = PowerList.objects.filter(organisation__in=actor.units).select_related("organisation")
    return rows.annotate(size=Count("powers")).order_by("-version")[:LATEST]


LISTS = Table(
    title=_("Power lists"),
    columns=[
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("Kind"), lambda row: row.get_kind_display()),
        (_("version"), lambda row: row.version),
        (_("powers"), lambda row: row.size),
        (_("declared at"), lambda row: local(row.declared_at)),
        (_("published at"), lambda row: local(row.published_at)),
    ],
    lamp=lamp,
    link=address("list"),
    nothing=_("No power list was begun yet."),
    numeric=(_("version"), _("powers")),
)


@require_safe
@only_staff
def lists(request):
    rows = PowerList.objects.visible_to(request.actor).select_related("organisation").annotate(size=Count("powers"))
    add = []
    if request.actor.holds(*UNIT_ROLES):
        add = [
            (reverse("powers:new"), _("Begin a new version")),
            (reverse("powers:import", args=["powers"]), _("Read in powers")),
        ]
    return listing(request, LISTS, rows, forms.ListsFilter(request.GET), add=add)


POWERS = Table(
    title=_("Powers in force"),
    columns=[
        (_("Name of the power"), lambda row: row.name),
        (_("code"), lambda row: row.code),
        (_("Unit"), lambda row: row.list.organisation.short_name),
        (_("Kind"), lambda row: row.get_kind_display()),
        (_("basis"), lambda row: row.basis),
        (_("limit"), lambda row: row.limit),
        (_("risk points"), lambda row: row.risks),
    ],
    lamp=lambda row: staffed(row),
    link=address("power"),
    nothing=_("No power list is in force yet."),
    numeric=(_("risk points"),),
)


def staffed(row: Power) -> tuple:
    """Has every step its holder and deputy?"""
    if all(step.has_both for step in row.steps.all()):
        return "ok", _("A and B posts filled")
    return "warn", _("holder or deputy missing")


@require_safe
@only_staff
def powers(request):
    """All powers of the lists in force that this actor sees."""
    rows = Power.objects.visible_to(request.actor).in_force().select_related("list__organisation")
    rows = rows.prefetch_related("steps").annotate(risks=Count("points"))
    order = ["list__organisation__sort", "list__organisation", "number"]
    return listing(request, POWERS, rows.order_by(*order), forms.PowersFilter(request.GET))


POINTS = Table(
    title=_("Risk points"),
    columns=[
        (_("risk"), lambda row: row.description),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("Power"), lambda row: row.power.name),
        (_("step"), lambda row: row.step.name if row.step else ""),
        (_("post"), lambda row: row.post),
        (_("person at the post"), lambda row: row.who),
        (_("kind of risk"), lambda row: row.get_kind_display()),
        (_("how it was found"), lambda row: row.get_finder_display()),
        (_("proposed"), lambda row: row.proposed),
        (_("level"), lambda row: row.level),
        (_("measure against it"), lambda row: row.measure),
        (_("to be looked at again on"), lambda row: row.review_due_on.isoformat() if row.review_due_on else ""),
    ],
    lamp=lambda row: row.lamp,
    link=address("point"),
    nothing=_("No risk point was found yet."),
)
SHOWN = {0, 1, 2, 4, 8, 9}  # columns of the page; a file has all of them
POINTS_SHOWN = Table(
    title=POINTS.title,
    columns=[column for place, column in enumerate(POINTS.columns) if place in SHOWN],
    lamp=POINTS.lamp,
    link=POINTS.link,
    nothing=POINTS.nothing,
)


@require_safe
@only_staff
def points(request):
    """The register; the list of the risks is for the office only, never a public page."""
    form = forms.PointsFilter(request.GET)
    rows = asked_points(request.actor, form).select_related("organisation", "power", "step", "person")
    exporting = form.is_valid() and form.cleaned_data["export"]
    ways = [(reverse("powers:heat"), _("Heat map")), (reverse("powers:paper"), _("Catalogue on paper"))]
    if may_decide_many(request.actor, form):
        ways.append((f"{reverse('powers:decide')}?{request.GET.urlencode()}", _("Decide these together")))
    add = []
    if request.actor.holds(*UNIT_ROLES):
        add = [(reverse("powers:import", args=["points"]), _("Read in risk points"))]
    table = POINTS if exporting else POINTS_SHOWN
    return listing(request, table, rows, form, ways=ways, add=add)


def asked_points(actor, form):
    """What the filter asks for beside its lookups."""
    form.is_valid()
    rows, day = RiskPoint.objects.visible_to(actor), today()
    which = {
        "review": lambda: rows.review_due(day),
        "late": lambda: rows.measure_late(day),
        "unlisted": rows.unlisted,
    }
    return which.get(form.cleaned_data.get("which"), lambda: rows)()


def may_decide_many(actor, form) -> bool:
    waits = form.cleaned_data.get("state") == RiskPoint.State.PROPOSED
    return waits and decides(actor, actor.organisation) and (is_office(actor) or sees_county(actor))
