"""Penalties: the course, the post that the amount asks for, four eyes, the rights of the party."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Role
from approvals.actions import penalties as actions
from approvals.models import Penalty
from config.rounds import watch
from monitoring.models import Finding
from records.models import Document
from records.refusal import Refused
from tests.approvals.penalties.conftest import BASIS, FIRM, MAN, codes
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db


def test_the_whole_course_issues_notice_and_decision(discussed, clerk, approver):
    penalty = actions.decide(discussed(), by=approver, now=at("2026-03-18"))
    penalty = actions.serve(penalty, by=clerk, now=at("2026-03-19"))
    penalty = actions.finish(penalty, by=clerk, now=at("2026-03-30"))
    kinds = list(Document.objects.about(penalty).order_by("pk").values_list("kind", flat=True))
    assert (penalty.state, kinds) == ("closed", ["penalty_told", "penalty"])


@pytest.mark.parametrize("amount", ["50000.00", "50000.01", "9999999999.99"])
def test_from_50000_yuan_on_the_deputy_is_refused(discussed, approver, amount):
    penalty = discussed(amount)
    with pytest.raises(PermissionDenied, match="五万元"):
        actions.decide(penalty, by=approver, now=at("2026-03-18"))
    assert (Penalty.objects.get().state, codes()) == ("reviewed", ["V07"])


@pytest.mark.parametrize("amount", ["50000.00", "50000.01"])
def test_from_50000_yuan_on_the_head_decides(discussed, head, amount):
    assert actions.decide(discussed(amount), by=head, now=at("2026-03-18")).state == "decided"


@pytest.mark.parametrize("amount", ["49999.99", "0.01", None])
def test_below_50000_yuan_the_deputy_decides(discussed, approver, amount):
    penalty = discussed(amount, measures="警告")
    assert actions.decide(penalty, by=approver, now=at("2026-03-18")).state == "decided"


def test_below_50000_yuan_the_review_meeting_comes_first(reviewed, approver):
    penalty = reviewed("49999.99")
    with pytest.raises(Refused, match="会审") as refusal:
        actions.decide(penalty, by=approver, now=at("2026-03-18"))
    assert refusal.value.code == "V08"


def test_from_50000_yuan_on_no_meeting_is_needed(reviewed, head):
    assert actions.decide(reviewed("50000.00"), by=head, now=at("2026-03-18")).state == "decided"


@pytest.mark.parametrize("deed", ["decide", "drop", "send_back"])
def test_officer_who_became_deputy_head_does_not_decide(discussed, bureau, clerk, deed):
    penalty = discussed()
    promoted = employ("x", "x", bureau, Role.APPROVER)
    Penalty.objects.filter(pk=penalty.pk).update(first_officer=promoted.user)
    detail = {} if deed == "decide" else {"reason": "理由"}
    with pytest.raises(PermissionDenied, match="调查人员不得"):
        getattr(actions, deed)(penalty, by=promoted, now=at("2026-03-18"), **detail)
    assert codes() == ["V07"]


def test_reviewer_does_not_decide(discussed, bureau, reviewer):
    penalty = discussed()
    promoted = employ("y", "y", bureau, Role.HEAD)
    Penalty.objects.filter(pk=penalty.pk).update(reviewed_by=promoted.user)
    with pytest.raises(PermissionDenied, match="审核人员不得"):
        actions.decide(penalty, by=promoted, now=at("2026-03-18"))


def test_officer_does_not_review(told, second, bureau):
    penalty = told()
    promoted = employ("z", "z", bureau, Role.REVIEWER)
    Penalty.objects.filter(pk=penalty.pk).update(second_officer=promoted.user)
    with pytest.raises(PermissionDenied, match="不得审核"):
        actions.give_review(penalty, by=promoted, now=at("2026-03-17"), review="同意")


def test_other_clerk_does_not_propose(filed, bureau):
    other = employ("o", "o", bureau, Role.CLERK)
    with pytest.raises(PermissionDenied, match="两名承办人员"):
        actions.propose(filed(), by=other, now=at("2026-03-03"), amount=Decimal(1), basis=BASIS)


def test_stranger_does_nothing(filed, stranger):
    with pytest.raises(PermissionDenied):
        actions.propose(filed(), by=stranger, now=at("2026-03-03"), amount=Decimal(1), basis=BASIS)
    assert codes() == ["V07"]


def test_one_officer_is_not_enough(power, clerk):
    with pytest.raises(Refused) as refusal:
        actions.file(power, by=clerk, now=at("2026-03-02"), party=FIRM, officers=[clerk.user], facts="x")
    assert refusal.value.field == "officers"


def test_officer_of_another_unit_does_not_count(power, clerk, stranger):
    officers = [clerk.user, stranger.user]
    with pytest.raises(Refused) as refusal:
        actions.file(power, by=clerk, now=at("2026-03-02"), party=FIRM, officers=officers, facts="x")
    assert refusal.value.field == "officers"


def test_permit_is_no_penalty_power(item, clerk, second):
    officers = [clerk.user, second.user]
    with pytest.raises(Refused) as refusal:
        actions.file(item, by=clerk, now=at("2026-03-02"), party=FIRM, officers=officers, facts="x")
    assert refusal.value.field == "item"


def test_steps_cannot_be_skipped(filed, reviewer):
    with pytest.raises(Refused) as refusal:
        actions.give_review(filed(), by=reviewer, now=at("2026-03-03"), review="同意")
    assert refusal.value.code == "V08"


def test_review_waits_for_the_five_working_days(told, reviewer):
    with pytest.raises(Refused, match="2026-03-16") as refusal:
        actions.give_review(told(), by=reviewer, now=at("2026-03-16"), review="同意")
    assert refusal.value.code == "V08"


def test_review_may_follow_the_statement_at_once(told, clerk, reviewer):
    penalty = actions.hear_party(told(), by=clerk, now=at("2026-03-10"), statement="无异议")
    assert actions.give_review(penalty, by=reviewer, now=at("2026-03-10"), review="同意").state == "reviewed"


def test_with_a_right_to_a_hearing_a_statement_alone_is_not_enough(told, clerk, reviewer):
    penalty = actions.hear_party(told("10000.00", party=MAN), by=clerk, now=at("2026-03-10"), statement="无异议")
    with pytest.raises(Refused, match="听证"):
        actions.give_review(penalty, by=reviewer, now=at("2026-03-11"), review="同意")


@pytest.mark.parametrize(
    ("amount", "party", "measures", "told_so"),
    [
        ("9999.99", MAN, "", False),
        ("10000.00", MAN, "", True),
        ("99999.99", FIRM, "", False),
        ("100000.00", FIRM, "", True),
        (None, FIRM, "吊销食品经营许可证", True),
        (None, FIRM, "责令停产停业三十日", True),
        (None, FIRM, "警告", False),
    ],
)
def test_right_to_a_hearing_is_told(told, amount, party, measures, told_so):
    [notice] = Document.objects.about(told(amount, party=party, measures=measures))
    assert any("要求听证的权利" in paragraph for paragraph in notice.body["paragraphs"]) is told_so


@pytest.fixture
def demanded(told, clerk):
    """Demanded on Tuesday the 10th; seven working days later is Thursday the 19th."""
    penalty = told("10000.00", party=MAN)
    about = {"statement": "要求听证", "hearing": "demanded", "hearing_on": date(2026, 3, 19)}
    return actions.hear_party(penalty, by=clerk, now=at("2026-03-10"), **about)


def test_party_is_told_the_day_of_the_hearing_on_paper(demanded):
    paper = Document.objects.about(demanded).get(kind=Document.Kind.PENALTY_HEARING)
    assert paper.body["paragraphs"][1] == "听证日期：2026年3月19日（星期四）。"


def test_review_waits_for_the_hearing(demanded, reviewer):
    with pytest.raises(Refused, match="先举行听证"):
        actions.give_review(demanded, by=reviewer, now=at("2026-03-18"), review="同意")


def test_after_the_hearing_comes_the_review(demanded, reviewer):
    penalty = actions.hold_hearing(demanded, by=reviewer, now=at("2026-03-19"), record_text="笔录")
    assert actions.give_review(penalty, by=reviewer, now=at("2026-03-19"), review="同意").hearing == "held"


def test_officer_does_not_preside(demanded, second):
    with pytest.raises(PermissionDenied):
        actions.hold_hearing(demanded, by=second, now=at("2026-03-19"), record_text="笔录")


def test_no_record_before_the_day_of_the_hearing(demanded, reviewer):
    with pytest.raises(Refused, match="2026-03-19"):
        actions.hold_hearing(demanded, by=reviewer, now=at("2026-03-18"), record_text="笔录")


@pytest.mark.parametrize(
    ("amount", "today", "day", "field"),
    [
        ("10000.00", "2026-03-10", date(2026, 3, 18), "hearing_on"),
        ("10000.00", "2026-03-10", None, "hearing_on"),
        ("10000.00", "2026-03-17", date(2026, 4, 10), "hearing"),
        ("9999.99", "2026-03-10", date(2026, 3, 19), "hearing"),
    ],
)
def test_hearing_keeps_the_terms_of_the_law(told, clerk, amount, today, day, field):
    about = {"statement": "要求听证", "hearing": "demanded", "hearing_on": day}
    with pytest.raises(Refused) as refusal:
        actions.hear_party(told(amount, party=MAN), by=clerk, now=at(today), **about)
    assert refusal.value.field == field


def test_sent_back_keeps_what_was_said_and_goes_round_again(discussed, clerk, approver):
    penalty = actions.send_back(discussed(), by=approver, now=at("2026-03-18"), reason="证据不足")
    assert "证据不足" in penalty.earlier
    assert (
        actions.propose(penalty, by=clerk, now=at("2026-03-19"), amount=Decimal(100), basis=BASIS).state == "proposed"
    )


def test_dropped_gives_reasons_in_a_decision_of_its_own(filed, approver):
    penalty = actions.drop(filed(), by=approver, now=at("2026-03-18"), reason="违法行为轻微并及时改正")
    [decision] = Document.objects.about(penalty)
    assert (decision.kind, penalty.clock.is_running) == ("no_penalty", False)


def test_no_penalty_without_reasons(filed, approver):
    with pytest.raises(Refused) as refusal:
        actions.drop(filed(), by=approver, now=at("2026-03-18"), reason="　")
    assert refusal.value.field == "reason"


def test_ninety_calendar_days_then_a_yellow_card(filed, clerk):
    penalty = filed()  # 2 March + 90 days = 31 May, a Sunday: Monday 1 June
    watch(at("2026-06-01"))
    assert not Finding.objects.exists()
    watch(at("2026-06-02"))
    found = Finding.objects.get()
    assert (found.code, found.subject, found.responsible_id) == ("Y2", penalty, clerk.user.pk)


def test_service_within_seven_working_days(discussed, approver):
    actions.decide(discussed(), by=approver, now=at("2026-03-18"))
    watch(at("2026-03-27"))
    assert not Finding.objects.exists()
    watch(at("2026-03-30"))
    assert Finding.objects.get().occurrence == "step:serve:1"


def test_same_form_twice_files_one_case(power, clerk, second):
    about = {"party": FIRM, "officers": [clerk.user, second.user], "facts": "x", "key": str(uuid.uuid4())}
    first = actions.file(power, by=clerk, now=at("2026-03-02"), **about)
    assert actions.file(power, by=clerk, now=at("2026-03-02"), **about) == first
