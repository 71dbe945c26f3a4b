"""The longer term of a joint case: the head asks, the government grants or refuses."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions as approvals
from approvals.models import ExtensionRequest
from records.models import Document
from records.refusal import Refused
from tests.approvals.joint.conftest import D, anomalies, answer
from tests.conftest import at

pytestmark = pytest.mark.django_db


def test_joint_term_is_45_working_days(case):
    """APR-10."""
    assert (case.clock.due_on, case.clock.statutory_on) == (D("2026-05-08"), D("2026-05-08"))


def test_government_grants_15_more(case, leader):
    """APR-10, second half."""
    case = approvals.extend(case, by=leader, now=at("2026-04-20"), reason="需与省级规划衔接。")
    assert (case.clock.due_on, case.clock.statutory_on) == (D("2026-05-28"), D("2026-05-28"))
    [letter] = Document.objects.about(case).filter(kind=Document.Kind.EXTENSION)
    assert "本级人民政府" in "".join(letter.body["paragraphs"])


def test_head_cannot_extend_a_joint_case(case, head):
    with pytest.raises(PermissionDenied):
        approvals.extend(case, by=head, now=at("2026-04-20"), reason="复杂")
    assert anomalies() == ["V07"]


def test_request_of_the_head_is_answered_by_the_extension(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="需与省级规划衔接。", days=10)
    approvals.extend(case, by=leader, now=at("2026-04-21"), reason="同意延长。", days=10)
    request = ExtensionRequest.objects.get()
    assert (request.state, request.answered_by) == (ExtensionRequest.State.APPROVED, leader.user)
    assert request.answered_at == at("2026-04-21")


def test_government_may_say_no(case, head, leader):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="人手不足。")
    approvals.refuse_extension(case, by=leader, now=at("2026-04-21"), reason="人手不足不是延长的理由。")
    assert ExtensionRequest.objects.get().state == ExtensionRequest.State.REFUSED
    case.refresh_from_db()
    assert case.clock.due_on == D("2026-05-08")


@pytest.mark.parametrize(
    ("day", "detail"),
    [
        ("2026-04-20", {"reason": " "}),
        ("2026-04-20", {"reason": "复杂", "days": 16}),
        ("2026-04-20", {"reason": "复杂", "days": 0}),
        ("2026-05-09", {"reason": "复杂"}),
    ],
    ids=["no reason", "too many days", "no days", "expired"],
)
def test_request_that_the_law_does_not_allow(case, head, day, detail):
    with pytest.raises(Refused):
        approvals.request_extension(case, by=head, now=at(day), **detail)
    assert not ExtensionRequest.objects.exists()


def test_second_request_waits_for_the_answer_to_the_first(case, head):
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="复杂")
    with pytest.raises(Refused):
        approvals.request_extension(case, by=head, now=at("2026-04-21"), reason="更复杂")
    assert anomalies() == ["V08"]


def test_request_lapses_with_the_case(case, head, units):
    approvals.request_extension(case, by=head, now=at("2026-03-04"), reason="复杂")
    answer(case, units["fgj"], "2026-03-05", agrees=False, opinion="不符合产业政策")
    assert ExtensionRequest.objects.get().state == ExtensionRequest.State.LAPSED


def test_answered_request_keeps_its_answer(case, head, leader):
    """Only the request that waits is answered by an extension."""
    approvals.request_extension(case, by=head, now=at("2026-04-20"), reason="人手不足。")
    approvals.refuse_extension(case, by=leader, now=at("2026-04-21"), reason="人手不足不是延长的理由。")
    approvals.extend(case, by=leader, now=at("2026-04-22"), reason="需与省级规划衔接。")
    request = ExtensionRequest.objects.get()
    assert (request.state, request.answered_at) == (ExtensionRequest.State.REFUSED, at("2026-04-21"))
