"""Surveys: counting, results, what part of a score they are."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from records.crosscheck import first_difference
from records.refusal import Refused
from scoring.actions.surveys import counting, course, votes
from scoring.evidence import Asked
from scoring.evidence.surveys import questionnaire
from scoring.models import (
    Item,
    Round,
    Sheet,
    Survey,
)
from scoring.surveys import OVERALL, differences, first_fault, outcome_of, results
from tests.conftest import at
from tests.scoring.asked import (
    BAD,
    FAIR,
    GOOD,
    HALF,
    THEN,
    meeting_of,
    opened,
    survey_of,
    told,
)

pytestmark = pytest.mark.django_db


# results


def test_a_station_of_forty_slips(office, survey, units):  # SCO-11
    told(office, survey, [GOOD] * 30 + [FAIR] * 6 + [BAD] * 4)
    outcome = results(date(2026, 1, 1), date(2026, 6, 30), units[0])
    assert (outcome.worth(D(60)), outcome.slips, outcome.rate) == (D("52.20"), 40, D("90.00"))


def test_five_aspects_of_a_slip_count_alike(office, units):
    survey = survey_of(office, units)
    meeting, tokens = opened(office, survey, 5)
    for token in tokens:
        votes.cast(token, {"1": [GOOD, GOOD, FAIR, BAD, ""], "2": [""] * 5})
    votes.close_box(meeting, by=office.clerk, now=THEN)
    counting.publish(meeting, by=office.clerk, now=THEN)
    first, second = (outcome_of(about) for about in survey.objects_asked.all())
    assert (first.points, first.answers, second.rate) == (D("70.00"), 20, None)


def test_another_period_and_another_unit_have_no_result(office, survey, units):
    told(office, survey, [GOOD] * 5)
    assert results(date(2026, 7, 1), date(2026, 12, 31), units[0]) is None
    assert results(date(2026, 1, 1), date(2026, 6, 30), units[1]) is None


def test_the_values_of_the_options_are_the_surveys_own(office, units):
    values = {"satisfied": "1", "basically": "0.6", "unsatisfied": "0"}
    survey = survey_of(office, units[:1], OVERALL, values=values)
    told(office, survey, [FAIR] * 5)
    assert outcome_of(survey.objects_asked.get()).points == D("60.00")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"values": {"satisfied": "0.5", "basically": "0.8", "unsatisfied": "0"}}, "values"),
        ({"values": {"satisfied": "一"}}, "values"),
        ({"last": date(2025, 1, 1)}, "last"),
        ({"aspects": [" "]}, "aspects"),
        ({"objects": []}, "objects"),
        ({"name": "　"}, "name"),
    ],
)
def test_a_survey_that_cannot_be_asked_says_why(office, units, wrong, field):
    with pytest.raises(Refused) as refusal:
        survey_of(office, **{"objects": units} | wrong)
    assert refusal.value.field == field


def test_so_few_slips_that_they_would_tell_who_voted_are_not_told(office, survey):
    with pytest.raises(Refused):
        told(office, survey, [GOOD] * 4)


def test_the_minutes_say_what_was_told(office, survey):
    meeting = told(office, survey, [GOOD] * 4 + [BAD])
    [row] = meeting.document.body["results"]
    assert row == {
        "name": "财政所",
        "satisfied": 4,
        "basically": 0,
        "unsatisfied": 1,
        "rate": "80.00",
        "points": "80.00",
    }


# paper slips


def count(office, meeting, by, *rows, valid=10, invalid=1):
    counts = {"1": [list(row) for row in rows]}
    return counting.enter_paper(meeting, by=by, now=THEN, valid=valid, invalid=invalid, counts=counts)


@pytest.fixture
def closed(office, survey):
    meeting, _tokens = opened(office, survey, 1)
    return votes.close_box(meeting, by=office.clerk, now=THEN)


def test_two_people_who_count_the_same_make_the_result(office, closed):
    for by in (office.clerk, office.head):
        count(office, closed, by, (7, 2, 1))
    counting.publish(closed, by=office.clerk, now=THEN)
    assert outcome_of(closed.survey.objects_asked.get()).counts == {GOOD: 7, FAIR: 2, BAD: 1}


def test_one_count_of_the_paper_slips_is_not_enough(office, closed):
    count(office, closed, office.clerk, (7, 2, 1))
    with pytest.raises(Refused):
        counting.publish(closed, by=office.clerk, now=THEN)


def test_differences_are_shown_and_stop_the_result(office, closed):
    count(office, closed, office.clerk, (7, 2, 1))
    assert differences(closed) == []
    count(office, closed, office.head, (6, 3, 1), valid=11)
    assert [row.counts for row in differences(closed)] == [(10, 11), (7, 6), (2, 3)]
    with pytest.raises(Refused):
        counting.publish(closed, by=office.clerk, now=THEN)


def test_a_count_is_corrected_by_whoever_made_it(office, closed):
    count(office, closed, office.clerk, (7, 2, 1))
    count(office, closed, office.head, (6, 3, 1))
    count(office, closed, office.head, (7, 2, 1))
    assert (differences(closed), closed.paper_counts.count()) == ([], 2)


def test_no_aspect_has_more_answers_than_slips(office, closed):
    with pytest.raises(Refused) as refusal:
        count(office, closed, office.clerk, (7, 2, 2))
    assert refusal.value.field == "c_1_0_0"


def test_a_number_changed_behind_our_back_is_found(office, survey):
    meeting = told(office, survey, [GOOD] * 5)
    assert (first_fault(), first_difference()) == (None, None)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE scoring_tally SET count = 4 WHERE meeting_id = %s AND option = 'satisfied'", [meeting.pk]
        )
    assert first_fault() is not None


def test_a_survey_is_concluded_when_every_result_was_told(office, survey):
    told(office, survey, [GOOD] * 5)
    later = meeting_of(office, survey)
    with pytest.raises(Refused):
        course.conclude(survey, by=office.clerk, now=THEN)
    assert (later.state, Survey.objects.get().state) == ("planned", "open")


def test_an_object_is_never_exchanged(office, survey, units):
    with pytest.raises(ProgrammingError), transaction.atomic():
        survey.objects_asked.update(organisation=units[1])


def test_a_second_click_opens_one_survey(office, units):
    key = "7b1a4a0e-52a8-4c0c-8b62-0e4b1c9f1a11"
    plan = course.Plan("测评", "units", date(2026, 1, 1), date(2026, 6, 30), OVERALL, units)
    for _click in range(2):
        course.open_survey(office.unit, plan, by=office.clerk, now=at("2026-06-01"), key=key)
    assert Survey.objects.count() == 1


def test_the_questionnaire_is_a_part_of_the_score_of_a_station(office, survey, units):  # SCO-11
    told(office, survey, [GOOD] * 30 + [FAIR] * 6 + [BAD] * 4)
    [found] = questionnaire(asked_of(units[0], points=D(60)))
    assert (found.points, found.evidence) == (D("52.20"), survey)


def test_nobody_asked_about_a_unit_is_no_evidence(units):
    assert list(questionnaire(asked_of(units[0], points=D(60)))) == []


def asked_of(unit, points) -> Asked:
    """An item of a round of this half-year, whose points are given."""
    return Asked(Sheet(organisation=unit), Round(**HALF), Item(points=points, earns=True))
