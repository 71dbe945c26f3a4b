"""Risk points: found, assessed, decided by another, looked at again, retired; examples INT-01 and INT-03 to INT-05."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from approvals.models import Case
from powers import figures, levels
from powers.actions import clears, points
from powers.actions.points import Measure, half_a_year_after
from powers.levels import Factors
from powers.models import Clear, RiskPoint, RiskReview
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.powers.conftest import NOW, found, weighed

pytestmark = pytest.mark.django_db


# which level is proposed


@pytest.mark.parametrize(
    ("factors", "level"),
    [
        ((4, 5, 4, 3), "A"),  # INT-05: 16 of 20
        ((4, 4, 4, 3), "A"),  # 15
        ((4, 4, 3, 3), "B"),  # 14
        ((3, 3, 2, 2), "B"),  # 10
        ((3, 2, 2, 2), "C"),  # 9
        ((5, 5, 5, 5), "A"),
        ((1, 1, 1, 1), "C"),
    ],
)
def test_level_from_four_factors(factors, level):
    assert levels.by_factors(Factors(*factors)) == level


@pytest.mark.parametrize(
    ("kind", "charge", "level"),
    [
        ("penalty", "main", "A"),
        ("permit", "main", "A"),
        ("confirmation", "main", "B"),
        ("permit", "deputy", "B"),  # INT-03
        ("internal", "staff", "C"),  # INT-04
        ("internal", "main", "C"),
        ("permit", "staff", "C"),
        ("works", "main", "A"),
    ],
)
def test_level_from_the_rule_of_the_county(kind, charge, level):
    assert levels.by_rule(kind, charge) == level


def test_the_graver_of_the_two_is_proposed():
    assert levels.proposal("permit", "staff", Factors(5, 5, 5, 5)) == "A"
    assert levels.proposal("penalty", "main", Factors(1, 1, 1, 1)) == "A"


def test_int_03_a_deputy_with_small_discretion_is_yellow(point, clerk):
    assert weighed(point, clerk, 3, 3, 3, 2).proposed == "B"


# the course


def test_a_proposal_is_no_decision(assessed):
    assert (assessed.state, assessed.proposed, assessed.level) == ("proposed", "A", "")
    assert RiskPoint.objects.counted()["sum"] == 0


def test_a_person_decides_with_a_reason(assessed, checker):
    decided = points.decide(assessed, by=checker, now=NOW, level="B", reason="已有双人核查，裁量较小")
    assert (decided.state, decided.level, decided.review_due_on) == ("decided", "B", date(2026, 9, 2))
    review = RiskReview.objects.first()
    assert (review.deed, review.level, review.factors, review.by) == ("decided", "B", [4, 5, 4, 3], checker.user)


def test_a_decision_needs_its_reason(assessed, checker):
    with pytest.raises(Refused) as refused:
        points.decide(assessed, by=checker, now=NOW, level="A", reason=" ")
    assert refused.value.field == "reason"


def test_the_inspector_decides_as_well(assessed, inspector):
    assert points.decide(assessed, by=inspector, now=NOW, level="A", reason="裁量大").level == "A"


def test_the_unit_does_not_decide(assessed, head):
    with pytest.raises(PermissionDenied):
        points.decide(assessed, by=head, now=NOW, level="C", reason="不严重")


def test_who_found_it_does_not_decide(power, inspector, clerk):
    point = points.find(power, by=inspector, now=NOW, found=found(finder="organisation"))
    weighed(point, clerk, 4, 5, 4, 3)
    with pytest.raises(Refused, match="前一步"):
        points.decide(point, by=inspector, now=NOW, level="A", reason="裁量大")


def test_the_database_wants_another_person(assessed, clerk):
    assessed.decided_by, assessed.level = clerk.user, "A"
    with pytest.raises(IntegrityError), transaction.atomic():
        assessed.save()


@pytest.mark.parametrize("name", ["probability", "harm", "frequency", "discretion"])
def test_a_factor_lies_between_one_and_five(point, clerk, name):
    factors = Factors(**dict.fromkeys(["probability", "harm", "frequency", "discretion"], 3) | {name: 6})
    with pytest.raises(Refused) as refused:
        points.assess(point, by=clerk, now=NOW, factors=factors, measure=Measure("公开"))
    assert refused.value.field == name


def test_a_measure_is_needed_and_not_due_yesterday(point, clerk):
    factors = Factors(3, 3, 3, 3)
    for measure, field in ((Measure(" "), "measure"), (Measure("公开", date(2026, 3, 1)), "measure_due_on")):
        with pytest.raises(Refused) as refused:
            points.assess(point, by=clerk, now=NOW, factors=factors, measure=measure)
        assert refused.value.field == field


def test_points_from_data_say_where_they_were_seen(power, inspector, item, received):
    with pytest.raises(Refused) as refused:
        points.find(power, by=inspector, now=NOW, found=found(finder="card"))
    assert refused.value.field == "source"
    case = received(item, NOW)
    point = points.find(power, by=inspector, now=NOW, found=found(finder="card", evidence=case))
    assert (point.evidence_type.model_class(), point.evidence_id) == (Case, case.pk)


@pytest.fixture
def decided(assessed, checker):
    return points.decide(assessed, by=checker, now=NOW, level="A", reason="裁量大")


def test_the_review_is_due_after_half_a_year(decided):
    assert list(RiskPoint.objects.review_due(date(2026, 9, 1))) == []
    assert list(RiskPoint.objects.review_due(date(2026, 9, 2))) == [decided]


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 12, 1), date(2027, 6, 1)),
        (date(2026, 1, 15), date(2026, 7, 15)),
    ],
)
def test_half_a_year(day, later):
    assert half_a_year_after(day) == later


def test_the_same_level_again_moves_the_day(decided, clerk):
    now = at("2026-09-02")
    seen = points.look_again(decided, by=clerk, now=now, factors=Factors(4, 4, 4, 4), words="措施有效")
    assert (seen.state, seen.level, seen.review_due_on) == ("decided", "A", date(2027, 3, 2))


def test_another_level_goes_to_those_who_decide(decided, clerk, checker):
    now = at("2026-09-02")
    seen = points.look_again(decided, by=clerk, now=now, factors=Factors(2, 2, 2, 2), words="已改为系统自动核查")
    assert (seen.state, seen.proposed, seen.level) == ("proposed", "B", "A")  # B: a deputy has charge of a permit
    points.decide(seen, by=checker, now=now, level="B", reason="风险下降")
    assert [row.level for row in seen.reviews.all()] == ["B", "A", "A", "A"]


def test_a_measure_in_place(assessed, clerk):
    done = points.put_in_place(assessed, by=clerk, now=NOW, words="设备已装")
    assert done.measured_on == date(2026, 3, 2)
    with pytest.raises(Refused):
        points.put_in_place(done, by=clerk, now=NOW, words="又装")


def test_a_retired_point_keeps_its_history(decided, inspector):
    points.retire(decided, by=inspector, now=NOW, reason="事项取消")
    assert not RiskPoint.objects.alive().exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskReview.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        RiskPoint.objects.filter(pk=decided.pk).update(description="改写")


def test_strangers_find_nothing_here(power, stranger):
    with pytest.raises(PermissionDenied):
        points.find(power, by=stranger, now=NOW, found=found())
    assert not Entry.objects.filter(verb="powers.point.found").exists()


def test_many_are_decided_as_proposed_but_the_own_ones(power, clerk, director):
    rows = [points.find(power, by=by, now=NOW, found=found(description=str(by))) for by in (clerk, clerk, director)]
    for place, row in enumerate(rows):
        weighed(row, clerk, *(4 - place, 4, 4, 4 - place))
    count = points.decide_all(rows, by=director, now=NOW, reason="会审会集体评定")
    assert count == 2
    assert [row.level for row in RiskPoint.objects.order_by("pk")] == ["A", "B", ""]


# figures


def test_groups_by_unit_level_and_stage(decided, power, clerk):
    points.find(power, by=clerk, now=NOW, found=found(description="另一处"))
    [group] = figures.groups(RiskPoint.objects.all())
    assert (group.counts, group.sum, group.stage_counts, group.waiting) == ([1, 0, 0], 1, [1, 0, 0, 0], 1)


@pytest.mark.parametrize(("count", "most", "shade"), [(0, 9, 0), (1, 100, 1), (50, 100, 3), (100, 100, 5), (0, 0, 0)])
def test_shades(count, most, shade):
    assert figures.shade(count, most) == shade


# the ten clears


def test_one_says_another_confirms(bureau, clerk, head):
    row = clears.say(bureau, by=clerk, now=NOW, number=1, words="成立领导小组", evidence="〔2026〕3号文件")
    with pytest.raises(Refused, match="前一步"):
        clears.confirm(row, by=clerk, now=NOW)
    assert clears.confirm(row, by=head, now=NOW).confirmed_by == head.user


def test_a_newer_word_replaces_an_older_one(bureau, clerk):
    for words in ("成立领导小组", "调整领导小组"):
        clears.say(bureau, by=clerk, now=NOW, number=1, words=words, evidence="文件")
    assert [row.words for row in Clear.objects.latest()] == ["调整领导小组"]
    assert Clear.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [({"number": 11}, "number"), ({"words": "  "}, "words"), ({"evidence": ""}, "evidence")],
)
def test_a_clear_names_point_words_and_evidence(bureau, clerk, given, field):
    with pytest.raises(Refused) as refused:
        clears.say(bureau, by=clerk, now=NOW, **{"number": 1, "words": "已明确", "evidence": "文件"} | given)
    assert refused.value.field == field


def test_another_unit_says_nothing(bureau, stranger):
    with pytest.raises(PermissionDenied):
        clears.say(bureau, by=stranger, now=NOW, number=1, words="成立", evidence="文件")


def test_the_person_sees_points_of_the_unit_only(decided, clerk, stranger, inspector, office):
    clerk_of_office = employ("bian", "编办", office, "clerk")
    seen = {str(by): RiskPoint.objects.visible_to(by).count() for by in (clerk, stranger, inspector, clerk_of_office)}
    assert seen == {"小王": 1, "小李": 0, "老赵": 1, "编办": 1}
