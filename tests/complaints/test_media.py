"""Programmes on the air: who answers, what is asked, what is promised, until everything is settled."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from complaints import actions as orders
from complaints import airtime
from complaints.actions import media, promises
from complaints.actions.promises import Pledge
from complaints.models import Call, Episode, Kind, Order, Programme, Promise
from monitoring.models import Finding
from monitoring.sweep import sweep
from records.models import Entry
from records.refusal import Refused
from tests.complaints.meetings import PLEDGE, programme, said
from tests.conftest import at

pytestmark = pytest.mark.django_db
ON_AIR = at("2026-09-21 10:00")


@pytest.fixture
def planned(dispatcher, bureau):
    return media.plan(programme(), by=dispatcher, now=at("2026-09-14"), said=said(bureau))


@pytest.fixture
def episode(planned, dispatcher):
    return media.air(planned, by=dispatcher, now=ON_AIR)


@pytest.fixture
def call(episode, dispatcher):
    return media.note_call(episode, by=dispatcher, now=ON_AIR, nick="城北老李", question="路灯坏了半个月，谁来修？")


@pytest.fixture
def promised(call, dispatcher):
    return media.promise_call(call, by=dispatcher, now=ON_AIR, pledge=PLEDGE)


def test_who_stands_in_for_the_head_says_why(dispatcher, bureau):
    with pytest.raises(Refused) as refusal:
        media.plan(programme(), by=dispatcher, now=at("2026-09-14"), said=said(bureau, is_head=False))
    assert refusal.value.field == "stands_in_because"
    assert not Episode.objects.exists()


def test_episodes_are_numbered_by_programme(planned, dispatcher, bureau):
    second = media.plan(planned.programme, by=dispatcher, now=at("2026-09-15"), said=said(bureau))
    other = media.plan(
        programme("mdm", Programme.Kind.FACE, name="面对面"), by=dispatcher, now=at("2026-09-15"), said=said(bureau)
    )
    assert (planned.number, second.number, other.number) == (1, 2, 1)


def test_a_unit_does_not_plan_its_own_programme(clerk, bureau):
    with pytest.raises(PermissionDenied):
        media.plan(programme(), by=clerk, now=at("2026-09-14"), said=said(bureau))


def test_an_episode_is_not_aired_before_its_day(planned, dispatcher):
    with pytest.raises(Refused):
        media.air(planned, by=dispatcher, now=at("2026-09-20"))


def test_no_call_is_noted_before_the_broadcast(planned, operator):
    with pytest.raises(Refused) as refusal:
        media.note_call(planned, by=operator, now=ON_AIR, question="几点开始？")
    assert refusal.value.code == "V08"


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"question": "  "}, "question"), ({"question": "路灯", "nick": "李 13800000009"}, "nick")],
)
def test_a_call_needs_a_question_and_names_nobody(episode, dispatcher, typed, field):
    with pytest.raises(Refused) as refusal:
        media.note_call(episode, by=dispatcher, now=ON_AIR, **typed)
    assert refusal.value.field == field
    assert not Call.objects.exists()


def test_a_call_noted_twice_with_one_form_is_one_call(episode, operator):
    key = "00000000-0000-4000-8000-000000000001"
    again = [media.note_call(episode, by=operator, now=ON_AIR, question="谁来修？", key=key) for _time in range(2)]
    assert again[0] == again[1]
    assert Call.objects.count() == 1


def test_what_was_asked_is_not_rewritten(call):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_call SET question = '没有问题' WHERE id = %s", [call.pk])


def test_a_promise_becomes_an_order_of_the_unit_on_the_air(promised, bureau):
    order = Order.objects.get()
    assert (order.channel, order.organisation, order.is_designated) == ("media", bureau, True)
    assert (order.title, order.is_anonymous) == ("路灯坏了半个月，谁来修", True)
    assert promised.outcome == Call.Outcome.PROMISED
    assert [str(step.clock.due_on) for step in order.promise.milestones.all()] == ["2026-09-28", "2026-09-30"]


@pytest.mark.parametrize(
    "steps", [(), (("修好", date(2026, 9, 21)),), (("修好", date(2026, 9, 1)),), (("修好", date(2036, 1, 1)),)]
)
def test_a_road_map_lies_ahead(call, dispatcher, steps):
    with pytest.raises(Refused) as refusal:
        media.promise_call(call, by=dispatcher, now=ON_AIR, pledge=Pledge("修好路灯", steps))
    assert refusal.value.field == "steps"
    assert not Order.objects.exists()


def test_a_step_that_is_late_rings(promised, bureau):
    sweep(at("2026-09-29 09:00"))
    found = Finding.objects.get(code="Y9")
    assert (found.organisation, str(found.effective_on)) == (bureau, "2026-09-29")


def test_a_promise_is_kept_step_by_step(promised, clerk):
    promise = Promise.objects.get()
    first, second = promise.milestones.all()
    promises.keep(first, by=clerk, now=at("2026-09-24"), proof="勘查照片三张")
    promise.refresh_from_db()
    assert promise.kept_at is None
    promises.keep(second, by=clerk, now=at("2026-09-29"), proof="验收单")
    promise.refresh_from_db()
    assert promise.kept_at == at("2026-09-29")
    sweep(at("2026-10-30"))
    assert not Finding.objects.filter(code="Y9").exists()


@pytest.mark.parametrize("who", ["stranger", "dispatcher", "inspector"])
def test_nobody_else_keeps_a_promise(promised, who, request):
    with pytest.raises(PermissionDenied):
        promises.keep(
            Promise.objects.get().milestones.first(),
            by=request.getfixturevalue(who),
            now=at("2026-09-24"),
            proof="已修好",
        )


def test_a_step_done_shows_its_proof(promised, clerk):
    with pytest.raises(Refused) as refusal:
        promises.keep(Promise.objects.get().milestones.first(), by=clerk, now=at("2026-09-24"), proof=" ")
    assert refusal.value.field == "proof"


def test_promises_stand_as_running_late_or_kept(promised, clerk):
    assert Promise.objects.running(date(2026, 9, 28)).count() == 1
    assert Promise.objects.late(date(2026, 9, 29)).count() == 1
    for step in Promise.objects.get().milestones.all():
        promises.keep(step, by=clerk, now=at("2026-09-30"), proof="验收单")
    assert [Promise.objects.late(date(2026, 9, 30)).count(), Promise.objects.kept().count()] == [0, 1]


def test_an_episode_closes_when_everything_is_settled(promised, episode, dispatcher, clerk):
    waiting = media.note_call(episode, by=dispatcher, now=ON_AIR, question="几点下班？")
    with pytest.raises(Refused) as refusal:
        media.close(episode, by=dispatcher, now=at("2026-09-22"))
    assert "1个来电、1件工单、1项承诺" in str(refusal.value.message)
    media.answer_call(waiting, by=dispatcher, now=at("2026-09-22"), answer="十七点三十分。")
    order = orders.accept(Order.objects.get(), by=clerk, now=at("2026-09-22"))
    orders.reply(order, by=clerk, now=at("2026-09-24"), text="路灯已修好。")
    for step in order.promise.milestones.all():
        promises.keep(step, by=clerk, now=at("2026-09-24"), proof="验收单")
    assert media.close(episode, by=dispatcher, now=at("2026-09-24")).state == Episode.State.CLOSED


def test_a_call_is_answered_once(promised, dispatcher):
    with pytest.raises(Refused) as refusal:
        media.answer_call(promised, by=dispatcher, now=ON_AIR, answer="修好了")
    assert refusal.value.code == "V08"


def test_a_unit_cannot_return_what_it_took_on_the_air(call, dispatcher, clerk):
    media.take_call(call, by=dispatcher, now=ON_AIR)
    with pytest.raises(Refused):
        orders.send_back(Order.objects.get(), by=clerk, now=ON_AIR, reason="不属于我局")


def test_secret_filming_never_goes_to_the_unit_shown(episode, dispatcher, bureau, clerk):
    filmed = media.Filmed("窗口上班时间玩手机", "县电视台", date(2026, 9, 18), "政务大厅", "磁带2026-18", bureau)
    made = media.note_footage(episode, by=dispatcher, now=ON_AIR, filmed=filmed)
    assert (made.order.accused, made.order.kind, made.order.organisation) == (bureau, Kind.EFFICIENCY, None)
    assert made.order.references.get().subject == made
    assert not Order.objects.visible_to(clerk).exists()


def test_a_unit_sees_its_own_episodes(planned, clerk, stranger, inspector, citizen):
    seen = [Episode.objects.visible_to(actor).exists() for actor in (clerk, inspector, stranger, citizen)]
    assert seen == [True, True, False, False]


@pytest.mark.parametrize(("kind", "episodes", "calls"), [("hotline", 455, 2466), ("face", 64, 563)])
def test_the_sums_of_the_years(kind, episodes, calls, bureau):  # S0-08
    series = programme(kind=kind)
    about = {"programme": series, "organisation": bureau, "planned_at": ON_AIR, "airs_at": ON_AIR, "state": "aired"}
    made = Episode.objects.bulk_create(Episode(number=number + 1, **about) for number in range(episodes))
    Call.objects.bulk_create(
        Call(
            episode=made[n % episodes], number=n, question="?", outcome="at_once", answered_at=ON_AIR, noted_at=ON_AIR
        )
        for n in range(calls)
    )
    sums = airtime.total(Episode.objects.all())
    assert (sums.episodes, sums.asked, sums.answered_in_words, sums.settled_in_words) == (
        episodes,
        calls,
        "100.00%",
        "100.00%",
    )


def test_a_promise_is_an_answer_but_settles_nothing(promised, episode, dispatcher):
    media.note_call(episode, by=dispatcher, now=ON_AIR, question="几点下班？", answer="十七点三十分。")
    media.note_call(episode, by=dispatcher, now=ON_AIR, question="停车难")
    [row] = airtime.grouped(Episode.objects.all(), "organisation__short_name")
    assert (row.name, row.asked, row.answered_in_words, row.settled_in_words) == ("市场监管局", 3, "66.67%", "33.33%")


def test_every_deed_is_on_record(promised):
    verbs = Entry.objects.filter(verb__regex="episode|call|promise").order_by("pk").values_list("verb", flat=True)
    assert [verb.removeprefix("complaints.") for verb in verbs] == [
        "episode.planned",
        "episode.aired",
        "call.noted",
        "promise.made",
        "call.answered",
    ]
