"""What the law counts besides the promise: the answer, deemed acceptance, delivery, special procedures (APR-01 …)."""

from datetime import date

import pytest

from approvals import actions as approvals
from approvals.actions.applying import PAPER
from approvals.models import Case
from config.rounds import watch
from deadlines.models import Deadline
from monitoring.models import Finding
from records.models import Anomaly, Document
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item

pytestmark = pytest.mark.django_db
D = date.fromisoformat


@pytest.fixture
def item(bureau):
    """Without limits of its steps, so that every finding here is about the clock that the test is about."""
    return make_item(bureau, steps=())


def clock(case, name) -> Deadline:
    return Deadline.objects.about(case).get(name=name)


def found(case) -> list[tuple]:
    """The cards of the case; pre-warnings of the promise ring on the way."""
    return list(Finding.objects.about(case).cards().order_by("pk").values_list("code", "effective_on"))


def test_answer_is_owed_within_five_working_days(item, received):
    assert clock(received(item, at("2026-09-17")), "notice").due_on == D("2026-09-23")


def test_nobody_answered_so_the_case_is_accepted_from_the_day_of_receipt(item, received):
    case = received(item, at("2026-09-17"))
    watch(at("2026-09-23"))
    case.refresh_from_db()
    assert case.state == Case.State.SUBMITTED
    watch(at("2026-09-24"))
    case.refresh_from_db()
    assert (case.state, case.is_deemed, case.accepted_at) == (Case.State.ACCEPTED, True, case.submitted_at)
    assert (case.clock.started_on, case.clock.statutory_on) == (D("2026-09-17"), D("2026-10-21"))
    assert found(case) == [("Y3", D("2026-09-24"))]
    assert Document.objects.about(case).filter(kind=Document.Kind.ACCEPTANCE).count() == 1


def test_deeming_twice_changes_nothing(item, received):
    case = received(item, at("2026-09-17"))
    watch(at("2026-09-24"))
    watch(at("2026-09-25"))
    assert Document.objects.about(case).filter(kind=Document.Kind.ACCEPTANCE).count() == 1
    assert found(case) == [("Y3", D("2026-09-24"))]


def test_deemed_long_after_its_promise_is_late_at_once(item, received):
    """The robot was away for two weeks: the promise counts from the receipt all the same."""
    case = received(item, at("2026-09-17"))
    watch(at("2026-10-12"))
    assert ("Y1", D("2026-09-29")) in found(case)


def test_answer_in_time_leaves_no_finding(item, accepted):
    case = accepted(item, at("2026-09-17"))
    watch(at("2026-09-24"))
    assert found(case) == []


def test_everything_missing_is_told_once_only(item, received, clerk):
    case = received(item, at("2026-03-02"))
    papers = dict.fromkeys(item.documents.all(), PAPER)
    approvals.request_correction(case, by=clerk, now=at("2026-03-03"), missing=papers, message="缺营业执照")
    approvals.correct(case, by=clerk, now=at("2026-03-04"), materials=papers)
    with pytest.raises(Refused, match="第一次一次性告知"):
        approvals.request_correction(case, by=clerk, now=at("2026-03-05"), missing=papers, message="还缺")
    assert Anomaly.objects.get().code == "V02"


def test_corrected_application_is_owed_an_answer_again(item, received, clerk):
    case = received(item, at("2026-03-02"))
    papers = dict.fromkeys(item.documents.all(), PAPER)
    approvals.request_correction(case, by=clerk, now=at("2026-03-05"), missing=papers, message="缺营业执照")
    watch(at("2026-03-13"))
    case = approvals.correct(case, by=clerk, now=at("2026-03-16"), materials=papers)
    assert case.step_clock.due_on == D("2026-03-23")
    watch(at("2026-03-24"))
    case.refresh_from_db()
    assert (case.is_deemed, case.clock.started_on) == (True, D("2026-03-16"))


def test_result_is_handed_over_within_ten_working_days(item, accepted, reviewer, approver):
    case = accepted(item, at("2026-09-17"))
    approvals.review(case, by=reviewer, now=at("2026-09-18"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-09-21"), result="granted")
    assert clock(case, "delivery").due_on == D("2026-10-12")
    watch(at("2026-10-13"))
    assert found(case) == [("Y4", D("2026-10-13"))]


def test_handed_over_in_time_leaves_no_finding(item, accepted, reviewer, approver, clerk):
    case = accepted(item, at("2026-09-17"))
    approvals.review(case, by=reviewer, now=at("2026-09-18"), opinion="符合")
    approvals.decide(case, by=approver, now=at("2026-09-21"), result="granted")
    approvals.deliver(case, by=clerk, now=at("2026-10-12"))
    watch(at("2026-10-13"))
    assert found(case) == []


def test_special_procedure_keeps_the_time_that_was_told(item, accepted, reviewer):
    case = accepted(item, at("2026-04-01"))
    approvals.pause(case, by=reviewer, now=at("2026-04-08"), kind="expert_review", ground="专家评审", told_days=10)
    watch(at("2026-04-22"))
    assert found(case) == []
    watch(at("2026-04-23"))
    assert found(case) == [("Y4", D("2026-04-23"))]


def test_special_procedure_back_in_time_moves_the_promise(item, accepted, reviewer):
    case = accepted(item, at("2026-04-01"))
    assert case.clock.due_on == D("2026-04-13")
    approvals.pause(case, by=reviewer, now=at("2026-04-08"), kind="expert_review", ground="专家评审", told_days=10)
    case = approvals.resume(case, by=reviewer, now=at("2026-04-22"))
    watch(at("2026-04-23"))
    assert case.clock.due_on == D("2026-04-27")
    assert found(case) == []


def test_withdrawn_application_owes_nothing(item, citizen):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = approvals.apply(item, by=citizen, now=at("2026-09-17"), applicant=ZHANG, materials=papers)
    approvals.withdraw(case, by=citizen, now=at("2026-09-18"))
    watch(at("2026-10-13"))
    assert found(case) == []
