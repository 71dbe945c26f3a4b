"""The county's own schemes read surveys and indicators: what is published is what these came to."""

from datetime import date
from decimal import Decimal as D

import pytest

from records.refusal import Refused
from scoring.actions import gathering, marks
from scoring.models import Mark, Scheme
from scoring.proof import first_fault
from scoring.surveys import results
from tests.scoring.asked import BAD, FAIR, GOOD, told
from tests.scoring.goals import group, in_force, leaf, signed_off
from tests.scoring.sheets import HALF, THEN, begun, item_of, mark, published, sheet_of, totals

pytestmark = pytest.mark.django_db
PART = Mark.Kind.PART


def scheme(code):
    return Scheme.objects.get(code=code)


def count(office, round):
    return gathering.count(round, by=office.clerk, now=THEN)


@pytest.fixture
def half(office, units):
    return begun(office, units[:1], scheme=scheme("stations"))


def by_hand(office, round, unit, *points):
    """So many points of the questionnaire, or of performance and of what daily work lost."""
    for (category, number), one in points:
        item = item_of(round, number, category)
        mark(office, sheet_of(round, unit), PART, one, item=item)


def test_the_questionnaire_of_a_published_station_is_the_result_of_its_survey(office, survey, units, half):  # SCO-11
    told(office, survey, [GOOD] * 30 + [FAIR] * 6 + [BAD] * 4)
    count(office, half)
    by_hand(office, half, units[0], ((2, 1), 9), ((2, 2), 9), ((3, 1), "2.5"))
    publication = published(office, half)
    worth = results(*HALF, units[0]).worth(D(60))
    assert (worth, totals(publication)) == (D("52.20"), {"财政所": D("87.70")})
    assert first_fault() is None


def test_what_a_survey_gave_is_not_entered_by_hand_as_well(office, survey, units, half):
    told(office, survey, [GOOD] * 5)
    count(office, half)
    with pytest.raises(Refused) as refusal:
        by_hand(office, half, units[0], ((1, 1), 50))
    assert refusal.value.field == "item"


def test_what_was_entered_by_hand_before_the_survey_was_told_stands(office, survey, units, half):
    by_hand(office, half, units[0], ((1, 1), 50))
    told(office, survey, [GOOD] * 5)
    assert count(office, half) == {"came": 0, "went": 0}


def test_taken_back_by_hand_the_survey_counts(office, survey, units, half):
    by_hand(office, half, units[0], ((1, 1), 50))
    told(office, survey, [GOOD] * 5)
    marks.take_back(Mark.objects.get(), by=office.clerk, now=THEN, reason="测评结果已公布")
    assert count(office, half) == {"came": 1, "went": 0}


def test_the_goals_of_a_published_year_are_the_signed_points(office, bureau, clerk, head):
    document = in_force(office, [group("A"), leaf("A1", bureau, 75), leaf("A2", bureau, 25)])
    for code, points in (("A1", 90), ("A2", 70)):
        signed_off(document, code, points, office, clerk, head)
    year = begun(office, [bureau], scheme=scheme("units-year"), first=date(2026, 1, 1), last=date(2026, 12, 31))
    count(office, year)
    [goals] = sheet_of(year, bureau).marks.filter(source="goals")
    assert (goals.points, totals(published(office, year))) == (85, {"市场监管局": D(34)})  # 40 percent of it
