"""A survey from its opening to its end, and the meetings in between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from records.actions import as_actor, deed, record
from records.deeds import for_update, may, needed
from records.refusal import Refused
from scoring.actions import consequences
from scoring.models import Survey, SurveyMeeting, SurveyObject
from scoring.models.surveys import OPTIONS, usual_terms, usual_values
from scoring.permissions.surveys import can_run, runs_surveys

MOST_OBJECTS = 60


@dataclass(frozen=True)
class Plan:
    """What is asked, about whom, in which half-year. `objects` are units, or people with their units."""

    name: str
    kind: str
    first: date
    last: date
    aspects: Sequence[str]
    objects: Sequence[Organisation] | Sequence[tuple[User, Organisation]]
    values: dict = field(default_factory=usual_values)
    terms: dict = field(default_factory=usual_terms)
    least: int = 5
    floor: int = 60
    basis: str = ""


@deed(makes=True)
def open_survey(office: Organisation, plan: Plan, *, by, now) -> Survey:
    may(runs_surveys(by) and by.works_for(office.pk))
    check(plan)
    as_actor(by)
    about = {name: value for name, value in vars(plan).items() if name != "objects"}
    about |= {"name": needed(plan.name, "name"), "aspects": [one.strip() for one in plan.aspects]}
    try:
        with transaction.atomic():
            survey = Survey.objects.create(organisation=office, opened_at=now, opened_by=by.user, **about)
    except IntegrityError:
        raise Refused(None, _("There is a survey of this name."), field="name") from None
    SurveyObject.objects.bulk_create(objects_of(survey, plan))
    record("scoring.survey.opened", survey, actor=by, now=now, kind=survey.kind, objects=len(plan.objects))
    return survey


def objects_of(survey: Survey, plan: Plan) -> list[SurveyObject]:
    if plan.kind == Survey.Kind.UNITS:
        return [
            SurveyObject(survey=survey, number=number, organisation=unit, name=unit.short_name)
            for number, unit in enumerate(plan.objects, 1)
        ]
    return [
        SurveyObject(survey=survey, number=number, organisation=unit, person=one, name=one.name)
        for number, (one, unit) in enumerate(plan.objects, 1)
    ]


def check(plan: Plan):
    """Raises Refused that names the field."""
    if plan.last < plan.first:
        raise Refused(None, _("The end must not lie before the beginning."), field="last")
    if not plan.objects:
        raise Refused(None, _("Choose whom the survey asks about."), field="objects")
    if len(plan.objects) > MOST_OBJECTS:
        words = _("A slip with more than %(most)s names is not read by anybody.") % {"most": MOST_OBJECTS}
        raise Refused(None, words, field="objects")
    if not plan.aspects or not all(one.strip() for one in plan.aspects):
        raise Refused(None, _("Name at least one aspect."), field="aspects")
    check_values(plan.values)


def check_values(values: dict):
    """Options are worth 0 to 1, a better one not less than a worse one."""
    try:
        worth = [Decimal(str(values[option])) for option in OPTIONS]
    except (KeyError, InvalidOperation):
        worth = []
    if not worth or worth != sorted(worth, reverse=True) or not 0 <= worth[-1] <= worth[0] <= 1:
        raise Refused(None, _("The values go from 1 down to 0: the better answer is not worth less."), field="values")


@dataclass(frozen=True)
class Appointment:
    """When and where the meeting is, who chairs it, how many evaluators are drawn."""

    held_on: date
    place: str
    host: str
    invited: int = 0


@deed(makes=True)
def plan_meeting(survey: Survey, said: Appointment, *, by, now) -> SurveyMeeting:
    survey = for_update(survey)
    may(can_run(by, survey))
    if survey.state != Survey.State.OPEN:
        raise Refused(None, _("This survey is concluded."))
    as_actor(by)
    about = vars(said) | {"place": needed(said.place, "place"), "host": needed(said.host, "host")}
    meeting = SurveyMeeting.objects.create(survey=survey, planned_at=now, planned_by=by.user, **about)
    record("scoring.meeting.planned", meeting, actor=by, now=now, held_on=said.held_on.isoformat())
    return meeting


@deed
def conclude(survey: Survey, *, by, now) -> Survey:
    """No more meetings: the results stand. Persons with whom too few are satisfied are proposed (S3-18)."""
    survey = for_update(survey)
    may(can_run(by, survey))
    told = survey.meetings.filter(state=SurveyMeeting.State.PUBLISHED)
    if not told.exists() or survey.meetings.exclude(state=SurveyMeeting.State.PUBLISHED).exists():
        raise Refused(None, _("First tell the result of every meeting."))
    survey.conclude()
    as_actor(by)
    survey.concluded_at, survey.concluded_by = now, by.user
    survey.save(update_fields=["state", "concluded_at", "concluded_by"])
    record("scoring.survey.concluded", survey, actor=by, now=now)
    if survey.kind == Survey.Kind.PERSONS:
        consequences.propose_persons(survey, by=by, now=now)
    return survey
