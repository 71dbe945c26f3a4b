"""Schemes, points on sheets, grades by two, and what is frozen."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from records.refusal import Refused
from scoring.actions import marks, rounds, schemes
from scoring.freeze import recomputed
from scoring.models import Item, Mark, Result, Scheme
from scoring.proof import first_fault
from tests.scoring.sheets import HALF, THEN, begun, draft, in_force, item_of, mark, published, sheet_of, totals
from tests.scoring.test_calculate import TOWNS

pytestmark = pytest.mark.django_db
KINDS = Mark.Kind


@pytest.fixture
def round(office, towns):
    return begun(office, towns[:2])


@pytest.fixture
def sheet(round, towns):
    return sheet_of(round, towns[0])


# schemes


@pytest.mark.parametrize(
    ("items", "told"),
    [
        (((2, 3, 3), (2, 2, 2, 4)), "各类别合计18分，基本分为100分。"),
        (((50,), (49,)), "各类别合计99分，基本分为100分。"),
    ],
)
def test_points_that_miss_the_base_are_refused(office, items, told):  # SCO-07
    with pytest.raises(Refused) as refusal:
        schemes.sign(draft(office.clerk, items=items), by=office.head, now=THEN)
    assert refusal.value.message == told


def test_items_that_miss_their_category_are_refused(office):  # SCO-07
    scheme = draft(office.clerk, items=((2, 3, 3), (92,)))
    Item.objects.filter(category__scheme=scheme, category__number=1, number=1).update(points=3)
    with pytest.raises(Refused) as refusal:
        schemes.sign(scheme, by=office.head, now=THEN)
    assert refusal.value.message == "“类别1”为8分，其项目合计9分。"


def test_who_drafted_does_not_sign(office):
    with pytest.raises(Refused):
        schemes.sign(draft(office.head), by=office.head, now=THEN)


def test_a_new_version_replaces_the_one_before(office):
    first, second = in_force(office), in_force(office, version=2)
    first.refresh_from_db()
    assert (first.state, second.state) == (Scheme.State.REPLACED, Scheme.State.IN_FORCE)


def test_a_scheme_in_force_does_not_change_even_by_hand(office):
    scheme = in_force(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Item.objects.filter(category__scheme=scheme).update(points=1)


# points


@pytest.mark.parametrize(("points", "told"), [(2, True), (3, False), (5, False), (6, True)])
def test_an_incident_costs_three_to_five(office, sheet, points, told):  # SCO-03
    try:
        mark(office, sheet, KINDS.DEDUCTION, points, ground="incident")
        refused = None
    except Refused as refusal:
        refused = refusal.field
    assert refused == ("points" if told else None)


def test_accumulated_points(office, round, sheet):  # SCO-01
    mark(office, sheet, KINDS.BONUS, 3)
    for ground, points in [("late", 1), ("late", 1), ("poor", 1), ("late_and_poor", 2), ("incident", 4)]:
        mark(office, sheet, KINDS.DEDUCTION, points, ground=ground)
    assert totals(published(office, round)) == {"城关镇": 94, "青山镇": 100}


def test_more_deductions_than_points_make_a_negative_total(office, round, sheet):  # SCO-02
    for number in range(55):
        mark(office, sheet, KINDS.DEDUCTION, 2, ground="late_and_poor", words=f"任务{number}")
    assert totals(published(office, round))["城关镇"] == -10


def test_a_bonus_counts_when_a_second_person_confirmed_it(office, sheet):
    made = mark(office, sheet, KINDS.BONUS, 3, confirmed=False)
    assert not sheet.marks.counting().exists()
    marks.confirm(made, by=office.head, now=THEN)
    assert sheet.marks.counting().get() == made


def test_who_entered_a_bonus_does_not_confirm_it(office, sheet):
    made = marks.enter(sheet, marks.Wish(KINDS.BONUS, "信息报送", D(1)), by=office.head, now=THEN)
    with pytest.raises(Refused):
        marks.confirm(made, by=office.head, now=THEN)


@pytest.mark.parametrize("points", [None, D(-1), D(0)])
def test_a_bonus_that_gives_nothing_is_refused(office, sheet, points):
    with pytest.raises(Refused) as refusal:
        marks.enter(sheet, marks.Wish(KINDS.BONUS, "信息报送", points), by=office.clerk, now=THEN)
    assert refusal.value.field == "points"


@pytest.mark.parametrize(
    ("rule", "count", "left"),
    [({"rule": "at_least", "least": 1}, 0, 98), ({"rule": "missing", "each": 1}, 1, 99), ({"rule": "met"}, 1, 100)],
)
def test_an_item_is_lost_by_its_rule(office, towns, rule, count, left):  # SCO-06
    round = begun(office, towns[:1], items=(({"points": 2} | rule, 98),))
    item = item_of(round)
    mark(office, sheet_of(round, towns[0]), KINDS.PART, item=item, count=count)
    assert totals(published(office, round)) == {"城关镇": left}


def test_an_item_of_a_rule_is_judged_once(office, towns):
    round = begun(office, towns[:1], items=(({"points": 2, "rule": "met"}, 98),))
    item, sheet = item_of(round), sheet_of(round, towns[0])
    mark(office, sheet, KINDS.PART, item=item, count=1)
    with pytest.raises(Refused) as refusal:
        mark(office, sheet, KINDS.PART, item=item, count=0)
    assert refusal.value.field == "item"


def test_more_than_an_item_is_worth_is_refused(office, sheet):
    with pytest.raises(Refused) as refusal:
        mark(office, sheet, KINDS.PART, 101, item=item_of(sheet.round))
    assert refusal.value.field == "points"


def test_a_lost_category_scores_nothing(office, towns):
    round = begun(office, towns[:1], items=((2, 2, 2, 4), (90,)))
    mark(office, sheet_of(round, towns[0]), KINDS.ZERO, category=round.scheme.categories.get(number=1))
    assert totals(published(office, round)) == {"城关镇": 90}


def test_points_taken_back_stay_readable(office, sheet):
    made = mark(office, sheet, KINDS.DEDUCTION, 1, ground="late")
    marks.take_back(made, by=office.clerk, now=THEN, reason="登记有误")
    assert (sheet.marks.counting().count(), sheet.marks.get().withdrawn_reason) == (0, "登记有误")


def test_points_are_the_duty_of_the_office(clerk, sheet):
    with pytest.raises(PermissionDenied):
        marks.enter(sheet, marks.Wish(KINDS.DEDUCTION, "迟报", D(1), ground="late"), by=clerk, now=THEN)


# rounds


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 6, 30), date(2026, 7, 31)), (date(2025, 1, 1), date(2026, 1, 1)), HALF]
)
def test_periods_of_a_scheme_do_not_overlap(office, towns, round, first, last):
    with pytest.raises(Refused) as refusal:
        begun(office, towns, round.scheme, first, last)
    assert (refusal.value.field, refusal.value.message) == (
        "first",
        "该时段与同一方案的另一个周期重叠。",
    )


def test_the_next_period_begins_the_day_after(office, towns, round):
    assert begun(office, towns, round.scheme, date(2026, 7, 1), date(2026, 12, 31)).pk


def test_an_end_before_the_beginning_is_refused(office, towns, round):
    with pytest.raises(Refused) as refusal:
        begun(office, towns, round.scheme, date(2027, 2, 1), date(2027, 1, 1))
    assert refusal.value.field == "last"


def test_nothing_is_proposed_while_entries_wait(office, round, sheet):
    mark(office, sheet, KINDS.BONUS, 1, confirmed=False)
    with pytest.raises(Refused):
        rounds.propose(round, by=office.clerk, now=THEN)


def test_who_proposed_does_not_sign(office, round):
    rounds.propose(round, by=office.head, now=THEN)
    with pytest.raises(Refused):
        rounds.sign(round, by=office.head, now=THEN)


def test_points_are_closed_with_the_proposal(office, round, sheet):
    rounds.propose(round, by=office.clerk, now=THEN)
    with pytest.raises(Refused):
        mark(office, sheet, KINDS.DEDUCTION, 1, ground="late")


QUOTA = {"grading": "quota", "quotas": [2, 6, 2]}


@pytest.fixture
def ten(office, towns):
    """Ten towns with the totals of the example; what is missing to 100 was lost at the item."""
    round = begun(office, towns, **QUOTA)
    for town, total in zip(towns, TOWNS, strict=True):
        mark(office, sheet_of(round, town), KINDS.PART, 100 - D(str(total)), item=item_of(round))
    return round


def test_grades_by_quota(office, ten):  # SCO-08
    results = published(office, ten).results.order_by("place")
    assert [row.grade for row in results] == [0, 0, 1, 1, 1, 1, 1, 1, 2, 2]


@pytest.fixture
def tied(office, towns):
    """98, then two units with 96, then falling: equal for the second place."""
    round = begun(office, towns[:4], grading="quota", quotas=[2, 1, 1])
    for town, lost in zip(towns, [2, 4, 4, 5], strict=False):
        mark(office, sheet_of(round, town), KINDS.PART, lost, item=item_of(round))
    return rounds.propose(round, by=office.clerk, now=THEN)


def test_equals_at_a_border_are_not_signed(office, tied):  # SCO-09
    with pytest.raises(Refused):
        rounds.sign(tied, by=office.head, now=THEN)


def test_people_order_the_equals(office, tied, towns):
    second, third = (sheet_of(tied, towns[place]).pk for place in (1, 2))
    rounds.decide(tied, {second: 1, third: 0}, by=office.head, now=THEN, words="常委会研究决定")
    rounds.sign(tied, by=office.head, now=THEN)
    made = rounds.publish(tied, by=office.clerk, now=THEN)
    assert dict(made.results.values_list("sheet__name", "grade")) == {
        "城关镇": 0,
        "青山镇": 1,
        "白水镇": 0,
        "石桥镇": 2,
    }


def test_a_decision_keeps_the_quotas(office, tied, towns):
    equals = {sheet_of(tied, towns[place]).pk: 0 for place in (1, 2)}
    with pytest.raises(Refused) as refusal:
        rounds.decide(tied, equals, by=office.head, now=THEN, words="都评一类")
    assert refusal.value.message == "“一类”名额2个，不是3个。"


def test_only_equals_are_decided(office, tied, towns):
    with pytest.raises(Refused):
        rounds.decide(tied, {sheet_of(tied, towns[0]).pk: 0}, by=office.head, now=THEN, words="研究")


# what is frozen


def test_published_scores_follow_from_their_inputs(office, ten):
    publication = published(office, ten)
    assert first_fault() is None
    assert {row.sheet: row.total for row in recomputed(publication.inputs)} == dict(
        publication.results.values_list("sheet", "total")
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE scoring_result SET total = total + 1",
        "UPDATE scoring_publication SET inputs = replace(inputs, '\"12\"', '\"1\"')",
        "UPDATE scoring_publication SET inputs = replace(inputs, '\"12\"', '\"1\"'), "
        "digest = encode(sha256(convert_to(replace(inputs, '\"12\"', '\"1\"'), 'UTF8')), 'hex')",
    ],
)
def test_a_hand_on_the_tables_is_seen(office, ten, statement):
    published(office, ten)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = replica; {statement}")
    assert first_fault() is not None


def test_results_refuse_change(office, ten):
    published(office, ten)
    with pytest.raises(DatabaseError), transaction.atomic():
        Result.objects.update(total=100)


def test_as_many_take_part_as_the_grades_have_places(office, towns):
    with pytest.raises(Refused) as refusal:
        begun(office, towns[:9], **QUOTA)
    assert refusal.value.field == "subjects"


def test_a_scheme_put_in_force_past_the_pages_is_seen(office):
    Scheme.objects.filter(pk=draft(office.clerk).pk).update(version=2, state=Scheme.State.IN_FORCE)
    assert first_fault() is not None
