"""What follows from published scores, and the memory of the round before."""

from datetime import date
from decimal import Decimal as D

import pytest

from accounts.models import Role
from deadlines.models import Deadline
from records.refusal import Refused
from scoring.actions import consequences, reviews, rounds
from scoring.calculate import Standing
from scoring.models import Consequence, Mark, Review, Scheme
from scoring.outcomes import Ranking, outcomes
from scoring.proof import first_fault
from tests.conftest import at, employ
from tests.scoring.sheets import HALF, THEN, begun, item_of, mark, published, sheet_of, totals

K = Mark.Kind
STATIONS, DEPARTMENTS = ("stations", "departments")


def rules(code):
    return Scheme.objects.get(code=code).parameters["consequences"]


def ranking(values, grades=(), vertical=()):
    rows = [Standing(name, D(str(total))) for name, total in values.items()]
    return Ranking(rows, dict(grades), frozenset(vertical))


NOBODY = ranking({})
GOOD = {"a": 96, "b": 95, "c": 94, "d": 93}


@pytest.mark.django_db
def test_the_plaque_of_the_unsatisfying_is_for_the_last_three_below_eighty():  # SCO-17
    found = outcomes(rules(STATIONS), ranking(GOOD | {"x": 81.0, "y": 79.5, "z": 76.0}), NOBODY)
    assert [key for key, kinds in found.items() if "plaque_bad" in kinds] == ["y", "z"]


@pytest.mark.django_db
def test_the_first_three_get_the_good_plaque():
    found = outcomes(rules(STATIONS), ranking(GOOD), NOBODY)
    assert [key for key, kinds in found.items() if "plaque_good" in kinds] == ["a", "b", "c"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "told"), [({}, ["rectify"]), ({"x": 81}, ["rectify"]), ({"x": 78}, ["letter", "letter_inspection"])]
)
def test_failing_once_is_rectified_and_twice_goes_to_the_superior(before, told):  # SCO-18
    found = outcomes(rules(STATIONS), ranking(GOOD | {"x": 79}), ranking(before))
    assert [kind for kind in found["x"] if not kind.startswith(("plaque", "criticism"))] == told


@pytest.mark.django_db
@pytest.mark.parametrize(("total", "worse", "told"), [(78, 2, True), (78, 3, False), (80, 2, False)])
def test_below_the_pass_mark_and_among_the_last_three(total, worse, told):  # SCO-19
    rows = {f"u{place}": 95 - place / 10 for place in range(39)} | {"q": total} | {f"w{n}": 70 for n in range(worse)}
    kinds = outcomes(rules(DEPARTMENTS), ranking(rows), NOBODY).get("q", [])
    assert (kinds == ["criticism", "talk", "statement"]) is told


@pytest.mark.django_db
@pytest.mark.parametrize(("vertical", "told"), [([], ["move"]), (["q"], ["letter", "unwelcome"])])
def test_last_twice(vertical, told):  # SCO-20
    now = ranking({"a": 95, "b": 94, "c": 93, "q": 85}, vertical=vertical)
    assert outcomes(rules(DEPARTMENTS), now, ranking({"a": 95, "q": 82}))["q"] == told


@pytest.mark.django_db
def test_last_once_has_no_such_consequence():
    now = ranking({"a": 95, "b": 94, "c": 93, "q": 85})
    assert outcomes(rules(DEPARTMENTS), now, ranking({"a": 80, "q": 95})) == {}


@pytest.fixture
def ranked(office, towns):
    """Three towns of which the last is of the third class."""
    parameters = Scheme.objects.get(code="towns").parameters
    about = {"grading": "quota", "quotas": [1, 1, 1], "parameters": parameters}
    round = begun(office, towns[:3], **about)
    for town, lost in zip(towns, [2, 4, 30], strict=False):
        mark(office, sheet_of(round, town), K.PART, lost, item=item_of(round))
    published(office, round)
    return round


@pytest.fixture
def rectification(ranked):
    return Consequence.objects.get(kind="rectify")


def test_grades_bring_their_consequences(ranked):
    found = Consequence.objects.order_by("pk").values_list("sheet__name", "kind")
    assert list(found) == [
        ("城关镇", "commendation"),
        ("白水镇", "criticism"),
        ("白水镇", "rectify"),
        ("白水镇", "duty_review"),
    ]


def test_who_published_does_not_confirm(office, towns):
    parameters = Scheme.objects.get(code="towns").parameters
    round = begun(office, towns[:3], grading="quota", quotas=[1, 1, 1], parameters=parameters)
    for town, lost in zip(towns, [2, 4, 30], strict=False):
        mark(office, sheet_of(round, town), K.PART, lost, item=item_of(round))
    rounds.propose(round, by=office.clerk, now=THEN)
    rounds.sign(round, by=office.head, now=THEN)
    rounds.publish(round, by=office.head, now=THEN)
    with pytest.raises(Refused):
        consequences.confirm(Consequence.objects.first(), by=office.head, now=THEN)


def test_a_confirmed_rectification_has_a_paper_and_a_clock(office, ranked, rectification):
    row = consequences.confirm(rectification, by=office.head, now=THEN)
    clock = Deadline.objects.about(row).get()
    assert (row.document.title, row.document.addressee) == ("限期整改通知书", "白水镇人民政府")
    assert (clock.promised, clock.organisation) == (30, row.sheet.organisation)


def test_the_unit_answers_and_the_office_accepts(office, towns, ranked, rectification):
    mayor = employ("zhen", "白镇长", towns[2], Role.HEAD)
    row = consequences.confirm(rectification, by=office.head, now=THEN)
    consequences.answer(row, by=mayor, now=THEN, words="已补办台账")
    row = consequences.accept(row, by=office.clerk, now=THEN)
    assert (row.state, Deadline.objects.about(row).running().exists()) == ("accepted", False)


def test_a_rectification_sent_back_has_a_new_term(office, towns, ranked, rectification):
    mayor = employ("zhen", "白镇长", towns[2], Role.HEAD)
    row = consequences.confirm(rectification, by=office.head, now=THEN)
    consequences.answer(row, by=mayor, now=THEN, words="已整改")
    consequences.send_back(row, by=office.clerk, now=THEN, reason="没有佐证")
    assert Deadline.objects.about(row).running().get().round == 2


def test_a_proposal_is_dropped_with_reason_only(office, ranked, rectification):
    with pytest.raises(Refused) as refusal:
        consequences.drop(rectification, by=office.head, now=THEN, reason=" ")
    assert refusal.value.field == "reason"


def test_what_no_longer_follows_is_overtaken(office, towns, ranked):
    mayor = employ("zhen", "白镇长", towns[2], Role.HEAD)
    sheet = sheet_of(ranked, towns[2])
    review = reviews.ask(sheet, by=mayor, now=THEN, grounds="计算有误", mark=sheet.marks.get())
    reviews.propose(review, by=office.clerk, now=THEN, outcome="grant", opinion="属实", points=D(0))
    reviews.decide(review, by=office.head, now=THEN)
    reviews.change(review, by=office.clerk, now=THEN)
    states = Consequence.objects.filter(sheet=sheet).values_list("kind", "state")
    assert set(states) == {
        ("criticism", "overtaken"),
        ("rectify", "overtaken"),
        ("duty_review", "overtaken"),
        ("commendation", "proposed"),
    }


# reviews


@pytest.fixture
def asked(office, towns, ranked):
    mayor = employ("zhen", "白镇长", towns[2], Role.HEAD)
    sheet = sheet_of(ranked, towns[2])
    return reviews.ask(sheet, by=mayor, now=THEN, grounds="台账已补报", mark=sheet.marks.get())


def test_an_accepted_review_publishes_the_next_version(office, ranked, asked):
    reviews.propose(asked, by=office.clerk, now=THEN, outcome="grant", opinion="材料属实", points=D(3))
    reviews.decide(asked, by=office.head, now=THEN)
    second = reviews.change(asked, by=office.clerk, now=THEN)
    assert (second.number, totals(second)["白水镇"], "材料属实" in second.reason) == (2, 97, True)
    assert first_fault() is None


def test_a_refused_review_changes_nothing(office, ranked, asked):
    reviews.propose(asked, by=office.clerk, now=THEN, outcome="refuse", opinion="没有依据")
    reviews.decide(asked, by=office.head, now=THEN)
    assert (ranked.publications.count(), Deadline.objects.about(asked).running().exists()) == (1, False)


@pytest.mark.parametrize(
    ("points", "told"),
    [(None, "不小于零"), (D(-1), "不小于零"), (D(101), "最多100"), (D(30), "没有变化")],
)
def test_points_of_a_review_are_checked(office, asked, points, told):
    with pytest.raises(Refused) as refusal:
        reviews.propose(asked, by=office.clerk, now=THEN, outcome="grant", opinion="属实", points=points)
    assert (refusal.value.field, told in refusal.value.message) == ("points", True)


def test_who_proposed_the_answer_does_not_decide(office, asked):
    reviews.propose(asked, by=office.head, now=THEN, outcome="refuse", opinion="没有依据")
    with pytest.raises(Refused):
        reviews.decide(asked, by=office.head, now=THEN)


def test_the_clocks_of_a_review(office, asked):
    assert list(Deadline.objects.about(asked).values_list("name", "promised")) == [("score:review", 10)]
    reviews.propose(asked, by=office.clerk, now=THEN, outcome="grant", opinion="属实", points=D(0))
    reviews.decide(asked, by=office.head, now=THEN)
    assert list(Deadline.objects.about(asked).running().values_list("name", "promised")) == [("score:change", 5)]


@pytest.mark.parametrize(("day", "taken"), [("2026-07-23", True), ("2026-07-24", False)])
def test_a_review_is_asked_within_fifteen_working_days(office, towns, ranked, day, taken):
    mayor, sheet = employ("zhen", "白镇长", towns[2], Role.HEAD), sheet_of(ranked, towns[2])
    if taken:
        assert reviews.ask(sheet, by=mayor, now=at(day), grounds="有误").pk
    else:
        with pytest.raises(Refused):
            reviews.ask(sheet, by=mayor, now=at(day), grounds="有误")


def test_one_review_of_a_line_at_a_time(asked):
    with pytest.raises(Refused) as refusal:
        reviews.ask(
            asked.sheet,
            by=employ("er", "二人", asked.sheet.organisation, Role.HEAD),
            now=THEN,
            grounds="又",
            mark=asked.mark,
        )
    assert refusal.value.field == "mark"


def test_equals_of_a_later_version_are_ordered_by_people(office, towns, ranked):
    """A review makes two towns equal at the border: the next version says so, people order them, a third is out."""
    mayor, sheet = employ("zhen", "白镇长", towns[2], Role.HEAD), sheet_of(ranked, towns[2])
    review = reviews.ask(sheet, by=mayor, now=THEN, grounds="有误", mark=sheet.marks.get())
    reviews.propose(review, by=office.clerk, now=THEN, outcome="grant", opinion="属实", points=D(2))
    reviews.decide(review, by=office.head, now=THEN)
    tied = reviews.change(review, by=office.clerk, now=THEN)
    assert sorted(row.grade is None for row in tied.results.all()) == [False, True, True]
    equals = {sheet_of(ranked, towns[0]).pk: 0, sheet.pk: 1}
    rounds.decide(ranked, equals, by=office.head, now=THEN, words="常委会研究")
    assert (ranked.newest.number, first_fault()) == (3, None)


def test_the_round_before_is_the_last_published_one(office, towns, ranked):
    begun(office, towns[:3], ranked.scheme, date(2026, 7, 1), date(2026, 12, 31))
    later = begun(office, towns[:3], ranked.scheme, date(2027, 1, 1), date(2027, 6, 30))
    assert (later.before(), ranked.before(), HALF[1]) == (ranked, None, date(2026, 6, 30))


def test_a_review_is_open_until_it_is_changed_or_refused(asked):
    assert Review.objects.open().get() == asked
