"""Messages: each person is told once, and what leaves the house goes out with patience or shows that it did not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.messaging import backends, outbox, post
from accounts.messaging.outbox import BOTH, Draft
from accounts.models import Attempt, Delivery, Message, User
from tests.conftest import at

NOON = at("2026-03-12 12:00")
ZHANG = "13800000001"


@pytest.fixture(autouse=True)
def ways(settings):
    """Both ways are open; what they hand over is written down in `sent`."""
    settings.MESSAGE_BACKENDS = {"sms": f"{__name__}.hand_over", "email": f"{__name__}.hand_over"}
    answers.clear()
    sent.clear()


answers, sent = [], []


def hand_over(delivery):
    """A gateway that answers what the test has laid out: an exception, or that it took the message."""
    answer = answers.pop(0) if answers else "200 ok"
    if isinstance(answer, Exception):
        raise answer
    sent.append((delivery.channel, delivery.to, delivery.words))
    return answer


def draft(*people, source="card:1", **more):
    about = {
        "source": source,
        "thread": "finding:1",
        "kind": "finding.red",
        "title": "红牌 云监红〔2026〕0001号：食品经营许可（新办）",
        "words": "红牌提醒：云监红〔2026〕0001号，请登录平台查看并处理。",
        "made_at": NOON,
        "channels": BOTH,
        "recipients": frozenset(person.user.pk for person in people),
    }
    return Draft(**about | more)


def only_delivery():
    return Delivery.objects.get()


def test_everybody_gets_a_message_in_the_inbox(clerk, head):
    outbox.send([draft(clerk, head)], NOON)
    assert set(Message.objects.values_list("recipient__name", flat=True)) == {"小王", "老何"}


def test_nobody_is_told_the_same_twice(clerk, head):
    outbox.send([draft(clerk)], NOON)
    assert [message.recipient_id for message in outbox.send([draft(clerk, head)], NOON)] == [head.user.pk]


def test_the_database_refuses_the_same_message_twice(clerk):
    outbox.send([draft(clerk)], NOON)
    [again] = draft(clerk).messages()
    with pytest.raises(IntegrityError):
        again.save()


def test_a_message_cannot_be_rewritten(clerk):
    [told] = outbox.send([draft(clerk)], NOON)
    with pytest.raises(Exception, match="append"), transaction.atomic():
        Message.objects.filter(pk=told.pk).update(title="没有这回事")


def test_a_message_goes_by_the_ways_the_person_can_be_reached(citizen):
    outbox.send([draft(citizen)], NOON)
    assert list(Delivery.objects.values_list("channel", "to")) == [("sms", ZHANG)]


def test_a_person_without_an_account_is_told_by_telephone(db):
    outbox.send([draft(telephone="13900000009")], NOON)
    post.deliver(NOON)
    assert sent == [("sms", "13900000009", draft().words)]


def test_closed_ways_leave_the_inbox_only(citizen, settings):
    settings.MESSAGE_BACKENDS = {}
    outbox.send([draft(citizen)], NOON)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)


def test_whoever_wants_no_sms_gets_none(citizen):
    outbox.prefer(citizen.user, by_email=True, by_sms=False, email="zhang@example.cn")
    outbox.send([draft(citizen)], NOON)
    assert list(Delivery.objects.values_list("channel", "to")) == [("email", "zhang@example.cn")]


def test_old_news_goes_into_the_inbox_only(citizen):
    outbox.send([draft(citizen, made_at=NOON - timedelta(days=2))], NOON)
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-03-12 06:59", "2026-03-12 07:00"),
        ("2026-03-12 07:00", "2026-03-12 07:00"),
        ("2026-03-12 21:59", "2026-03-12 21:59"),
        ("2026-03-12 22:00", "2026-03-13 07:00"),
        ("2026-03-12 00:00", "2026-03-12 07:00"),
    ],
)
def test_no_telephone_rings_at_night(citizen, told, goes):
    outbox.send([draft(citizen, made_at=at(told))], at(told))
    assert only_delivery().next_at == at(goes)


def test_what_is_handed_over_is_not_sent_again(citizen):
    outbox.send([draft(citizen)], NOON)
    post.deliver(NOON)
    post.deliver(NOON + timedelta(days=1))
    assert (len(sent), only_delivery().state, only_delivery().sent_at) == (1, Delivery.State.SENT, NOON)


def test_a_gateway_that_is_down_is_tried_again_after_longer_and_longer_waits(citizen):
    outbox.send([draft(citizen)], NOON)
    answers.extend([backends.Unreachable("timeout")] * 3)
    now, waits = NOON, []
    for _ in range(3):
        post.deliver(now)
        waits.append(only_delivery().next_at - now)
        now = only_delivery().next_at
    assert [wait.total_seconds() / 60 for wait in waits] == [1, 4, 16]


def test_after_the_last_attempt_it_has_failed(citizen):
    outbox.send([draft(citizen)], NOON)
    answers.extend([backends.Unreachable("timeout")] * post.MOST)
    for day in range(post.MOST):
        post.deliver(NOON + timedelta(days=day))
    gone = only_delivery()
    assert (gone.state, gone.next_at, gone.tries.count()) == (Delivery.State.FAILED, None, post.MOST)


def test_a_number_that_does_not_exist_is_not_tried_again(citizen):
    outbox.send([draft(citizen)], NOON)
    answers.append(backends.Rejected("400 no such number"))
    post.deliver(NOON)
    assert (only_delivery().state, only_delivery().attempts) == (Delivery.State.FAILED, 1)


def test_every_attempt_is_written_down_with_the_answer(citizen):
    outbox.send([draft(citizen)], NOON)
    answers.append(backends.Unreachable("503 busy"))
    post.deliver(NOON)
    post.deliver(NOON + timedelta(minutes=1))
    assert list(Attempt.objects.values_list("worked", "answer")) == [(False, "503 busy"), (True, "200 ok")]


def test_a_process_that_died_with_a_claim_loses_nothing(citizen):
    outbox.send([draft(citizen)], NOON)
    post.claim(NOON)
    assert post.deliver(NOON + timedelta(minutes=1)) == {}
    assert post.deliver(NOON + post.LEASE) == {Delivery.State.SENT: 1}


def test_a_failed_message_is_sent_again_with_all_attempts(citizen):
    outbox.send([draft(citizen)], NOON)
    answers.append(backends.Rejected("400"))
    post.deliver(NOON)
    with transaction.atomic():
        post.send_again(only_delivery(), NOON)
    post.deliver(NOON)
    assert (only_delivery().state, only_delivery().attempts) == (Delivery.State.SENT, 1)


def test_one_bad_address_does_not_hold_up_the_others(citizen, db):
    other = User.objects.create_user(username="13800000002", telephone="13800000002", name="老李", is_citizen=True)
    outbox.send([draft(citizen, recipients=frozenset({citizen.user.pk, other.pk}))], NOON)
    answers.append(backends.Rejected("400"))
    assert post.deliver(NOON) == {Delivery.State.FAILED: 1, Delivery.State.SENT: 1}


def test_reading_marks_only_ones_own(clerk, head):
    outbox.send([draft(clerk, head)], NOON)
    outbox.read(clerk.user, None, NOON)
    assert list(Message.objects.unread().values_list("recipient__name", flat=True)) == ["老何"]


def test_a_thread_that_one_has_read_is_not_taken_further_up(clerk, head):
    outbox.send([draft(clerk, head, escalate_at=NOON)], NOON)
    outbox.read(head.user, None, NOON)
    assert outbox.take_unread(NOON) == []


def test_a_thread_that_nobody_has_read_is_taken_once(clerk, head):
    outbox.send([draft(clerk, head, escalate_at=NOON)], NOON)
    assert (outbox.take_unread(NOON), outbox.take_unread(NOON)) == (["finding:1"], [])


def test_telling_many_costs_few_statements(clerk, head, django_assert_num_queries):
    drafts = [draft(clerk, head, source=f"card:{number}") for number in range(50)]
    with django_assert_num_queries(6):
        outbox.send(drafts, NOON)
    assert connection.in_atomic_block
