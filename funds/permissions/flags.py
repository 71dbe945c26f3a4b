"""Who may handle suspicions about public money: inspectors, and those who sign at the finance bureau.

Nobody handles a suspicion about their own unit: its people explain.
"""

from accounts.models import Role
from funds.models import FundFlag
from funds.permissions import DECIDING, SIGNING, UNIT_ROLES, can_look


def can_see_flags(actor) -> bool:
    """The register of suspicions; what stands in it is narrowed by FundFlag.objects.visible_to."""
    return can_look(actor)


def sees(actor, flag: FundFlag) -> bool:
    return FundFlag.objects.visible_to(actor).filter(pk=flag.pk).exists()


def of_bureau(actor, flag: FundFlag, roles) -> bool:
    """Somebody of the finance bureau that answers for the handling, unless the suspicion is about their own unit."""
    own = actor.works_for(flag.organisation_id)
    return not own and actor.holds(*roles) and actor.works_for(flag.bureau().pk)


def can_handle(actor, flag: FundFlag) -> bool:
    return (actor.holds(Role.INSPECTOR) and sees(actor, flag)) or of_bureau(actor, flag, SIGNING)


def can_explain(actor, flag: FundFlag) -> bool:
    """The unit itself; who handles it may write down what was explained on paper."""
    return (actor.holds(*UNIT_ROLES) and actor.works_for(flag.organisation_id)) or can_handle(actor, flag)


def can_decide(actor, flag: FundFlag) -> bool:
    """Somebody else than who proposed how it ends."""
    allowed = actor.holds(Role.INSPECTOR) or of_bureau(actor, flag, DECIDING)
    return allowed and can_handle(actor, flag) and flag.proposed_by_id != actor.user.pk


def can_set_parameters(actor) -> bool:
    return actor.holds(Role.INSPECTOR)
