"""Locks: a matter stands still until an inspector lets it go; attempts are seen."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals import actions as approvals
from deadlines.models import Hold
from monitoring import actions
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.refusal import Refused
from tests.conftest import ZHANG, at, make_item
from tests.monitoring.cards import of, switch

pytestmark = pytest.mark.django_db


def test_rule_that_locks_stops_the_unit_until_an_inspector_unlocks(bureau, accepted, reviewer, inspector):
    switch("Y1", lock=True)
    case = accepted(make_item(bureau, steps=()), at("2026-03-02"))
    sweep(at("2026-03-12"))
    with pytest.raises(Refused) as refused:
        approvals.review(case, by=reviewer, now=at("2026-03-12 10:00"), opinion="同意")
    assert "超过承诺时限" in str(refused.value.message)
    actions.unlock_matter(of(case), by=inspector, now=at("2026-03-12 11:00"), reason="已当面说明情况")
    approvals.review(case, by=reviewer, now=at("2026-03-12 12:00"), opinion="同意")
    case.refresh_from_db()
    assert case.state == "reviewed"


def test_applicant_of_a_locked_case_may_still_withdraw(bureau, citizen, clerk, inspector):
    item = make_item(bureau, steps=())
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    sweep(at("2026-03-12"))
    actions.lock_matter(of(case), by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    approvals.withdraw(case, by=citizen, now=at("2026-03-12 11:00"))
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_unlocking_needs_a_reason(card, inspector):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(Refused):
        actions.unlock_matter(card, by=inspector, now=at("2026-03-12 11:00"), reason=" ")
    assert Hold.objects.get().released_at is None


def test_unit_does_not_unlock_itself(card, clerk, inspector):
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(PermissionDenied):
        actions.unlock_matter(card, by=clerk, now=at("2026-03-12 11:00"), reason="急办")


def test_attempt_on_a_locked_case_is_seen(card, inspector, reviewer):
    case = card.finding.subject
    actions.lock_matter(card, by=inspector, now=at("2026-03-12 10:00"), reason="核查期间")
    with pytest.raises(Refused):
        approvals.review(case, by=reviewer, now=at("2026-03-12 11:00"), opinion="同意")
    sweep(at("2026-03-12 12:00"))
    assert Finding.objects.filter(code="A1", subject_id=case.pk).count() == 1
