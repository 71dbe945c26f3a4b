"""Who may do what with projects. The action asks once; the page asks the same question to show the button.

Three sides: the lead unit and the units of the nodes do the work; the follow-up office (督查室, a unit whose main
business are projects) approves plans, judges reports and goes there; inspectors and leaders watch.
"""

from django.db.models import Q

from accounts.models import Organisation, Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
SIGNING = [Role.REVIEWER, Role.APPROVER, Role.HEAD]
WATCHING = [Role.INSPECTOR, Role.LEADER]


def can_look(actor) -> bool:
    """Who may open the desks of projects at all; what they see there is another question."""
    return actor.holds(*UNIT_ROLES, *WATCHING)


def is_office(actor) -> bool:
    """Does this person work in the follow-up office?"""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.PROJECTS


def oversees(actor, project) -> bool:
    """The follow-up office of the county, over every unit but itself."""
    within = is_office(actor) and project.organisation.path.startswith(actor.watched_path)
    return within and not actor.works_for(project.organisation_id)


def is_lead(actor, project) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(project.organisation_id)


def is_myself(actor, person_id) -> bool:
    return actor.user is not None and actor.user.pk == person_id


def can_enter(actor, organisation) -> bool:
    """A unit enters its own projects; the office enters them for anybody below it."""
    own = actor.holds(*UNIT_ROLES) and actor.works_for(organisation.pk)
    return own or (is_office(actor) and organisation.path.startswith(actor.watched_path))


def can_plan(actor, project) -> bool:
    return is_lead(actor, project) or oversees(actor, project)


def can_approve(actor, project) -> bool:
    return oversees(actor, project) and actor.holds(*SIGNING) and not is_myself(actor, project.submitted_by_id)


def can_suspend(actor, project) -> bool:
    return oversees(actor, project) and actor.holds(*SIGNING)


def can_advance(actor, project) -> bool:
    """Start and production are told by the lead unit."""
    return is_lead(actor, project)


def can_accept(actor, project) -> bool:
    """That a project is finished is found by the office, not by who built it."""
    return oversees(actor, project) and actor.holds(*SIGNING)


def can_do_node(actor, node) -> bool:
    return actor.holds(*UNIT_ROLES) and (
        actor.works_for(node.organisation_id) or actor.works_for(node.project.organisation_id)
    )


def can_decide_change(actor, change) -> bool:
    signing = oversees(actor, change.node.project) and actor.holds(*SIGNING)
    return signing and not is_myself(actor, change.proposed_by_id)


def can_report(actor, report) -> bool:
    return is_lead(actor, report.project)


def can_judge(actor, report) -> bool:
    return oversees(actor, report.project) and not is_myself(actor, report.submitted_by_id)


def can_raise(actor, project) -> bool:
    return is_lead(actor, project) or can_follow(actor, project)


def can_solve(actor, problem) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(problem.organisation_id)


def can_confirm(actor, problem) -> bool:
    """Whoever has the project, or watches it; never who solved the problem."""
    return can_raise(actor, problem.project) and not is_myself(actor, problem.solved_by_id)


def can_follow(actor, project) -> bool:
    """Who goes there: the office and the inspectors."""
    watches = actor.holds(Role.INSPECTOR) and project.organisation.path.startswith(actor.watched_path)
    return watches or oversees(actor, project)


def sees_county(actor) -> bool:
    """Figures of all units: the office, inspectors, leaders."""
    return actor.holds(*WATCHING) or is_office(actor)


def reads_photographs(actor, thing) -> bool:
    """Photographs are read by whoever may see the report, the visit or the node they hang on."""
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()


def visible_projects(projects, actor):
    """All of the county for those who watch it; else what the unit leads, or has a node or a problem of."""
    if sees_county(actor):
        return projects.filter(organisation__path__startswith=actor.watched_path)
    if not actor.holds(*UNIT_ROLES):
        return projects.none()
    own = actor.units
    concerned = Q(pk__in=_with("Node", own)) | Q(pk__in=_with("Problem", own))
    return projects.filter(Q(organisation__in=own) | (concerned & ~Q(state__in=["draft", "submitted"])))


def _with(name: str, units: list[int]):
    from projects import models

    return getattr(models, name).objects.filter(organisation__in=units).values("project")
