"""Who may do what with a tender. The action asks once; the page asks the same question to show the button."""

from django.utils import timezone

from accounts.models import Role
from procurement.flows.base import SYSTEM, Capacity, Step
from procurement.models import UNIT_ROLES, Centre, Participation, Party, Tender

SIGNING = {Role.REVIEWER, Role.APPROVER, Role.HEAD}  # who approves for a supervising department
DECIDING = {Role.APPROVER, Role.HEAD}  # who decides complaints, suspends and terminates


def represents(actor, party_id: int | None, now=None) -> bool:
    """Does this person act for the firm today? Nobody who acts from a post of an office does."""
    if party_id is None or actor.user is None or actor.is_staff_member:
        return False
    return Party.objects.of_user(actor.user, timezone.localdate(now)).filter(pk=party_id).exists()


def is_centre(actor, tender: Tender) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(tender.centre_id)


def is_supervisor(actor, tender: Tender) -> bool:
    return actor.role in SIGNING and actor.works_for(tender.supervisor_id)


def is_tenderer(actor, tender: Tender, now=None) -> bool:
    works = actor.holds(*UNIT_ROLES) and actor.works_for(tender.tenderer_organisation_id)
    return works or represents(actor, tender.tenderer_party_id, now)


def is_agent(actor, tender: Tender, now=None) -> bool:
    return represents(actor, tender.agent_id, now)


def is_committee(actor, tender: Tender) -> bool:
    """Whoever was entered for the committee of this very tender."""
    if actor.user is None:
        return False
    return tender.participations.filter(user=actor.user, capacity=Capacity.COMMITTEE).exists()


ASK = {
    Capacity.CENTRE: lambda actor, tender, now: is_centre(actor, tender),
    Capacity.SUPERVISOR: lambda actor, tender, now: is_supervisor(actor, tender),
    Capacity.TENDERER: is_tenderer,
    Capacity.AGENT: is_agent,
    Capacity.COMMITTEE: lambda actor, tender, now: is_committee(actor, tender),
    SYSTEM: lambda actor, tender, now: actor.user is None,
}


def capacity_in(actor, tender: Tender, among, now=None) -> str | None:
    """In which of these capacities this actor would act; None where in none of them."""
    return next((name for name in among if ASK[name](actor, tender, now)), None)


def can_do_step(actor, tender: Tender, step: Step, now=None) -> bool:
    """Is this step the duty of the actor, whatever its time?"""
    return capacity_in(actor, tender, step.by, now) is not None


def can_confirm(actor, tender: Tender, step: Step, now=None) -> bool:
    return bool(step.confirmed_by) and capacity_in(actor, tender, [step.confirmed_by], now) is not None


def takes_part_otherwise(actor, tender: Tender, capacity: str) -> bool:
    """管办分离: does this person act in this project in another capacity already?"""
    if actor.user is None:
        return False
    rows = Participation.objects.filter(project_number=tender.project_number, user=actor.user)
    return rows.exclude(capacity=capacity).exists()


def can_hand_in(actor) -> bool:
    """Offices hand in what they want traded; representatives of firms do it for their firm."""
    return actor.holds(*UNIT_ROLES) or (actor.user is not None and not actor.is_staff_member)


def can_suspend(actor, tender: Tender) -> bool:
    return actor.role in DECIDING and actor.works_for(tender.supervisor_id)


def can_resume(actor, suspension) -> bool:
    """The department that stopped it lets it go on; objections and complaints end by their own deeds."""
    own = suspension.ground == suspension.Ground.SUPERVISOR and suspension.until_at is None
    return own and can_suspend(actor, suspension.tender)


def can_fail(actor, tender: Tender) -> bool:
    """The centre states that nobody can win in this round."""
    return is_centre(actor, tender)


def can_terminate(actor, tender: Tender, now=None) -> bool:
    """The tenderer ends it with a ground; the supervising department may order it."""
    return is_tenderer(actor, tender, now) or can_suspend(actor, tender)


def can_clarify(actor, tender: Tender, now=None) -> bool:
    return capacity_in(actor, tender, [Capacity.AGENT, Capacity.TENDERER], now) is not None


can_answer_objection = can_clarify
can_report = is_tenderer
can_return_guarantees = is_centre


def can_decide_complaint(actor, complaint) -> bool:
    return is_supervisor(actor, complaint.tender) and actor.works_for(complaint.organisation_id)


def can_register_party(actor) -> bool:
    """A trading centre keeps the register of firms."""
    return actor.holds(*UNIT_ROLES) and Centre.objects.filter(organisation__in=actor.units).exists()


def can_name_people(actor, party, now=None) -> bool:
    """Who says who acts for a firm: the centre, and whoever acts for it today."""
    return can_register_party(actor) or represents(actor, party.pk, now)


def can_look(actor) -> bool:
    """Whoever works in an office of the county, and those who watch or lead."""
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def may_read_step(actor, step) -> bool:
    """Whoever may see the tender may read the papers of its steps."""
    return Tender.objects.visible_to(actor).filter(pk=step.tender_id).exists()


def may_follow(actor, auction, now=None) -> bool:
    """The socket of an auction: the admitted firms, the offices of the tender, and those who watch the county."""
    if actor.is_staff_member:
        return Tender.objects.visible_to(actor).filter(pk=auction.tender_id).exists()
    return any(represents(actor, party, now) for party in auction.paddles.values_list("party", flat=True))
