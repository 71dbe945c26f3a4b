"""Objections and complaints: in time, in their order, answered and decided by the right people; they stop a tender."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from deadlines.models import Deadline
from procurement import actions
from procurement.actions import complaining, objecting
from procurement.models import Against, BidComplaint, Objection, Suspension, Tender, Trade
from records.refusal import Refused
from tests.conftest import at
from tests.procurement.conftest import make_representative

TEXT = "招标文件第三章的业绩要求与项目规模不相适应，请予修改。"


@pytest.fixture
def lodge(course, bidder, firms):
    """Lodge an objection of alpha: `lodge(Against.RESULT, "2026-05-06")`."""

    def make(against, moment, tender=None, **more):
        about = {"by": bidder, "now": at(moment), "party": firms["alpha"], "text": TEXT} | more
        return objecting.lodge(tender or course.tender, against=against, **about)

    return make


@pytest.fixture
def file(course, bidder, firms):
    def make(against, moment, knew_on, tender=None):
        about = {"by": bidder, "now": at(moment), "party": firms["alpha"], "text": TEXT}
        return complaining.file(tender or course.tender, against=against, knew_on=date.fromisoformat(knew_on), **about)

    return make


def until_april(course):
    """The documents are out and the deadline is 10 April."""
    course.to("notice")
    course.do("notice", bids_due_at=at("2026-04-10 09:30"))
    course.to("closing")


def due_of(thing, code) -> str:
    return str(Deadline.objects.about(thing).get(name=f"trade:{code}").due_on)


def test_objection_to_the_documents_in_time_stops_the_tender(course, lodge):
    """PRO-06: deadline 10 April, objection of 31 March: answer due on 3 April, closing blocked."""
    until_april(course)
    objection = lodge(Against.DOCUMENTS, "2026-03-31")
    assert due_of(objection, "answer") == "2026-04-03"
    assert Tender.objects.get().state == Tender.State.SUSPENDED
    with pytest.raises(Refused) as refused:
        course.do("closing", moment="2026-04-10 09:30")
    assert refused.value.code == "V08"


def test_objection_to_the_documents_too_late_names_the_last_day(course, lodge):
    until_april(course)
    with pytest.raises(Refused, match="2026年3月31日"):
        lodge(Against.DOCUMENTS, "2026-04-01")
    assert not Objection.objects.exists()


def test_answer_lets_the_tender_go_on(course, lodge, agent):
    until_april(course)
    objection = lodge(Against.DOCUMENTS, "2026-03-31")
    objecting.answer(objection, by=agent, now=at("2026-04-02"), text="已按意见修改", is_upheld=True)
    assert Tender.objects.get().state == Tender.State.RUNNING
    assert course.do("closing", moment="2026-04-10 09:30").step == "opening"


def test_objection_in_the_publicity_stops_the_award(course, lodge, tenderer):
    """PRO-14: objection of 6 May, answer due on the make-up Saturday 9 May."""
    course.to("candidates")
    course.do("candidates", moment="2026-04-30")
    objection = lodge(Against.RESULT, "2026-05-06")
    assert due_of(objection, "answer") == "2026-05-09"
    with pytest.raises(Refused):
        course.do("award", moment="2026-05-08")
    objecting.answer(objection, by=tenderer, now=at("2026-05-08"), text="评分无误", is_upheld=False)
    assert course.do("award", moment="2026-05-08").step == "contract"


def test_two_objections_are_two_grounds(course, lodge, agent, firms):
    until_april(course)
    beta = make_representative(firms["beta"], "13900000003", "周全")
    first = lodge(Against.DOCUMENTS, "2026-03-30")
    lodge(Against.DOCUMENTS, "2026-03-30", by=beta, party=firms["beta"])
    objecting.answer(first, by=agent, now=at("2026-03-31"), text="已答复", is_upheld=False)
    assert Tender.objects.get().state == Tender.State.SUSPENDED
    assert Suspension.objects.filter(until_at=None).count() == 1


def test_nobody_objects_for_a_firm_that_is_not_theirs(course, lodge, firms):
    until_april(course)
    with pytest.raises(PermissionDenied):
        lodge(Against.DOCUMENTS, "2026-03-30", party=firms["beta"])


def test_withdrawn_objection_lets_the_tender_go_on(course, lodge, bidder):
    until_april(course)
    objecting.withdraw(lodge(Against.DOCUMENTS, "2026-03-30"), by=bidder, now=at("2026-03-31"))
    assert Tender.objects.get().state == Tender.State.RUNNING


@pytest.mark.parametrize(("moment", "is_right"), [("2026-05-16", True), ("2026-05-18", True), ("2026-05-19", False)])
def test_complaint_within_ten_days_of_knowing(course, file, moment, is_right):
    """PRO-20: known on 6 May; the last day is Monday 18 May."""
    course.to("evaluation")
    if is_right:
        assert file(Against.OTHER, moment, "2026-05-06").state == BidComplaint.State.FILED
        return
    with pytest.raises(Refused, match="2026年5月18日") as refused:
        file(Against.OTHER, moment, "2026-05-06")
    assert refused.value.field == "knew_on"


def test_clocks_of_a_complaint(course, file, supervisor):
    """PRO-20: filed on 18 May; acceptance until 21 May, decision until 3 July when accepted on the 21st."""
    course.to("evaluation")
    complaint = file(Against.OTHER, "2026-05-18", "2026-05-06")
    assert due_of(complaint, "acceptance") == "2026-05-21"
    complaining.accept(complaint, by=supervisor, now=at("2026-05-21"))
    assert due_of(complaint, "decision") == "2026-07-03"


@pytest.mark.parametrize("against", [Against.DOCUMENTS, Against.OPENING, Against.RESULT])
def test_complaint_needs_an_objection_first(course, file, against):
    """PRO-21, 条例 第六十条第二款."""
    course.to("award")
    with pytest.raises(Refused) as refused:
        file(against, "2026-04-01", "2026-03-31")
    assert refused.value.field == "against"


@pytest.mark.parametrize(("moment", "is_right"), [("2026-05-18", True), ("2026-05-19", False)])
def test_time_of_the_answer_does_not_count(course, lodge, file, tenderer, moment, is_right):
    """Known on 6 May, answered in two days (7 and 8 May): the ten days end on 18 May."""
    course.to("candidates")
    course.do("candidates", moment="2026-04-30")
    objection = lodge(Against.RESULT, "2026-05-06")
    objecting.answer(objection, by=tenderer, now=at("2026-05-08"), text="评分无误", is_upheld=False)
    if is_right:
        assert file(Against.RESULT, moment, "2026-05-06")
        return
    with pytest.raises(Refused, match="2026年5月18日"):
        file(Against.RESULT, moment, "2026-05-06")


def test_tests_do_not_count(course, file, supervisor):
    course.to("evaluation")
    complaint = file(Against.OTHER, "2026-05-18", "2026-05-06")
    complaining.accept(complaint, by=supervisor, now=at("2026-05-21"))
    complaining.begin_tests(complaint, by=supervisor, now=at("2026-05-25"), reason="投标文件雷同性鉴定", days=10)
    complaining.end_tests(complaint, by=supervisor, now=at("2026-06-01"))
    assert due_of(complaint, "decision") == "2026-07-10"


def test_decision_is_made_by_another(course, file, supervisor, supervisor_head):
    course.to("evaluation")
    complaint = file(Against.OTHER, "2026-05-18", "2026-05-06")
    complaining.accept(complaint, by=supervisor, now=at("2026-05-20"), suspends=True)
    assert Tender.objects.get().state == Tender.State.SUSPENDED
    about = {"now": at("2026-06-10"), "outcome": "dismissed", "text": "投诉事项缺乏事实依据，驳回投诉。"}
    with pytest.raises(Refused) as refused:
        complaining.decide(complaint, by=supervisor, **about)
    assert refused.value.code == "V07"
    complaining.decide(complaint, by=supervisor_head, **about)
    assert Tender.objects.get().state == Tender.State.RUNNING


def test_refused_complaint_has_a_ground(course, file, supervisor):
    course.to("evaluation")
    complaint = file(Against.OTHER, "2026-05-18", "2026-05-06")
    with pytest.raises(Refused):
        complaining.refuse(complaint, by=supervisor, now=at("2026-05-20"), reason="  ")
    complaining.refuse(complaint, by=supervisor, now=at("2026-05-20"), reason="投诉人不是利害关系人")
    assert BidComplaint.objects.get().state == BidComplaint.State.REFUSED


def test_open_complaint_blocks_the_award(course, file):
    course.to("award")
    file(Against.OTHER, "2026-03-30", "2026-03-27")
    with pytest.raises(Refused) as refused:
        course.do("award")
    assert refused.value.code == "V18"


def test_challenge_in_government_procurement_is_counted_in_working_days(
    hand_in, cast, agent_firm, firms, bidder, agent
):
    """政府采购法 第五十二至五十五条: seven working days to challenge, seven to answer, fifteen to complain."""
    from tests.procurement.course import Course

    course = Course(hand_in(trade=Trade.PROCUREMENT, matter="goods"), cast, agent_firm, firms)
    course.to("closing")
    about = {"by": bidder, "party": firms["alpha"], "against": Against.DOCUMENTS, "text": TEXT}
    with pytest.raises(Refused, match="2026年3月11日"):
        objecting.lodge(course.tender, now=at("2026-03-12"), knew_on=date(2026, 3, 2), **about)
    challenge = objecting.lodge(course.tender, now=at("2026-03-11"), knew_on=date(2026, 3, 2), **about)
    assert due_of(challenge, "answer") == "2026-03-20"
    assert Tender.objects.get().state == Tender.State.RUNNING
    objecting.answer(challenge, by=agent, now=at("2026-03-18"), text="要求合理", is_upheld=False)
    complaint = {"by": bidder, "party": firms["alpha"], "against": Against.DOCUMENTS, "text": TEXT}
    with pytest.raises(Refused, match="2026年4月9日"):
        complaining.file(course.tender, now=at("2026-04-10"), knew_on=date(2026, 3, 2), **complaint)


def test_failed_tender_begins_anew_with_the_notice(course, tenderer):
    course.to("opening")
    del course.keys["gamma"]
    assert course.do("opening").state == Tender.State.FAILED
    tender = actions.reissue(course.tender, by=tenderer, now=at("2026-03-25"))
    assert (tender.state, tender.round, tender.done, tender.step) == (Tender.State.RUNNING, 2, 6, "notice")


def test_new_round_with_another_method_is_approved_by_the_department(course, centre_clerk, tenderer, supervisor):
    course.to("closing")
    actions.fail(course.tender, by=centre_clerk, now=at("2026-03-23 10:00"), reason="投标人少于三个")
    about = {"now": at("2026-03-25"), "method": "negotiation", "ground": "两次公开招标失败"}
    with pytest.raises(PermissionDenied):
        actions.reissue(course.tender, by=tenderer, **about)
    assert actions.reissue(course.tender, by=supervisor, **about).method == "negotiation"


def test_suspended_by_the_department_and_let_go(course, supervisor_head, supervisor):
    course.to("opening")
    with pytest.raises(PermissionDenied):
        actions.suspend(course.tender, by=supervisor, now=at("2026-03-23 09:31"), reason="核查串标线索")
    actions.suspend(course.tender, by=supervisor_head, now=at("2026-03-23 09:31"), reason="核查串标线索")
    with pytest.raises(Refused):
        course.do("opening")
    actions.resume(course.tender, by=supervisor_head, now=at("2026-03-24"))
    assert course.do("opening", moment="2026-03-24").step == "evaluation"


def test_terminated_tender_says_why_to_everybody(course, tenderer):
    course.to("closing")
    actions.terminate(course.tender, by=tenderer, now=at("2026-03-21"), reason="项目规划调整，取消建设")
    assert Tender.objects.get().notices.last().text == "项目规划调整，取消建设"
    with pytest.raises(Refused):
        course.do("closing")
