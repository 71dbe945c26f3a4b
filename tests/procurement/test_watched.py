"""What supervision sees of trading: overdue limits are yellow, tries to shorten a period are yellow."""

import pytest

from monitoring.models import Finding
from monitoring.sweep import sweep
from procurement.actions import objecting
from procurement.models import Against
from records.refusal import Refused
from tests.conftest import at


def found(occurrence: str = "", code: str = "") -> list:
    """The findings about this clock, or under this rule."""
    rows = Finding.objects.filter(occurrence__startswith=occurrence, code__startswith=code).order_by("pk")
    return [(row.code, row.level, row.organisation.code, str(row.effective_on)) for row in rows]


def test_unsigned_contract_is_yellow_on_the_tenderer_the_next_day(course):
    """PRO-15: notice of 11 May; 10 June is the last day, 11 June is yellow."""
    course.to("candidates")
    course.do("candidates", moment="2026-05-06")
    course.do("award", moment="2026-05-11")
    sweep(at("2026-06-10"))
    assert found("trade:contract", "Y12") == []
    sweep(at("2026-06-11"))
    assert found("trade:contract", "Y12") == [("Y12", "yellow", "jyj", "2026-06-11")]


def test_contract_signed_in_time_and_entered_late_is_not_late(course):
    course.to("contract")
    course.do("contract", moment="2026-05-06", signed_on=at("2026-04-20").date())
    sweep(at("2026-05-07"))
    assert found("trade:contract", "Y12") == []


def test_late_opening_is_yellow_on_the_centre(course):
    course.to("opening")
    sweep(at("2026-03-23 12:00"))
    assert found("trade:opening") == [("Y12", "yellow", "jyzx", "2026-03-23")]


def test_shortened_period_is_blocked_and_yellow(course):
    """RF-17: the notice is refused, and the attempt is a yellow finding on the office that tried."""
    course.to("notice")
    with pytest.raises(Refused):
        course.do("notice", bids_due_at=at("2026-03-20 09:30"))
    sweep(at("2026-03-02 10:00"))
    assert found(code="RF-17") == [("RF-17", "yellow", "jyzx", "2026-03-02")]


def test_unanswered_objection_is_yellow_on_the_tenderer(course, bidder, firms):
    course.to("clarify")
    about = {"party": firms["alpha"], "against": Against.DOCUMENTS, "text": "业绩要求过高"}
    objecting.lodge(course.tender, by=bidder, now=at("2026-03-11"), **about)
    sweep(at("2026-03-17"))
    assert found("trade:answer") == [("Y12", "yellow", "jyj", "2026-03-17")]
