"""What happens around the course: prequalification, questions, guarantees of withdrawn bids, deliveries."""

import contextlib
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actor import ROBOT
from deadlines.models import Deadline
from monitoring.models import Finding
from monitoring.sweep import sweep
from procurement import actions
from procurement.actions import boxes, guaranteeing, inquiring, objecting, prequalifying, supplying
from procurement.models import Against, Applicant, Inquiry, Notice, Tender, Trade, WithdrawnGuarantee
from records.models import Anomaly, Entry
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.prequalified import INVITED
from tests.procurement.sealing import acting_for, bring, drop
from tests.procurement.walks import walk

BEFORE, AFTER = "2026-03-05", "2026-03-09 11:00"


def due_of(thing) -> str:
    return str(Deadline.objects.about(thing).get().due_on)


@pytest.fixture
def invite(course, centre_clerk):
    """Publish the prequalification of the construction tender: `invite(due_at=…)`."""

    def publish(by=centre_clerk, **changes):
        course.to("notice")
        wanted = replace(INVITED, **changes)
        return prequalifying.begin(course.tender, by=by, now=at("2026-02-12 09:00"), invitation=wanted)

    return publish


def apply(found, firm, moment=BEFORE, **more):
    about = {"party": firm, "statement": "建筑工程施工总承包一级，近三年完成同类工程三项"}
    return prequalifying.apply(found, by=acting_for(firm), now=at(moment), **about | more)


@pytest.fixture
def applied(invite, firms):
    """All three firms have applied."""
    found = invite()
    for firm in firms.values():
        apply(found, firm)
    return found


def examined(found, agent, **verdicts):
    for row in found.applicants.order_by("pk"):
        is_able = verdicts.get(row.party.name[:2], True)
        prequalifying.examine(row, by=agent, now=at(AFTER), is_able=is_able, reason="" if is_able else "无同类业绩")
    return prequalifying.conclude(found, by=agent, now=at(AFTER))


SHORT = [
    ("documents_until", date(2026, 2, 16)),  # four days of documents, and a holiday
    ("due_at", at("2026-03-02 10:00")),  # four days after the documents
]


@pytest.mark.parametrize(("field", "value"), SHORT)
def test_prequalification_too_short_is_blocked_and_an_anomaly(invite, field, value):
    """条例 第十六条、第十七条: five days for the documents, five more for the applications."""
    with pytest.raises(Refused) as refused:
        invite(**{field: value})
    assert (refused.value.code, refused.value.field) == ("RF-17", field)
    assert list(Anomaly.objects.values_list("code", flat=True)) == ["RF-17"]
    assert not Notice.objects.exists()


def test_notice_waits_for_the_result(course, applied):
    with pytest.raises(Refused, match="资格预审"):
        course.do("notice")


def test_prequalification_comes_before_the_notice_only(course, centre_clerk):
    course.to("issue")
    with pytest.raises(Refused) as refused:
        prequalifying.begin(course.tender, by=centre_clerk, now=at("2026-03-03"), invitation=INVITED)
    assert refused.value.code == "V08"


def test_change_less_than_three_days_before_needs_a_later_deadline(invite, agent):
    """条例 第二十一条."""
    found = invite()
    with pytest.raises(Refused) as refused:
        prequalifying.change(found, by=agent, now=at("2026-03-07"), text="业绩年限改为五年")
    assert (refused.value.code, refused.value.field) == ("RF-17", "deadline")
    later = at("2026-03-10 10:00")
    assert prequalifying.change(found, by=agent, now=at("2026-03-07"), text="改为五年", deadline=later).due_at == later


@pytest.mark.parametrize(("moment", "is_in_time"), [("2026-03-07", True), ("2026-03-08", False)])
def test_objection_lies_two_days_before_the_deadline(invite, firms, moment, is_in_time):
    """条例 第二十二条: for 9 March, the 7th is in time and the 8th is not."""
    found, alpha = invite(), firms["alpha"]
    about = {"party": alpha, "against": Against.PREQUALIFICATION, "text": "业绩要求过高"}
    with contextlib.nullcontext() if is_in_time else pytest.raises(Refused, match="2026年3月7日"):
        objecting.lodge(found.tender, by=acting_for(alpha), now=at(moment), **about)
    assert found.tender.objections.exists() is is_in_time


def test_late_application_is_refused(invite, firms):
    with pytest.raises(Refused, match="2026年3月9日10:00"):
        apply(invite(), firms["alpha"], "2026-03-09 10:00")


def test_firm_applies_once(applied, firms):
    with pytest.raises(Refused) as refused:
        apply(applied, firms["alpha"])
    assert refused.value.field == "party"


def test_nobody_examines_before_the_deadline(applied, agent):
    with pytest.raises(Refused):
        prequalifying.examine(Applicant.objects.first(), by=agent, now=at(BEFORE), is_able=True)


def test_refusal_of_a_firm_needs_a_reason(applied, agent):
    with pytest.raises(Refused) as refused:
        prequalifying.examine(Applicant.objects.first(), by=agent, now=at(AFTER), is_able=False)
    assert refused.value.field == "reason"


def test_centre_does_not_examine(applied, centre_clerk):
    with pytest.raises(PermissionDenied):
        prequalifying.examine(Applicant.objects.first(), by=centre_clerk, now=at(AFTER), is_able=True)


def test_fewer_than_three_able_firms_fail(applied, agent):
    """条例 第十九条: and another prequalification may follow."""
    assert examined(applied, agent, 宏远=False).state == "failed"
    assert prequalifying.may_begin(Tender.objects.get())


def test_every_firm_is_told_its_result(applied, agent):
    examined(applied, agent, 宏远=False)
    told = dict(applied.tender.papers.exclude(party=None).values_list("party__name", "document__title"))
    assert set(told.values()) == {"资格预审合格通知书", "资格预审结果通知书"}
    assert told["宏远建设有限公司"] == "资格预审结果通知书"


def test_conclusion_waits_for_every_examination(applied, agent):
    with pytest.raises(Refused, match="没有审查"):
        prequalifying.conclude(applied, by=agent, now=at(AFTER))


def test_firm_that_was_not_prequalified_brings_its_key_in_vain(course, applied, agent, firms):
    """条例 第三十六条: bids of those who did not pass are refused."""
    from tests.procurement.conftest import make_party

    examined(applied, agent)
    late = {"documents_from": date(2026, 3, 10), "documents_until": date(2026, 3, 16)}
    course.do("notice", moment="2026-03-10", bids_due_at=at("2026-04-01 09:30"), **late)
    stranger = make_party("seller", "云溪县外来建设有限公司")
    keys = drop(course.tender, stranger)
    with pytest.raises(Refused, match="资格预审") as refused:
        bring(course.tender, stranger, keys)
    assert refused.value.field == "key_file"


# Questions.


@pytest.fixture
def purchase(hand_in, cast, agent_firm, firms):
    course = walk(hand_in, cast, agent_firm, firms, Trade.PROCUREMENT)
    course.to("issue")
    return course


def asked(course, firms, moment="2026-03-09"):
    alpha = firms["alpha"]
    return inquiring.ask(course.tender, by=acting_for(alpha), now=at(moment), party=alpha, text="交货地点在哪里")


def test_question_is_answered_within_three_working_days(purchase, firms):
    """政府采购法实施条例 第五十二条."""
    assert due_of(asked(purchase, firms)) == "2026-03-12"


def test_unanswered_question_is_yellow_on_the_purchaser(purchase, firms):
    asked(purchase, firms)
    sweep(at("2026-03-13"))
    found = Finding.objects.filter(occurrence__startswith="trade:inquiry", code="Y12")
    assert list(found.values_list("organisation__code", flat=True)) == ["jyj"]


def test_answer_is_a_letter_that_names_nobody_before_the_opening(purchase, firms, agent):
    inquiring.reply(asked(purchase, firms), by=agent, now=at("2026-03-10"), text="县人民医院后勤楼")
    letter = purchase.tender.papers.get(code="inquiry")
    assert (letter.party, letter.document.addressee) == (firms["alpha"], "当事人")
    assert "县人民医院后勤楼" in letter.document.body["paragraphs"][1]


def test_question_is_answered_once(purchase, firms, agent):
    made = inquiring.reply(asked(purchase, firms), by=agent, now=at("2026-03-10"), text="县人民医院")
    with pytest.raises(Refused):
        inquiring.reply(made, by=agent, now=at("2026-03-11"), text="改在卫生院")
    assert Inquiry.objects.get().answer == "县人民医院"


def test_nothing_is_asked_before_the_notice(hand_in, cast, agent_firm, firms):
    course = walk(hand_in, cast, agent_firm, firms, Trade.PROCUREMENT)
    course.to("notice")
    with pytest.raises(Refused):
        asked(course, firms, "2026-02-20")


# Guarantees of withdrawn bids.


@pytest.fixture
def withdrawn(course, firms):
    """(tender, digest, secret) of a bid that was taken back."""
    tender = course.to("closing")
    keys = drop(tender, firms["alpha"], moment=at("2026-03-19"))
    secret = bytes.fromhex(keys["withdrawal"])
    boxes.withdraw(tender, keys["digest"], secret, by=ROBOT, now=at("2026-03-20"))
    return tender, keys["digest"], secret


def reclaim(withdrawn, number="BZ000027"):
    return boxes.reclaim(*withdrawn, number, by=ROBOT, now=at("2026-03-20"))


def test_guarantee_of_a_withdrawn_bid_is_owed_in_five_days(withdrawn):
    """条例 第三十五条."""
    assert due_of(reclaim(withdrawn)) == "2026-03-25"


def test_claim_says_a_number_and_no_name(withdrawn, firms):
    made = reclaim(withdrawn)
    entry = Entry.objects.about(made).get()
    assert (entry.actor_id, firms["alpha"].code in str(entry.body)) == (None, False)


def test_bid_that_lies_in_the_box_keeps_its_guarantee(course, firms):
    tender = course.to("closing")
    keys = drop(tender, firms["alpha"])
    with pytest.raises(Refused) as refused:
        reclaim((tender, keys["digest"], bytes.fromhex(keys["withdrawal"])))
    assert refused.value.field == "number"


@pytest.mark.parametrize("number", ["", "  "])
def test_claim_needs_its_number(withdrawn, number):
    with pytest.raises(Refused) as refused:
        reclaim(withdrawn, number)
    assert refused.value.field == "number"


def test_wrong_secret_gets_nothing(withdrawn):
    tender, digest, _secret = withdrawn
    with pytest.raises(Refused):
        reclaim((tender, digest, bytes(16)))


def test_centre_pays_it_back_once(withdrawn, centre_clerk):
    made = reclaim(withdrawn)
    about = {"by": centre_clerk, "now": at("2026-03-23"), "reference": "ZZ-1"}
    guaranteeing.give_back_withdrawn(made, **about)
    assert Deadline.objects.about(made).get().met_on == date(2026, 3, 23)
    with pytest.raises(Refused):
        guaranteeing.give_back_withdrawn(made, **about)
    assert WithdrawnGuarantee.objects.get().reference == "ZZ-1"


# Deliveries of drugs.


@pytest.fixture
def supplied(hand_in, cast, agent_firm, firms):
    course = walk(hand_in, cast, agent_firm, firms, Trade.DRUGS)
    course.to("filing_contract")
    return course


def deliver(course, by, accepted_on=date(2026, 4, 13), amount=5_000_000):
    about = {"what": "第一批注射剂", "amount": amount, "accepted_on": accepted_on}
    return supplying.accept_delivery(course.tender, by=by, now=at("2026-04-14"), **about)


def test_delivery_is_paid_within_thirty_days(supplied, tenderer):
    """国办发〔2015〕7号 第三条: accepted on 13 April, owed until 13 May."""
    assert due_of(deliver(supplied, tenderer)) == "2026-05-13"


def test_late_payment_is_yellow_on_the_hospital(supplied, tenderer):
    made = deliver(supplied, tenderer)
    sweep(at("2026-05-14"))
    found = Finding.objects.filter(occurrence__startswith="trade:payment", code="Y12")
    assert [row.organisation.code for row in found] == ["jyj"]
    assert made.as_subject().title.endswith("（第一批注射剂）")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"accepted_on": date(2026, 4, 9)}, "accepted_on"),
        ({"accepted_on": date(2026, 4, 15)}, "accepted_on"),
        ({"amount": 0}, "amount"),
    ],
)
def test_wrong_delivery_names_its_field(supplied, tenderer, changes, field):
    with pytest.raises(Refused) as refused:
        deliver(supplied, tenderer, **changes)
    assert refused.value.field == field


def test_payment_entered_late_counts_from_its_day(supplied, tenderer):
    made = deliver(supplied, tenderer)
    supplying.pay_delivery(made, by=tenderer, now=at("2026-05-20"), paid_on=date(2026, 5, 8), reference="HK-7")
    sweep(at("2026-05-20"))
    assert not Finding.objects.filter(occurrence__startswith="trade:payment", code="Y12").exists()


def test_deliveries_belong_to_drugs(course, tenderer):
    course.to("filing_contract")
    with pytest.raises(Refused):
        deliver(course, tenderer)


# The property trade: its result is shown for five working days.


def test_certificate_waits_until_the_result_was_shown(hand_in, cast, agent_firm, firms):
    """企业国有资产交易监督管理办法 第三十条: shown on 3 April (the 6th is a holiday), until the 13th."""
    course = walk(hand_in, cast, agent_firm, firms, Trade.PROPERTY)
    course.to("filing_contract")
    actions.guarantees_returned(course.tender, by=cast["centre"], now=at("2026-04-10"), whose="losers")
    with pytest.raises(Refused, match="2026年4月13日"):
        course.do("filing_contract", moment="2026-04-13")
    assert course.do("filing_contract", moment="2026-04-14").state == Tender.State.COMPLETED
