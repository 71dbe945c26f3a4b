"""Who may do what with lists of recipients: the village enters, the town and the county look and decide, finance pays.

A village has few posts of its own, so its town may write its lists too; nobody decides on what they entered.
"""

from django.db.models import Q

from accounts.models import Organisation, Role
from funds.models import PayList, Programme, ProgrammeVersion, Roll, RollLine
from funds.permissions import DECIDING, SIGNING, UNIT_ROLES


def can_make(actor, village: Organisation) -> bool:
    """May this person write the lists of this village?"""
    return actor.holds(*UNIT_ROLES) and actor.works_for(village.pk, village.parent_id)


def can_enter(actor, roll: Roll) -> bool:
    return roll.state == Roll.State.DRAFT and can_make(actor, roll.village)


OFFICES = {  # state of a list → the unit that acts on it
    Roll.State.VILLAGE_SHOWN: lambda roll: {roll.village_id, roll.village.parent_id},
    Roll.State.DRAFT: lambda roll: {roll.village_id, roll.village.parent_id},
    Roll.State.TOWN: lambda roll: {roll.village.parent_id},
    Roll.State.TOWN_SHOWN: lambda roll: {roll.village.parent_id},
    Roll.State.COUNTY: lambda roll: {roll.programme.manager_id},
    Roll.State.COUNTY_SHOWN: lambda roll: {roll.programme.manager_id},
}
LOW = [Roll.State.DRAFT, Roll.State.VILLAGE_SHOWN]  # any post of the village; above it somebody who signs


def can_move(actor, roll: Roll) -> bool:
    """Show it, or pass it on after the publicity: whoever acts for the level at which it lies."""
    offices = OFFICES.get(roll.state)
    roles = UNIT_ROLES if roll.state in LOW else SIGNING
    return offices is not None and actor.holds(*roles) and actor.works_for(*offices(roll))


def can_return(actor, roll: Roll) -> bool:
    """The town and the county send a list back to be put right."""
    return roll.state not in (Roll.State.DRAFT, Roll.State.APPROVED) and can_move(actor, roll)


def can_judge(actor, line: RollLine) -> bool:
    """Let a held row pass: somebody who signs at the level where the list lies, and did not enter the row."""
    if actor.user is None or line.entered_by_id == actor.user.pk or not actor.holds(*SIGNING):
        return False
    return actor.works_for(line.roll.village.parent_id, line.programme.manager_id)


def can_strike(actor, line: RollLine) -> bool:
    """A row goes off the list while it is not approved, and afterwards only for the managing department."""
    if line.roll.state == Roll.State.APPROVED:
        return actor.holds(*SIGNING) and actor.works_for(line.programme.manager_id)
    return can_move(actor, line.roll)


def can_object(actor, roll: Roll) -> bool:
    """Objections are written down by the village or any office above it, while the list is on show."""
    offices = {roll.village_id, roll.village.parent_id, roll.programme.manager_id}
    return roll.is_shown and actor.holds(*UNIT_ROLES) and actor.works_for(*offices)


def can_answer(actor, roll: Roll) -> bool:
    """Objections are decided above the village: by the town, and by the county while it shows the list itself."""
    offices = OFFICES[roll.state](roll) - {roll.village_id} if roll.is_shown else set()
    return actor.holds(*SIGNING) and actor.works_for(*offices)


def can_see_numbers(actor, roll: Roll) -> bool:
    """Numbers in clear are for the units that check a list; every look is noted."""
    offices = {roll.village.parent_id, roll.programme.manager_id}
    return actor.holds(*UNIT_ROLES) and actor.works_for(*offices)


def can_load(actor) -> bool:
    """Rosters of other offices are read in by departments and towns."""
    levels = (Organisation.Level.DEPARTMENT, Organisation.Level.TOWN)
    return actor.holds(*UNIT_ROLES) and actor.organisation.level in levels


def can_draft(actor, programme: Programme) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(programme.fund.finance_id)


def can_send(actor, pay_list: PayList) -> bool:
    """A payment list is decided by a second person of finance."""
    of_finance = actor.holds(*DECIDING) and actor.works_for(pay_list.programme.fund.finance_id)
    return of_finance and actor.user.pk != pay_list.drafted_by_id


def can_propose_programme(actor, fund, manager: Organisation) -> bool:
    """Terms are proposed by the department that manages the programme, or by the finance bureau of its fund."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(manager.pk, fund.finance_id)


def can_sign_programme(actor, version: ProgrammeVersion) -> bool:
    """Signed at the finance bureau by somebody who may approve payments; never by who proposed it."""
    mine = actor.user is not None and actor.user.pk == version.proposed_by_id
    return not mine and actor.holds(*DECIDING) and actor.works_for(version.fund.finance_id)


def can_begin_programme(actor) -> bool:
    """Departments and the finance bureau; towns and villages only write lists."""
    return actor.holds(*UNIT_ROLES) and actor.organisation.level == Organisation.Level.DEPARTMENT


def visible_versions(versions, actor):
    """Signed terms are for everybody at work on subsidies; the others for the two offices, and who watches them."""
    signed = Q(state=ProgrammeVersion.State.SIGNED)
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return versions.filter(signed | Q(manager__path__startswith=actor.watched_path))
    if not actor.holds(*UNIT_ROLES):
        return versions.none()
    own = actor.units
    return versions.filter(signed | Q(manager__in=own) | Q(fund__finance__in=own))


def can_work(actor) -> bool:
    """Everybody of a unit, and those who watch, may open the desk of subsidies."""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def visible_rolls(rolls, actor):
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return rolls.filter(programme__manager__path__startswith=actor.watched_path)
    if not actor.holds(*UNIT_ROLES):
        return rolls.none()
    own = actor.units
    mine = Q(village__in=own) | Q(village__parent__in=own)
    return rolls.filter(mine | Q(programme__manager__in=own) | Q(programme__fund__finance__in=own))


def visible_pay_lists(pay_lists, actor):
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return pay_lists.filter(programme__manager__path__startswith=actor.watched_path)
    if not actor.holds(*UNIT_ROLES):
        return pay_lists.none()
    own = actor.units
    return pay_lists.filter(Q(programme__manager__in=own) | Q(programme__fund__finance__in=own))
