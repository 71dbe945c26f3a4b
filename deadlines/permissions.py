"""Who changes the calendar: two persons, one of whom runs the platform."""

from accounts.models import Role


def can_see_years(actor) -> bool:
    """Those who change it, and those who watch that it is changed properly."""
    return actor.holds(Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.INSPECTOR, Role.LEADER)


def can_propose_year(actor) -> bool:
    return actor.holds(Role.SYSTEM_ADMIN)


def can_switch_on(actor, draft) -> bool:
    """Another system administrator, or an inspector: a moved limit moves every card."""
    entitled = actor.holds(Role.SYSTEM_ADMIN, Role.INSPECTOR)
    return entitled and actor.user is not None and draft.proposed_by_id != actor.user.pk
