"""The right to a hearing: told, applied for, announced, held or let pass (行政许可法 第四十七、四十八条; APR-18)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actor import Actor
from accounts.models import Post, Role
from approvals import actions as approvals
from approvals.actions.applying import PAPER
from approvals.actions.hearings import announce_by
from approvals.models import Case, Hearing
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Finding
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item

pytestmark = pytest.mark.django_db
D = date.fromisoformat


@pytest.fixture
def case(bureau, citizen, clerk):
    """An application of 老张 with twenty days, accepted on 29 April."""
    item = make_item(bureau, promised=20, steps=())
    papers = dict.fromkeys(item.documents.all(), PAPER)
    made = approvals.apply(item, by=citizen, now=at("2026-04-29"), applicant=ZHANG, materials=papers)
    return approvals.accept(made, by=clerk, now=at("2026-04-29"))


@pytest.fixture
def told(case, reviewer):
    return approvals.tell_hearing_right(case, by=reviewer, now=at("2026-05-06"), ground="涉及相邻商户重大利益")


@pytest.fixture
def applied(told, citizen):
    return approvals.apply_for_hearing(told, by=citizen, now=at("2026-05-11"))


@pytest.fixture
def scheduled(applied, reviewer, clerk):
    return schedule(applied, reviewer, clerk)


def schedule(case, by, chair, now="2026-05-28", session="2026-06-08 09:30", place="三楼听证室"):
    return approvals.schedule_hearing(case, by=by, now=at(now), session_at=at(session), place=place, chair=chair.user)


def hearing(case):
    return Hearing.objects.get(case=case)


def found(case):
    return list(Finding.objects.about(case).cards().order_by("pk").values_list("code", "effective_on"))


def test_right_is_told_in_writing_with_five_working_days(told):
    assert hearing(told).apply_by == D("2026-05-12")
    letter = Document.objects.about(told).get(kind=Document.Kind.HEARING_RIGHT)
    assert "2026年5月12日" in "".join(letter.body["paragraphs"])


def test_right_without_its_ground_is_not_told(case, reviewer):
    with pytest.raises(Refused):
        approvals.tell_hearing_right(case, by=reviewer, now=at("2026-05-06"), ground="　 ")


def test_right_is_told_once(told, reviewer):
    with pytest.raises(Refused):
        approvals.tell_hearing_right(told, by=reviewer, now=at("2026-05-07"), ground="再次告知")


def test_window_clerk_does_not_tell_the_right(case, clerk):
    with pytest.raises(PermissionDenied):
        approvals.tell_hearing_right(case, by=clerk, now=at("2026-05-06"), ground="涉及重大利益")


def test_clock_goes_on_until_somebody_applies(told):
    assert told.clock.paused_on is None


def test_application_stops_the_clock_for_twenty_working_days(applied):
    assert hearing(applied).hold_by == D("2026-06-08")
    special = Deadline.objects.about(applied).get(name="special")
    assert (applied.clock.paused_on, special.due_on) == (D("2026-05-11"), D("2026-06-08"))
    assert Document.objects.about(applied).filter(kind=Document.Kind.PROCEDURE).exists()


def test_application_on_the_last_day_is_in_time(told, citizen):
    approvals.apply_for_hearing(told, by=citizen, now=at("2026-05-12 23:59"))
    assert hearing(told).state == Hearing.State.APPLIED


def test_application_a_day_late_is_refused(told, citizen):
    with pytest.raises(Refused, match="5月12日"):
        approvals.apply_for_hearing(told, by=citizen, now=at("2026-05-13"))


def test_window_takes_the_application_of_who_comes_there(told, clerk):
    approvals.apply_for_hearing(told, by=clerk, now=at("2026-05-11"))
    assert hearing(told).state == Hearing.State.APPLIED


def test_nobody_else_applies(told, stranger, reviewer):
    for somebody in (stranger, reviewer):
        with pytest.raises(PermissionDenied):
            approvals.apply_for_hearing(told, by=somebody, now=at("2026-05-11"))


def test_session_is_announced_seven_working_days_before(applied, reviewer, clerk):
    assert announce_by(D("2026-06-08")) == D("2026-05-28")
    schedule(applied, reviewer, clerk)
    letter = Document.objects.about(applied).get(kind=Document.Kind.HEARING_SESSION)
    assert "2026年6月8日" in "".join(letter.body["paragraphs"])


def test_session_announced_a_day_later_is_refused(applied, reviewer, clerk):
    with pytest.raises(Refused, match="6月9日") as refused:
        schedule(applied, reviewer, clerk, now="2026-05-29")
    assert refused.value.field == "session_at"


@pytest.mark.parametrize("session", ["2026-06-09 09:30", "2026-06-07 09:30"])
def test_session_after_the_twenty_days_or_on_a_rest_day_is_refused(applied, reviewer, clerk, session):
    with pytest.raises(Refused):
        schedule(applied, reviewer, clerk, now="2026-05-20", session=session)


def test_session_that_is_late_anyway_is_held_as_early_as_possible(applied, reviewer, clerk):
    schedule(applied, reviewer, clerk, now="2026-06-10", session="2026-06-22 09:30")
    assert hearing(applied).state == Hearing.State.SCHEDULED


def test_reviewer_does_not_take_the_chair(applied, reviewer):
    with pytest.raises(Refused):
        schedule(applied, reviewer, reviewer)
    assert Anomaly.objects.get().code == "V07"


def test_chair_is_a_person_of_the_unit(applied, reviewer, stranger):
    with pytest.raises(Refused) as refused:
        schedule(applied, reviewer, stranger)
    assert refused.value.field == "chair"


def test_session_can_be_moved_with_a_new_notice(scheduled, reviewer, clerk):
    schedule(scheduled, reviewer, clerk, now="2026-05-28", session="2026-06-08 14:30")
    assert Document.objects.about(scheduled).filter(kind=Document.Kind.HEARING_SESSION).count() == 2


def test_hearing_is_not_held_before_its_time(scheduled, reviewer):
    with pytest.raises(Refused):
        approvals.hold_hearing(scheduled, by=reviewer, now=at("2026-06-08 09:00"), minutes="笔录")


@pytest.mark.parametrize("minutes", ["", " 　\n"])
def test_hearing_needs_minutes(scheduled, reviewer, minutes):
    with pytest.raises(Refused):
        approvals.hold_hearing(scheduled, by=reviewer, now=at("2026-06-08 11:00"), minutes=minutes)


def test_held_hearing_lets_the_clock_go_on(scheduled, reviewer):
    case = approvals.hold_hearing(scheduled, by=reviewer, now=at("2026-06-08 11:00"), minutes="各方陈述……")
    assert case.clock.paused_on is None
    assert case.clock.due_on == D("2026-06-29")  # 29 April + 20 working days without 12 May to 8 June
    watch(at("2026-06-09"))
    assert found(case) == []


def test_hearing_not_held_in_time_is_a_yellow_card(applied):
    watch(at("2026-06-08"))
    assert found(applied) == []
    watch(at("2026-06-09"))
    assert found(applied) == [("Y4", D("2026-06-09"))]


def test_decision_waits_for_those_who_may_still_apply(told, reviewer, approver):
    approvals.review(told, by=reviewer, now=at("2026-05-07"), opinion="符合")
    with pytest.raises(Refused, match="5月12日"):
        approvals.decide(told, by=approver, now=at("2026-05-12"), result="granted")
    assert Anomaly.objects.get().code == "V08"
    case = approvals.decide(told, by=approver, now=at("2026-05-13"), result="granted")
    assert case.state == Case.State.DECIDED


def test_decision_waits_for_the_hearing(told, citizen, reviewer, approver):
    approvals.review(told, by=reviewer, now=at("2026-05-07"), opinion="符合")
    approvals.apply_for_hearing(told, by=citizen, now=at("2026-05-11"))
    with pytest.raises(Refused):
        approvals.decide(told, by=approver, now=at("2026-05-20"), result="granted")


def test_robot_lets_the_right_pass(told):
    watch(at("2026-05-12"))
    assert hearing(told).state == Hearing.State.TOLD
    watch(at("2026-05-13"))
    assert hearing(told).state == Hearing.State.WAIVED


def test_applicant_who_wants_no_hearing_has_the_decision_at_once(told, citizen, reviewer, approver):
    approvals.review(told, by=reviewer, now=at("2026-05-07"), opinion="符合")
    approvals.waive_hearing(told, by=citizen, now=at("2026-05-08"))
    case = approvals.decide(told, by=approver, now=at("2026-05-08"), result="granted")
    assert case.state == Case.State.DECIDED


def test_applicant_who_changes_the_mind_lets_the_clock_go_on(applied, citizen):
    case = approvals.waive_hearing(applied, by=citizen, now=at("2026-05-18"))
    assert case.clock.paused_on is None
    assert Deadline.objects.about(case).get(name="special").met_on == D("2026-05-18")


def test_hearing_does_not_end_by_a_mere_result(applied, reviewer):
    with pytest.raises(Refused):
        approvals.resume(applied, by=reviewer, now=at("2026-05-20"))


def test_testing_that_is_under_way_stays_open_when_the_hearing_is_held(told, citizen, reviewer, clerk):
    approvals.pause(told, by=reviewer, now=at("2026-05-08"), kind="testing", ground="检测", told_days=30)
    approvals.apply_for_hearing(told, by=citizen, now=at("2026-05-11"))
    schedule(told, reviewer, clerk)
    case = approvals.hold_hearing(told, by=reviewer, now=at("2026-06-08 11:00"), minutes="笔录")
    specials = Deadline.objects.about(case).filter(name="special").order_by("round")
    assert [clock.is_running for clock in specials] == [True, False]
    assert case.clock.paused_on == D("2026-05-08")
    case = approvals.resume(case, by=reviewer, now=at("2026-06-10"))
    assert (case.clock.paused_on, case.clock.due_on) == (None, D("2026-07-03"))


def test_chair_does_not_decide(scheduled, reviewer, clerk, bureau):
    approvals.hold_hearing(scheduled, by=reviewer, now=at("2026-06-08 11:00"), minutes="笔录")
    approvals.review(scheduled, by=reviewer, now=at("2026-06-09"), opinion="符合")
    chair = Actor(clerk.user, Post.objects.create(user=clerk.user, organisation=bureau, role=Role.APPROVER))
    with pytest.raises(Refused):
        approvals.decide(scheduled, by=chair, now=at("2026-06-10"), result="granted")
    assert Anomaly.objects.get().code == "V07"


def test_chair_does_not_review(scheduled, reviewer, clerk, bureau):
    approvals.hold_hearing(scheduled, by=reviewer, now=at("2026-06-08 11:00"), minutes="笔录")
    chair = Actor(clerk.user, Post.objects.create(user=clerk.user, organisation=bureau, role=Role.REVIEWER))
    with pytest.raises(Refused):
        approvals.review(scheduled, by=chair, now=at("2026-06-09"), opinion="符合")


def test_withdrawn_application_leaves_no_hearing_clock(applied, citizen):
    approvals.withdraw(applied, by=citizen, now=at("2026-05-15"))
    watch(at("2026-07-15"))
    assert found(applied) == []


def test_immediate_item_knows_no_hearing(bureau, accepted, reviewer):
    case = accepted(make_item(bureau, promised=0, statutory=1), at("2026-05-08"))
    with pytest.raises(Refused):
        approvals.tell_hearing_right(case, by=reviewer, now=at("2026-05-08"), ground="无")
