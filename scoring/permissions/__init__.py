"""Who scores whom. The office of appraisal (考核办) runs rounds; a unit reads its sheet and may ask for a review."""

from accounts.models import Organisation, Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
SIGNING = [Role.REVIEWER, Role.APPROVER, Role.HEAD]
DECIDING = [Role.APPROVER, Role.HEAD]


def appraises(actor) -> bool:
    """Does this person work in an office whose main business is appraisal?"""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.APPRAISAL


def can_draft_scheme(actor) -> bool:
    return appraises(actor)


def can_sign_scheme(actor) -> bool:
    return appraises(actor) and actor.holds(*DECIDING)


def can_open_round(actor) -> bool:
    return appraises(actor)


def can_score(actor, round) -> bool:
    """Points are entered by the office that opened the round."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(round.organisation_id)


def can_confirm(actor, round) -> bool:
    return actor.holds(*SIGNING) and actor.works_for(round.organisation_id)


def can_sign_grades(actor, round) -> bool:
    """常委会研究定等: who decides in the office, or a leader above it (S1-06)."""
    return actor.holds(Role.LEADER) or (actor.holds(*DECIDING) and actor.works_for(round.organisation_id))


def reads_all_sheets(actor) -> bool:
    return actor.holds(Role.INSPECTOR, Role.LEADER) or appraises(actor)


def can_ask_review(actor, sheet) -> bool:
    """复核由单位提出: whoever signs for the unit that was scored; a person for their own sheet."""
    own = actor.user is not None and sheet.is_of_person and sheet.subject_id == actor.user.pk
    return own or can_answer(actor, sheet.organisation)


def can_answer(actor, unit) -> bool:
    """What a unit says about its own score."""
    return unit is not None and actor.holds(*SIGNING) and actor.works_for(unit.pk)


def works(actor) -> bool:
    """May this person open the pages of scores of the staff?"""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)
