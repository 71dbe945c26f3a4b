"""Who may do what with penalties, levies and inspection slips. Each question gives the reason of a no, or None."""

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from accounts.models import Role
from approvals.enforcement import needs_head
from approvals.models import Levy, Penalty, Slip, SlipReport
from approvals.models.cases import UNIT_ROLES

NOT_YOUR_DUTY = _("This deed is not the duty of your post in this unit.")
OFFICERS_ONLY = _("Only the two officers of this case do this.")
OFFICER_DECIDES = _("Who investigated must not decide.")
REVIEWER_DECIDES = _("Who reviewed must not decide.")
OFFICER_REVIEWS = _("Who investigated must not review.")
HEAD_DECIDES = _("A fine of 50,000 yuan or more is decided by the head of the unit.")
ASSESSOR_APPROVES = _("A levy is approved by somebody other than its assessor.")

ANYBODY, DESK, DECIDERS = set(UNIT_ROLES), {Role.CLERK, Role.REVIEWER}, {Role.APPROVER, Role.HEAD}

# noun → deed → the roles whose duty it is, in the order of the course
DUTIES = {
    Penalty: {
        "propose": ANYBODY,
        "tell": ANYBODY,
        "hear_party": ANYBODY,
        "hold_hearing": DESK,
        "give_review": {Role.REVIEWER},
        "hold_meeting": {Role.REVIEWER, Role.APPROVER},
        "decide": DECIDERS,
        "send_back": DECIDERS,
        "serve": ANYBODY,
        "close": ANYBODY,
        "drop": DECIDERS,
    },
    Levy: {"assess_again": DESK, "approve": DECIDERS, "send_back": DECIDERS, "pay": {Role.CLERK}},
    Slip: {
        "approve": {Role.INSPECTOR},
        "merge": {Role.INSPECTOR},
        "refuse": {Role.INSPECTOR},
        "carry_out": DESK,
        "cancel": DESK,
    },
    SlipReport: {"confirm": {Role.INSPECTOR}, "dismiss": {Role.INSPECTOR}},
}


def officers(penalty: Penalty) -> set[int]:
    return {penalty.first_officer_id, penalty.second_officer_id}


def by_officer(actor, penalty):
    return None if actor.user.pk in officers(penalty) else OFFICERS_ONLY


def not_by_officer(actor, penalty):
    return OFFICER_REVIEWS if actor.user.pk in officers(penalty) else None


def by_decider(actor, penalty):
    """Four eyes, and the post that the amount asks for (seed S1-13)."""
    if actor.user.pk in officers(penalty):
        return OFFICER_DECIDES
    if actor.user.pk == penalty.reviewed_by_id:
        return REVIEWER_DECIDES
    return HEAD_DECIDES if needs_head(penalty) and not actor.holds(Role.HEAD) else None


def by_other_than_assessor(actor, levy):
    return ASSESSOR_APPROVES if actor.user.pk == levy.assessed_by_id else None


FURTHER = {  # noun → deed → a further question about the person
    Penalty: {
        **dict.fromkeys(["propose", "tell", "hear_party", "serve", "close"], by_officer),
        **dict.fromkeys(["hold_hearing", "give_review"], not_by_officer),
        **dict.fromkeys(["decide", "drop", "send_back"], by_decider),
    },
    Levy: {"approve": by_other_than_assessor},
}


def is_competent(actor, thing) -> bool:
    """The unit itself; for slips and reports an inspector above it as well."""
    if actor.holds(Role.INSPECTOR):
        return thing.organisation.path.startswith(actor.watched_path)
    return actor.works_for(thing.organisation_id)


def why_not(actor, deed: str, thing):
    """Why this is not the actor's to do, or None."""
    noun = type(thing)
    roles = DUTIES[noun][deed]
    if actor.role not in roles or not is_competent(actor, thing):
        return further(actor, deed, thing) or NOT_YOUR_DUTY
    return further(actor, deed, thing)


def further(actor, deed: str, thing):
    """The more telling reason, where somebody of the unit tries what another of the unit must do."""
    question = FURTHER.get(type(thing), {}).get(deed)
    return question(actor, thing) if question and actor.works_for(thing.organisation_id) else None


def can_do(actor, deed: str, thing) -> bool:
    return why_not(actor, deed, thing) is None


HEARD = Penalty.Hearing
TIMELY = {  # noun → deed → does it make sense now? The action has the last word.
    Penalty: {
        "hear_party": lambda penalty: penalty.hearing not in (HEARD.DEMANDED, HEARD.HELD),
        "hold_hearing": lambda penalty: penalty.hearing == HEARD.DEMANDED,
        "give_review": lambda penalty: penalty.hearing != HEARD.DEMANDED,
        "hold_meeting": lambda penalty: penalty.meeting_on is None,
        "decide": lambda penalty: needs_head(penalty) or penalty.meeting_on is not None,
    }
}


def may_follow(thing, deed: str) -> bool:
    """Does the course allow this deed in the present state?"""
    timely = TIMELY.get(type(thing), {}).get(deed)
    return can_proceed(getattr(thing, deed)) and (timely is None or timely(thing))


def possible_deeds(actor, thing) -> list[str]:
    """What this actor may do with it now, in the order of the course."""
    return [deed for deed in DUTIES[type(thing)] if can_do(actor, deed, thing) and may_follow(thing, deed)]


def can_enforce(actor) -> bool:
    """The desk of a unit files penalties, assesses levies and asks for slips."""
    return actor.holds(*DESK)


def can_look_at_enforcement(actor) -> bool:
    """Every post of a unit, and those who watch or lead."""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def can_judge_reports(actor) -> bool:
    """The efficiency office, and those who lead, read what firms report."""
    return actor.holds(Role.INSPECTOR, Role.LEADER)
