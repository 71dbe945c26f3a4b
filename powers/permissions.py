"""Who may do what with powers and risk points. The action asks once; the page asks the same question.

Three sides: the unit (a town for its villages, a bureau for its stations) writes its list and assesses its points; the
office of powers (编办, a unit whose main business they are) checks, publishes and decides levels; inspectors find
points and decide levels as well, leaders look, and may publish. Nobody does two steps of the same matter.
"""

from django.db.models import Q

from accounts.models import Organisation, Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
SIGNING = [Role.REVIEWER, Role.APPROVER, Role.HEAD]
WATCHING = [Role.INSPECTOR, Role.LEADER]
BELOW = [Organisation.Level.VILLAGE, Organisation.Level.STATION]


def can_look(actor) -> bool:
    """Who may open the desks of powers at all; what they see there is another question."""
    return actor.holds(*UNIT_ROLES, *WATCHING)


def is_office(actor) -> bool:
    """Does this person work in the office of powers?"""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.POWERS


def within(actor, organisation) -> bool:
    return organisation.path.startswith(actor.watched_path)


def oversees(actor, organisation) -> bool:
    return is_office(actor) and within(actor, organisation)


def sees_county(actor) -> bool:
    return actor.holds(*WATCHING) or is_office(actor)


def is_myself(actor, *people) -> bool:
    return actor.user is not None and actor.user.pk in people


def keeps(actor, organisation) -> bool:
    """The people of the unit; for a village or a station also those of the unit above it."""
    units = [organisation.pk, organisation.parent_id] if organisation.level in BELOW else [organisation.pk]
    return actor.holds(*UNIT_ROLES) and actor.works_for(*units)


def can_begin(actor, organisation) -> bool:
    return keeps(actor, organisation) or oversees(actor, organisation)


def can_write(actor, power_list) -> bool:
    return power_list.is_draft and can_begin(actor, power_list.organisation)


def can_declare(actor, power_list) -> bool:
    """The head answers for the list; for a village the head of its town, for a station that of its bureau."""
    return actor.holds(Role.HEAD) and keeps(actor, power_list.organisation)


def can_check(actor, power_list) -> bool:
    return oversees(actor, power_list.organisation) and not is_myself(actor, power_list.declared_by_id)


def can_publish(actor, power_list) -> bool:
    """A third person: one who signs in the office, or a leader of the county."""
    signs = oversees(actor, power_list.organisation) and actor.holds(*SIGNING)
    leads = actor.holds(Role.LEADER) and within(actor, power_list.organisation)
    return (signs or leads) and not is_myself(actor, power_list.declared_by_id, power_list.checked_by_id)


def can_send_back(actor, power_list) -> bool:
    return oversees(actor, power_list.organisation) and not is_myself(actor, power_list.declared_by_id)


def can_staff(actor, power) -> bool:
    """Who holds a post is said by those who sign in the unit."""
    return actor.holds(*SIGNING) and keeps(actor, power.organisation)


def can_find(actor, organisation) -> bool:
    watches = actor.holds(Role.INSPECTOR) and within(actor, organisation)
    return keeps(actor, organisation) or oversees(actor, organisation) or watches


def can_assess(actor, point) -> bool:
    return keeps(actor, point.organisation)


def decides(actor, organisation) -> bool:
    """Those whose duty levels are: the office of powers and the inspectors."""
    return (is_office(actor) or actor.holds(Role.INSPECTOR)) and within(actor, organisation)


def can_decide(actor, point) -> bool:
    return decides(actor, point.organisation) and not is_myself(actor, point.found_by_id, point.proposed_by_id)


def can_retire(actor, point) -> bool:
    return decides(actor, point.organisation) and not is_myself(actor, point.found_by_id)


def can_say(actor, organisation) -> bool:
    """The ten clears of the own unit."""
    return keeps(actor, organisation)


def can_confirm(actor, clear) -> bool:
    signs = keeps(actor, clear.organisation) and actor.holds(*SIGNING)
    return (signs or decides(actor, clear.organisation)) and not is_myself(actor, clear.said_by_id)


def can_import(actor) -> bool:
    """A unit reads in its own rows, the office those of any unit; each row is asked for its unit."""
    return actor.holds(*UNIT_ROLES)


def reads_papers(actor, thing) -> bool:
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()


def visible(rows, actor):
    """All of the county for those who watch it; else those of the own unit and what lies below it."""
    if sees_county(actor):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    if not actor.holds(*UNIT_ROLES):
        return rows.none()
    own = actor.units
    below = Q(organisation__parent__in=own, organisation__level__in=BELOW)
    return rows.filter(Q(organisation__in=own) | below)


def units_of(actor):
    """The units of which this actor may begin a list, the own one first."""
    own, units = actor.organisation, Organisation.objects.existing()
    if is_office(actor):
        return units.filter(path__startswith=actor.watched_path).exclude(pk=own.parent_id)
    return units.filter(Q(pk=own.pk) | Q(parent=own, level__in=BELOW))
