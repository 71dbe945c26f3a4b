"""Scores: the arithmetic of the ranking, sheets that nobody changes, the report, what stands out."""

from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.utils import DatabaseError

from accounts.actor import Actor
from accounts.models import User
from procurement import evaluating
from procurement.actions import draws, scoring
from procurement.evaluating import Bidder, Marks
from procurement.models import Criterion, Seat
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.committee import refused_field

pytestmark = pytest.mark.django_db
X, Y = Bidder(1, "甲", 900_000_000), Bidder(2, "乙", 960_000_000)
NOW = "2026-03-23 15:00"


def marks(seat: int, *points, rejected=()) -> Marks:
    """What one seat gave to X and Y."""
    given = {number: Decimal(str(point)) for number, point in enumerate(points, 1)}
    return Marks(seat, given, dict.fromkeys(rejected, "未实质响应"))


def test_score_far_from_the_mean_of_the_others_stands_out():
    """PRO-41: 92 against a mean of 68 is 35.29 percent."""
    sheets = [marks(seat, point) for seat, point in enumerate((92, 70, 68, 66, 68), 1)]
    [far] = evaluating.deviations(sheets, 30)
    assert (far.seat, far.mean, far.percent) == (1, Decimal("68.00"), Decimal("35.29"))


@pytest.mark.parametrize(("points", "stands_out"), [(88.4, False), (88.5, True)])
def test_just_thirty_percent_does_not_stand_out(points, stands_out):
    sheets = [marks(seat, point) for seat, point in enumerate((points, 68, 68, 68, 68), 1)]
    assert bool(evaluating.deviations(sheets, 30)) is stands_out


def test_lowest_price_has_all_points():
    assert evaluating.by_lowest(Decimal(30), [X, Y]) == {1: Decimal("30.00"), 2: Decimal("28.13")}


def test_dearer_than_the_mean_loses_faster_than_cheaper():
    """The mean is 930: 3.2258 percent off either way."""
    assert evaluating.by_mean(Decimal(40), [X, Y]) == {1: Decimal("38.39"), 2: Decimal("36.77")}


def criterion(kind="lowest", points=40) -> Criterion:
    return Criterion(name="投标报价", kind=kind, points=Decimal(points))


def test_ranking_takes_the_mean_of_the_sheets():
    sheets = [marks(1, 50, 55), marks(2, 51, 54), marks(3, 52, 56)]
    places = evaluating.ranking([X, Y], [criterion()], sheets)
    assert [(place.bidder.name, place.total) for place in places] == [
        ("乙", Decimal("92.50")),
        ("甲", Decimal("91.00")),
    ]


def test_equal_totals_put_the_lower_price_first():
    sheets = [marks(1, 50, 50)]
    assert [place.bidder for place in evaluating.ranking([Y, X], [], sheets)] == [X, Y]


@pytest.mark.parametrize(("votes", "out"), [(2, False), (3, True)])
def test_more_than_half_of_the_committee_rejects(votes, out):
    sheets = [marks(seat, 50, 50, rejected=(2,) if seat <= votes else ()) for seat in range(1, 6)]
    assert (2 in evaluating.rejected(sheets)) is out


@pytest.fixture
def evaluation(course):
    """A tender whose bids are opened, with criteria; its committee has arrived."""
    tender = course.to("evaluation")
    Seat.objects.filter(draw__tender=tender).update(arrived_at=at("2026-03-23 14:30"))
    return tender


def members(tender) -> list[tuple[Seat, Actor]]:
    row = draws.current(tender)
    return [(seat, Actor(User.objects.get(pk=draws.holder(seat)["user"]))) for seat in row.seats.all()]


def hand_in(tender, seat, by, firms, points=(50, 45, 40)):
    judged = tender.criteria.get(kind="judged")
    given = {(judged.pk, firm.pk): Decimal(str(point)) for firm, point in zip(firms.values(), points, strict=True)}
    return scoring.hand_in(seat, by=by, now=at(NOW), points=given)


def test_report_follows_when_the_last_sheet_is_in(evaluation, firms):
    seats = members(evaluation)
    for seat, by in seats[:-1]:
        hand_in(evaluation, seat, by, firms)
    assert scoring.report_of(evaluation) is None
    hand_in(evaluation, *seats[-1], firms)
    report = scoring.report_of(evaluation)
    told = [(row["name"], row["total"]) for row in report.ranking]
    assert told == [
        ("云溪建工集团有限公司", "90.00"),
        ("宏远建设有限公司", "84.34"),
        ("湖北长江路桥有限公司", "78.71"),
    ]


def test_locked_scores_are_not_handed_in_again(evaluation, firms):
    seat, by = members(evaluation)[0]
    hand_in(evaluation, seat, by, firms)
    with pytest.raises(Refused):
        hand_in(evaluation, seat, by, firms, (60, 60, 60))
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE procurement_score SET points = 60")


@pytest.mark.parametrize("wrong", ["60.01", "-1", "12.345", "NaN"])
def test_points_beyond_the_criterion_are_refused_at_their_field(evaluation, firms, wrong):
    seat, by = members(evaluation)[0]
    with pytest.raises(Refused) as refused:
        hand_in(evaluation, seat, by, firms, (wrong, 45, 40))
    judged = evaluation.criteria.get(kind="judged")
    assert refused.value.field == f"p{firms['alpha'].pk}_{judged.pk}"


def test_nobody_scores_on_the_seat_of_another(evaluation, firms, centre_clerk):
    seat, _by = members(evaluation)[0]
    with pytest.raises(PermissionDenied):
        hand_in(evaluation, seat, centre_clerk, firms)


def test_evaluation_waits_for_the_report(course, evaluation):
    with pytest.raises(Refused):
        course.do("evaluation")


def test_candidates_are_those_of_the_report(course, firms):
    course.to("candidates")
    swapped = [{"party": firms[key], "price": price} for key, price in (("beta", 915_000_000), ("alpha", 900_000_000))]
    with pytest.raises(Refused, match="云溪建工集团有限公司"):
        course.do("candidates", candidates=swapped)


def test_criteria_are_fixed_by_the_notice(course, agent):
    tender = course.to("issue")
    with pytest.raises(Refused):
        scoring.settle_criteria(tender, by=agent, now=at("2026-03-03"), rows=[])


@pytest.mark.parametrize(("points", "field"), [((40, 60), None), ((40, 59), "points")])
def test_criteria_make_a_hundred_points(course, agent, points, field):
    tender = course.to("filing")
    rows = [{"name": str(n), "kind": "judged", "points": Decimal(point)} for n, point in enumerate(points)]
    settle = partial(scoring.settle_criteria, tender, by=agent, now=at("2026-02-11"), rows=rows)
    assert refused_field(settle) == field
