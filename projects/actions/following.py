"""Follow-up inspections: somebody of supervision was there, and again where something was demanded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.actions.entering import lock as lock_project
from projects.models import FollowUp, Node, Project
from projects.permissions import can_follow
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Visit:
    """What was found on the spot. `previous`: the visit whose demand this one looks after."""

    visited_on: date
    result: str
    found: str
    demanded: str = ""
    node: Node | None = None
    previous: FollowUp | None = None
    files: Sequence = ()


@deed(makes=True)
def follow(project: Project, *, by, now, visit: Visit) -> FollowUp:
    """Enter a visit. Raises Refused where something is wanting and nothing is demanded."""
    project = lock_project(project)
    may(can_follow(by, project))
    check(project, visit, now)
    as_actor(by)
    row = FollowUp.objects.create(
        project=project,
        node=visit.node,
        previous=visit.previous,
        organisation=by.organisation,
        visited_on=visit.visited_on,
        result=visit.result,
        found=needed(visit.found, "found"),
        demanded=visit.demanded.strip(),
        entered_at=now,
        entered_by=by.user,
    )
    bind(visit.files, row, by=by, now=now)
    detail = {"visited_on": visit.visited_on, "result": visit.result, "previous": row.previous_id}
    record("projects.followup.entered", row, actor=by, now=now, **detail)
    return row


def check(project: Project, visit: Visit, now):
    if visit.visited_on > timezone.localdate(now):
        raise Refused(None, _("The day lies in the future."), field="visited_on")
    if visit.result == FollowUp.Result.WANTING and not visit.demanded.strip():
        raise Refused(None, _("Say what is demanded where something is wanting."), field="demanded")
    if any(thing and thing.project_id != project.pk for thing in (visit.node, visit.previous)):
        raise Refused(None, _("This belongs to another project."))
    check_previous(visit)


def check_previous(visit: Visit):
    before = visit.previous
    if before and FollowUp.objects.filter(previous=before).exists():
        raise Refused(None, _("This visit was followed up already."), field="previous")
    if before and visit.visited_on < before.visited_on:
        raise Refused(None, _("This visit lies before the one that it follows."), field="visited_on")
