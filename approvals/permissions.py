"""Who may do what with a case. The action asks once; the page asks the same question to show the button."""

import hmac

from django_fsm import can_proceed

from accounts.models import Organisation, Role
from approvals.branches import OPINIONS, own_branch, waiting
from approvals.flow import HEARING
from approvals.models import UNIT_ROLES, Case, ExtensionRequest, Hearing, ItemFee, Licence
from approvals.places import is_below, was_sent_up

# deed → the roles whose duty it is, in the unit that handles the case
DUTIES = {
    "forward": {Role.CLERK},
    "accept_below": {Role.CLERK},
    "accept": {Role.CLERK},
    "request_correction": {Role.CLERK},
    "refuse": {Role.CLERK},
    "decide_at_once": {Role.CLERK},
    "deliver": {Role.CLERK},
    "send_up": {Role.REVIEWER},
    "review": {Role.REVIEWER},
    "pause": {Role.REVIEWER},
    "resume": {Role.REVIEWER},
    "decide": {Role.APPROVER, Role.HEAD},
    "extend": {Role.HEAD},
    "request_extension": {Role.HEAD},
    "refuse_extension": set(),  # see OF_THE_GOVERNMENT
    "propose_opinion": {Role.REVIEWER},
    "sign_opinion": {Role.APPROVER, Role.HEAD},
    "return_opinion": {Role.APPROVER, Role.HEAD},
    "charge": {Role.CLERK},
    "tell_hearing_right": {Role.REVIEWER},
    "apply_for_hearing": {Role.CLERK},
    "waive_hearing": {Role.CLERK},
    "schedule_hearing": {Role.REVIEWER},
    "hold_hearing": {Role.REVIEWER},
    "assign_site_check": {Role.REVIEWER},
    "record_site_check": set(UNIT_ROLES),  # of the two who were sent
}


OF_THE_GOVERNMENT = {"extend", "refuse_extension"}  # in a joint case, 行政许可法 第四十二条第二款


def can_do(actor, deed: str, case: Case) -> bool:
    """Is this deed the duty of the actor's post, and does the post belong to the unit that handles the case?"""
    if case.item.is_joint and deed in OF_THE_GOVERNMENT:
        return actor.holds(Role.LEADER) and case.organisation.path.startswith(actor.watched_path)
    if deed in OPINIONS:
        return actor.role in DUTIES[deed] and own_branch(actor, case, deed) is not None
    if deed == "record_site_check" and not is_sent(actor, case):
        return False
    return actor.works_for(case.organisation_id) and actor.role in DUTIES[deed]


def is_sent(actor, case: Case) -> bool:
    """Is this one of the two people of the site check under way?"""
    check = open_check(case)
    return check is not None and actor.user is not None and actor.user.pk in (check.first_id, check.second_id)


def can_register(actor) -> bool:
    """Window clerks register applications handed in on paper."""
    return actor.holds(Role.CLERK)


def can_withdraw(actor, case: Case) -> bool:
    """Only the applicant withdraws an application."""
    return actor.user is not None and not actor.is_staff_member and case.applicant_id == actor.user.pk


def can_correct(actor, case: Case) -> bool:
    """The applicant corrects online; a clerk of the unit does it for papers brought to the window."""
    return can_withdraw(actor, case) or can_do(actor, "accept", case)


def is_in_village(case: Case) -> bool:
    return case.organisation.level == Organisation.Level.VILLAGE


def stays_in_village(case: Case) -> bool:
    """The village only takes in and forwards."""
    return is_below(case) and is_in_village(case)


def may_ask_for_papers(case: Case) -> bool:
    """Once; and the unit above does not ask again for what was handed in below (行政许可法 第三十五条)."""
    if case.corrections.exists():
        return False
    return not was_sent_up(case) or case.item.documents.exclude(pk__in=case.materials.values("document")).exists()


# deeds that depend on which level has the case: the village forwards, the town reviews first, the unit above decides
BY_PLACE = {
    "forward": stays_in_village,
    "accept_below": lambda case: is_below(case) and not is_in_village(case),
    "accept": lambda case: not is_below(case),
    "request_correction": lambda case: not stays_in_village(case) and may_ask_for_papers(case),
    "refuse": lambda case: not stays_in_village(case),
}


def may_be_charged(case: Case) -> bool:
    """Is the case still open to payment, and has its item ever had a fee? The action asks for the table of the day."""
    return case.closed_at is None and ItemFee.objects.filter(item__code=case.item.code).exists()


def can_refund(actor, case: Case) -> bool:
    """Money is given back by the unit that handles the case; the action sees to it that another person does it."""
    return actor.works_for(case.organisation_id) and actor.holds(*UNIT_ROLES)


def is_running(case: Case) -> bool:
    """Does the promise of a case in hand run, so that its clock can be spoken of?"""
    return case.state in Case.IN_HAND and case.clock is not None and not case.item.is_immediate


def is_paused(case: Case) -> bool:
    return is_running(case) and case.clock.paused_on is not None


def may_be_longer(case: Case) -> bool:
    """The law allows one extension."""
    return is_running(case) and case.clock.extended_days == 0


def is_longer_asked(case: Case) -> bool:
    """Does a request for a longer term wait for the government?"""
    return is_running(case) and case.extension_requests.filter(state=ExtensionRequest.State.OPEN).exists()


def is_opinion_due(case: Case, deed: str) -> bool:
    """Does any asked unit wait for this deed? Nothing is signed while a special procedure is open."""
    stuck = deed != "propose_opinion" and is_paused(case)
    return not stuck and any(branch.state == OPINIONS[deed] for branch in waiting(case))


def open_check(case: Case):
    """The site check that waits for its result, or None."""
    if case.state != Case.State.ACCEPTED:
        return None
    return next((check for check in case.site_checks.all() if check.checked_at is None), None)


def heard(case: Case, *states) -> bool:
    """Does the hearing of a running case stand here? No state: there is no hearing."""
    return is_running(case) and getattr(getattr(case, "hearing", None), "state", None) in (states or (None,))


def is_hearing_on(case: Case) -> bool:
    """A hearing that the applicant asked for ends when it is held, not by a result."""
    return heard(case, *Hearing.RUNNING)


def may_resume(case: Case) -> bool:
    """Is a special procedure open that ends with a result?"""
    if not is_paused(case):
        return False
    return not is_hearing_on(case) or case.clock.pauses.filter(until_on=None).exclude(kind=HEARING).exists()


def may_be_checked(case: Case) -> bool:
    """One check at a time, before the review; while the clock stands still only where the item needs it."""
    if not is_running(case) or case.state != Case.State.ACCEPTED or open_check(case) is not None:
        return False
    return case.item.needs_site_check or not is_paused(case)


def lacks_check(case: Case) -> bool:
    """Does the review wait for a check on the spot: one that the item needs, or one for which two people were sent?"""
    checks = [check.checked_at for check in case.site_checks.all()]
    return None in checks or (case.item.needs_site_check and not checks)


# deeds that are no transition of the case
BY_CASE = {
    "charge": may_be_charged,
    "pause": lambda case: is_running(case) and not is_paused(case),
    "resume": may_resume,
    "tell_hearing_right": heard,
    "apply_for_hearing": lambda case: heard(case, Hearing.State.TOLD),
    "waive_hearing": lambda case: heard(case, Hearing.State.TOLD, *Hearing.RUNNING),
    "schedule_hearing": is_hearing_on,
    "hold_hearing": lambda case: heard(case, Hearing.State.SCHEDULED),
    "assign_site_check": lambda case: (
        is_running(case) and case.state == Case.State.ACCEPTED and open_check(case) is None
    ),
    "record_site_check": lambda case: open_check(case) is not None,
    "extend": may_be_longer,
    "request_extension": lambda case: case.item.is_joint and may_be_longer(case) and not is_longer_asked(case),
    "refuse_extension": is_longer_asked,
    "propose_opinion": lambda case: is_opinion_due(case, "propose_opinion"),
    "sign_opinion": lambda case: is_opinion_due(case, "sign_opinion"),
    "return_opinion": lambda case: is_opinion_due(case, "return_opinion"),
}
HELD_UP = {"review", "decide", "decide_at_once"}  # by a special procedure, and by opinions that are missing


def may_follow(case: Case, deed: str) -> bool:
    """Does the course allow this deed in the case's present state?"""
    if deed in BY_CASE:
        return BY_CASE[deed](case)
    if deed in BY_PLACE and not BY_PLACE[deed](case):
        return False
    if deed in HELD_UP and (is_paused(case) or waiting(case)):
        return False
    if deed == "review" and (case.item.is_immediate or lacks_check(case)):
        return False
    return can_proceed(getattr(case, deed))


def is_up_to(actor, case: Case, deed: str) -> bool:
    """Opinions: is it the branch of this actor's unit that waits, and another person's opinion that is signed?"""
    if deed not in OPINIONS:
        return True
    branch = own_branch(actor, case, deed)
    own = deed == "sign_opinion" and branch.proposed_by_id == actor.user.pk
    return branch.state == OPINIONS[deed] and not own


def possible_deeds(actor, case: Case) -> list[str]:
    """The deeds that this actor may do to this case now, in the order of the course."""
    mine = [deed for deed in DUTIES if can_do(actor, deed, case)]
    return [deed for deed in mine if may_follow(case, deed) and is_up_to(actor, case, deed)]


def can_be_heard(actor, case: Case) -> bool:
    """The applicant decides whether to be heard; the window writes it down for those who come there."""
    return can_withdraw(actor, case) or can_do(actor, "apply_for_hearing", case)


def can_revoke(actor, licence: Licence) -> bool:
    """The head of the unit that issued it."""
    return actor.holds(Role.HEAD) and actor.works_for(licence.organisation_id)


def may_read_attachment(actor, case: Case) -> bool:
    """Whoever may see the case may read what was handed in with it."""
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def can_work(actor) -> bool:
    """Posts that move cases on have a desk: a queue, figures, deeds."""
    return any(actor.role in roles for roles in DUTIES.values())


def can_see_requests(actor) -> bool:
    """Requests for a longer term: the head who asks, the leader who answers, the inspector who watches."""
    return actor.holds(Role.HEAD, Role.LEADER, Role.INSPECTOR)


def can_look(actor) -> bool:
    """Whoever works on cases, and those who watch or lead, may read the lists and the single case."""
    return can_work(actor) or actor.holds(Role.INSPECTOR, Role.LEADER)


def can_rate(actor, case: Case, code: str = "") -> bool:
    """The applicant, or who holds the receipt with its query code; never somebody acting for an office."""
    if actor.is_staff_member:
        return False
    return can_withdraw(actor, case) or (bool(code) and hmac.compare_digest(code.encode(), case.query_code.encode()))


def can_follow_up(actor, rating) -> bool:
    """Bad ratings are followed up by the unit that was rated, whichever post its people hold."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(rating.organisation_id)


def can_write_about(actor, case: Case) -> bool:
    """Messages go between the applicant and the people of the unit that has the case."""
    if actor.is_staff_member:
        return actor.holds(*UNIT_ROLES) and actor.works_for(case.organisation_id) and case.applicant_id is not None
    return can_withdraw(actor, case)


def can_keep_appointments(actor) -> bool:
    """The window clerks receive the people who have an appointment."""
    return actor.holds(Role.CLERK)


def can_see_catalogue(actor) -> bool:
    """The units see their own items; the system administrator, supervision and the leaders see all."""
    return actor.holds(*UNIT_ROLES, Role.SYSTEM_ADMIN, Role.INSPECTOR, Role.LEADER)


def can_draft_items(actor) -> bool:
    """Drafts, imports and proposals of the clean-up are the system administrator's work."""
    return actor.holds(Role.SYSTEM_ADMIN)


def can_publish_item(actor, item) -> bool:
    """The head of the unit that will answer for the item."""
    return actor.holds(Role.HEAD) and actor.works_for(item.organisation_id)
