"""Who keeps the source systems, who confirms what their names mean, and who works off what could not be read."""

from accounts.models import Role
from exchange.models import Mapping, Problem, SourceSystem


def can_watch_sources(actor) -> bool:
    """The page of the source systems: those who keep them and those who watch."""
    return actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR, Role.LEADER)


def can_keep(actor) -> bool:
    """Register systems, hand out tokens, propose what names mean: the system administrator."""
    return actor.holds(Role.SYSTEM_ADMIN)


def can_keep_source(actor, source: SourceSystem) -> bool:
    return can_keep(actor) and SourceSystem.objects.visible_to(actor).filter(pk=source.pk).exists()


def can_confirm(actor, mapping: Mapping) -> bool:
    """An inspector confirms; nobody his own proposal."""
    watches = actor.holds(Role.INSPECTOR) and SourceSystem.objects.visible_to(actor).filter(pk=mapping.source_id)
    return bool(watches) and mapping.proposed_by_id != actor.user.pk


def can_work_off(actor, problem: Problem) -> bool:
    """Try again or discard with a reason: the system administrator or an inspector; leaders only look."""
    entitled = actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR)
    return entitled and Problem.objects.visible_to(actor).filter(pk=problem.pk).exists()


def can_see_cases(actor) -> bool:
    """Cases of other systems: those who watch, and the units themselves."""
    return actor.holds(Role.INSPECTOR, Role.LEADER, Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD)
