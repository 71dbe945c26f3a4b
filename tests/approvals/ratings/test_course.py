"""好差评: who rates, once; what becomes of a bad rating; what silence means; how the rates are counted."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from approvals import actions, ratings
from approvals.actions import ratings as deeds
from approvals.models import Rating, Result
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Card, Finding
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.approvals.ratings.conftest import NOBODY, State, clock
from tests.conftest import at


def test_applicant_rates_a_delivered_case(delivered, citizen):
    rating = actions.rate(delivered, by=citizen, now=at("2026-03-05 15:00"), stars=5, comment=" 很快 ")
    assert (rating.stars, rating.comment, rating.state, rating.is_default) == (5, "很快", "rated", False)


def test_rating_is_on_record(delivered, citizen):
    actions.rate(delivered, by=citizen, now=at("2026-03-05 15:00"), stars=5)
    assert Entry.objects.about(delivered).filter(verb="approvals.rating.given").get().body["stars"] == 5


def test_case_in_hand_is_not_rated_yet(applied, citizen):
    with pytest.raises(Refused):
        actions.rate(applied, by=citizen, now=at("2026-03-03"), stars=5)


def test_granted_case_is_rated_only_after_delivery(decided, citizen):
    with pytest.raises(Refused):
        actions.rate(decided(), by=citizen, now=at("2026-03-04"), stars=5)


def test_denied_case_can_be_rated_at_once(decided, citizen):
    case = decided(Result.DENIED, "不符合条件")
    assert actions.rate(case, by=citizen, now=at("2026-03-04 16:00"), stars=3).stars == 3


def test_refused_application_can_be_rated(applied, clerk, citizen):
    actions.refuse(applied, by=clerk, now=at("2026-03-03"), reason="不属于本机关职权范围")
    assert actions.rate(applied, by=citizen, now=at("2026-03-04"), stars=2).is_bad


def test_case_is_rated_once(bad, citizen):
    with pytest.raises(Refused):
        actions.rate(bad.case, by=citizen, now=at("2026-03-06"), stars=5)
    assert Rating.objects.get().stars == 1


def test_same_form_twice_is_one_rating(delivered, citizen):
    key = uuid.uuid4()
    for _click in range(2):
        actions.rate(delivered, by=citizen, now=at("2026-03-06"), stars=4, key=key)
    assert Rating.objects.count() == 1


@pytest.mark.parametrize("who", ["clerk", "reviewer", "head", "stranger", "inspector"])
def test_staff_never_rates(request, delivered, who):
    with pytest.raises(PermissionDenied):
        actions.rate(delivered, by=request.getfixturevalue(who), now=at("2026-03-06"), stars=5)
    assert not Rating.objects.exists()


def test_staff_with_the_query_code_does_not_rate_either(delivered, clerk):
    with pytest.raises(PermissionDenied):
        actions.rate(delivered, by=clerk, now=at("2026-03-06"), stars=5, code=delivered.query_code)


def test_refused_try_of_the_staff_is_an_anomaly(delivered, clerk):
    with pytest.raises(PermissionDenied):
        actions.rate(delivered, by=clerk, now=at("2026-03-06"), stars=5)
    assert Anomaly.objects.get().code == "V07"


def test_holder_of_the_receipt_rates_without_an_account(delivered):
    rating = actions.rate(delivered, by=NOBODY, now=at("2026-03-06"), stars=5, code=delivered.query_code)
    assert rating.with_code


@pytest.mark.parametrize("code", ["", "AAAAAAAA", "张张张张"])
def test_wrong_code_does_not_rate(delivered, code):
    with pytest.raises(PermissionDenied):
        actions.rate(delivered, by=NOBODY, now=at("2026-03-06"), stars=5, code=code)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_other_numbers_of_stars_are_refused(delivered, citizen, stars):
    with pytest.raises(Refused):
        actions.rate(delivered, by=citizen, now=at("2026-03-06"), stars=stars)


def test_only_aspects_of_this_way_of_applying_are_kept(delivered, citizen):
    given = {"efficiency": 4, "attitude": 1, "guide": 9}
    rating = actions.rate(delivered, by=citizen, now=at("2026-03-06"), stars=4, aspects=given)
    assert rating.aspects == {"efficiency": 4}


def test_bad_rating_is_contacted_within_one_working_day(bad):
    assert (bad.state, clock("step:contact").due_on.isoformat()) == (State.OPEN, "2026-03-06")


def test_good_rating_starts_no_clock(delivered, citizen):
    actions.rate(delivered, by=citizen, now=at("2026-03-06"), stars=3)
    assert not Deadline.objects.filter(name="step:contact").exists()


def test_late_contact_is_a_yellow_card_of_the_unit(bad, bureau):
    watch(at("2026-03-09"))
    finding = Finding.objects.get(code="Y2")
    assert (finding.organisation, finding.level, finding.subject) == (bureau, "yellow", bad.case)
    assert Card.objects.filter(finding=finding).count() == 1


def test_contact_in_time_rings_nothing(bad, clerk):
    deeds.contact(bad, by=clerk, now=at("2026-03-06"), contact_note="已电话联系")
    watch(at("2026-03-09"))
    assert not Finding.objects.filter(code="Y2").exists()


def test_rectification_is_due_fifteen_working_days_after_the_rating(bad, clerk):
    deeds.contact(bad, by=clerk, now=at("2026-03-06"), contact_note="已电话联系")
    assert clock("step:rectify").due_on.isoformat() == "2026-03-26"


def test_visit_back_is_due_five_working_days_after_the_rectification(bad, clerk):
    rectified(bad, clerk)
    assert clock("step:visit").due_on.isoformat() == "2026-03-16"


def rectified(bad, by):
    rating = deeds.contact(bad, by=by, now=at("2026-03-06"), contact_note="已电话联系")
    return deeds.rectify(rating, by=by, now=at("2026-03-09"), rectification="简化了表格")


def test_somebody_else_visits_back(bad, clerk, reviewer):
    rating = rectified(bad, clerk)
    rating = deeds.visit_back(rating, by=reviewer, now=at("2026-03-10"), visit_note="满意", is_satisfied_now=True)
    assert (rating.state, rating.visitor, rating.clock) == (State.VISITED, reviewer.user, None)


def test_handler_does_not_visit_back(bad, clerk):
    rating = rectified(bad, clerk)
    with pytest.raises(Refused):
        deeds.visit_back(rating, by=clerk, now=at("2026-03-10"), visit_note="满意", is_satisfied_now=True)


def test_who_only_contacted_does_not_visit_back_either(bad, clerk, head):
    rating = deeds.contact(bad, by=clerk, now=at("2026-03-06"), contact_note="已电话联系")
    rating = deeds.rectify(rating, by=head, now=at("2026-03-09"), rectification="简化了表格")
    with pytest.raises(Refused):
        deeds.visit_back(rating, by=clerk, now=at("2026-03-10"), visit_note="满意", is_satisfied_now=True)


def test_database_refuses_a_visit_by_the_handler(bad, clerk):
    rectified(bad, clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.filter(pk=bad.pk).update(visitor=clerk.user)


def test_steps_of_the_follow_up_keep_their_order(bad, clerk):
    with pytest.raises(Refused) as refused:
        deeds.rectify(bad, by=clerk, now=at("2026-03-06"), rectification="简化了表格")
    assert refused.value.code == "V08"


@pytest.mark.parametrize("note", ["", "   ", "\u3000"])
def test_contact_says_what_was_said(bad, clerk, note):
    with pytest.raises(Refused):
        deeds.contact(bad, by=clerk, now=at("2026-03-06"), contact_note=note)


def test_other_unit_does_not_follow_up(bad, stranger):
    with pytest.raises(PermissionDenied):
        deeds.contact(bad, by=stranger, now=at("2026-03-06"), contact_note="已联系")


def test_nobody_is_rated_by_default_on_the_seventh_day(delivered):
    assert deeds.run(at("2026-03-12 23:59")) == 0


def test_silence_of_seven_days_is_basically_satisfied(delivered):
    watch(at("2026-03-13 00:01"))
    rating = Rating.objects.get()
    assert (rating.stars, rating.is_default, rating.case) == (3, True, delivered)


def test_default_is_given_once(delivered):
    deeds.run(at("2026-03-13"))
    assert deeds.run(at("2026-03-14")) == 0


def test_robot_that_stood_still_catches_up(delivered):
    assert deeds.run(at("2026-04-20")) == 1


def test_rated_case_gets_no_default(bad):
    assert deeds.run(at("2026-03-20")) == 0


def test_withdrawn_case_gets_no_default(applied, citizen):
    actions.withdraw(applied, by=citizen, now=at("2026-03-03"))
    assert deeds.run(at("2026-03-20")) == 0


def test_default_is_on_record(delivered):
    deeds.run(at("2026-03-13"))
    assert Entry.objects.about(delivered).filter(verb="approvals.rating.by_default", actor=None).count() == 1


def test_defaults_cost_the_same_for_one_and_for_many(delivered, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        deeds.run(at("2026-03-13"))


def test_rates_say_what_they_are_counted_from():
    rates = ratings.Rates(active=20, by_default=60, good=19, bad=1, rectified=1, visited=0, average=4.6)
    assert (rates.good_rate, rates.active_rate, rates.rectified_rate, rates.visited_rate) == (0.95, 0.25, 1, 0)


def test_rates_of_nothing_are_not_zero():
    assert ratings.Rates(0, 0, 0, 0, 0, 0, None).good_rate is None


def test_defaults_stay_out_of_the_rate_of_good_ratings(delivered):
    deeds.run(at("2026-03-13"))
    found = ratings.rates(Rating.objects.all())
    assert (found.active, found.by_default, found.good_rate, found.active_rate) == (0, 1, None, 0)
