"""A survey of the bureau with a meeting that is over, one that is planned, and what followed; a report on duty."""

from datetime import date

from accounts.models import Organisation, Role
from scoring import pool as sealed
from scoring.actions import duty
from scoring.actions.duty import Call
from scoring.actions.surveys import counting, course, draws, opinions, pool, satisfaction, votes
from scoring.actions.surveys.course import Appointment, Plan
from scoring.models import EvaluatorCategory
from scoring.surveys import OVERALL
from tests.conftest import at, employ

NOW = at("2026-03-10")
HALF = {"first": date(2026, 1, 1), "last": date(2026, 6, 30), "aspects": OVERALL}


def office_of(people) -> tuple:
    """The office of appraisal with a clerk, who has no column of their own."""
    about = {"name": "云溪县绩效考评办公室", "short_name": "考评办", "level": "department"}
    about |= {"business": Organisation.Business.APPRAISAL, "parent": people["leader"].organisation}
    office, _made = Organisation.objects.get_or_create(code="kpb", defaults=about)
    return office, employ("p-survey-clerk", "某考评", office, Role.CLERK)


def told(survey, by, options):
    meeting = course.plan_meeting(survey, Appointment(NOW.date(), "会议室", "主任", 1), by=by, now=NOW)
    tokens = votes.print_slips(meeting, len(options), by=by, now=NOW)
    draws.draw(meeting, by=by, now=NOW, total=1)
    votes.open_box(meeting, by=by, now=NOW)
    for token, option in zip(tokens, options, strict=True):
        votes.cast(token, {"1": [option]})
    votes.close_box(meeting, by=by, now=NOW)
    return counting.publish(meeting, by=by, now=NOW)


def asked(people, discipline, unit) -> dict:
    """The arguments of the addresses of surveys, for `unit`."""
    office, clerk = office_of(people)
    person = pool.Person(EvaluatorCategory.objects.get(code="firms"), "张三", "13900000001")
    evaluator = pool.add(person, by=clerk, now=NOW)
    survey = course.open_survey(office, Plan("测评", "units", objects=[unit], **HALF), by=clerk, now=NOW)
    meeting = told(survey, clerk, ["satisfied"] * 5)
    about = {"about": survey.objects_asked.get(), "words": "窗口少"}
    opinion = opinions.note(survey, by=clerk, now=NOW, **about)
    opinions.give(opinion, by=clerk, now=NOW, wording="窗口少", way="study", organisation=unit)
    worker = people["reviewer"].user
    persons = Plan("民主测评", "persons", objects=[(worker, unit)], **HALF)
    appraisal = course.open_survey(office, persons, by=clerk, now=NOW)
    told(appraisal, clerk, ["unsatisfied"] * 5)
    course.conclude(appraisal, by=clerk, now=NOW)
    rating = satisfaction.rate(unit, people["owner"].user, option="satisfied", comment="好", now=NOW)
    said = Call(2026, date(2026, 12, 31), [people["head"].post])
    report = duty.call(discipline, said, by=people["inspector"], now=NOW).reports.get()
    return {
        "scoring:satisfaction_unit": [unit.code],
        "scoring:survey_results": [survey.pk],
        "scoring:draw_log": [meeting.pk],
        "scoring:ballot": ["x" * 43],
        "scoring:screen": [meeting.pk, sealed.screen_secret(meeting.pk)],
        "scoring:survey": [survey.pk],
        "scoring:new_survey": ["units"],
        "scoring:new_meeting": [survey.pk],
        "scoring:survey_deed": [survey.pk, "note"],
        **{f"scoring:{name}": [meeting.pk] for name in OF_MEETING},
        "scoring:meeting_deed": [meeting.pk, "publish"],
        "scoring:invitation": [meeting.invitations.get().pk],
        "scoring:invitation_deed": [meeting.invitations.get().pk, "coming"],
        "scoring:evaluator": [evaluator.pk],
        "scoring:evaluator_deed": [evaluator.pk, "end"],
        "scoring:opinion": [opinion.pk],
        "scoring:opinion_deed": [opinion.pk, "answer"],
        "scoring:comment": [rating.pk],
        "scoring:comment_deed": [rating.pk, "release"],
        "scoring:duty_report": [report.pk],
        "scoring:duty_deed": [report.pk, "submit"],
        "scoring:duty_archive": [report.person_id],
    }


OF_MEETING = ["meeting", "draw_evaluators", "print_slips", "paper_slip", "count_paper", "invitations", "minutes"]
