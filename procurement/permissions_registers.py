"""Who keeps the registers, decides on bad behaviour, draws and scores. Asked by the deeds and by their pages."""

from accounts.models import Role
from procurement.models import UNIT_ROLES, Draw, Misconduct, Registration, Regulator, Repair, Tender
from procurement.permissions import DECIDING, can_register_party, is_centre, is_tenderer, represents

can_keep_registers = can_register_party


def is_regulator(actor) -> bool:
    """Does this post belong to a department that supervises a trade?"""
    return actor.holds(*UNIT_ROLES) and Regulator.objects.filter(organisation__in=actor.units).exists()


def can_read_registers(actor) -> bool:
    """The centre, the supervising departments, and those who watch or lead."""
    if actor.holds(Role.INSPECTOR, Role.LEADER):
        return True
    return can_keep_registers(actor) or is_regulator(actor)


def can_check(actor, registration: Registration) -> bool:
    return registration.state == Registration.State.APPLIED and can_keep_registers(actor)


def can_enter(actor, registration: Registration) -> bool:
    """The second person."""
    checked = registration.state == Registration.State.CHECKED and can_keep_registers(actor)
    return checked and registration.checked_by_id != actor.user.pk


def can_confirm(actor, row) -> bool:
    """The second person of an expert's entry or of points taken."""
    return row.confirmed_at is None and can_keep_registers(actor) and row.entered_by_id != actor.user.pk


def can_propose(actor) -> bool:
    """The centre and the supervising departments see what happens in trading."""
    return can_keep_registers(actor) or is_regulator(actor)


def can_decide(actor, misconduct: Misconduct) -> bool:
    """A second person who decides for the department."""
    own = actor.role in DECIDING and actor.works_for(misconduct.organisation_id)
    return own and misconduct.proposed_by_id != actor.user.pk


def concerns(actor, misconduct: Misconduct, now=None) -> bool:
    """Is the actor the expert, or does it act for the firm?"""
    if actor.user is None or actor.is_staff_member:
        return False
    mine = misconduct.expert is not None and misconduct.expert.user_id == actor.user.pk
    return mine or represents(actor, misconduct.party_id, now)


def can_decide_repair(actor, repair: Repair) -> bool:
    """Somebody of the department other than who decided the first time."""
    row = repair.misconduct
    own = actor.role in DECIDING and actor.works_for(row.organisation_id)
    return own and actor.user.pk not in (row.decided_by_id, row.proposed_by_id)


def can_commit(actor, tender: Tender) -> bool:
    return is_centre(actor, tender)


def can_draw(actor, draw: Draw) -> bool:
    """Not who committed the seed."""
    return is_centre(actor, draw.tender) and draw.committed_by_id != actor.user.pk


def can_name_representatives(actor, tender: Tender, now=None) -> bool:
    return is_tenderer(actor, tender, now)


def can_appraise(actor, tender: Tender) -> bool:
    """The offices that took part in it."""
    offices = (tender.centre_id, tender.supervisor_id, tender.tenderer_organisation_id)
    return actor.holds(*UNIT_ROLES) and actor.works_for(*offices)


def can_open_records(actor) -> bool:
    """Every office publishes its own project and credit information."""
    return actor.holds(*UNIT_ROLES)
