"""Deputies and absences: who answers for the cases of somebody who is away."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Post, Role
from approvals import actions
from approvals.actions import duty
from approvals.models import Case
from config import rounds
from monitoring.models import Card
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.approvals.hall.conftest import TODAY, key, responsible
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def test_only_the_head_appoints_deputies(clerk, second):
    with pytest.raises(PermissionDenied):
        duty.appoint_deputy(clerk.post, by=clerk, now=at(TODAY), deputy=second.user)
    assert Anomaly.objects.get().code == "V07"


def test_deputy_comes_from_the_same_unit(clerk, head, stranger):
    with pytest.raises(Refused):
        duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=stranger.user)


def test_nobody_deputises_for_themselves(clerk, head):
    with pytest.raises(Refused):
        duty.appoint_deputy(clerk.post, by=head, now=at(TODAY), deputy=clerk.user)


def test_head_of_another_unit_appoints_nobody(clerk, second, other_bureau):
    foreign = employ("luo", "外局长", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        duty.appoint_deputy(clerk.post, by=foreign, now=at(TODAY), deputy=second.user)


def test_absence_needs_a_deputy(clerk):
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert Post.objects.get(pk=clerk.post.pk).away_until is None


@pytest.mark.parametrize("until", [date(2026, 3, 11), date(2027, 3, 12)])
def test_absence_ends_within_half_a_year(covered, clerk, until):
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=until)


def test_deputy_who_is_away_cannot_take_over(covered, clerk, second, head):
    duty.appoint_deputy(second.post, by=head, now=at(TODAY), deputy=clerk.user)
    duty.go_away(second.post, by=second, now=at(TODAY), until=date(2026, 3, 20))
    with pytest.raises(Refused):
        duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))


def test_colleague_does_not_declare_my_absence(covered, clerk, second):
    with pytest.raises(PermissionDenied):
        duty.go_away(clerk.post, by=second, now=at(TODAY), until=date(2026, 3, 20))


def test_running_clocks_go_to_the_deputy_with_an_entry(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert responsible(case) == second.user
    entry = Entry.objects.about(case).get(verb="approvals.case.handed_over")
    assert entry.body == {"from": clerk.user.pk, "to": second.user.pk, "post": clerk.post.pk}


def test_card_falls_on_who_has_the_case(covered, clerk, second, item, accepted):
    accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 4, 30))
    rounds.watch(at("2026-04-20"))
    assert {card.finding.responsible for card in Card.objects.select_related("finding")} == {second.user}


def test_met_clock_stays_with_who_met_it(covered, clerk, second, reviewer, approver, item, accepted):
    case = accepted(item, at("2026-03-10"))
    actions.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    actions.decide(case, by=approver, now=at("2026-03-11"), result="granted")
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    assert responsible(case) == clerk.user


def test_whoever_comes_back_gets_the_cases_back(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.come_back(clerk.post, by=clerk, now=at("2026-03-16"))
    assert responsible(case) == clerk.user
    assert Post.objects.get(pk=clerk.post.pk).away_until is None


def test_own_cases_of_the_deputy_stay_with_the_deputy(covered, clerk, second, item, received):
    own = actions.accept(received(item, at("2026-03-10")), by=second, now=at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.come_back(clerk.post, by=clerk, now=at("2026-03-16"))
    assert responsible(own) == second.user


def test_next_deputy_gets_only_what_came_from_the_holder(
    covered, clerk, second, head, reviewer, item, received, accepted
):
    case = accepted(item, at("2026-03-10"))
    own = actions.accept(received(item, at("2026-03-10")), by=second, now=at("2026-03-10"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    duty.appoint_deputy(clerk.post, by=head, now=at("2026-03-13"), deputy=reviewer.user)
    assert (responsible(case), responsible(own)) == (reviewer.user, second.user)


def test_robot_ends_an_absence_whose_time_is_up(covered, clerk, second, item, accepted):
    case = accepted(item, at("2026-03-12 08:30"))
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 13))
    rounds.watch(at("2026-03-13 18:00"))
    assert responsible(case) == second.user
    rounds.watch(at("2026-03-14"))
    assert responsible(case) == clerk.user


def test_robot_passes_on_what_begins_during_the_absence(covered, clerk, second, reviewer, approver, item, accepted):
    case = accepted(item, at("2026-03-10"))
    actions.review(case, by=reviewer, now=at("2026-03-11"), opinion="同意")
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    actions.decide(case, by=approver, now=at("2026-03-13"), result="granted")
    rounds.watch(at("2026-03-13 12:00"))
    assert Case.objects.get(pk=case.pk).step_clock.responsible == second.user


def test_quiet_round_of_the_robot_leaves_no_entries(covered, clerk):
    duty.go_away(clerk.post, by=clerk, now=at(TODAY), until=date(2026, 3, 20))
    before = Entry.objects.count()
    rounds.watch(at("2026-03-13"))
    rounds.watch(at("2026-03-13 10:00"))
    assert Entry.objects.count() == before


def test_handing_over_for_good(clerk, second, item, accepted):
    case = accepted(item, at("2026-03-10"))
    assert duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=second.user) == 2  # the promise and the step
    assert responsible(case) == second.user


def test_nothing_to_hand_over_is_said(clerk, second):
    with pytest.raises(Refused):
        duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=second.user)


def test_case_is_not_handed_to_another_unit(clerk, stranger, item, accepted):
    case = accepted(item, at("2026-03-10"))
    with pytest.raises(Refused):
        duty.hand_over(clerk.post, by=clerk, now=at(TODAY), to=stranger.user)
    assert responsible(case) == clerk.user


def duty_page(actor, post, deed, **fields):
    address = reverse("approvals:duty_deed", args=[post.pk, deed])
    return signed_in(actor).post(address, {"key": key()} | fields)


def offers(actor, post):
    lines = signed_in(actor).get(reverse("approvals:duty")).context["lines"]
    return [name for line in lines if line["post"] == post for name, _deed in line["deeds"]]


def test_page_offers_the_head_the_deputy_and_the_clerk_the_absence(covered, clerk, head):
    assert (offers(head, clerk.post), offers(clerk, clerk.post)) == (["away", "deputy"], ["away"])


def test_page_offers_nothing_on_the_post_of_a_colleague(covered, clerk, second):
    assert offers(second, clerk.post) == []


def test_absence_through_the_page(covered, clerk):
    assert duty_page(clerk, clerk.post, "away", until="2026-03-20").status_code == 302
    page = signed_in(clerk).get(reverse("approvals:duty")).content.decode()
    assert "离岗至 03-20" in page
    assert "（正在代岗）" in page


@pytest.mark.parametrize(
    "until", ["", "2026-02-30", "0001-01-01", "9999-12-31", "46000", "明天", "\x00", "2026-03-01"]
)
def test_bad_day_is_named_at_its_field(covered, clerk, until):
    response = duty_page(clerk, clerk.post, "away", until=until)
    assert response.status_code == 422
    assert "until" in response.context["form"].errors


@pytest.mark.parametrize("deputy", ["", "x", "0", "99999999999999999999", "\x00"])
def test_bad_deputy_is_named_at_its_field(clerk, head, deputy):
    assert "deputy" in duty_page(head, clerk.post, "deputy", deputy=deputy).context["form"].errors


def test_post_of_another_unit_does_not_exist(clerk, stranger):
    assert duty_page(clerk, stranger.post, "away", until="2026-03-20").status_code == 404


def test_same_form_twice_is_one_absence(covered, clerk):
    address = reverse("approvals:duty_deed", args=[clerk.post.pk, "away"])
    form = {"key": key(), "until": "2026-03-20"}
    for _n in range(2):
        assert signed_in(clerk).post(address, form).status_code == 302
    assert Entry.objects.filter(verb="approvals.post.away").count() == 1
