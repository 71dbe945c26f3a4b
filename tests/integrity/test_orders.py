"""From risk information to alarm, order, plan, feedback, verification; what fails raises the level."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts import succession
from accounts.models import Role
from deadlines.models import Deadline
from integrity import clocks
from integrity.actions import entering, ordering
from integrity.models import Accountability, Alarm, RiskInformation, RiskOrder
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Anomaly, Document, Entry, Look
from records.refusal import Refused
from tests.conftest import at, employ
from tests.integrity.conftest import WORDS, alarmed, entered


def test_int_06_a_red_alarm_comes_with_an_order_whose_plan_is_due_in_five_working_days(order):
    """INT-06: given on Monday 2 March, the plan is due on Monday 9 March."""
    assert order.alarm.level == "A"
    assert order.plan_due_on == date(2026, 3, 9)
    assert Deadline.objects.about(order).get(name=clocks.PLAN).due_on == date(2026, 3, 9)
    alarm, paper = (Document.objects.get(kind=kind) for kind in ("risk_alarm", "risk_order"))
    assert (alarm.title, alarm.body["level"]) == ("廉政风险预警警报", "红色预警")
    assert paper.title == "廉政风险督办书"
    assert "2026年3月9日" in paper.body["paragraphs"][2]
    assert alarm.addressee == order.organisation.name


@pytest.mark.parametrize(("level", "colour"), [("A", "红色预警"), ("B", "黄色预警"), ("C", "蓝色预警")])
def test_each_level_has_its_colour(bureau, inspector, second, level, colour):
    order = alarmed(bureau, inspector, second, level)
    assert order.alarm.document.body["level"] == colour


def test_the_papers_are_numbered_on_their_own(bureau, other_bureau, inspector, second):
    for unit in (bureau, other_bureau):
        alarmed(unit, inspector, second)
    numbers = Document.objects.filter(kind="risk_order").values_list("serial", flat=True)
    assert list(numbers) == [1, 2]


def test_who_judges_does_not_confirm(bureau, inspector):
    information = entered(bureau, inspector)
    about = {"level": "B", "reason": "有线索", "demand": "核查"}
    entering.judge(information, by=inspector, now=at("2026-02-26"), **about)
    with pytest.raises(Refused):
        entering.confirm(information, by=inspector, now=at("2026-02-27"))
    assert not Alarm.objects.exists()
    assert Anomaly.objects.get().code == "V07"


def test_a_level_without_a_demand_is_refused_at_its_field(bureau, inspector):
    information = entered(bureau, inspector)
    with pytest.raises(Refused) as refused:
        entering.judge(information, by=inspector, now=at("2026-02-26"), level="A", reason="有线索")
    assert refused.value.field == "demand"


def test_no_risk_ends_without_an_alarm(bureau, inspector, second):
    information = entered(bureau, inspector)
    entering.judge(information, by=inspector, now=at("2026-02-26"), level="none", reason="查无实据")
    entering.confirm(information, by=second, now=at("2026-02-27"))
    assert RiskInformation.objects.get().state == "dismissed"
    assert not Alarm.objects.exists()


def test_a_judgement_that_does_not_hold_is_made_anew(bureau, inspector, second):
    information = entered(bureau, inspector)
    about = {"level": "C", "reason": "轻微", "demand": "提醒"}
    entering.judge(information, by=inspector, now=at("2026-02-26"), **about)
    entering.send_back(information, by=second, now=at("2026-02-27"), reason="请补充依据")
    assert RiskInformation.objects.get().remark == "请补充依据"
    entering.judge(information, by=inspector, now=at("2026-02-28"), **about)
    assert RiskInformation.objects.get().state == "judged"


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_unit_enters_and_sees_no_risk_information(bureau, inspector, role):
    somebody = employ("x", "某人", bureau, role)
    information = entered(bureau, inspector)
    assert not RiskInformation.objects.visible_to(somebody).exists()
    with pytest.raises(PermissionDenied):
        entered(bureau, somebody)
    assert RiskInformation.objects.get() == information


def test_nobody_sees_what_came_in_about_oneself(discipline, inspector, second):
    entered(discipline, inspector, person=second.user)
    assert not RiskInformation.objects.visible_to(second).exists()
    assert RiskInformation.objects.visible_to(inspector).exists()


def test_a_day_to_come_is_refused(bureau, inspector):
    with pytest.raises(Refused) as refused:
        entered(bureau, inspector, happened_on=date(2026, 2, 26))
    assert refused.value.field == "happened_on"
    assert not RiskInformation.objects.exists()


# who told it


def test_an_informant_is_sealed_and_two_open_it(bureau, inspector, second):
    information = entered(bureau, inspector, informant="刘某，13900000000")
    assert "刘某" not in bytes(information.informant_sealed).decode("latin1")
    entering.ask(information, by=inspector, now=at("2026-02-26"), reason="核实细节")
    opening = information.openings.get()
    with pytest.raises(Refused):
        entering.decide(opening, by=inspector, now=at("2026-02-26"), allowed=True)
    entering.decide(opening, by=second, now=at("2026-02-26"), allowed=True)
    with pytest.raises(PermissionDenied):
        entering.read_informant(opening, by=second, now=at("2026-02-27"))
    assert entering.read_informant(opening, by=inspector, now=at("2026-02-27")) == "刘某，13900000000"
    assert Look.objects.get().user == inspector.user
    with pytest.raises(Refused):
        entering.read_informant(opening, by=inspector, now=at("2026-02-27"))


def test_the_record_says_nothing_of_what_came_in(bureau, inspector):
    entered(bureau, inspector, informant="刘某")
    assert not Entry.objects.filter(canon__contains="刘某").exists()
    assert not Entry.objects.filter(canon__contains=WORDS).exists()


# the order


@pytest.fixture
def planned(order, head):
    return ordering.hand_in(order, by=head, now=at("2026-03-06"), plan="三日内实行双人核查，四月底前开展专项整治")


@pytest.fixture
def agreed(planned, inspector):
    return ordering.agree(planned, by=inspector, now=at("2026-03-10"), finish_on=date(2026, 4, 10))


@pytest.fixture
def reported(agreed, head):
    return ordering.report(agreed, by=head, now=at("2026-04-09"), feedback="已全部整改，制度已印发")


def test_a_plan_in_time_leaves_no_card(planned):
    sweep(at("2026-03-12"))
    assert not Finding.objects.filter(code="Y26").exists()


def test_a_plan_that_does_not_come_is_a_yellow_card(order):
    sweep(at("2026-03-10"))
    found = Finding.objects.get(code="Y26")
    assert (found.level, found.organisation) == ("yellow", order.organisation)


def test_the_day_of_the_plan_is_warned_of(order):
    sweep(at("2026-03-06"))
    assert list(Finding.objects.values_list("code", "level")) == [("W25", "warning")]


def test_a_plan_is_not_written_by_another_unit(order, stranger):
    with pytest.raises(PermissionDenied):
        ordering.hand_in(order, by=stranger, now=at("2026-03-03"), plan="代拟")


def test_a_plan_that_does_not_do_is_sent_back_with_a_shorter_term(planned, inspector):
    order = ordering.send_back(planned, by=inspector, now=at("2026-03-09"), reason="措施不具体")
    assert order.state == "issued"
    assert order.plan_due_on == date(2026, 3, 12)
    assert clocks.running(order, clocks.PLAN).round == 2


def test_the_day_of_the_end_is_still_to_come(planned, inspector):
    with pytest.raises(Refused) as refused:
        ordering.agree(planned, by=inspector, now=at("2026-03-10"), finish_on=date(2026, 3, 10))
    assert refused.value.field == "finish_on"


def test_who_received_the_plan_does_not_verify(reported, inspector, second):
    with pytest.raises(Refused):
        ordering.verify(reported, by=inspector, now=at("2026-04-13"), verdict="属实")
    order = ordering.verify(reported, by=second, now=at("2026-04-13"), verdict="现场核验属实")
    assert order.state == "verified"
    assert not Deadline.objects.about(order).running().exists()


def test_the_database_wants_another_one_to_verify(reported, inspector):
    with pytest.raises(IntegrityError, match="risk_order_verified_by_another"), transaction.atomic():
        RiskOrder.objects.filter(pk=reported.pk).update(state="verified", ended_by=inspector.user, verdict="x")


@pytest.mark.parametrize(("before", "after"), [("C", "B"), ("B", "A"), ("A", "A")])
def test_what_is_not_put_right_raises_the_level(bureau, head, inspector, second, before, after):
    order = alarmed(bureau, inspector, second, before)
    ordering.hand_in(order, by=head, now=at("2026-03-06"), plan="整改")
    ordering.agree(order, by=inspector, now=at("2026-03-10"), finish_on=date(2026, 4, 10))
    ordering.report(order, by=head, now=at("2026-04-09"), feedback="已整改")
    ordering.escalate(order, by=second, now=at("2026-04-13"), verdict="现场仍有单人核查")
    alarm = Alarm.objects.get(previous=order.alarm)
    assert (alarm.level, alarm.order.state) == (after, "issued")
    assert RiskOrder.objects.get(pk=order.pk).state == "raised"
    assert Accountability.objects.count() == (2 if before == "A" else 0)


def test_a_plan_that_never_came_can_raise_the_level_but_not_before_its_day(order, inspector):
    with pytest.raises(Refused):
        ordering.escalate(order, by=inspector, now=at("2026-03-09"), verdict="逾期未报方案")
    ordering.escalate(order, by=inspector, now=at("2026-03-10"), verdict="逾期未报方案")
    assert Alarm.objects.count() == 2
    assert Deadline.objects.about(order).get().next_alarm_at is not None  # the card for the delay still comes


@pytest.fixture
def proposal(order, inspector):
    ordering.escalate(order, by=inspector, now=at("2026-03-10"), verdict="逾期未报方案")
    return Accountability.objects.get(kind="talk")


def test_accountability_is_decided_by_another(proposal, inspector, second):
    about = {"now": at("2026-03-12"), "accepted": True, "opinion": "同意诫勉谈话"}
    with pytest.raises(Refused):
        ordering.decide(proposal, by=inspector, **about)
    assert ordering.decide(proposal, by=second, **about).state == "accepted"


def test_a_late_decision_is_a_card_of_the_discipline_office(proposal, discipline):
    sweep(at("2026-03-25"))
    found = Finding.objects.filter(code="Y26", organisation=discipline)
    assert found.count() == 2  # the talk and the accountability


def test_the_same_form_twice_is_one_deed(order, head):
    key = "00000000-0000-4000-8000-000000000001"
    for _time in range(2):
        ordering.hand_in(order, by=head, now=at("2026-03-06"), plan="整改", key=key)
    assert Entry.objects.filter(verb="integrity.order.planned").count() == 1


@pytest.mark.parametrize("table", ["alarm", "riskorder", "riskinformation"])
def test_evidence_is_not_deleted(order, table):
    model = {"alarm": Alarm, "riskorder": RiskOrder, "riskinformation": RiskInformation}[table]
    with pytest.raises(Exception, match="append"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_heads_contacts_and_watchers_see_an_order_and_nobody_else(order, head, clerk, stranger, inspector, leader):
    seen = [
        actor for actor in (head, clerk, stranger, inspector, leader) if RiskOrder.objects.visible_to(actor).exists()
    ]
    assert seen == [head, inspector, leader]


# a unit that ends


def test_open_orders_go_to_the_succeeding_unit_and_the_alarm_stays(order, bureau, other_bureau, inspector, second):
    heir = employ("heir", "新局长", other_bureau, Role.HEAD)
    moved = succession.hand_over_unit(bureau, succession.Plan(other_bureau), by=inspector, now=at("2026-03-03"))
    assert moved["廉政风险督办书"] == 1
    order = RiskOrder.objects.visible_to(heir).get()
    assert (order.organisation, order.alarm.organisation) == (other_bureau, bureau)
    assert clocks.running(order, clocks.PLAN).organisation_id == other_bureau.pk
    assert ordering.hand_in(order, by=heir, now=at("2026-03-04"), plan="承接整改").state == "planned"
    ordering.send_back(order, by=inspector, now=at("2026-03-05"), reason="补充")
    ordering.escalate(order, by=second, now=at("2026-03-20"), verdict="逾期")
    assert Alarm.objects.get(previous=order.alarm).organisation == other_bureau
