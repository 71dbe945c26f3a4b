"""The course of a case: what each deed does, and what is refused (worked examples APR-*)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django_fsm import TransitionNotAllowed  # noqa: F401 -- named in the docstring of the decorator

from approvals import actions as approvals
from approvals.actions.applying import PAPER
from approvals.models import Case
from deadlines import actions as clocks
from deadlines.models import Deadline
from records.models import Anomaly, Document, Entry
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def verbs(case):
    return list(
        Entry.objects.about(case).exclude(verb__endswith=".state").order_by("pk").values_list("verb", flat=True)
    )


def test_accepting_starts_the_promise_and_issues_the_notice(item, received, clerk):
    case = approvals.accept(received(item, at("2026-03-02")), by=clerk, now=at("2026-03-02"))
    assert case.state == Case.State.ACCEPTED
    assert (case.clock.due_on, case.clock.statutory_on) == (D("2026-03-11"), D("2026-03-30"))
    assert case.step_clock.due_on == D("2026-03-06")
    assert Document.objects.about(case).last().kind == Document.Kind.ACCEPTANCE


def test_case_goes_through_its_four_links(item, accepted, clerk, reviewer, approver):
    case = accepted(item, at("2026-03-02"))
    case = approvals.review(case, by=reviewer, now=at("2026-03-04"), opinion="符合条件")
    case = approvals.decide(case, by=approver, now=at("2026-03-05"), result="granted")
    case = approvals.deliver(case, by=clerk, now=at("2026-03-06"))
    assert case.state == Case.State.DELIVERED
    assert case.clock.used_days == 3
    assert not Deadline.objects.about(case).running().exists()
    assert verbs(case)[-4:] == [
        *("records.document.granted", "approvals.case.decided"),
        *("records.document.delivery", "approvals.case.delivered"),
    ]


def test_correction_lies_before_acceptance(item, received, clerk):
    case = received(item, at("2026-03-02"))
    approvals.request_correction(
        case, by=clerk, now=at("2026-03-05"), missing=item.documents.all(), message="请补交营业执照"
    )
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = approvals.correct(case, by=clerk, now=at("2026-03-16"), materials=papers)
    case = approvals.accept(case, by=clerk, now=at("2026-03-16"))
    assert (case.clock.started_on, case.clock.due_on) == (D("2026-03-16"), D("2026-03-25"))


def test_correction_must_bring_everything_the_notice_asked_for(item, received, clerk):
    case = received(item, at("2026-03-02"))
    approvals.request_correction(case, by=clerk, now=at("2026-03-03"), missing=item.documents.all(), message="缺")
    with pytest.raises(Refused, match="申请材料1"):
        approvals.correct(case, by=clerk, now=at("2026-03-04"), materials={})
    case.refresh_from_db()
    assert case.state == Case.State.CORRECTING


def test_immediate_item_is_decided_at_the_window(bureau, accepted, clerk):
    case = accepted(make_item(bureau, promised=0, statutory=1), at("2026-05-09 10:00"))
    case = approvals.decide_at_once(case, by=clerk, now=at("2026-05-09 16:00"))
    assert (case.clock.used_days, case.clock.next_alarm_at) == (0, None)


def test_immediate_item_on_the_next_day_is_late(bureau, accepted, clerk):
    case = accepted(make_item(bureau, promised=0, statutory=1), at("2026-05-08"))
    case = approvals.decide_at_once(case, by=clerk, now=at("2026-05-09"))
    assert case.clock.used_days == 1
    assert case.clock.next_alarm_at is not None


def test_skipping_the_review_is_refused_and_recorded(item, accepted, approver):
    case = accepted(item, at("2026-03-02"))
    with pytest.raises(Refused):
        approvals.decide(case, by=approver, now=at("2026-03-03"), result="granted")
    case.refresh_from_db()
    anomaly = Anomaly.objects.get()
    assert case.state == Case.State.ACCEPTED
    assert (anomaly.code, anomaly.actor, anomaly.happened_at) == ("V08", approver.user, at("2026-03-03"))


def test_clerk_without_power_cannot_decide(item, accepted, clerk, reviewer):
    case = accepted(item, at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-03"), opinion="符合")
    with pytest.raises(PermissionDenied):
        approvals.decide(case, by=clerk, now=at("2026-03-03"), result="granted")
    assert Anomaly.objects.get().code == "V07"


def test_stranger_cannot_accept(item, received, stranger):
    case = received(item, at("2026-03-02"))
    before = Entry.objects.about(case).filter(verb="approvals.case.accepted").count()
    with pytest.raises(PermissionDenied):
        approvals.accept(case, by=stranger, now=at("2026-03-02"))
    assert Entry.objects.about(case).filter(verb="approvals.case.accepted").count() == before == 0
    assert [clock.name for clock in Deadline.objects.about(case)] == ["notice"]


def test_reviewer_cannot_decide_the_same_case(item, accepted, reviewer, bureau):
    from accounts.actor import Actor
    from accounts.models import Post, Role

    case = accepted(item, at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-03"), opinion="符合")
    both = Actor(reviewer.user, Post.objects.create(user=reviewer.user, organisation=bureau, role=Role.APPROVER))
    with pytest.raises(Refused, match="其他人"):
        approvals.decide(case, by=both, now=at("2026-03-03"), result="granted")


def test_accepting_without_a_mandatory_document_is_refused_and_recorded(bureau, clerk):
    item = make_item(bureau, documents=2)
    case = approvals.apply(
        item, by=clerk, now=at("2026-03-02"), applicant=ZHANG, materials={item.documents.first(): PAPER}
    )
    with pytest.raises(Refused, match="申请材料2"):
        approvals.accept(case, by=clerk, now=at("2026-03-02"))
    assert Anomaly.objects.get().code == "V03"


def test_citizen_cannot_apply_online_without_the_documents(item, citizen):
    with pytest.raises(Refused, match="申请材料1"):
        approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials={})
    assert not Case.objects.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_refusal_needs_a_reason(item, received, clerk, reason):
    with pytest.raises(Refused):
        approvals.refuse(received(item, at("2026-03-02")), by=clerk, now=at("2026-03-03"), reason=reason)
    assert Case.objects.get().state == Case.State.SUBMITTED


def test_denial_needs_a_reason(item, accepted, reviewer, approver):
    case = accepted(item, at("2026-03-02"))
    approvals.review(case, by=reviewer, now=at("2026-03-03"), opinion="不符合")
    with pytest.raises(Refused):
        approvals.decide(case, by=approver, now=at("2026-03-04"), result="denied", reason=" ")
    assert Case.objects.get().state == Case.State.REVIEWED


def test_withdrawn_case_stops_ringing(item, citizen, clerk):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    approvals.withdraw(case, by=citizen, now=at("2026-03-05"))
    assert clocks.claim(at("2026-04-20")) == []


def test_pause_stops_promise_and_step_and_is_told_in_writing(item, accepted, reviewer):
    case = accepted(item, at("2026-04-01"))
    approvals.pause(case, by=reviewer, now=at("2026-04-08"), kind="expert_review", ground="评审", told_days=10)
    case = approvals.resume(case, by=reviewer, now=at("2026-04-22"))
    assert case.clock.due_on == D("2026-04-27")
    assert Document.objects.about(case).filter(kind=Document.Kind.PROCEDURE).exists()


def test_publicity_is_no_ground_for_a_pause(item, accepted, reviewer):
    with pytest.raises(Refused):
        approvals.pause(
            accepted(item, at("2026-04-01")),
            by=reviewer,
            now=at("2026-04-08"),
            kind="publicity",
            ground="公示",
            told_days=7,
        )


def test_paused_case_cannot_be_reviewed(item, accepted, reviewer):
    case = accepted(item, at("2026-04-01"))
    approvals.pause(case, by=reviewer, now=at("2026-04-02"), kind="testing", ground="检测", told_days=5)
    with pytest.raises(Refused):
        approvals.review(case, by=reviewer, now=at("2026-04-03"), opinion="符合")


def test_extension_is_the_heads_and_happens_once(item, accepted, head, approver):
    case = accepted(item, at("2026-03-02"))
    with pytest.raises(PermissionDenied):
        approvals.extend(case, by=approver, now=at("2026-03-25"), reason="复杂")
    case = approvals.extend(case, by=head, now=at("2026-03-25"), reason="案情复杂")
    assert case.clock.statutory_on == D("2026-04-14")
    with pytest.raises(Refused):
        approvals.extend(case, by=head, now=at("2026-03-26"), reason="再延")


@pytest.mark.parametrize(("reason", "days"), [("", 10), ("复杂", 11), ("复杂", 0)])
def test_extension_needs_a_reason_and_at_most_ten_days(item, accepted, head, reason, days):
    with pytest.raises(Refused):
        approvals.extend(accepted(item, at("2026-03-02")), by=head, now=at("2026-03-25"), reason=reason, days=days)


def test_same_form_twice_is_one_case(item, citizen):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    key = "00000000-0000-4000-8000-000000000001"
    first, second = (
        approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers, key=key)
        for _n in range(2)
    )
    assert first == second
    assert Case.objects.count() == 1


def test_published_item_refuses_change(item):
    item.promised_days = 3
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        item.save()
    with pytest.raises(DatabaseError, match="make a new draft"), transaction.atomic():
        item.steps.update(days=1)


def test_one_deed_costs_six_statements(item, accepted, reviewer, django_assert_max_num_queries):
    case = accepted(item, at("2026-03-02"))
    key = "00000000-0000-4000-8000-000000000002"
    with django_assert_max_num_queries(8) as captured:  # six, and the savepoint that stands for BEGIN and COMMIT here
        approvals.review(case, by=reviewer, now=at("2026-03-03"), opinion="符合", key=key)
    assert len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]) <= 6


@pytest.mark.parametrize("at_night", ["2026-03-01 23:30", "2026-02-17 08:00"])
def test_application_on_a_rest_day_counts_as_received_that_day(item, citizen, at_night):
    papers = dict.fromkeys(item.documents.all(), PAPER)
    case = approvals.apply(item, by=citizen, now=at(at_night), applicant=ZHANG, materials=papers)
    assert case.number[2:10] == at_night[:10].replace("-", "")


def test_numbers_carry_a_check_digit():
    from approvals.numbers import case_number, is_case_number

    number = case_number(D("2026-11-13"), 417)
    assert is_case_number(number)
    assert not is_case_number(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_state_cannot_be_assigned(item, received):
    with pytest.raises(AttributeError):
        received(item, at("2026-03-02")).state = Case.State.DECIDED
