"""Who may do what for openness. The action asks once; the page asks the same question to show the button.

Units announce and publish what they owe; the openness office (政务公开办, a unit whose main business is openness)
helps, checks and keeps the library; inspectors and leaders watch.
"""

from accounts.models import Organisation, Role

UNIT_ROLES = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]
SIGNING = [Role.REVIEWER, Role.APPROVER, Role.HEAD]
WATCHING = [Role.INSPECTOR, Role.LEADER]


def can_look(actor) -> bool:
    """Who may open the desks of openness at all."""
    return actor.holds(*UNIT_ROLES, *WATCHING)


def can_write(actor) -> bool:
    """Who writes for a unit at all."""
    return actor.holds(*UNIT_ROLES)


def is_office(actor) -> bool:
    """Does this person work in the openness office?"""
    return actor.holds(*UNIT_ROLES) and actor.organisation.business == Organisation.Business.OPENNESS


def sees_county(actor) -> bool:
    return actor.holds(*WATCHING) or is_office(actor)


def watches(actor, organisation) -> bool:
    """The openness office, over every unit of its county."""
    return is_office(actor) and organisation.path.startswith(actor.watched_path)


def writes_for(actor, organisation) -> bool:
    """A unit for itself; the office for anybody below it."""
    return (actor.holds(*UNIT_ROLES) and actor.works_for(organisation.pk)) or watches(actor, organisation)


def is_myself(actor, person_id) -> bool:
    return actor.user is not None and actor.user.pk == person_id


def signs_for(actor, organisation) -> bool:
    """Who may release something of this unit: those who sign for it, and the office."""
    return actor.holds(*SIGNING) and (actor.works_for(organisation.pk) or watches(actor, organisation))


def can_release(actor, row) -> bool:
    """Somebody who signs, and never who wrote it."""
    return signs_for(actor, row.organisation) and not is_myself(actor, row.drafted_by_id)


def can_withdraw(actor, row) -> bool:
    return signs_for(actor, row.organisation)


def can_check(actor, organisation) -> bool:
    """The office checks every unit but itself."""
    return watches(actor, organisation) and not actor.works_for(organisation.pk)


def can_confirm(actor, check) -> bool:
    return can_check(actor, check.organisation) and not is_myself(actor, check.drafted_by_id)


def can_put_right(actor, check) -> bool:
    return actor.holds(*UNIT_ROLES) and actor.works_for(check.organisation_id)


def can_close(actor, check) -> bool:
    return can_check(actor, check.organisation) and not is_myself(actor, check.reported_by_id)


def can_handle(actor, request) -> bool:
    """A request is answered by the unit that is asked; the office does not stand in for it."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(request.organisation_id)


def can_sign(actor, request) -> bool:
    own = actor.holds(*SIGNING) and actor.works_for(request.organisation_id)
    return own and not is_myself(actor, request.drafted_by_id)


def can_extend(actor, request) -> bool:
    own = actor.holds(*SIGNING) and actor.works_for(request.organisation_id)
    return own and not is_myself(actor, request.extension_by_id)


def visible(rows, actor):
    """All of the county for the office and those who watch; else what is the unit's own."""
    if sees_county(actor):
        return rows.filter(organisation__path__startswith=actor.watched_path)
    return rows.filter(organisation__in=actor.units) if actor.holds(*UNIT_ROLES) else rows.none()


def visible_requests(rows, actor):
    """The unit that is asked, the office and inspectors; the applicant reads them by account or code elsewhere."""
    return visible(rows, actor)


def reads_files(actor, thing) -> bool:
    """Files of what is public are read by everybody; others by whoever may see the row."""
    rows = type(thing).objects
    public = rows.public().filter(pk=thing.pk).exists() if hasattr(rows.all(), "public") else False
    return public or rows.visible_to(actor).filter(pk=thing.pk).exists()


def reads_answer(actor, request) -> bool:
    """The files of an answer: the unit, the office, and the account that asked, once it is answered."""
    rows = type(request).objects
    own = actor.user is not None and rows.of_user(actor.user).filter(pk=request.pk, state="answered").exists()
    return own or rows.visible_to(actor).filter(pk=request.pk).exists()


def can_release_line(actor, row) -> bool:
    """Another of the office than who entered the line of the catalogue."""
    return is_office(actor) and not is_myself(actor, row.entered_by_id)


def can_release_drawn(actor, row) -> bool:
    """Another of the office than who wrote a change of a line or a lesson, or drew up a sheet of the checks."""
    return is_office(actor) and not is_myself(actor, row.drafted_by_id)
