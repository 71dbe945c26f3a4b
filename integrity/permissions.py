"""Who may do what about integrity risks. The action asks once; the page asks the same question.

The discipline office (posts of inspectors) judges, alarms, verifies; the head and the supervision contact of a unit
answer for it; the person concerned answers reminders and reads the own archive. Nobody does two steps of one matter.
"""

from django.db.models import Q

from accounts.models import Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
WATCHING = [Role.INSPECTOR, Role.LEADER]
SECURITY = [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


def can_look(actor) -> bool:
    """Who may open the desks at all; what they see there is another question."""
    return actor.holds(*UNIT_ROLES, *WATCHING)


def is_discipline(actor) -> bool:
    return actor.holds(Role.INSPECTOR)


def watches(actor) -> bool:
    return actor.holds(*WATCHING)


def within(actor, organisation) -> bool:
    return organisation.path.startswith(actor.watched_path)


def disciplines(actor, organisation) -> bool:
    """Is this unit one that the actor's discipline office watches?"""
    return is_discipline(actor) and within(actor, organisation)


def is_myself(actor, *people) -> bool:
    return actor.user is not None and actor.user.pk in people


def speaks_for(actor, organisation_id) -> bool:
    """The head of the unit, or its supervision contact: the discipline post of the unit."""
    if not actor.holds(*UNIT_ROLES) or not actor.works_for(organisation_id):
        return False
    return actor.holds(Role.HEAD) or actor.post.is_contact


# risk information


def can_enter(actor, organisation) -> bool:
    return disciplines(actor, organisation)


def can_judge(actor, information) -> bool:
    return disciplines(actor, information.organisation) and not is_myself(actor, information.person_id)


def can_confirm(actor, information) -> bool:
    return can_judge(actor, information) and not is_myself(actor, information.judged_by_id)


def can_allow(actor, opening) -> bool:
    return can_judge(actor, opening.information) and not is_myself(actor, opening.asked_by_id)


def can_read_informant(actor, opening) -> bool:
    return is_discipline(actor) and is_myself(actor, opening.asked_by_id)


# orders


def can_plan(actor, order) -> bool:
    return speaks_for(actor, order.organisation_id)


def can_agree(actor, order) -> bool:
    return disciplines(actor, order.organisation) and not is_myself(actor, order.planned_by_id, order.alarm.person_id)


def can_verify(actor, order) -> bool:
    """Somebody other than who received the plan."""
    return can_agree(actor, order) and not is_myself(actor, order.agreed_by_id, order.reported_by_id)


def can_decide(actor, proposal) -> bool:
    """Accountability is decided by the discipline office or a leader, not by who proposed it."""
    watching = watches(actor) and within(actor, proposal.alarm.organisation)
    return watching and not is_myself(actor, proposal.proposed_by_id, proposal.alarm.person_id)


# reminders


def can_answer(actor, reminder) -> bool:
    return actor.is_staff_member and is_myself(actor, reminder.person_id)


def can_settle(actor, reminder) -> bool:
    return disciplines(actor, reminder.organisation) and not is_myself(actor, reminder.person_id)


# reports, analyses


def can_report(actor, report) -> bool:
    return speaks_for(actor, report.organisation_id)


def can_read_report(actor, report) -> bool:
    return disciplines(actor, report.organisation) and not is_myself(actor, report.submitted_by_id)


def can_sign(actor, analysis) -> bool:
    return is_discipline(actor) and analysis.county.path == actor.watched_path


def can_countersign(actor, analysis) -> bool:
    watching = watches(actor) and analysis.county.path == actor.watched_path
    return watching and not is_myself(actor, analysis.signed_by_id)


# archives


def can_read_archive(actor, person, organisation) -> bool:
    """The person; the discipline office; the discipline post (supervision contact) of the unit. No leader, no head."""
    if not actor.is_staff_member:
        return False
    contact = actor.holds(*UNIT_ROLES) and actor.works_for(organisation.pk) and actor.post.is_contact
    return actor.user == person or disciplines(actor, organisation) or contact


def can_propose_note(actor, person, organisation) -> bool:
    """The discipline office adds lines; the person asks for corrections of the own lines."""
    return disciplines(actor, organisation) or (actor.is_staff_member and actor.user == person)


def can_sign_note(actor, note) -> bool:
    return disciplines(actor, note.organisation) and not is_myself(actor, note.proposed_by_id, note.person_id)


# separation, ledger


def can_read_separation(actor) -> bool:
    return actor.holds(*WATCHING, *SECURITY)


def can_read_ledger(actor, organisation) -> bool:
    watching = watches(actor) and within(actor, organisation)
    return watching or (actor.holds(Role.HEAD) and actor.works_for(organisation.pk))


# scopes


def visible_to_discipline(rows, actor, path: str):
    return rows.filter(**{f"{path}__startswith": actor.watched_path}) if is_discipline(actor) else rows.none()


def visible_to_watchers(rows, actor, path: str):
    return rows.filter(**{f"{path}__startswith": actor.watched_path}) if watches(actor) else rows.none()


def visible_reminders(rows, actor):
    if actor.user is None or not actor.is_staff_member:
        return rows.none()
    mine = Q(person=actor.user)
    if is_discipline(actor):
        mine |= Q(organisation__path__startswith=actor.watched_path)
    return rows.filter(mine)


def visible_alarms(rows, actor):
    """Those who watch; the head and the contact of the unit; whoever it names."""
    if actor.user is None or not can_look(actor):
        return rows.none()
    if watches(actor):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    mine = Q(person=actor.user)
    if speaks_for(actor, actor.organisation.pk):
        mine |= Q(organisation__in=actor.units)
    return rows.filter(mine)


def visible_orders(rows, alarms, actor):
    seen = Q(alarm__in=alarms)
    if actor.post is not None and speaks_for(actor, actor.organisation.pk):
        seen |= Q(organisation__in=actor.units)
    return rows.filter(seen)


def visible_reports(rows, actor):
    if watches(actor):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    return rows.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else rows.none()


def reads_papers(actor, thing) -> bool:
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()
