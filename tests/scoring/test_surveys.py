"""Surveys: the pool, the draw, slips and votes, counting, what part of a score they are."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError

from records.crosscheck import first_difference
from records.models import Entry, FormKey
from records.refusal import Refused
from scoring import drawing
from scoring.actions.surveys import counting, course, draws, pool, votes
from scoring.evidence import Asked
from scoring.evidence.surveys import questionnaire
from scoring.models import (
    Ballot,
    Box,
    Evaluator,
    EvaluatorCategory,
    Invitation,
    Item,
    Opinion,
    Round,
    Sheet,
    Slip,
    Survey,
    SurveyMeeting,
)
from scoring.pool import unseal
from scoring.surveys import OVERALL, differences, first_fault, live, outcome_of, results
from tests.conftest import at
from tests.scoring.asked import (
    BAD,
    FAIR,
    GOOD,
    HALF,
    THEN,
    answers,
    heap_of,
    meeting_of,
    opened,
    people,
    stations,
    survey_of,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(county):
    return stations(county)


@pytest.fixture
def survey(office, units):
    """One unit, one aspect: a slip is an answer."""
    return survey_of(office, units[:1], OVERALL)


# the pool and the draw


def test_name_and_telephone_lie_sealed(office):
    people(office, {"deputies": 1})
    row = Evaluator.objects.get()
    assert unseal(row) == {"name": "人大代表一", "telephone": "13900000000"}
    assert b"13900000000" not in bytes(row.sealed)


def test_a_telephone_stands_in_the_pool_once(office):
    people(office, {"deputies": 1})
    with pytest.raises(Refused) as refusal:
        people(office, {"firms": 1})
    assert refusal.value.field == "telephone"


def test_who_was_taken_out_may_come_back(office):
    people(office, {"deputies": 1})
    pool.end(Evaluator.objects.get(), by=office.clerk, now=THEN, reason="任期届满")
    people(office, {"firms": 1})
    assert Evaluator.objects.active().count() == 1


def test_a_list_with_one_wrong_row_saves_nothing(office):
    category = EvaluatorCategory.objects.get(code="firms")
    rows = [(2, pool.Person(category, "甲", "13900000001")), (3, pool.Person(category, "乙", "13900000001"))]
    with pytest.raises(pool.Faulty) as refusal:
        pool.take_in(rows, by=office.clerk, now=THEN)
    assert ([(row, field) for row, field, _words in refusal.value.faults], Evaluator.objects.count()) == (
        [(3, "telephone")],
        0,
    )


def test_only_the_office_keeps_the_pool(inspector):
    category = EvaluatorCategory.objects.get(code="firms")
    with pytest.raises(PermissionDenied):
        pool.add(pool.Person(category, "甲", "13900000001"), by=inspector, now=THEN)


def test_the_draw_follows_the_shares_of_the_pool_and_can_be_repeated(office, survey):
    people(office, {"deputies": 6, "firms": 3, "villagers": 3})
    row = draws.draw(meeting_of(office, survey), by=office.clerk, now=THEN, total=4)
    assert [(group["category"], group["size"], group["quota"]) for group in row.log["groups"]] == [
        ("deputies", 6, 2),
        ("firms", 3, 1),
        ("villagers", 3, 1),
    ]
    assert drawing.faults(row.log) == []


def test_a_draw_is_made_once(office, survey):
    people(office, {"deputies": 3})
    meeting = meeting_of(office, survey)
    draws.draw(meeting, by=office.clerk, now=THEN, total=1)
    with pytest.raises(Refused):
        draws.draw(meeting, by=office.clerk, now=THEN, total=1)


@pytest.mark.parametrize(
    ("asked", "field"), [({"total": 9}, "total"), ({"total": 0}, "total"), ({"quotas": {"firms": 1}}, "quota_firms")]
)
def test_more_than_the_pool_holds_are_not_drawn(office, survey, asked, field):
    people(office, {"deputies": 3})
    with pytest.raises(Refused) as refusal:
        draws.draw(meeting_of(office, survey), by=office.clerk, now=THEN, **asked)
    assert refusal.value.field == field


def test_who_cannot_come_makes_room_for_the_next_of_the_order(office, survey):
    people(office, {"deputies": 3})
    meeting = meeting_of(office, survey)
    order = draws.draw(meeting, by=office.clerk, now=THEN, total=1).log["groups"][0]["order"]
    draws.answer(Invitation.objects.get(), by=office.clerk, now=THEN, answer="excused", reason="出差")
    assert list(meeting.invitations.order_by("place").values_list("evaluator__number", flat=True)) == order[:2]


# slips and votes


def test_only_the_digest_of_a_token_is_kept(office, survey):
    _meeting, tokens = opened(office, survey, slips=1)
    assert Slip.objects.get().digest == votes.digest_of(tokens[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_entry WHERE body::text LIKE %s", [f"%{tokens[0]}%"])
        assert cursor.fetchone() == (0,)


def test_a_token_has_256_bits_and_its_slip_counts_once(office, survey):
    meeting, [token] = opened(office, survey, slips=1)
    votes.cast(token, answers(survey, GOOD))
    with pytest.raises(Refused):
        votes.cast(token, answers(survey, BAD))
    assert (len(token), heap_of(meeting).votes) == (43, ['{"1":["satisfied"]}'])


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "票" * 500])
def test_a_wrong_token_is_refused(office, survey, token):
    opened(office, survey, slips=1)
    with pytest.raises(Refused):
        votes.cast(token, answers(survey, GOOD))


def test_before_and_after_the_meeting_no_vote_is_taken(office, survey):
    meeting = meeting_of(office, survey)
    [token] = votes.print_slips(meeting, 1, by=office.clerk, now=THEN)
    with pytest.raises(Refused):
        votes.cast(token, answers(survey, GOOD))
    votes.open_box(meeting, by=office.clerk, now=THEN)
    votes.close_box(meeting, by=office.clerk, now=THEN)
    with pytest.raises(Refused):
        votes.cast(token, answers(survey, GOOD))


def test_slips_of_a_lost_printing_are_void(office, survey):
    meeting, [token] = opened(office, survey, slips=1)
    votes.void_run(meeting, by=office.clerk, now=THEN, run=1)
    with pytest.raises(Refused):
        votes.cast(token, answers(survey, GOOD))


@pytest.mark.parametrize(
    "given", [{}, {"1": [""]}, {"2": ["satisfied"]}, {"1": ["very"]}, {"1": ["satisfied", "satisfied"]}]
)
def test_a_vote_that_does_not_fit_leaves_the_slip_unused(office, survey, given):
    _meeting, [token] = opened(office, survey, slips=1)
    with pytest.raises(Refused):
        votes.cast(token, given)
    assert Slip.objects.free().count() == 1


def test_a_used_slip_never_becomes_free_again(office, survey):
    _meeting, [token] = opened(office, survey, slips=1)
    votes.cast(token, answers(survey, GOOD))
    with pytest.raises(InternalError), transaction.atomic():
        Slip.objects.update(used=False)


def test_no_ballot_is_added_by_hand(office, survey):
    meeting = told(office, survey, [GOOD] * 5)
    with pytest.raises(InternalError), transaction.atomic():
        Ballot.objects.create(meeting=meeting, answers={"1": ["unsatisfied"]})


# nothing joins a slip to a vote (docs/decisions/0036)


def cast_in_order(office, survey, order, opinions=()) -> SurveyMeeting:
    meeting, tokens = opened(office, survey, len(order))
    for token, option in zip(tokens, order, strict=True):
        votes.cast(token, answers(survey, option), opinions)
    return meeting


def physical(table: str, what: str, meeting) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM {table} WHERE meeting_id = %s ORDER BY ctid", [meeting.pk])  # noqa: S608
        return [value for (value,) in cursor.fetchall()]


def test_the_box_tells_nothing_about_the_order_of_the_votes(office, survey):
    heaps = [heap_of(cast_in_order(office, survey, order)) for order in ([GOOD, BAD, FAIR], [FAIR, GOOD, BAD])]
    assert heaps[0] == heaps[1]


def test_the_box_is_sealed_and_its_length_says_nothing(office, survey):
    meeting, tokens = opened(office, survey, slips=2)
    sizes = []
    for token, opinion in zip(tokens, ("", "办事大厅排队时间长" * 9), strict=True):
        votes.cast(token, answers(survey, GOOD), [(1, opinion)])
        box = Box.objects.get(pk=meeting.pk)
        sizes.append(len(bytes(box.sealed)))
    assert (sizes[0], b"satisfied" in bytes(box.sealed)) == (sizes[1], False)


def test_no_column_of_slip_or_ballot_holds_a_time_a_number_or_a_person():
    columns = {model.__name__: [field.column for field in model._meta.local_fields] for model in (Slip, Ballot, Box)}
    assert columns == {
        "Slip": ["digest", "meeting_id", "run", "used", "void"],
        "Ballot": ["key", "meeting_id", "answers"],
        "Box": ["meeting_id", "key", "sealed"],
    }


def test_ballots_lie_in_the_order_of_their_content_whatever_the_order_of_the_votes(office, survey):
    meeting = cast_in_order(office, survey, [GOOD, BAD, FAIR, BAD, GOOD])
    votes.close_box(meeting, by=office.clerk, now=THEN)
    found = physical("scoring_ballot", "answers -> '1' ->> 0", meeting)
    assert found == [FAIR, GOOD, GOOD, BAD, BAD] or found == sorted(found)


@pytest.mark.django_db(transaction=True)
def test_all_ballots_and_all_slips_are_of_the_transaction_that_closed_the_box(office, survey):
    meeting = cast_in_order(office, survey, [GOOD, BAD, FAIR])
    assert len(set(physical("scoring_slip", "xmin::text", meeting))) == 3
    votes.close_box(meeting, by=office.clerk, now=THEN)
    found = {*physical("scoring_slip", "xmin::text", meeting), *physical("scoring_ballot", "xmin::text", meeting)}
    assert (len(found), Box.objects.count()) == (1, 0)


def test_a_vote_writes_no_entry_and_no_key_of_a_form(office, survey):
    _meeting, tokens = opened(office, survey, slips=3)
    before = (Entry.objects.count(), FormKey.objects.count())
    for token in tokens:
        votes.cast(token, answers(survey, GOOD), [(1, "窗口少")])
    assert (Entry.objects.count(), FormKey.objects.count()) == before


def test_opinions_come_out_sorted_and_belong_to_no_vote(office, survey):
    meeting, tokens = opened(office, survey, slips=2)
    for token, words in zip(tokens, ("停车难", "中午无人值班"), strict=True):
        votes.cast(token, answers(survey, GOOD), [(1, words)])
    votes.close_box(meeting, by=office.clerk, now=THEN)
    rows = Opinion.objects.order_by("pk").values_list("words", "noted_at", "noted_by")
    assert list(rows) == [("中午无人值班", THEN, None), ("停车难", THEN, None)]


def test_the_screen_shows_full_batches_only(office, survey):
    meeting, tokens = opened(office, survey, slips=7)
    shown = []
    for token in tokens:
        votes.cast(token, answers(survey, BAD))
        now = live(meeting)
        shown.append((now.cast, now.shown, now.rows[0][1].counts.get(BAD, 0)))
    assert shown[3:6] == [(4, 0, 0), (5, 5, 5), (6, 5, 5)]


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
