"""Working off the lines that could not be taken in, and the findings that late events overtook."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Role
from exchange.actions.sources import lock
from exchange.intake import take_again
from exchange.models import Overtaken, Problem
from exchange.permissions import can_work_off
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused


def locked(problem: Problem, by) -> Problem:
    lock(problem.source)
    problem = for_update(problem, "source__organisation")
    if not can_work_off(by, problem):
        raise PermissionDenied(_("This line is worked off by the system administrator or an inspector."))
    return problem


@deed
def retry(problem: Problem, *, by, now) -> Problem:
    """Take the line in now, after its cause is gone. Raises Refused with what is still wrong."""
    problem = locked(problem, by)
    if left := take_again(problem.source, [problem], now, by=by.user):
        raise Refused(None, _("Still not possible: %(error)s") % {"error": left[0]}, field="line")
    record("exchange.problem.solved", problem, actor=by, now=now, event=problem.event_id)
    return problem


@deed
def discard(problem: Problem, *, by, now, reason: str) -> Problem:
    """This line will never be taken in; it stays readable, with the reason."""
    problem = locked(problem, by)
    problem.discard()
    if not reason.strip():
        raise Refused(None, _("Say why the line is discarded."), field="reason")
    problem.decided_by, problem.decided_at, problem.reason = by.user, now, reason.strip()
    problem.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record("exchange.problem.discarded", problem, actor=by, now=now, event=problem.event_id, reason=problem.reason)
    return problem


@deed
def see_overtaken(overtaken: Overtaken, *, by, now) -> Overtaken:
    """An inspector has looked at a finding whose ground is gone and decided what becomes of its card."""
    overtaken = for_update(overtaken, "finding__organisation")
    path = overtaken.finding.organisation.path
    if not by.holds(Role.INSPECTOR) or not path.startswith(by.watched_path):
        raise PermissionDenied(_("Only an inspector who watches the unit decides this."))
    overtaken.seen_at, overtaken.seen_by = now, by.user
    overtaken.save(update_fields=["seen_at", "seen_by"])
    record("exchange.overtaken.seen", overtaken.finding, actor=by, now=now)
    return overtaken
