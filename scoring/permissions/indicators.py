"""Who may do what with indicators and weekly reports. The office of appraisal sets and judges, units do and tell."""

from django.db.models import Q

from accounts.models import Role
from scoring.permissions import DECIDING, SIGNING, UNIT_ROLES, appraises

WATCHING = [Role.INSPECTOR, Role.LEADER]
UNSAID = ["draft", "dropped"]  # states of documents that only their office sees


def can_look(actor) -> bool:
    """Who may open the desks of indicators; what they see there is another question."""
    return actor.holds(*UNIT_ROLES, *WATCHING)


def sees_county(actor) -> bool:
    return appraises(actor) or actor.holds(*WATCHING)


def keeps(actor, document) -> bool:
    """The office that wrote the document."""
    return appraises(actor) and actor.works_for(document.organisation_id)


def can_sign_goals(actor, document) -> bool:
    return keeps(actor, document) and actor.holds(*DECIDING) and not is_myself(actor, document.drafted_by_id)


def is_myself(actor, person_id) -> bool:
    return actor.user is not None and actor.user.pk == person_id


def can_do(actor, task) -> bool:
    """The unit enters progress and explains."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(task.organisation_id)


def can_rate(actor, task) -> bool:
    return can_do(actor, task) and actor.holds(*SIGNING)


def judges(actor, task) -> bool:
    """The office reviews others, never itself."""
    return keeps(actor, task.document) and not actor.works_for(task.organisation_id)


def can_review(actor, task) -> bool:
    return judges(actor, task) and not is_myself(actor, task.self_by_id)


def can_sign_off(actor, task) -> bool:
    return judges(actor, task) and actor.holds(*DECIDING) and not is_myself(actor, task.reviewed_by_id)


def can_urge(actor, task) -> bool:
    """绩效督促通知单 carries the name of the office: whoever signs for it issues it."""
    return judges(actor, task) and actor.holds(*SIGNING)


def can_name(actor, task) -> bool:
    """Who in the unit answers for it is said by who signs there."""
    return can_rate(actor, task)


def visible_tasks(tasks, actor):
    """All of the county for those who watch it; units see their own once the goals are in force."""
    if sees_county(actor):
        within = tasks.filter(organisation__path__startswith=actor.watched_path)
        return within if appraises(actor) else within.exclude(document__state__in=UNSAID)
    if not actor.holds(*UNIT_ROLES):
        return tasks.none()
    return tasks.filter(organisation__in=actor.units).exclude(document__state__in=UNSAID)


# weekly reports


def keeps_form(actor, form) -> bool:
    """Who runs the form: the unit it belongs to."""
    return actor.holds(*UNIT_ROLES) and actor.works_for(form.organisation_id)


def can_make_form(actor) -> bool:
    return actor.holds(*SIGNING)


def can_publish(actor, form) -> bool:
    """单位负责人签发."""
    return keeps_form(actor, form) and actor.holds(Role.HEAD)


def reports_by(actor, form) -> bool:
    return actor.holds(*UNIT_ROLES) and form.squads.filter(pk=actor.organisation.pk).exists()


def visible_forms(forms, actor):
    if actor.holds(*WATCHING):
        return forms.filter(organisation__path__startswith=actor.watched_path)
    if not actor.holds(*UNIT_ROLES):
        return forms.none()
    return forms.filter(Q(organisation__in=actor.units) | Q(squads=actor.organisation)).distinct()


def reads_papers(actor, thing) -> bool:
    """Evidence is read by whoever may see what it belongs to."""
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()
