"""When a unit ends its projects, the nodes it still owes and the problems it has to solve go to its successor."""

from django.utils.translation import gettext as _

from deadlines import actions as deadlines
from deadlines.models import Deadline
from projects.models import MonthlyReport, Node, Problem, Project
from records.actions import as_actor, record


def hand_over_unit(old, plan, *, by, now) -> dict[str, int]:
    """See accounts.succession.HANDLERS; the codes of the plan may be those of projects."""
    as_actor(by)
    rows = Project.objects.filter(organisation=old).exclude(state__in=Project.ENDED)
    led = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for project in led:
        succeed(project, project, plan.successor(project.code), old, by, now)
        for report in MonthlyReport.objects.owed().filter(project=project).order_by("pk"):
            deadlines.move(Deadline.objects.about(report).filter(organisation=old), project.organisation)
    nodes = Node.objects.filter(organisation=old, done_on=None).exclude(project__state__in=Project.ENDED)
    problems = Problem.objects.filter(organisation=old).exclude(state=Problem.State.CONFIRMED)
    owed = [
        *nodes.select_for_update(of=("self",)).select_related("project").order_by("pk"),
        *problems.select_for_update(of=("self",)).select_related("project").order_by("pk"),
    ]
    for thing in owed:
        succeed(thing, thing.project, plan.successor(thing.project.code), old, by, now)
    return {str(_("projects")): len(led), str(_("nodes and problems")): len(owed)}


def succeed(thing, project: Project, unit, old, by, now):
    """Project, node or problem: another unit, the same days, an entry on the project."""
    thing.organisation = unit
    thing.save(update_fields=["organisation"])
    deadlines.move(Deadline.objects.about(thing).filter(organisation=old), unit)
    detail = {"kind": thing._meta.model_name, "thing": thing.pk, "from": old.pk, "to": unit.pk}
    record("projects.project.succeeded", project, actor=by, now=now, **detail)


def hand_over_person(post, to, *, by, now) -> dict[str, int]:
    """Projects of the unit for which the person is responsible, with the clocks that name them."""
    rows = Project.objects.filter(organisation=post.organisation_id, responsible=post.user_id)
    rows = list(rows.exclude(state__in=Project.ENDED).select_for_update(of=("self",)).order_by("pk"))
    for project in rows:
        project.responsible = to
        project.save(update_fields=["responsible"])
        record("projects.project.responsible", project, actor=by, now=now, **{"from": post.user_id, "to": to.pk})
        for node in project.nodes.filter(done_on=None).order_by("pk"):
            deadlines.hand_over(Deadline.objects.about(node).filter(responsible=post.user_id), to)
    return {str(_("projects")): len(rows)}
