"""What follows from surveys: opinions, proposals about posts; public ratings of units."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Delivery, Organisation, Role, User
from deadlines.models import Deadline
from records.refusal import Refused
from scoring.actions import consequences
from scoring.actions.surveys import counting, course, opinions, satisfaction, votes
from scoring.calculate import satisfaction as rate_of
from scoring.models import Consequence, Opinion, PaperCount, RatingPolicy, TelephoneCode, UnitRating
from scoring.satisfaction import months, ranking, results
from scoring.surveys import OVERALL
from tests.conftest import at, employ, make_citizen
from tests.scoring.asked import BAD, FAIR, GOOD, THEN, opened, stations, survey_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _messages_leave_the_house(settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}


NOW = at("2026-06-10 10:00")  # a Wednesday


@pytest.fixture
def unit(county):
    return stations(county, 1)[0]


@pytest.fixture
def worker(unit):
    return employ("zhan", "詹所长", unit, Role.HEAD)


# opinions (S2-03)


@pytest.fixture
def opinion(office, unit):
    survey = survey_of(office, [unit], OVERALL)
    about = survey.objects_asked.get()
    return opinions.note(survey, by=office.clerk, now=NOW, about=about, words="中午没有人，张三知道")


def given_to(opinion, office, unit, way="at_once") -> Opinion:
    about = {"wording": "午间无人值班", "way": way, "organisation": unit}
    return opinions.give(opinion, by=office.clerk, now=NOW, **about)


@pytest.mark.parametrize(("way", "days"), [("at_once", 5), ("study", 20), ("rectify", 30)])
def test_the_way_gives_the_term(opinion, office, unit, way, days):
    given_to(opinion, office, unit, way)
    assert Deadline.objects.about(opinion).get().promised == days


def test_an_opinion_is_answered_and_shown(opinion, office, unit, worker):
    given_to(opinion, office, unit)
    opinions.answer(opinion, by=worker, now=NOW, words="已安排轮班")
    row = opinions.show(opinion, by=office.clerk, now=NOW)
    assert (row.state, Deadline.objects.about(opinion).running().count()) == ("shown", 0)


def test_an_answer_that_is_none_is_sent_back_and_the_term_begins_anew(opinion, office, unit, worker):
    given_to(opinion, office, unit)
    opinions.answer(opinion, by=worker, now=NOW, words="知道了")
    row = opinions.send_back(opinion, by=office.clerk, now=NOW, reason="没有说明措施")
    assert (row.state, Deadline.objects.about(opinion).running().get().round) == ("given", 2)


def test_only_the_unit_answers(opinion, office, unit, clerk):
    given_to(opinion, office, unit)
    with pytest.raises(PermissionDenied):
        opinions.answer(opinion, by=clerk, now=NOW, words="不归我管")


def test_an_opinion_that_is_not_pursued_says_why(opinion, office):
    with pytest.raises(Refused) as refusal:
        opinions.drop(opinion, by=office.clerk, now=NOW, reason=" ")
    assert refusal.value.field == "reason"


def test_a_unit_sees_an_opinion_when_it_was_given_to_it(opinion, office, unit, worker, clerk):
    seen = [Opinion.objects.visible_to(actor).count() for actor in (worker, clerk, office.clerk)]
    given_to(opinion, office, unit)
    assert (seen, Opinion.objects.visible_to(worker).count()) == ([0, 0, 1], 1)


# appraisal of persons (S3-18, SCO-29)


def appraised(office, unit, worker, counts) -> Consequence | None:
    """A survey about one person, answered on paper: satisfied, basically satisfied, not satisfied."""
    survey = survey_of(office, [(worker.user, unit)], OVERALL, "persons")
    meeting, _tokens = opened(office, survey, 1)
    meeting = votes.close_box(meeting, by=office.clerk, now=THEN)
    about = {"valid": sum(counts), "invalid": 0, "counts": {"1": [list(counts)]}}
    for by in (office.clerk, office.head):
        counting.enter_paper(meeting, by=by, now=THEN, **about)
    counting.publish(meeting, by=office.clerk, now=THEN)
    course.conclude(survey, by=office.clerk, now=THEN)
    return Consequence.objects.filter(appraised__survey=survey).first()


@pytest.mark.parametrize(
    ("counts", "rate"), [((500, 99, 401), "59.90"), ((500, 100, 400), None), ((0, 0, 10), "0.00")]
)
def test_less_than_sixty_percent_is_proposed(office, unit, worker, counts, rate):  # SCO-29
    row = appraised(office, unit, worker, counts)
    assert (row and row.words) == (rate and f"群众满意率为{rate}%，达不到60%以上")


def test_nothing_is_proposed_where_nobody_answered():
    assert rate_of({}) is None


def test_somebody_else_confirms_and_a_paper_goes_out(office, unit, worker):
    row = appraised(office, unit, worker, (1, 1, 8))
    with pytest.raises((PermissionDenied, Refused)):
        consequences.confirm(row, by=office.clerk, now=NOW, demand="transfer")
    row = consequences.confirm(row, by=office.head, now=NOW, demand="removal")
    assert (row.state, row.document.title) == ("confirmed", "免职建议书")
    assert "满意率为20.00%" in row.document.body["paragraphs"][0]


def test_whoever_concluded_the_survey_never_confirms(office, unit, worker):
    row = appraised(office, unit, worker, (1, 1, 8))
    with pytest.raises(IntegrityError), transaction.atomic():
        Consequence.objects.filter(pk=row.pk).update(decided_by=row.proposed_by)


def test_a_proposal_says_what_it_asks_for(office, unit, worker):
    row = appraised(office, unit, worker, (1, 1, 8))
    with pytest.raises(Refused) as refusal:
        consequences.confirm(row, by=office.head, now=NOW)
    assert refusal.value.field == "demand"


def test_a_proposal_is_dropped_with_a_reason(office, unit, worker):
    row = appraised(office, unit, worker, (1, 1, 8))
    assert consequences.drop(row, by=office.head, now=NOW, reason="到任不足一月").state == "dropped"


def test_nobody_of_the_unit_sees_what_was_said_about_persons(office, unit, worker):
    row = appraised(office, unit, worker, (1, 1, 8))
    assert not Consequence.objects.visible_to(worker).exists()
    assert not type(row.source).objects.visible_to(worker).exists()


def test_one_paper_count_a_person(office, unit, worker):
    appraised(office, unit, worker, (1, 1, 8))
    assert PaperCount.objects.count() == 2


# public ratings (S0-17)


@pytest.fixture
def zhang(db):
    return make_citizen()


def rated(unit, who, option=GOOD, now=NOW, comment=""):
    return satisfaction.rate(unit, who.user, option=option, comment=comment, now=now)


def test_one_rating_a_unit_and_week(unit, zhang):
    rated(unit, zhang)
    with pytest.raises(Refused):
        rated(unit, zhang, BAD, at("2026-06-14 23:00"))
    rated(unit, zhang, BAD, at("2026-06-15 00:10"))
    assert UnitRating.objects.count() == 2


def test_the_days_between_two_ratings_are_a_parameter(unit, zhang):
    RatingPolicy.objects.create(valid_from=date(2026, 6, 1), days=1)
    rated(unit, zhang)
    rated(unit, zhang, now=NOW + timedelta(days=1))
    assert UnitRating.objects.count() == 2


def test_the_same_person_with_the_telephone_is_the_same_person(unit, zhang):
    rated(unit, zhang)
    code = asked(zhang.user.telephone)
    with pytest.raises(Refused):
        satisfaction.by_telephone(unit, zhang.user.telephone, code, option=GOOD, now=NOW)


def test_two_ratings_of_one_person_cannot_be_joined(county, zhang):
    for unit in stations(county):
        rated(unit, zhang)
    assert len(set(UnitRating.objects.values_list("mark", flat=True))) == 2


def test_people_of_the_unit_do_not_rate_it(unit, worker):
    with pytest.raises(Refused):
        rated(unit, worker)


def test_nor_do_they_with_their_telephone(unit, worker):
    User.objects.filter(pk=worker.user.pk).update(telephone="13900000077", is_active=True)
    with pytest.raises(Refused):
        satisfaction.by_telephone(unit, "13900000077", asked("13900000077"), option=GOOD, now=NOW)


def asked(telephone: str, now=NOW) -> str:
    """The code as it stands in the message."""
    satisfaction.ask_code(telephone, now=now)
    words = Delivery.objects.filter(to=telephone).order_by("-pk").first().words
    return "".join(sign for sign in words if sign.isdigit())[:6]


def test_a_code_rates_once(unit):
    code = asked("13900000055")
    satisfaction.by_telephone(unit, "13900000055", code, option=GOOD, now=NOW)
    with pytest.raises(Refused) as refusal:
        satisfaction.by_telephone(unit, "13900000055", code, option=GOOD, now=NOW)
    assert refusal.value.field == "code"


def test_a_code_is_old_after_ten_minutes(unit):
    code = asked("13900000055")
    with pytest.raises(Refused):
        satisfaction.by_telephone(unit, "13900000055", code, option=GOOD, now=NOW + timedelta(minutes=11))


def test_after_five_wrong_codes_the_right_one_is_void_too(unit):
    code = asked("13900000055")
    for _try in range(5):
        with pytest.raises(Refused):
            satisfaction.by_telephone(unit, "13900000055", "000000" if code != "000000" else "1", option=GOOD, now=NOW)
    with pytest.raises(Refused):
        satisfaction.by_telephone(unit, "13900000055", code, option=GOOD, now=NOW)


def test_a_telephone_gets_five_codes_a_day(unit):
    for _code in range(5):
        asked("13900000055")
    with pytest.raises(Refused):
        asked("13900000055")


def test_neither_code_nor_telephone_lies_open_in_our_tables():
    asked("13900000055")
    row = TelephoneCode.objects.get()
    assert (len(row.mark), len(row.digest)) == (64, 64)


def test_a_comment_is_shown_when_somebody_has_released_it(unit, zhang, office):
    row = rated(unit, zhang, comment="态度很好")
    before = UnitRating.objects.shown().count()
    satisfaction.release(row, by=office.clerk, now=NOW)
    assert (before, UnitRating.objects.shown().count()) == (0, 1)


def test_a_withheld_comment_leaves_the_rating(unit, zhang, office):
    row = rated(unit, zhang, BAD, comment="某某收钱")
    satisfaction.withhold(row, by=office.clerk, now=NOW, reason="指名道姓，已转信访")
    assert results(NOW.date(), NOW.date(), unit).counts[BAD] == 1


def test_the_ranking_places_those_with_enough_ratings(county):
    first, second, third = stations(county, 3)
    marks = iter(range(100))
    for unit, options in ((first, [GOOD, FAIR, GOOD]), (second, [GOOD] * 3), (third, [GOOD])):
        for option in options:
            about = {"period_on": date(2026, 6, 8), "mark": f"{next(marks):064d}", "rated_on": date(2026, 6, 9)}
            UnitRating.objects.create(organisation=unit, option=option, **about)
    rows = ranking([first, second, third], date(2026, 6, 1), date(2026, 6, 30), least=3)
    assert [(row.place, row.organisation, row.ratings) for row in rows] == [
        (1, second, 3),
        (2, first, 3),
        (None, third, 1),
    ]
    assert rows[1].points == D("93.33")


def test_totals_by_month(unit, zhang):
    rated(unit, zhang, now=at("2026-05-20"))
    rated(unit, zhang, BAD)
    found = [(month, row.counts[GOOD], row.counts[BAD]) for month, row in months(unit, date(2026, 1, 1))]
    assert found == [(date(2026, 6, 1), 0, 1), (date(2026, 5, 1), 1, 0)]


def test_a_survey_told_beside_is_no_public_rating(office, unit):
    told(office, survey_of(office, [unit], OVERALL), [GOOD] * 5)
    assert results(date(2026, 1, 1), date(2026, 12, 31), unit) is None
    assert Organisation.objects.filter(public_ratings__isnull=False).count() == 0
