"""What the portal knows comes onto the monthly sheet of approvals, and follows a card that falls."""

from datetime import date
from decimal import Decimal as D

import pytest

from monitoring import actions as supervision
from monitoring.models import Card
from monitoring.sweep import sweep
from scoring.actions import gathering
from scoring.actions.following import follow
from scoring.evidence import SOURCES, source
from scoring.models import Mark
from scoring.proof import first_fault
from tests.conftest import at, make_item
from tests.monitoring.cards import of
from tests.scoring.sheets import THEN, begun, mark, published, sheet_of, totals
from tests.scoring.test_calculate import NINE

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1), date(2026, 3, 31)
FED = {3: "cards:time_limit", 4: "cards:fee", 5: "ratings"}


@pytest.fixture
def month(office, bureau):
    """The nine parts of March for one bureau."""
    items = tuple(({"points": full} | {"source": FED.get(number, "")},) for number, full in enumerate(NINE, 1))
    about = {"code": "month", "about": "department", "cadence": "month", "first": MARCH[0], "last": MARCH[1]}
    return begun(office, [bureau], items=items, **about)


@pytest.fixture
def carded(bureau, accepted):
    """A case past its promise: a yellow card of 12 March."""
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    return of(case)


def count(office, round):
    return gathering.count(round, by=office.clerk, now=THEN)


def test_every_source_has_its_function():
    assert all(callable(source(name)) for name in SOURCES)


def test_a_yellow_card_costs_five_of_its_part(office, month, bureau, carded):  # SCO-24
    count(office, month)
    mark = sheet_of(month, bureau).marks.get()
    assert (mark.points, mark.item.code, mark.subject) == (5, "3.1", carded)


def test_a_part_is_lost_with_its_cards_and_not_more(office, month, bureau, carded):
    sweep(at("2026-03-18"))  # the red card outranks the yellow one: ten points, of fourteen
    count(office, month)
    assert sheet_of(month, bureau).marks.get().subject == of(carded.finding.subject, "red")


def test_counting_again_adds_nothing(office, month, carded):
    assert (count(office, month), count(office, month)) == ({"came": 1, "went": 0}, {"came": 0, "went": 0})


def test_a_card_outranked_before_publication_makes_room(office, month, bureau, carded):
    count(office, month)
    sweep(at("2026-03-18"))
    assert count(office, month) == {"came": 1, "went": 1}
    assert sheet_of(month, bureau).marks.counting().get().points == 10


def test_a_card_of_another_month_does_not_count(office, bureau, month, accepted):
    accepted(make_item(bureau, steps=()), at("2026-03-27"))
    sweep(at("2026-04-09"))
    assert Card.objects.exists()
    assert count(office, month) == {"came": 0, "went": 0}


@pytest.fixture
def out(office, month, carded):
    count(office, month)
    return published(office, month)


def withdrawn(card, clerk, inspector, outcome="withdrawn", reason="经核查属实"):
    appeal = supervision.appeal(card, by=clerk, now=at("2026-03-13"), grounds="补正时间未扣除")
    supervision.decide(appeal, by=inspector, now=at("2026-03-16"), outcome=outcome, reason=reason)


def test_a_withdrawn_card_makes_the_next_version(office, month, out, carded, clerk, inspector):  # SCO-32
    withdrawn(carded, clerk, inspector)
    assert follow(THEN) == 1
    first, second = month.publications.order_by("number")
    assert (totals(first), totals(second)) == ({"市场监管局": D(95)}, {"市场监管局": D(100)})
    assert carded.number in second.reason
    assert first_fault() is None


def test_following_twice_publishes_once(month, out, carded, clerk, inspector):
    withdrawn(carded, clerk, inspector)
    assert (follow(THEN), follow(THEN), month.publications.count()) == (1, 0, 2)


def test_a_red_card_lowered_to_yellow_costs_what_a_yellow_one_does(office, month, carded, clerk, inspector):
    sweep(at("2026-03-18"))
    red = of(carded.finding.subject, "red")
    count(office, month)
    published(office, month)
    appeal = supervision.appeal(red, by=clerk, now=at("2026-03-19"), grounds="补正时间未扣除")
    supervision.decide(appeal, by=inspector, now=at("2026-03-20"), outcome="lowered", reason="情节轻微")
    follow(THEN)
    assert list(Mark.objects.counting().values_list("points", flat=True)) == [5]


def test_nothing_is_published_anew_without_cause(month, out, carded):
    assert (follow(THEN), month.publications.count()) == (0, 1)


def test_a_year_is_the_mean_of_its_months(office, bureau, month, out):  # SCO-28
    items = (({"points": 100, "earns": True, "source": "rounds:month"},),)
    about = {"code": "year", "formula": "mean", "parameters": {"deductions": {"demerit": [15, 15]}}}
    about |= {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    year = begun(office, [bureau], items=items, **about)
    count(office, year)
    mark(office, sheet_of(year, bureau), Mark.Kind.DEDUCTION, 15, ground="demerit")
    assert totals(published(office, year)) == {"市场监管局": D(80)}
