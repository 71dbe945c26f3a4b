"""Who may handle suspicions: inspectors, and those who sign for the supervising department. Never the centre."""

from accounts.models import Role
from procurement.models import Flag

WATCHING = [Role.INSPECTOR, Role.LEADER]
HANDLING = [Role.INSPECTOR, Role.REVIEWER, Role.APPROVER, Role.HEAD]
DECIDING = [Role.INSPECTOR, Role.APPROVER, Role.HEAD]


def can_see_flags(actor) -> bool:
    """The register of suspicions; what stands in it is narrowed by Flag.objects.visible_to."""
    return actor.holds(*WATCHING, *HANDLING)


def can_see_evidence(actor) -> bool:
    """The pages over the whole market: for those who watch and those who supervise."""
    return can_see_flags(actor)


def can_handle(actor, flag: Flag) -> bool:
    return actor.holds(*HANDLING) and Flag.objects.visible_to(actor).filter(pk=flag.pk).exists()


def can_decide(actor, flag: Flag) -> bool:
    """Somebody else than who proposed the end of it."""
    return actor.holds(*DECIDING) and can_handle(actor, flag) and flag.proposed_by_id != actor.user.pk


def can_set_parameters(actor) -> bool:
    return actor.holds(Role.INSPECTOR)


def can_keep_library(actor) -> bool:
    """The library of behaviour is kept by supervision."""
    return actor.holds(Role.INSPECTOR)
