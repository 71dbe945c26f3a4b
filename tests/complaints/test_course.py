"""The course beyond the plain one: second handling, parts, reopening, ends without an answer, the accused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actor import Actor
from accounts.models import Post, Role
from complaints import actions
from complaints.actions import closing
from complaints.models import Kind, Order, Reply, Visit
from deadlines.models import Deadline
from records.models import Document, Entry
from records.refusal import Refused
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(replied, citizen):
    """Dissatisfied with the first answer: in second handling since 2026-09-24."""
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=2, text="噪音依旧")
    return Order.objects.get(pk=replied.pk)


def test_dissatisfied_leads_to_a_second_handling(second, clerk):
    assert (second.state, second.round) == (Order.State.SECOND, 2)
    assert (second.first_handler, second.handler) == (clerk.user, None)
    assert (second.clock.name, second.clock.due_on) == ("order:second", at("2026-10-09").date())


def test_the_first_handler_does_not_handle_again(second, clerk):
    with pytest.raises(Refused) as refusal:
        actions.propose_reply(second, by=clerk, now=at("2026-09-28"), text="同前")
    assert refusal.value.code == "V07"


def test_the_second_answer_goes_out_when_signed(second, reviewer, approver):
    answer = actions.propose_reply(second, by=reviewer, now=at("2026-09-28"), text="已查封设备并处罚款。")
    assert Order.objects.get().state == Order.State.SECOND
    actions.sign_reply(second, by=approver, now=at("2026-09-29"))
    answer.refresh_from_db()
    assert (answer.state, answer.signed_by) == (Reply.State.SENT, approver.user)
    assert Order.objects.get().state == Order.State.REPLIED


def test_nobody_signs_their_own_answer(second, approver):
    actions.propose_reply(second, by=approver, now=at("2026-09-28"), text="已查封设备。")
    with pytest.raises(Refused) as refusal:
        actions.sign_reply(second, by=approver, now=at("2026-09-28"))
    assert refusal.value.code == "V07"


def test_an_answer_sent_back_is_written_again(second, reviewer, approver):
    actions.propose_reply(second, by=reviewer, now=at("2026-09-28"), text="已处理。")
    actions.return_reply(second, by=approver, now=at("2026-09-28"), remark="没有写明处理结果")
    actions.propose_reply(second, by=reviewer, now=at("2026-09-29"), text="已查封设备并处罚款。")
    assert [reply.state for reply in second.replies.all()] == ["sent", "dropped", "proposed"]


def test_there_is_no_third_handling(second, reviewer, approver, citizen):
    actions.propose_reply(second, by=reviewer, now=at("2026-09-28"), text="已查封设备。")
    actions.sign_reply(second, by=approver, now=at("2026-09-29"))
    actions.rate(second, by=citizen, now=at("2026-09-30"), stars=1, text="还是吵")
    order = Order.objects.get()
    assert (order.state, order.outcome) == (Order.State.CLOSED, Order.Outcome.UNSATISFIED)


@pytest.mark.parametrize(
    ("stars", "text", "field"), [(2, "  ", "text"), (1, "", "text"), (0, "差", "stars"), (6, "好", "stars")]
)
def test_a_bad_rating_says_why(replied, citizen, stars, text, field):
    with pytest.raises(Refused) as refusal:
        actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=stars, text=text)
    assert refusal.value.field == field
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("grade", "words", "bad"),
    [
        (5, "非常满意", False),
        (4, "满意", False),
        (3, "基本满意", False),
        (2, "不满意", True),
        (1, "非常不满意", True),
    ],
)
def test_five_grades(grade, words, bad):  # CMP-17
    visit = Visit(stars=grade)
    assert (visit.get_stars_display(), visit.is_bad) == (words, bad)


@pytest.mark.parametrize(("today", "closed"), [("2026-09-30 23:00", False), ("2026-10-01 00:10", True)])
def test_silence_counts_as_basically_satisfied(replied, today, closed):  # CMP-15
    closing.run(at(today))
    visit = replied.visits.first()
    assert (visit is not None) is closed
    if closed:
        assert (visit.stars, visit.is_default) == (3, True)
        assert closing.run(at(today)) == 0


def test_nobody_who_cannot_be_reached_is_rated(replied, operator):
    actions.visit_back(replied, by=operator, now=at("2026-09-24"), stars=None, text="三次无人接听")
    assert Order.objects.get().state == Order.State.REPLIED


def test_a_lead_unit_waits_for_the_assisting_one(order, dispatcher, bureau, other_bureau, clerk, stranger):
    order = actions.assign(order, by=dispatcher, now=at("2026-09-21"), unit=bureau, assisting=[other_bureau])
    part = order.children.get()
    assert (part.organisation, part.clock.due_on) == (other_bureau, at("2026-09-24").date())
    order = actions.accept(order, by=clerk, now=at("2026-09-21"))
    with pytest.raises(Refused) as refusal:
        actions.reply(order, by=clerk, now=at("2026-09-22"), text="已处理。")
    assert refusal.value.code == "V08"
    actions.accept(part, by=stranger, now=at("2026-09-22"))
    actions.reply(part, by=stranger, now=at("2026-09-23"), text="施工许可情况已核查。")
    actions.reply(order, by=clerk, now=at("2026-09-23 10:00"), text="已处理。")
    part.refresh_from_db()
    assert part.state == Order.State.CLOSED
    assert Document.objects.filter(subject_id=part.pk, kind="order_reply").count() == 0


def test_a_split_order_is_answered_by_the_hotline(order, dispatcher, bureau, other_bureau, clerk, stranger, hotline):
    parts = actions.split(
        order, by=dispatcher, now=at("2026-09-21"), parts=[(bureau, "无照经营"), (other_bureau, "夜间施工")]
    )
    for part, handler in zip(parts, (clerk, stranger), strict=True):
        actions.accept(part, by=handler, now=at("2026-09-21"))
        actions.reply(part, by=handler, now=at("2026-09-22"), text="本部分已处理。")
    answer = actions.reply(order, by=dispatcher, now=at("2026-09-23"), text="两项诉求均已处理。")
    assert (answer.organisation, answer.order.state) == (hotline, Order.State.REPLIED)


@pytest.mark.parametrize("units", [[], [0], [0, 0]])
def test_a_split_needs_two_units(order, dispatcher, bureau, units):
    with pytest.raises(Refused) as refusal:
        actions.split(order, by=dispatcher, now=at("2026-09-21"), parts=[(bureau, "一") for _ in units])
    assert refusal.value.field == "parts"
    assert not order.children.exists()


def test_an_order_is_reopened_once(replied, citizen):
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=4)
    actions.reopen(replied, by=citizen, now=at("2026-10-24"), reason="噪音又来了")
    order = Order.objects.get()
    assert (order.state, order.organisation, order.round) == (Order.State.RECEIVED, None, 2)
    with pytest.raises(Refused):
        actions.reopen(order, by=citizen, now=at("2026-10-24"), reason="再来")


def test_an_old_order_is_not_reopened(replied, citizen):
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=4)
    with pytest.raises(Refused):
        actions.reopen(replied, by=citizen, now=at("2026-10-25"), reason="噪音又来了")


def test_a_reopened_order_runs_its_course_again(replied, citizen, dispatcher, bureau, clerk):
    actions.rate(replied, by=citizen, now=at("2026-09-24"), stars=4)
    order = actions.reopen(replied, by=citizen, now=at("2026-09-28"), reason="噪音又来了")
    order = actions.assign(order, by=dispatcher, now=at("2026-09-28"), unit=bureau)
    order = actions.accept(order, by=clerk, now=at("2026-09-28"))
    actions.reply(order, by=clerk, now=at("2026-09-29"), text="再次查处。")
    actions.rate(order, by=citizen, now=at("2026-09-30"), stars=1, text="还是吵")
    assert Order.objects.get().outcome == Order.Outcome.UNSATISFIED


@pytest.mark.parametrize("fixture", ["order", "assigned", "handling", "replied"])
def test_the_complainant_withdraws_at_any_time(request, fixture, citizen):
    order = request.getfixturevalue(fixture)
    actions.withdraw(order, by=citizen, now=at("2026-09-24"), reason="已解决")
    order = Order.objects.get()
    assert order.state == Order.State.WITHDRAWN
    assert not Deadline.objects.about(order).running().exists()


def test_a_refusal_gives_its_reason(order, dispatcher):
    with pytest.raises(Refused) as refusal:
        actions.refuse(order, by=dispatcher, now=at("2026-09-21"), reason=" ")
    assert refusal.value.field == "reason"
    actions.refuse(order, by=dispatcher, now=at("2026-09-21"), reason="已进入诉讼程序")
    assert Order.objects.get().state == Order.State.INVALID


def test_a_second_letter_on_the_same_matter_is_merged(order, make_order, dispatcher):
    again = make_order(now=at("2026-09-21 11:00"))
    actions.merge(again, by=dispatcher, now=at("2026-09-21 12:00"), into=order)
    again.refresh_from_db()
    assert (again.state, again.merged_into) == (Order.State.MERGED, order)
    with pytest.raises(Refused) as refusal:
        actions.merge(order, by=dispatcher, now=at("2026-09-21 12:00"), into=order)
    assert refusal.value.field == "into"


# whose hands an order never falls into


@pytest.fixture
def against(make_order, bureau):
    """A complaint about the bureau of the clerk."""
    return make_order(kind=Kind.EFFICIENCY, accused=bureau)


def test_the_accused_unit_gets_no_order(against, dispatcher, bureau):
    with pytest.raises(Refused) as refusal:
        actions.assign(against, by=dispatcher, now=at("2026-09-21"), unit=bureau)
    assert refusal.value.field == "unit"


def test_the_database_knows_the_accused_too(against, bureau):
    with pytest.raises(IntegrityError, match="order_not_with_the_accused"), transaction.atomic():
        Order.objects.filter(pk=against.pk).update(organisation=bureau)


def test_nobody_of_the_accused_unit_handles_it_from_another_post(against, dispatcher, clerk, other_bureau):
    order = actions.assign(against, by=dispatcher, now=at("2026-09-21"), unit=other_bureau)
    second_post = Post.objects.create(user=clerk.user, organisation=other_bureau, role=Role.CLERK)
    with pytest.raises(PermissionDenied):
        actions.accept(order, by=Actor(clerk.user, second_post), now=at("2026-09-21"))
    with pytest.raises(IntegrityError, match="accused unit"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(handler=clerk.user)


def test_the_accused_unit_does_not_even_see_it(against, clerk, head, dispatcher, inspector):
    seen = [Order.objects.visible_to(actor).exists() for actor in (clerk, head, dispatcher, inspector)]
    assert seen == [False, False, True, True]


def test_a_complaint_about_the_hotline_goes_past_it(make_order, dispatcher, hotline, inspector, discipline):
    order = make_order(kind=Kind.EFFICIENCY, accused=hotline)
    assert order.organisation == discipline
    assert not Order.objects.visible_to(dispatcher).exists()


def test_a_confidential_order_is_seen_by_its_unit_alone(make_order, make_category, dispatcher, inspector, leader):
    order = make_order(kind=Kind.REPORT, category=make_category("jubao", "违纪违法举报", is_confidential=True))
    assert order.organisation == inspector.organisation
    seen = [Order.objects.visible_to(actor).exists() for actor in (dispatcher, leader, inspector)]
    assert seen == [False, False, True]


@pytest.mark.parametrize("deed", ["assign", "accept", "reply"])
def test_a_strangers_unit_does_nothing(handling, stranger, deed):
    arguments = {"assign": {"unit": stranger.organisation}, "accept": {}, "reply": {"text": "办结"}}[deed]
    before = Entry.objects.filter(verb__startswith="complaints").count()
    with pytest.raises(PermissionDenied):
        getattr(actions, deed)(handling, by=stranger, now=at("2026-09-22"), **arguments)
    assert Entry.objects.filter(verb__startswith="complaints").count() == before


def test_a_head_of_another_unit_signs_nothing(second, reviewer, other_bureau):
    actions.propose_reply(second, by=reviewer, now=at("2026-09-28"), text="已查封设备。")
    with pytest.raises(PermissionDenied):
        actions.sign_reply(second, by=employ("x", "外人", other_bureau, Role.HEAD), now=at("2026-09-28"))


def test_a_stranger_does_not_rate(replied, operator, stranger):
    for other in (operator, stranger, Actor()):
        with pytest.raises(PermissionDenied):
            actions.rate(replied, by=other, now=at("2026-09-24"), stars=5)
    actions.rate(replied, by=Actor(), now=at("2026-09-24"), stars=5, code=replied.query_code)
    assert Visit.objects.get().way == Visit.Way.CODE
