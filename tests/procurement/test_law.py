"""Every period and every limit of the law: as a table, and as what stops a step."""

from datetime import date

import pytest

from deadlines.models import Deadline
from procurement import actions, parameters
from procurement.models import Method, MethodChange, Notice, Tender
from procurement.periods import PERIODS, Regime, period
from records.models import Anomaly
from records.refusal import Refused
from tests.conftest import at

BID, GP, LAND, PROP, DRUGS = Regime
pytestmark = pytest.mark.django_db

ENDS = [
    (BID, "bids", "2026-03-02", "2026-03-23"),  # PRO-01: the 22nd is a Sunday
    (BID, "bids", "2026-03-03", "2026-03-23"),  # PRO-02
    (BID, "documents", "2026-03-02", "2026-03-09"),  # the 7th is a Saturday
    (BID, "prequalification", "2026-03-09", "2026-03-16"),
    (BID, "clarification", "2026-03-10", "2026-03-25"),
    (BID, "answer", "2026-03-31", "2026-04-03"),  # PRO-06
    (BID, "answer", "2026-05-06", "2026-05-09"),  # PRO-14: a Saturday, but a make-up working day
    (BID, "withdrawn_refund", "2026-04-10", "2026-04-15"),
    (BID, "candidates", "2026-03-24", "2026-03-27"),
    (BID, "publicity", "2026-04-20", "2026-04-23"),  # PRO-42
    (BID, "contract", "2026-05-11", "2026-06-10"),  # PRO-15
    (BID, "report", "2026-05-08", "2026-05-25"),  # PRO-19: the 23rd is a Saturday
    (BID, "refund_winner", "2026-04-10", "2026-04-15"),
    (BID, "refund_losers", "2026-04-10", "2026-04-15"),
    (BID, "complain", "2026-05-06", "2026-05-18"),  # PRO-20: the 16th is a Saturday
    (BID, "acceptance", "2026-05-18", "2026-05-21"),
    (BID, "decision", "2026-05-21", "2026-07-03"),
    (GP, "bids", "2026-03-02", "2026-03-23"),
    (GP, "documents", "2026-03-02", "2026-03-09"),
    (GP, "bids_consultation", "2026-03-02", "2026-03-12"),
    (GP, "bids_negotiation", "2026-03-02", "2026-03-05"),
    (GP, "inquiry", "2026-06-18", "2026-06-24"),
    (GP, "object", "2026-06-15", "2026-06-25"),
    (GP, "answer", "2026-06-15", "2026-06-25"),
    (GP, "evaluation_report", "2026-06-18", "2026-06-23"),
    (GP, "winner", "2026-06-15", "2026-06-23"),
    (GP, "announce", "2026-06-15", "2026-06-17"),
    (GP, "contract", "2026-06-15", "2026-07-15"),
    (GP, "refund_losers", "2026-06-15", "2026-06-23"),  # PRO-17
    (GP, "refund_winner", "2026-06-22", "2026-06-29"),  # PRO-17
    (GP, "publish_contract", "2026-09-28", "2026-09-30"),  # PRO-23
    (GP, "file_contract", "2026-09-28", "2026-10-13"),  # PRO-23
    (GP, "complain", "2026-06-15", "2026-07-07"),
    (GP, "withdrawn_refund", "2026-06-15", "2026-06-23"),
    (BID, "prequalification_change", "2026-03-02", "2026-03-05"),
    (GP, "decision", "2026-05-21", "2026-07-03"),
    (LAND, "bids", "2026-03-02", "2026-03-23"),
    (LAND, "listing", "2026-03-23", "2026-04-02"),
    (LAND, "announce", "2026-04-02", "2026-04-17"),
    (PROP, "bids", "2026-03-02", "2026-03-30"),
    (DRUGS, "payment", "2026-03-02", "2026-04-01"),
]


@pytest.mark.parametrize(("regime", "code", "start", "end"), ENDS)
def test_period_ends_on(regime, code, start, end):
    assert period(regime, code).end(date.fromisoformat(start)) == date.fromisoformat(end)


def test_objection_lies_ten_days_before_the_deadline():
    """PRO-06: counted backwards, 31 March is in time for 10 April and 1 April is not."""
    assert period(BID, "object_documents").latest_before(date(2026, 4, 10)) == date(2026, 3, 31)


def test_every_period_names_its_law():
    assert [found.code for found in PERIODS.values() if "第" not in found.law and found.regime != PROP] == []


NOTICE_FAULTS = [
    ("bids_due_at", at("2026-03-20 09:30")),  # PRO-01: too early
    ("bids_due_at", at("2026-03-22 09:30")),  # the 20th day itself, but a Sunday
    ("documents_until", date(2026, 3, 6)),  # four days of issue
    ("documents_until", date(2026, 3, 7)),  # five, but a Saturday
]


@pytest.mark.parametrize(("field", "value"), NOTICE_FAULTS)
def test_shortened_period_blocks_the_notice(course, field, value):
    course.to("notice")
    with pytest.raises(Refused) as refused:
        course.do("notice", **{field: value})
    assert (refused.value.code, refused.value.field) == ("RF-17", field)
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["RF-17"]
    assert not Notice.objects.exists()


def test_refusal_names_the_earliest_day_and_the_article(course):
    course.to("notice")
    with pytest.raises(Refused, match="2026年3月23日.*第二十四条"):
        course.do("notice", bids_due_at=at("2026-03-20 09:30"))


def test_everything_that_is_missing_is_said_at_once(course):
    course.to("notice")
    with pytest.raises(Refused) as refused:
        course.do("notice", media=[], documents_until=date(2026, 3, 6), bids_due_at=at("2026-03-20 09:30"))
    assert [row.field for row in refused.value.missing] == ["media", "documents_until", "bids_due_at"]


GUARANTEES = [
    (300_000_000, 6_000_000, True),  # PRO-07: 60,000.00 of 3,000,000.00
    (300_000_000, 6_000_001, False),  # 60,000.01
    (5_000_000_000, 80_000_000, True),  # the cap of construction
    (5_000_000_000, 80_000_001, False),
]


@pytest.mark.parametrize(("estimate", "guarantee", "is_right"), GUARANTEES)
def test_bid_guarantee_is_two_percent_at_most(hand_in, estimate, guarantee, is_right):
    from procurement.guards.money import guarantee_most

    tender = hand_in(estimate=estimate)
    assert (guarantee <= guarantee_most(tender, date(2026, 3, 2))) is is_right


def test_guarantee_above_the_most_blocks_the_documents(course):
    course.to("documents")
    with pytest.raises(Refused) as refused:
        course.do("documents", guarantee=20_000_001)
    assert (refused.value.code, refused.value.field) == ("V18", "guarantee")


def test_pre_tender_audit_is_needed(course):
    """S2-21: no tender without the audit of its budget."""
    course.to("conditions")
    with pytest.raises(Refused) as refused:
        course.do("conditions", audit_number="")
    assert refused.value.field == "audit_number"


def test_control_price_stays_within_the_audited_budget(course):
    course.to("documents")
    with pytest.raises(Refused) as refused:
        course.do("documents", control_price=980_000_001)
    assert refused.value.field == "control_price"


THRESHOLDS = [
    ("works", 29_999_999, True, None),
    ("works", 30_000_000, True, "local_public"),
    ("works", 400_000_000, True, "national_works"),
    ("goods", 199_999_999, True, "local_public"),
    ("goods", 200_000_000, True, "national_goods"),
    ("services", 100_000_000, True, "national_services"),
    ("works", 900_000_000, False, None),
]


@pytest.mark.parametrize(("matter", "estimate", "is_state_funded", "code"), THRESHOLDS)
def test_threshold_of_public_tender(hand_in, matter, estimate, is_state_funded, code):
    """S2-21: 300,000 yuan of state money locally; 4, 2 and 1 million nationally."""
    tender = hand_in(matter=matter, estimate=estimate, budget=None, is_state_funded=is_state_funded)
    found = parameters.duty(tender, date(2026, 3, 2)).threshold
    assert (found.code if found else None) == code


def test_invitation_above_the_threshold_needs_a_ground(course):
    course.to("method")
    with pytest.raises(Refused) as refused:
        course.do("method", method=Method.INVITATION)
    assert refused.value.field == "ground"


def test_change_of_method_is_counted_with_its_ground(course):
    course.to("method")
    course.do("method", method=Method.INVITATION, ground="技术复杂，只有少量潜在投标人可供选择")
    assert list(MethodChange.objects.values_list("was", "becomes")) == [("public", "invitation")]


def test_later_number_holds_from_its_day(course):
    from procurement.models import Parameter

    Parameter.objects.create(
        code="local_public",
        name="新限额",
        value=50_000_000,
        unit="fen",
        law="新办法第一条",
        valid_from=date(2026, 7, 1),
    )
    values = [parameters.value("local_public", day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert values == [30_000_000, 50_000_000]


@pytest.mark.parametrize(
    ("moment", "is_over"), [("2026-04-22", False), ("2026-04-23 18:00", False), ("2026-04-24", True)]
)
def test_award_waits_for_the_publicity(course, moment, is_over):
    """PRO-42: shown on 20 April, the publicity ends with 23 April."""
    course.to("candidates")
    course.do("candidates", moment="2026-04-20 10:00")
    if is_over:
        assert course.do("award", moment=moment).step == "contract"
        return
    with pytest.raises(Refused, match="2026年4月23日") as refused:
        course.do("award", moment=moment)
    assert refused.value.code == "RF-17"


def test_first_candidate_wins_where_the_state_pays(course, firms):
    course.to("award")
    with pytest.raises(Refused) as refused:
        course.do("award", winner=firms["beta"])
    assert refused.value.field == "reason"
    course.do("award", winner=firms["beta"], reason="gave_up")
    assert Tender.objects.get().awards.get().reason == "放弃中标"


@pytest.mark.parametrize(("guarantee", "is_right"), [(25_000_000, True), (26_000_000, False)])
def test_performance_guarantee_is_a_tenth_at_most(course, guarantee, is_right):
    """PRO-18: 250,000 of 2,500,000 yuan, not 260,000."""
    course.to("contract")
    if is_right:
        course.do("contract", amount=250_000_000, performance_guarantee=guarantee)
        return
    with pytest.raises(Refused) as refused:
        course.do("contract", amount=250_000_000, performance_guarantee=guarantee)
    assert refused.value.field == "performance_guarantee"


def due(code, subject=None) -> str:
    clocks = Deadline.objects.filter(name=f"trade:{code}")
    return str((clocks.about(subject) if subject else clocks).get().due_on)


def test_contract_and_report_are_clocks_from_the_award(course):
    """PRO-15, PRO-19: thirty days from the notice of 11 May, fifteen from the decision of 8 May."""
    course.to("candidates")
    course.do("candidates", moment="2026-05-06")
    course.do("award", moment="2026-05-11", determined_on=date(2026, 5, 8))
    assert (due("contract"), due("report")) == ("2026-06-10", "2026-05-25")


def test_contract_differs_from_the_award_only_with_an_explanation(course):
    course.to("contract")
    course.do("contract", amount=910_000_000)
    course.before("filing_contract")
    with pytest.raises(Refused) as refused:
        course.do("filing_contract")
    assert refused.value.field == "explanation"
    assert course.do("filing_contract", explanation="经核实为暂列金额调整").state == Tender.State.COMPLETED


def test_losing_guarantees_stop_the_last_step(course, tenderer):
    course.to("filing_contract")
    actions.report(course.tender, by=tenderer, now=at("2026-04-12"), text="书面报告")
    with pytest.raises(Refused, match="bid guarantees|保证金"):
        course.do("filing_contract")


def test_clarification_too_late_needs_a_later_deadline(course, agent):
    course.to("clarify")
    with pytest.raises(Refused, match="2026年3月25日") as refused:
        actions.clarify(course.tender, by=agent, now=at("2026-03-10"), text="工期调整为300日历天")
    assert (refused.value.code, refused.value.field) == ("RF-17", "deadline")
    later = at("2026-03-25 09:30")
    actions.clarify(course.tender, by=agent, now=at("2026-03-10"), text="工期调整为300日历天", deadline=later)
    assert Tender.objects.get().bids_due_at == later


def test_clarification_that_changes_no_bid_needs_no_days(course, agent):
    course.to("clarify")
    actions.clarify(course.tender, by=agent, now=at("2026-03-12"), text="开标室改为第二开标室", changes_bids=False)
    assert Tender.objects.get().bids_due_at == at("2026-03-23 09:30")
