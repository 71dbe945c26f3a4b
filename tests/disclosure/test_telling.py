"""Units hear what they owe; who asked with an account hears what became of it, others are told nothing."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.actor import Actor
from accounts.messaging import outbox
from accounts.models import Message
from disclosure import telling
from disclosure.actions import answering, cataloguing, publishing
from disclosure.models import CatalogueEntry
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


def test_unit_hears_what_it_owes_and_that_the_line_changes(owes, clerk, head, publicist, director):
    duty = owes("licences")
    words = replace(cataloguing.words_of(duty.entry), days=30)
    about = {"now": at("2026-03-02 10:00"), "valid_from": date(2026, 4, 1)}
    cataloguing.propose(duty.entry, by=publicist, words=words, why="县政府要求", **about)
    cataloguing.release_change(duty.entry, by=director, now=at("2026-03-02 11:00"))
    told()
    name = duty.entry.name
    assert titles(head.user) == [f"新增公开事项：{name}", f"公开事项有调整：{name}（自2026-04-01起）"]


def test_who_is_released_from_a_line_hears_of_it(owes, head, director):
    duty = owes("licences")
    publishing.release_from(duty, by=director, now=at("2026-03-02 10:00"), reason="职责划转")
    told()
    assert titles(head.user)[-1] == f"不再承担公开事项：{duty.entry.name}"


def test_a_line_that_nobody_owes_is_told_to_nobody(publicist, director):
    entry = CatalogueEntry.objects.get(code="licences")
    words = replace(cataloguing.words_of(entry), days=30)
    now = at("2026-03-02 10:00")
    cataloguing.propose(entry, by=publicist, now=now, words=words, why="县政府要求", valid_from=date(2026, 4, 1))
    cataloguing.release_change(entry, by=director, now=now)
    told()
    assert not Message.objects.exists()
