"""Who may do what with notices, instructions, efficiency cases and archives. Asked once in the action; the page asks
the same to show a button.
"""

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from accounts.models import Role
from monitoring.models import EfficiencyCase, Notice, Outcome
from monitoring.models.notices import NEXT_COLOUR, UNIT_ROLES

NOT_YOUR_DUTY = _("This is not up to your post.")
DRAFTER_ISSUES = _("Whoever drafted the notice does not issue it: a second person signs.")
ROBOT_DRAFTED = _("The robot drafted this notice: one person goes through it, another signs.")
ISSUER_WITHDRAWS = _("A notice is withdrawn by somebody other than who issued it.")
PROPOSER_FILES = _("Whoever proposed the case does not decide on its filing: a second person signs.")
PROPOSER_CONCLUDES = _("Whoever proposed the case does not conclude it: a second person signs.")

WATCH, SIGN = (Role.INSPECTOR,), (Role.INSPECTOR, Role.LEADER)
ANSWERS = (Role.CLERK, Role.HEAD)

DUTIES = {  # noun → deed → roles, in the order in which a page offers them
    Notice: {
        "issue": SIGN,
        "amend": WATCH,
        "drop": SIGN,
        "reply": UNIT_ROLES,
        "close": WATCH,
        "send_back": WATCH,
        "raise_colour": WATCH,
        "withdraw": SIGN,
    },
    EfficiencyCase: {
        "file": SIGN,
        "drop": SIGN,
        "decide_outcome": SIGN,
        "involve": WATCH,
        "propose_outcome": WATCH,
        "conclude": SIGN,
    },
}


def by_answerable(actor, notice):
    """The unit answers through its clerks, its head, or the person named in the notice."""
    named = actor.user is not None and notice.responsible_id == actor.user.pk
    return None if named or actor.holds(*ANSWERS) else NOT_YOUR_DUTY


def unless(field: str, reason):
    """Somebody other than the person in this field."""
    return lambda actor, thing: reason if actor.user.pk == getattr(thing, field) else None


def by_second(actor, notice):
    """Two people stand for a notice: who wrote it and who signs it. The robot is neither."""
    if notice.drafted_by_id is None:
        return ROBOT_DRAFTED
    return DRAFTER_ISSUES if actor.user.pk == notice.drafted_by_id else None


FURTHER = {
    (Notice, "issue"): by_second,
    (Notice, "reply"): by_answerable,
    (Notice, "withdraw"): unless("issued_by_id", ISSUER_WITHDRAWS),
    (EfficiencyCase, "file"): unless("proposed_by_id", PROPOSER_FILES),
    (EfficiencyCase, "conclude"): unless("proposed_by_id", PROPOSER_CONCLUDES),
}


def is_competent(actor, thing) -> bool:
    """Those who watch the unit; for the reply the unit itself."""
    if actor.holds(*SIGN):
        return thing.organisation.path.startswith(actor.watched_path)
    return actor.works_for(thing.organisation_id)


def why_not(actor, deed: str, thing):
    """Why this is not the actor's to do, or None."""
    if not actor.holds(*DUTIES[type(thing)][deed]) or not is_competent(actor, thing):
        return NOT_YOUR_DUTY
    further = FURTHER.get((type(thing), deed))
    return further(actor, thing) if further else None


def is_late(notice: Notice, today) -> bool:
    """The unit owes a reply and its term is over."""
    return notice.state in Notice.OWED and notice.clock is not None and notice.clock.due_on < today


def may_be_raised(notice: Notice, today) -> bool:
    """Not complied with: the term is over, or the reply did not hold; there is a next colour, not yet drafted."""
    failed = notice.state == Notice.State.RETURNED or is_late(notice, today)
    drafted = notice.successors.exclude(state=Notice.State.DROPPED).exists
    return failed and notice.colour in NEXT_COLOUR and not drafted()


def has_open_outcomes(case: EfficiencyCase, today) -> bool:
    return case.outcomes.filter(state=Outcome.State.PROPOSED).exists()


def lacks_outcomes(case: EfficiencyCase, today) -> bool:
    return case.involved.exists() and not has_open_outcomes(case, today)


TIMELY = {  # does it make sense now? The action has the last word.
    (Notice, "raise_colour"): may_be_raised,
    (EfficiencyCase, "decide_outcome"): has_open_outcomes,
    (EfficiencyCase, "conclude"): lacks_outcomes,
}


def possible_deeds(actor, thing, today) -> list[str]:
    """What this actor may do with it now, in the order of the course."""
    names = [name for name in DUTIES[type(thing)] if why_not(actor, name, thing) is None]
    return [name for name in names if can_proceed(getattr(thing, name)) and is_timely(thing, name, today)]


def is_timely(thing, deed: str, today) -> bool:
    question = TIMELY.get((type(thing), deed))
    return question is None or question(thing, today)


def can_draft(actor) -> bool:
    """Inspectors draft notices and propose efficiency cases."""
    return actor.holds(Role.INSPECTOR)


def can_instruct(actor) -> bool:
    """Leaders write instructions."""
    return actor.holds(Role.LEADER)


def can_watch_notices(actor) -> bool:
    """Registers of notices: those who watch, and units that get notices."""
    return actor.holds(*SIGN, *UNIT_ROLES)


def can_read_outcome(actor, outcome: Outcome) -> bool:
    """Those who watch; the person concerned; for an outcome of the unit its head."""
    if actor.holds(*SIGN):
        return is_competent(actor, outcome.case)
    if outcome.state != Outcome.State.DECIDED or actor.user is None:
        return False
    if outcome.involved_id:
        return outcome.involved.person_id == actor.user.pk
    return actor.holds(Role.HEAD) and actor.works_for(outcome.case.organisation_id)


def can_read_archive_of_unit(actor, organisation) -> bool:
    """Those who watch it, and its head: the lines name people."""
    if actor.holds(*SIGN):
        return organisation.path.startswith(actor.watched_path)
    return actor.holds(Role.HEAD) and actor.works_for(organisation.pk)


def can_read_archive_of_person(actor, person, organisation) -> bool:
    """The person, the head of the unit, and those who watch it."""
    own = actor.is_staff_member and actor.user.pk == person.pk
    return own or can_read_archive_of_unit(actor, organisation)


def can_propose_line(actor, person, organisation) -> bool:
    """Inspectors add lines; whoever the archive is about may ask for a correction of one."""
    if actor.holds(Role.INSPECTOR):
        return organisation.path.startswith(actor.watched_path)
    return asks_for_correction(actor, person, organisation)


def asks_for_correction(actor, person, organisation) -> bool:
    """The archive is about this actor: the person, or for a unit its head."""
    if person is not None:
        return actor.is_staff_member and actor.user.pk == person.pk
    return actor.holds(Role.HEAD) and actor.works_for(organisation.pk)


def can_sign_line(actor, line) -> bool:
    """A second person signs: an inspector or leader who neither proposed the line nor is its subject."""
    competent = actor.holds(*SIGN) and line.organisation.path.startswith(actor.watched_path)
    return competent and actor.user.pk not in (line.proposed_by_id, line.person_id)
