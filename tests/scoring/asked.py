"""Steps of surveys that tests share: a pool, a survey of two units, a meeting in which votes fall in."""

from datetime import date

from accounts.models import Organisation
from scoring.actions.surveys import counting, course, pool, votes
from scoring.actions.surveys.course import Appointment, Plan
from scoring.models import Box, EvaluatorCategory, Survey, SurveyMeeting
from scoring.surveys import ASPECTS
from tests.conftest import at

THEN = at("2026-06-10")
HALF = {"first": date(2026, 1, 1), "last": date(2026, 6, 30)}
GOOD, FAIR, BAD = "satisfied", "basically", "unsatisfied"


def stations(county, count=2) -> list[Organisation]:
    """Stations of the county, as S2-16 names them."""
    names = ["财政所", "工商所", "派出所", "计生站"][:count]
    return [
        Organisation.objects.create(
            code=f"station{place}", name=f"城关{name}", short_name=name, level="station", parent=county
        )
        for place, name in enumerate(names)
    ]


def people(office, sizes: dict[str, int], now=THEN):
    """So many evaluators of each category."""
    telephone = iter(range(13900000000, 13900010000))
    for code, size in sizes.items():
        category = EvaluatorCategory.objects.get(code=code)
        for place in range(size):
            person = pool.Person(category, f"{category.name}{chr(0x4E00 + place)}", str(next(telephone)))
            pool.add(person, by=office.clerk, now=now)


def survey_of(office, objects, aspects=ASPECTS, kind="units", **more) -> Survey:
    about = {"name": "2026年上半年测评", "kind": kind, "aspects": aspects, "objects": objects}
    return course.open_survey(office.unit, Plan(**about | HALF | more), by=office.clerk, now=THEN)


def meeting_of(office, survey, **more) -> SurveyMeeting:
    about = {"held_on": THEN.date(), "place": "镇政府三楼会议室", "host": "平主任"} | more
    return course.plan_meeting(survey, Appointment(**about), by=office.clerk, now=THEN)


def opened(office, survey, slips=10) -> tuple[SurveyMeeting, list[str]]:
    """A meeting in which votes are taken, with its tokens."""
    meeting = meeting_of(office, survey)
    tokens = votes.print_slips(meeting, slips, by=office.clerk, now=THEN)
    return votes.open_box(meeting, by=office.clerk, now=THEN), tokens


def answers(survey, *options) -> dict:
    """One option for each object of the survey, the same for all aspects."""
    return {str(number): [option] * len(survey.aspects) for number, option in enumerate(options, 1)}


def told(office, survey, options, slips=None) -> SurveyMeeting:
    """A meeting whose result was told: each of `options` is one vote about the only object."""
    meeting, tokens = opened(office, survey, slips or len(options))
    for token, option in zip(tokens, options, strict=False):
        votes.cast(token, answers(survey, option))
    votes.close_box(meeting, by=office.clerk, now=THEN)
    return counting.publish(meeting, by=office.clerk, now=THEN)


def heap_of(meeting):
    from scoring import boxes

    return boxes.unseal(Box.objects.get(pk=meeting.pk))
