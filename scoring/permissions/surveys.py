"""Who asks the people, who counts, who answers; and who reads reports on duty and integrity."""

from accounts.models import Role
from scoring.permissions import SIGNING, UNIT_ROLES, appraises, works


def reads_all_surveys(actor) -> bool:
    return actor.holds(Role.INSPECTOR, Role.LEADER) or appraises(actor)


def reads_surveys(actor) -> bool:
    """May this person open the desk of surveys at all?"""
    return works(actor)


def runs_surveys(actor) -> bool:
    """The office of appraisal keeps the pool, calls meetings, counts."""
    return appraises(actor)


def can_run(actor, survey) -> bool:
    """A survey is run by the office that opened it."""
    return appraises(actor) and actor.works_for(survey.organisation_id)


def can_decide(actor, survey) -> bool:
    """Who signs in that office, or a leader (S3-18: nobody is moved by the clerk who counted)."""
    return actor.holds(Role.LEADER) or (actor.holds(*SIGNING) and actor.works_for(survey.organisation_id))


def can_answer_opinion(actor, opinion) -> bool:
    return (
        opinion.organisation_id is not None and actor.holds(*UNIT_ROLES) and actor.works_for(opinion.organisation_id)
    )


def calls_for_reports(actor) -> bool:
    """The discipline office calls for reports on duty and integrity and evaluates them."""
    return actor.holds(Role.INSPECTOR)


def evaluates(actor, report) -> bool:
    """Whoever called for it, and the discipline people of the unit; never the person."""
    office = actor.works_for(report.year.organisation_id) or actor.works_for(report.organisation_id)
    return actor.holds(Role.INSPECTOR) and office and actor.user.pk != report.person_id


def owes(actor, report) -> bool:
    return actor.user is not None and actor.user.pk == report.person_id


def reads_papers_of_surveys(actor, thing) -> bool:
    """Papers of an opinion or of a report: whoever may see the thing itself."""
    return type(thing).objects.visible_to(actor).filter(pk=thing.pk).exists()
