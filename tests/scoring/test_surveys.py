"""Surveys: the pool, the draw, slips and votes, and that nothing joins a slip to a vote."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import InternalError

from records.models import Entry, FormKey
from records.refusal import Faulty, Refused
from scoring import drawing
from scoring.actions.surveys import draws, pool, votes
from scoring.models import (
    Ballot,
    Box,
    Evaluator,
    EvaluatorCategory,
    Invitation,
    Opinion,
    Slip,
    SurveyMeeting,
)
from scoring.pool import unseal
from scoring.surveys import live
from tests.scoring.asked import (
    BAD,
    FAIR,
    GOOD,
    THEN,
    answers,
    heap_of,
    meeting_of,
    opened,
    people,
    told,
)

pytestmark = pytest.mark.django_db


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
    with pytest.raises(Faulty) as refusal:
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
