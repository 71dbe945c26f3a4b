"""Who may do what with a case. The action asks once; the page asks the same question to show the button."""

from django_fsm import can_proceed

from accounts.models import Organisation, Role
from approvals.models import Case
from approvals.places import is_below

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
}


def can_do(actor, deed: str, case: Case) -> bool:
    """Is this deed the duty of the actor's post, and does the post belong to the unit that handles the case?"""
    if deed == "extend" and case.item.is_joint:  # by the government of this level, 行政许可法 第四十二条第二款
        return actor.holds(Role.LEADER) and case.organisation.path.startswith(actor.watched_path)
    return actor.works_for(case.organisation_id) and actor.role in DUTIES[deed]


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


# deeds that depend on which level has the case: the village forwards, the town reviews first, the unit above decides
BY_PLACE = {
    "forward": lambda case: is_below(case) and is_in_village(case),
    "accept_below": lambda case: is_below(case) and not is_in_village(case),
    "accept": lambda case: not is_below(case),
    "request_correction": lambda case: not (is_below(case) and is_in_village(case)) and not case.corrections.exists(),
    "refuse": lambda case: not (is_below(case) and is_in_village(case)),
}


def may_follow(case: Case, deed: str) -> bool:
    """Does the course allow this deed in the case's present state?"""
    if deed in BY_PLACE and BY_PLACE[deed](case) is False:
        return False
    clock = case.clock
    running = case.state in Case.IN_HAND and clock is not None
    if deed == "pause":
        return running and clock.paused_on is None and not case.item.is_immediate
    if deed == "resume":
        return running and clock.paused_on is not None
    if deed == "extend":
        return running and clock.extended_days == 0 and not case.item.is_immediate
    if deed in ("review", "decide") and (case.item.is_immediate or (running and clock.paused_on)):
        return False
    return can_proceed(getattr(case, deed))


def possible_deeds(actor, case: Case) -> list[str]:
    """The deeds that this actor may do to this case now, in the order of the course."""
    return [deed for deed in DUTIES if can_do(actor, deed, case) and may_follow(case, deed)]


def may_read_attachment(actor, case: Case) -> bool:
    """Whoever may see the case may read what was handed in with it."""
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def can_work(actor) -> bool:
    """Posts that move cases on have a desk: a queue, figures, deeds."""
    return any(actor.role in roles for roles in DUTIES.values())


def can_look(actor) -> bool:
    """Whoever works on cases, and those who watch or lead, may read the lists and the single case."""
    return can_work(actor) or actor.holds(Role.INSPECTOR, Role.LEADER)
