"""Integrity talks: kept by the discipline office, seen by it and the person alone, never rewritten."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.models import Role
from complaints.actions import talks
from complaints.models import IntegrityTalk, TalkNote
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ

pytestmark = pytest.mark.django_db
SAID = {
    "occasion": "三个月内两次被投诉推诿",
    "talkers": "赵铁生、钱文",
    "talked_on": date(2026, 9, 21),
    "place": "县纪委监委谈话室",
    "content": "指出对群众诉求拖延不办的问题，重申首问负责制。",
    "commitments": "当日事当日办。",
    "follow_up_on": date(2026, 10, 21),
}


@pytest.fixture
def talk(inspector, clerk):
    return talks.hold(clerk.post, by=inspector, now=at("2026-09-21 15:00"), told=talks.Told(**SAID))


def test_a_talk_has_a_number_and_a_clock(talk):
    assert talk.number == "LZTH2026-001"
    assert (talk.clock.name, str(talk.clock.due_on)) == ("talk", "2026-10-21")


def test_nothing_of_the_content_enters_the_record(talk):
    entry = Entry.objects.get(verb="complaints.integrity.recorded")
    assert entry.body == {"number": talk.number}


@pytest.mark.parametrize("who", ["stranger", "head", "leader", "dispatcher", "citizen", "nobody"])
def test_nobody_else_sees_a_talk(talk, who, request):
    assert not IntegrityTalk.objects.visible_to(request.getfixturevalue(who)).exists()


def test_the_person_and_the_office_see_it(talk, clerk, inspector, other_bureau):
    other_office = employ("x", "外单位监察员", other_bureau, Role.INSPECTOR)
    seen = [IntegrityTalk.objects.visible_to(actor).exists() for actor in (clerk, inspector, other_office)]
    assert seen == [True, True, False]


@pytest.mark.parametrize("who", ["head", "leader", "clerk"])
def test_only_the_discipline_office_holds_talks(who, clerk, request):
    with pytest.raises(PermissionDenied):
        talks.hold(clerk.post, by=request.getfixturevalue(who), now=at("2026-09-21"), told=talks.Told(**SAID))


def test_nobody_talks_to_himself(inspector):
    with pytest.raises(Refused) as refusal:
        talks.hold(inspector.post, by=inspector, now=at("2026-09-21"), told=talks.Told(**SAID))
    assert refusal.value.code == "V07"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"content": " "}, "content"),
        ({"occasion": ""}, "occasion"),
        ({"talked_on": date(2026, 9, 22)}, "talked_on"),
        ({"follow_up_on": date(2026, 9, 21)}, "follow_up_on"),
    ],
)
def test_bad_input_names_the_field(inspector, clerk, changed, field):
    with pytest.raises(Refused) as refusal:
        talks.hold(clerk.post, by=inspector, now=at("2026-09-21"), told=talks.Told(**(SAID | changed)))
    assert refusal.value.field == field
    assert not IntegrityTalk.objects.exists()


@pytest.mark.parametrize(
    ("who", "kind", "allowed"),
    [
        ("inspector", "correction", True),
        ("inspector", "follow_up", True),
        ("inspector", "statement", False),
        ("clerk", "statement", True),
        ("clerk", "correction", False),
        ("leader", "correction", False),
    ],
)
def test_whose_word_is_whose(talk, who, kind, allowed, request):
    actor = request.getfixturevalue(who)
    if allowed:
        talks.add(talk, by=actor, now=at("2026-09-22"), kind=kind, text="补充说明")
    else:
        with pytest.raises(PermissionDenied):
            talks.add(talk, by=actor, now=at("2026-09-22"), kind=kind, text="补充说明")
    assert TalkNote.objects.exists() is allowed


def test_a_talk_is_corrected_by_adding_only(talk):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        IntegrityTalk.objects.update(content="没有谈过")


def test_a_forgotten_look_rings_without_the_name(talk, inspector, discipline):
    sweep(at("2026-10-22 09:00"))
    found = Finding.objects.get(code="Y9")
    assert (found.organisation, found.subject.as_subject().title) == (discipline, "")


def test_a_look_in_time_rings_nothing(talk, inspector):
    talks.add(talk, by=inspector, now=at("2026-10-20"), kind="follow_up", text="近一个月无新投诉")
    sweep(at("2026-11-02"))
    assert not Finding.objects.exists()
