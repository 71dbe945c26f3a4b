"""Who writes rules, who tries them, who signs them: never one person alone."""

from accounts.models import Role
from monitoring.models import RuleVersion


def can_draft(actor) -> bool:
    """An inspector writes drafts."""
    return actor.holds(Role.INSPECTOR)


def can_try(actor) -> bool:
    """Whoever writes or signs may look at what a draft would have found."""
    return actor.holds(Role.INSPECTOR, Role.LEADER)


def can_switch_on(actor, version: RuleVersion) -> bool:
    """Another inspector or a leader signs; the author never does."""
    return actor.holds(Role.INSPECTOR, Role.LEADER) and version.drafted_by_id != actor.user.pk
