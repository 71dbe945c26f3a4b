"""Whom supervision tells of what, and who hears of it when nobody reads."""

import pytest
from django.urls import reverse

from accounts.messaging import outbox, post
from accounts.messaging.backends import Rejected
from accounts.models import Delivery, Message, Role
from monitoring import actions, recipients, telling
from monitoring.models import Card, Finding, PlatformFinding
from monitoring.sweep import sweep
from monitoring.watcher import look
from records.models import Entry
from tests.conftest import ZHANG, at, employ, make_item
from tests.gates import signed_in


@pytest.fixture
def cast(county, discipline, bureau, clerk, reviewer, approver, head, stranger, inspector, leader):
    """One person on every list: handler, section head, contact, unit head, leader, office; and a stranger."""
    approver.post.is_contact = True
    approver.post.save()


def raised(level):
    """Who heard of a card or warning of this level because nobody had read about it."""
    threads = [f"finding:{pk}" for pk in Finding.objects.filter(level=level).values_list("pk", flat=True)]
    rows = Message.objects.filter(kind="escalation", thread__in=threads)
    return set(rows.values_list("recipient__name", flat=True))


def tell(now):
    """What the round does, on the entries of this transaction."""
    entries = list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk"))
    return outbox.send(telling.drafts(entries, now), now)


def told(kind):
    return set(Message.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.fixture
def late(cast, bureau, accepted):
    """The case of MON-01, swept and told on the given day."""
    accepted(make_item(bureau, steps=()), at("2026-03-02"))

    def swept(*days):
        for day in days:
            sweep(at(day))
            tell(at(day))

    return swept


def test_a_warning_goes_to_the_handler(late):
    late("2026-03-10")
    assert told("finding.warning") == {"小王"}


def test_a_yellow_card_goes_to_section_head_and_contact_as_well(late):
    late("2026-03-10", "2026-03-12")
    assert told("finding.yellow") == {"小王", "小刘", "老周"}


def test_a_red_card_goes_to_head_and_leader_as_well(late):
    late("2026-03-18")
    assert told("finding.red") == {"小王", "小刘", "老周", "老何", "孙县长"}


def test_without_a_contact_whoever_approves_is_told(late, approver):
    approver.post.is_contact = False
    approver.post.save()
    late("2026-03-12")
    assert "老周" in told("finding.yellow")


def test_the_deputy_of_somebody_away_is_told_too(late, head, bureau):
    deputy = employ("deputy", "副局长", bureau, Role.CLERK)
    head.post.deputy, head.post.away_until = deputy.user, at("2026-03-20").date()
    head.post.save()
    late("2026-03-18")
    assert {"老何", "副局长"} <= told("finding.red")


def test_the_leader_of_the_discipline_office_comes_before_the_county_leader(late, discipline):
    employ("secretary", "纪委书记", discipline, Role.LEADER)
    late("2026-03-18")
    assert ("纪委书记" in told("finding.red"), "孙县长" in told("finding.red")) == (True, False)


def test_telling_twice_tells_once(late):
    late("2026-03-12", "2026-03-12")
    assert Message.objects.filter(kind="finding.yellow").count() == 3


def test_an_sms_names_the_card_and_nobody(late, clerk, settings):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    clerk.user.telephone = "13900000001"
    clerk.user.save()
    late("2026-03-12")
    words = Delivery.objects.get().words
    assert Card.objects.get().number in words
    assert [part for part in (ZHANG.applicant_name, "食品", "小王") if part in words] == []


def test_a_card_by_hand_is_told_only_when_a_second_person_has_issued_it(cast, bureau, clerk, inspector, leader):
    said = actions.Proposal("yellow", clerk.user, facts="窗口无人值守", basis="管理办法第十二条")
    card = actions.propose(bureau, by=inspector, now=at("2026-03-12"), said=said)
    tell(at("2026-03-12"))
    before = Message.objects.count()
    actions.confirm(card, by=leader, now=at("2026-03-13"))
    tell(at("2026-03-13"))
    assert (before, Message.objects.filter(thread=f"finding:{card.finding_id}").count() > 0) == (0, True)


def test_an_answer_sent_back_is_told_to_the_unit(late, clerk, head, inspector):
    late("2026-03-12")
    card = Card.objects.get()
    actions.answer(card, by=head, now=at("2026-03-13"), cause="人手不足", measure="已增派")
    actions.send_back(card, by=inspector, now=at("2026-03-14"), reason="未说明措施")
    tell(at("2026-03-14"))
    assert told("card.sent_back") == {"小王", "老周", "老何"}


def test_an_appeal_is_told_to_the_office(late, head):
    late("2026-03-12")
    actions.appeal(Card.objects.get(), by=head, now=at("2026-03-13"), grounds="系统故障")
    tell(at("2026-03-13"))
    assert told("card.appealed") == {"老赵"}


# nobody reads


@pytest.mark.parametrize(
    ("level", "at_", "until"),
    [
        ("red", "2026-03-18 00:00", "2026-03-18 12:30"),  # told by the sweep at midnight: counted from 8:30
        ("red", "2026-03-18 10:00", "2026-03-18 14:00"),
        ("red", "2026-03-18 16:00", "2026-03-19 08:30"),  # the hours end after the office has closed
        ("red", "2026-03-20 18:00", "2026-03-23 12:30"),  # Friday evening: counted from Monday
        ("yellow", "2026-03-12 09:00", "2026-03-13 09:00"),
        ("yellow", "2026-03-13 09:00", "2026-03-16 08:30"),
    ],
)
def test_until_when_it_should_be_read(db, level, at_, until):
    assert recipients.unread_until(level, at(at_)) == at(until)


def test_a_yellow_card_nobody_reads_goes_to_head_and_leader(late):
    late("2026-03-12")
    telling.escalate(at("2026-03-13 09:00"))
    assert raised("yellow") == {"老何", "孙县长"}


def test_a_card_that_one_of_them_has_read_goes_no_further(late, reviewer):
    late("2026-03-12")
    outbox.read(reviewer.user, None, at("2026-03-12 10:00"))
    telling.escalate(at("2026-03-13 09:00"))
    assert raised("yellow") == set()


def test_it_does_not_go_up_before_its_time(late):
    late("2026-03-12")
    telling.escalate(at("2026-03-13 08:59"))
    assert told("escalation") == set()


def test_in_the_end_it_reaches_the_office_and_stops(late):
    late("2026-03-18")
    for day in ("2026-03-19", "2026-03-20", "2026-03-23"):
        telling.escalate(at(f"{day} 12:00"))
    assert raised("red") == {"老赵"}


def test_opening_the_card_reads_what_was_told_about_it(late, head):
    late("2026-03-18")
    finding = Finding.objects.get(level="red")
    signed_in(head).get(reverse("monitoring:finding", args=[finding.pk]))
    assert not Message.objects.of(head.user).unread().filter(thread=f"finding:{finding.pk}").exists()


# the register


@pytest.fixture
def failed(late, clerk, settings, monkeypatch):
    settings.MESSAGE_BACKENDS = {"sms": "accounts.messaging.backends.console"}
    clerk.user.telephone = "13900000001"
    clerk.user.save()
    late("2026-03-12")

    def refuse(_delivery):
        raise Rejected("400 no such number")

    monkeypatch.setattr("accounts.messaging.backends.console", refuse)
    post.deliver(at("2026-03-12"))
    monkeypatch.undo()
    return Delivery.objects.get()


def test_a_failed_message_is_a_fault_of_the_platform(failed):
    look(at("2026-03-12 10:00"))
    assert PlatformFinding.objects.filter(code="undelivered", resolved_at=None).exists()


def test_the_register_shows_what_the_other_side_said(failed, inspector):
    page = signed_in(inspector).get(reverse("monitoring:deliveries"), {"state": "failed"}).content.decode()
    assert ("400 no such number" in page, "139****0001" in page, "13900000001" in page) == (True, True, False)


def test_an_inspector_sends_it_again_on_record(failed, inspector):
    signed_in(inspector).post(reverse("monitoring:send_again", args=[failed.pk]))
    failed.refresh_from_db()
    entry = Entry.objects.filter(verb="monitoring.message.sent_again").get()
    assert (failed.state, failed.attempts, entry.actor_id) == (Delivery.State.WAITING, 0, inspector.user.pk)


@pytest.mark.parametrize("who", ["clerk", "head", "leader"])
def test_nobody_else_does(failed, who, request):
    answer = signed_in(request.getfixturevalue(who)).post(reverse("monitoring:send_again", args=[failed.pk]))
    failed.refresh_from_db()
    assert (answer.status_code, failed.state) == (403, Delivery.State.FAILED)


def test_what_waits_already_is_not_sent_again(failed, inspector):
    about = {"by": inspector, "now": at("2026-03-12 10:00")}
    actions.send_again(failed, **about)
    page = signed_in(inspector).post(reverse("monitoring:send_again", args=[failed.pk]), follow=True)
    assert "已经送出或正在等待发送" in page.content.decode()
