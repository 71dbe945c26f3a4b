"""Who is told what about an order, and that nothing leaves the house about those who must not be known."""

import pytest

from accounts.messaging import outbox
from accounts.models import Delivery, Message, Post, Role
from complaints import actions, telling
from complaints.actions import opening
from complaints.models import Kind
from records.models import Entry
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db
NOW = at("2026-09-23 10:00")


@pytest.fixture(autouse=True)
def open_ways(settings):
    console = "accounts.messaging.backends.console"
    settings.MESSAGE_BACKENDS = {"sms": console, "email": console}


def tell(now=NOW):
    """What the robot tells of all entries, without waiting for a commit."""
    entries = list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk"))
    return outbox.send(telling.drafts(entries), now)


def told(actor) -> list[str]:
    """The titles in the inbox of this person, oldest first."""
    tell()
    return [title.partition("：")[0] for title in actor.user.inbox.order_by("pk").values_list("title", flat=True)]


def test_the_complainant_follows_the_course(replied, citizen):
    assert told(citizen) == ["已收到您反映的事项", "您反映的事项已派单", "您反映的事项已答复"]


def test_handlers_and_dispatchers_learn_what_waits_for_them(assigned, clerk, head, dispatcher, operator, stranger):
    actions.send_back(assigned, by=clerk, now=at("2026-09-21 12:00"), reason="不属于本局职责")
    assert [told(actor) for actor in (clerk, head, dispatcher, operator, stranger)] == [
        ["新工单待签收"],
        ["新工单待签收"],
        ["新诉求待派单", "工单被退回"],
        [],
        [],
    ]


def test_the_head_learns_of_a_request_and_the_handler_of_the_decision(handling, clerk, head):
    actions.ask_longer(handling, by=clerk, now=at("2026-09-22"), reason="需要检测")
    actions.grant_longer(handling, by=head, now=at("2026-09-22"))
    assert told(head)[-1] == "延期申请待审批"
    assert told(clerk)[-1] == "延期已批准"


def test_dissatisfied_the_whole_unit_learns_of_it(replied, citizen, head, approver):
    actions.rate(replied, by=citizen, now=at("2026-09-23 09:00"), stars=1, text="没有解决")
    assert told(approver) == ["反映人不满意，进入二次办理"]
    assert told(head)[-1] == "反映人不满意，进入二次办理"


def test_only_a_telephone_gets_number_and_code_and_no_matter(make_order, operator):
    order = make_order(by=operator, channel="telephone")
    tell(at("2026-09-21 10:00"))
    [words] = Delivery.objects.filter(channel="sms").values_list("words", flat=True)
    assert (order.number in words, order.query_code in words, order.title in words) == (True, True, False)


def test_nobody_is_told_twice(assigned, clerk):
    assert told(clerk) == told(clerk)


def test_nothing_leaves_the_house_about_an_anonymous_order(make_order, nobody, dispatcher, clerk, bureau):
    order = make_order(by=nobody, contact=None)
    actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau)
    assert told(clerk) == ["新工单待签收"]
    assert not Delivery.objects.exists()
    assert not Message.objects.filter(title__contains=order.title).exists()


def test_a_confidential_order_is_told_to_discipline_posts_alone(
    make_order, make_category, inspector, discipline, citizen
):
    other = employ("jiwei-clerk", "小冯", discipline, Role.CLERK)
    make_order(kind=Kind.REPORT, category=make_category("jubao", "违纪举报", is_confidential=True))
    assert [told(actor) for actor in (inspector, other, citizen)] == [["新工单待签收"], [], []]
    assert not Delivery.objects.exists()


def test_people_of_the_accused_unit_are_told_nothing(make_order, dispatcher, bureau, other_bureau, clerk):
    Post.objects.create(user=clerk.user, organisation=other_bureau, role=Role.CLERK)
    order = make_order(kind=Kind.EFFICIENCY, accused=bureau)
    actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=other_bureau)
    assert told(clerk) == []


def test_a_message_of_the_handler_reaches_the_complainant_and_back(handling, clerk, citizen):
    actions.say(handling, by=clerk, now=at("2026-09-22"), text="请补充时间")
    actions.say(handling, by=citizen, now=at("2026-09-22"), text="每晚十点")
    assert (told(citizen)[-1], told(clerk)[-1]) == ("承办单位给您留言", "反映人留言")


def test_the_second_person_learns_of_a_request_for_an_identity(handling, clerk, head):
    asked = opening.ask_identity(handling, by=clerk, now=at("2026-09-22"), reason="上门取证")
    assert told(head)[-1] == "查看反映人身份的申请待审批"
    opening.approve_identity(asked, by=head, now=at("2026-09-22"))
    assert told(clerk)[-1] == "查看反映人身份的申请已批准"
