"""Problems: raised with a unit and a day, solved, confirmed by somebody else or open again."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from projects import clocks
from projects.actions.entering import lock as lock_project
from projects.models import Problem, Project
from projects.permissions import can_confirm, can_raise, can_solve
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


def lock(problem: Problem) -> Problem:
    return for_update(problem, "project__organisation__parent", "project__responsible", "organisation")


@deed(makes=True)
def raise_problem(
    project: Project, *, by, now, stage: str, organisation: Organisation, words: str, due_on: date
) -> Problem:
    """Say what stands in the way, which unit has to solve it, by when."""
    project = lock_project(project)
    may(can_raise(by, project))
    if not project.is_active:
        raise Refused(None, _("The project is not under way."))
    check_day(due_on, now)
    as_actor(by)
    about = {"stage": stage, "organisation": organisation, "words": needed(words, "words"), "due_on": due_on}
    problem = Problem.objects.create(project=project, raised_at=now, raised_by=by.user, **about)
    owe(problem, now)
    detail = {"stage": stage, "unit": organisation.pk, "due_on": due_on}
    record("projects.problem.raised", problem, actor=by, now=now, **detail)
    return problem


def check_day(due_on: date, now):
    if due_on <= timezone.localdate(now):
        raise Refused(None, _("Give a day that is still to come."), field="due_on")


def owe(problem: Problem, now):
    clocks.start(problem, clocks.PROBLEM, problem.due_on, organisation=problem.organisation, now=now)


@deed
def solve(problem: Problem, *, by, now, answer: str) -> Problem:
    """The unit says how it was solved; somebody else has to confirm."""
    problem = lock(problem)
    may(can_solve(by, problem))
    problem.solve()
    as_actor(by)
    problem.answer, problem.solved_at, problem.solved_by = needed(answer, "answer"), now, by.user
    problem.decided_by = None
    problem.save(update_fields=["state", "answer", "solved_at", "solved_by", "decided_by"])
    clocks.meet(problem, clocks.PROBLEM, now)
    record("projects.problem.solved", problem, actor=by, now=now, answer=problem.answer)
    return problem


@deed
def confirm(problem: Problem, *, by, now) -> Problem:
    problem = lock(problem)
    another(by, problem.solved_by_id)
    may(can_confirm(by, problem))
    problem.confirm()
    as_actor(by)
    _decided(problem, by, now)
    record("projects.problem.confirmed", problem, actor=by, now=now)
    return problem


@deed
def reopen(problem: Problem, *, by, now, reason: str, due_on: date) -> Problem:
    """It is not solved: the unit owes it again, by a new day."""
    problem = lock(problem)
    another(by, problem.solved_by_id)
    may(can_confirm(by, problem))
    check_day(due_on, now)
    problem.reopen()
    as_actor(by)
    problem.due_on = due_on
    _decided(problem, by, now, needed(reason, "reason"))
    owe(problem, now)
    record("projects.problem.reopened", problem, actor=by, now=now, reason=problem.reason, due_on=due_on)
    return problem


def _decided(problem: Problem, by, now, reason: str = ""):
    problem.decided_at, problem.decided_by, problem.reason = now, by.user, reason
    problem.save(update_fields=["state", "due_on", "decided_at", "decided_by", "reason"])
