"""The life of a project after its plan is approved: started, finished, in production; suspended and resumed."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from projects import clocks
from projects.actions.entering import lock, start_clocks, stop_clocks
from projects.models import Project
from projects.permissions import can_accept, can_advance, can_suspend
from records.actions import as_actor, deed, record
from records.deeds import may, needed
from records.refusal import Refused

BACK = 31  # days: a start or a production is told within a month


@deed
def start(project: Project, *, by, now, on: date) -> Project:
    """The lead unit says since when they build."""
    project = lock(project)
    may(can_advance(by, project))
    project.start()
    project.started_on = told_day(on, now)
    return _advanced(project, "started", "started_on", by, now)


@deed
def finish(project: Project, *, by, now, on: date, words: str) -> Project:
    """The office has looked at it: the project is finished. Raises Refused while a node is not done."""
    project = lock(project)
    may(can_accept(by, project))
    if still := project.nodes.filter(done_on=None).first():
        raise Refused(None, _("The node “%(node)s” is not done yet.") % {"node": still.name})
    project.finish()
    project.finished_on = told_day(on, now, since=project.started_on)
    clocks.meet(project, clocks.WORK, now)
    return _advanced(project, "finished", "finished_on", by, now, words=needed(words, "words"))


@deed
def produce(project: Project, *, by, now, on: date) -> Project:
    """The lead unit says since when it is in use."""
    project = lock(project)
    may(can_advance(by, project))
    project.produce()
    project.produced_on = told_day(on, now, since=project.finished_on)
    return _advanced(project, "produced", "produced_on", by, now)


def told_day(on: date, now, since: date | None = None) -> date:
    """The day that is told: not in the future, not long ago, not before what came first."""
    today = timezone.localdate(now)
    if on > today:
        raise Refused(None, _("The day lies in the future."), field="on")
    if since and on < since:
        raise Refused(None, _("The day lies before the step that came first."), field="on")
    if on < today - timedelta(days=BACK):
        raise Refused(None, _("The day lies more than a month ago; tell it when it happens."), field="on")
    return on


def _advanced(project: Project, word: str, column: str, by, now, **detail) -> Project:
    as_actor(by)
    project.save(update_fields=["state", column])
    record(f"projects.project.{word}", project, actor=by, now=now, on=getattr(project, column), **detail)
    return project


@deed
def suspend(project: Project, *, by, now, reason: str) -> Project:
    """The office suspends a project: its clocks stop. What is red already stays carded."""
    project = lock(project)
    may(can_suspend(by, project))
    project.suspend()
    stop_clocks(project, now)
    as_actor(by)
    project.suspended_on, project.reason = timezone.localdate(now), needed(reason, "reason")
    project.save(update_fields=["state", "suspended_on", "reason"])
    record("projects.project.suspended", project, actor=by, now=now, reason=project.reason)
    return project


@deed
def resume(project: Project, *, by, now, words: str) -> Project:
    """It goes on: the days of the nodes still owed move by as long as it stood still; the first ones are kept."""
    project = lock(project)
    may(can_suspend(by, project))
    project.resume()
    stood = timezone.localdate(now) - project.suspended_on
    as_actor(by)
    for node in project.nodes.filter(done_on=None, planned_on__gte=project.suspended_on).order_by("number"):
        node.original_on = node.original_on or node.planned_on
        node.planned_on += stood
        node.save(update_fields=["original_on", "planned_on"])
    project.planned_finish += stood
    project.planned_production = project.planned_production and project.planned_production + stood
    project.suspended_on, project.reason = None, needed(words, "words")
    project.asked_until = timezone.localdate(now).replace(day=1)
    project.save()
    start_clocks(project, now)
    record("projects.project.resumed", project, actor=by, now=now, days=stood.days, words=project.reason)
    return project
