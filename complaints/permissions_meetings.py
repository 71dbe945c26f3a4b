"""Who may do what around programmes, sessions, talks, visits and events. Actions and pages ask the same questions."""

from accounts.models import Organisation, Role
from complaints.models import HOTLINE_ROLES, MAKERS, UNIT_ROLES, Side

Level = Organisation.Level
OFFICES = (Level.DEPARTMENT, Level.TOWN)  # units that answer to the people


def is_office(actor) -> bool:
    """A post of a unit that handles orders."""
    return actor.holds(*UNIT_ROLES) and actor.organisation.level in OFFICES


def can_make_programmes(actor) -> bool:
    """The hotline office and the discipline office plan programmes and write down what is asked."""
    return actor.holds(*MAKERS)


def can_see_programmes(actor) -> bool:
    return actor.holds(*MAKERS, *UNIT_ROLES, Role.LEADER)


def can_keep_promises(actor, promise) -> bool:
    """The unit that promised shows that a step is done."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(promise.organisation_id)


def can_offer(actor) -> bool:
    """Units offer the hours in which they answer by video."""
    return is_office(actor)


def can_see_sessions(actor) -> bool:
    return actor.holds(*UNIT_ROLES, Role.INSPECTOR, Role.LEADER)


def is_video_room(actor) -> bool:
    """The post of a village: it books and sits in for people without an account."""
    return actor.holds(*UNIT_ROLES) and actor.organisation.level == Level.VILLAGE


def can_book(actor) -> bool:
    """Citizens with an account, and villages for those without one."""
    return actor.user is not None and (not actor.is_staff_member or is_video_room(actor))


def side_of(actor, session) -> Side | None:
    """Which side of the session this person sits on; None for a stranger."""
    if actor.user is None:
        return None
    if not actor.is_staff_member:
        return Side.CITIZEN if session.user_id == actor.user.pk else None
    if session.village_id and actor.works_for(session.village_id) and actor.holds(*UNIT_ROLES):
        return Side.CITIZEN
    if actor.works_for(session.slot.organisation_id) and actor.holds(*UNIT_ROLES):
        return Side.UNIT
    watches = session.slot.organisation.path.startswith(actor.watched_path)
    return Side.SUPERVISOR if actor.holds(Role.INSPECTOR) and watches else None


def may_read_part(actor, part) -> bool:
    """What was recorded is read by both sides and by those who watch."""
    return side_of(actor, part.recording.session) is not None


def can_hold_talks(actor) -> bool:
    return actor.holds(Role.INSPECTOR)


def can_see_talks(actor) -> bool:
    """Everybody in office may have had one; which ones are seen says the talk itself."""
    return actor.is_staff_member


def can_plan_visits(actor) -> bool:
    """The discipline office for everybody, the head of a unit for that unit."""
    return actor.holds(Role.INSPECTOR) or (actor.holds(Role.HEAD) and is_office(actor))


def can_see_visits(actor) -> bool:
    return is_office(actor) or actor.holds(Role.INSPECTOR, Role.LEADER)


def can_visit(actor, visit) -> bool:
    return is_office(actor) and actor.works_for(visit.organisation_id)


def can_hold_events(actor) -> bool:
    return actor.holds(Role.INSPECTOR, *HOTLINE_ROLES)


def can_see_events(actor) -> bool:
    return actor.holds(*UNIT_ROLES, *HOTLINE_ROLES, Role.INSPECTOR, Role.LEADER)
