"""Who may do what with non-tax revenue: the unit collects and hands over, finance reads the bank's lists."""

from accounts.models import Role
from funds.models import FeeMatter
from funds.permissions import UNIT_ROLES, is_finance


def can_read_bank(actor) -> bool:
    """Finance reads the lists of the bank in; those who watch read them as well."""
    return is_finance(actor) or actor.holds(Role.INSPECTOR, Role.LEADER)


def can_collect(actor, matter: FeeMatter) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(matter.organisation_id)


def can_hand_over(actor, purse) -> bool:
    return purse.state == "open" and actor.holds(*UNIT_ROLES) and actor.works_for(purse.organisation_id)


def can_look_at_revenue(actor) -> bool:
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def _of(rows, actor):
    """What a unit collected: for itself, for finance, and for those who watch it."""
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    if is_finance(actor):
        parent = actor.organisation.parent
        return rows.filter(organisation__path__startswith=parent.path if parent else actor.organisation.path)
    return rows.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else rows.none()


def visible_purses(purses, actor):
    return _of(purses, actor)


def visible_collections(collections, actor):
    return _of(collections, actor)
