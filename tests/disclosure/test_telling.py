"""Units hear what they owe; who asked with an account hears what became of it, others are told nothing."""

import pytest

from accounts.actor import Actor
from accounts.messaging import outbox
from accounts.models import Message
from disclosure import telling
from disclosure.actions import answering
from records.models import Entry
from tests.conftest import at
from tests.disclosure.conftest import ASKED

pytestmark = pytest.mark.django_db
NOON = at("2026-03-02 12:00")


def titles(user) -> list[str]:
    return list(Message.objects.filter(recipient=user).order_by("pk").values_list("title", flat=True))


def told():
    """What the round does, on the entries of this transaction."""
    entries = list(Entry.objects.filter(verb__in=telling.VERBS).order_by("pk"))
    outbox.send(telling.drafts(entries, NOON), NOON)


def test_unit_hears_of_a_request(asked, clerk):
    told()
    assert titles(clerk.user) == [f"收到政府信息公开申请：{asked.number}"]


def test_applicant_hears_of_the_correction(asked, clerk, citizen):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-02 10:00"), words="请写明年度")
    told()
    assert titles(citizen.user) == [f"您的信息公开申请需要补正（{asked.number}）"]


def test_who_asked_without_an_account_is_told_nothing(bureau, clerk):
    row = answering.receive(bureau, by=Actor(None), now=at("2026-03-02"), asked=ASKED)
    answering.ask_correction(row, by=clerk, now=at("2026-03-02 10:00"), words="请写明年度")
    told()
    assert set(Message.objects.values_list("recipient", flat=True)) == {clerk.user.pk}
