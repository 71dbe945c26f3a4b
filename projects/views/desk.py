"""The first page of the morning, and the lists: projects, nodes, changes, reports, problems, visits."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects import figures, queues
from projects.forms import desk as forms
from projects.models import Change, FollowUp, MonthlyReport, Node, Problem, Project
from projects.permissions import UNIT_ROLES, is_office
from projects.tables import fact, standings, together, warn_until
from projects.views.common import address, address_of_project, lamp_of, only_staff, percent, today, wan
from records.desk import Table, listing
from records.queues import heaps

COMING = 12  # nodes on the desk
WORST = 6  # projects on the desk
SHARE, WEIGHT = _("done (percent)"), _("weight")


@require_safe
@only_staff
def desk(request):
    """What waits, what comes next, and where the largest gaps are."""
    day = today()
    rows = standings(Project.objects.visible_to(request.actor).active(), day)
    worst = sorted([row for row in rows if row.gap > 0], key=lambda row: -row.gap)[:WORST]
    page = {
        "heaps": heaps(queues.TILES, request.actor, day),
        "coming": [(node, lamp_of(light(node, day))) for node in queues.coming(request.actor, day)[:COMING]],
        "worst": [(row, lamp_of(row.light)) for row in worst],
        "whole": together(rows, "", day),
        "may_enter": request.actor.holds(*UNIT_ROLES),
        "is_office": is_office(request.actor),
    }
    return render(request, "projects/desk/desk.html", page)


def light(node: Node, day) -> str:
    return figures.light(fact(node), day, warn_until(day))


PROJECTS = Table(
    title=_("All projects"),
    columns=[
        (_("Project"), lambda row: row.project.name),
        (_("code"), lambda row: row.project.code),
        (_("Kind"), lambda row: row.project.get_kind_display()),
        (_("lead unit of the project"), lambda row: row.project.organisation.short_name),
        (_("plan (%)"), lambda row: row.plan),
        (_("actual (%)"), lambda row: row.actual),
        (_("gap"), lambda row: row.gap),
        (_("Lagging link"), lambda row: f"{row.lagging.name}（{row.lagging.unit}）" if row.lagging else ""),
        (_("invested (%)"), lambda row: row.invested_percent),
    ],
    lamp=lambda row: lamp_of(row.light),
    link=lambda row: address_of_project(row.project),
    nothing=_("No project concerns your unit yet."),
    numeric=(_("plan (%)"), _("actual (%)"), _("gap"), _("invested (%)")),
)


@require_safe
@only_staff
def projects(request):
    """All projects, worst light first; computed for the page that is shown."""
    day = today()
    rows = Project.objects.visible_to(request.actor).lit(day).worst_first()
    add = [(reverse("projects:new"), _("Enter a project"))] if request.actor.holds(*UNIT_ROLES) else []
    if is_office(request.actor):
        add.append((reverse("projects:import", args=["projects"]), _("Read in projects")))
    form = forms.ProjectsFilter(request.GET)
    return listing(request, PROJECTS, rows, form, add=add, computed=lambda part: standings_of(part, day))


def standings_of(part, day):
    """Each row of the page with its figures, in their order."""
    found = {row.project.pk: row for row in standings(Project.objects.filter(pk__in=[one.pk for one in part]), day)}
    return [found[one.pk] for one in part]


NODES = Table(
    title=_("Nodes"),
    columns=[
        (_("Node"), lambda row: row.name),
        (_("Project"), lambda row: row.project.name),
        (_("stage"), lambda row: row.get_stage_display()),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("due on"), lambda row: row.planned_on.isoformat()),
        (WEIGHT, lambda row: row.weight),
        (SHARE, lambda row: percent(row.share)),
    ],
    lamp=lambda row: lamp_of(light(row, today())),
    link=address("node"),
    nothing=_("No node is owed here."),
    numeric=(WEIGHT, SHARE),
)


@require_safe
@only_staff
def nodes(request):
    """Nodes that are owed, by their days; red or yellow ones where they are asked for."""
    form, rows = forms.NodesFilter(request.GET), Node.objects.visible_to(request.actor)
    lights = {"red": rows.late, "yellow": rows.behind, "": lambda _day: rows.owed()}
    rows = lights[which(form)](today()).select_related("project", "organisation")
    return listing(request, NODES, rows.order_by("planned_on", "pk"), form)


def which(form) -> str:
    """What the form asks for beside its lookups; "" for everything."""
    form.is_valid()
    return form.cleaned_data.get("which", "")


CHANGES = Table(
    title=_("Changes of plans"),
    columns=[
        (_("Node"), lambda row: row.node.name),
        (_("Project"), lambda row: row.node.project.name),
        (_("until now"), lambda row: row.was_on.isoformat()),
        (_("new day"), lambda row: row.to_on.isoformat()),
        (_("Reason"), lambda row: row.reason),
        (_("Proposed by"), lambda row: str(row.proposed_by)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=lambda row: row.node.address,
    nothing=_("No day was to be moved yet."),
)


@require_safe
@only_staff
def changes(request):
    rows = Change.objects.visible_to(request.actor).select_related("node__project", "proposed_by")
    return listing(request, CHANGES, rows, forms.ChangesFilter(request.GET))


REPORTS = Table(
    title=_("Monthly reports"),
    columns=[
        (_("Project"), lambda row: row.project.name),
        (_("Month"), lambda row: f"{row.month:%Y-%m}"),
        (_("lead unit of the project"), lambda row: row.project.organisation.short_name),
        (_("investment (ten thousand yuan)"), lambda row: "" if row.investment is None else wan(row.investment)),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("report"),
    nothing=_("No report was asked for yet."),
    numeric=(_("investment (ten thousand yuan)"),),
)


@require_safe
@only_staff
def reports(request):
    rows = MonthlyReport.objects.visible_to(request.actor).select_related("project__organisation")
    form = forms.ReportsFilter(request.GET)
    return listing(request, REPORTS, rows.owed() if which(form) else rows, form)


PROBLEMS = Table(
    title=_("Problems"),
    columns=[
        (_("Problem"), lambda row: row.words[:40]),
        (_("Project"), lambda row: row.project.name),
        (_("stage"), lambda row: row.get_stage_display()),
        (_("unit that solves it"), lambda row: row.organisation.short_name),
        (_("to be solved by"), lambda row: row.due_on.isoformat()),
    ],
    lamp=lambda row: (row.tone, row.get_state_display()),
    link=address("problem"),
    nothing=_("No problem was raised yet."),
)


@require_safe
@only_staff
def problems(request):
    rows = Problem.objects.visible_to(request.actor).select_related("project", "organisation")
    form = forms.ProblemsFilter(request.GET)
    return listing(request, PROBLEMS, rows.open() if which(form) else rows, form)


FOLLOWUPS = Table(
    title=_("Follow-up inspections"),
    columns=[
        (_("day of the visit"), lambda row: row.visited_on.isoformat()),
        (_("Project"), lambda row: row.project.name),
        (_("Unit"), lambda row: row.organisation.short_name),
        (_("found"), lambda row: row.found),
        (_("demanded"), lambda row: row.demanded),
    ],
    lamp=lambda row: (row.tone, row.get_result_display()),
    link=lambda row: row.address,
    nothing=_("Nobody went there yet."),
)


@require_safe
@only_staff
def followups(request):
    rows = FollowUp.objects.visible_to(request.actor).select_related("project", "organisation")
    form = forms.FollowUpsFilter(request.GET)
    return listing(request, FOLLOWUPS, rows.unsettled() if which(form) else rows, form)
