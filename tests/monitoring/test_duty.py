"""The duty log: one person has the room, every turn is handed over in writing."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from monitoring import actions
from monitoring.models import Duty, DutyNote
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
EIGHT, NOON = at("2026-03-02 08:00"), at("2026-03-02 12:00")


@pytest.fixture
def colleague(discipline):
    return employ("qian", "小钱", discipline, Role.INSPECTOR)


@pytest.fixture
def duty(discipline, inspector):
    return actions.begin_duty(discipline, by=inspector, now=EIGHT)


def test_second_person_cannot_take_the_room(discipline, duty, colleague):
    with pytest.raises(Refused):
        actions.begin_duty(discipline, by=colleague, now=NOON)
    assert Duty.objects.get().user == duty.user


def test_handing_over_puts_the_successor_on_duty(duty, inspector, colleague):
    following = actions.hand_over_duty(
        duty, by=inspector, now=NOON, handover="住建局红牌待反馈", successor=colleague.user
    )
    assert (following.user, following.began_at) == (colleague.user, NOON)
    assert Duty.objects.open().get() == following


def test_room_may_close_without_a_successor(duty, inspector):
    actions.hand_over_duty(duty, by=inspector, now=NOON, handover="无未了事项")
    assert not Duty.objects.open().exists()


def test_successor_is_of_the_same_office(duty, inspector, clerk):
    with pytest.raises(Refused):
        actions.hand_over_duty(duty, by=inspector, now=NOON, handover="交接", successor=clerk.user)
    assert Duty.objects.open().get() == duty


def test_only_who_is_on_duty_writes(duty, colleague):
    with pytest.raises(PermissionDenied):
        actions.note_duty(duty, by=colleague, now=NOON, kind="call", text="电话督办")
    assert not DutyNote.objects.exists()


def test_ended_turn_takes_no_more_notes(duty, inspector):
    actions.hand_over_duty(duty, by=inspector, now=NOON, handover="无")
    with pytest.raises(Refused):
        actions.note_duty(duty, by=inspector, now=NOON, kind="call", text="电话督办")


def test_note_stands_in_the_record(duty, inspector):
    actions.note_duty(duty, by=inspector, now=NOON, kind="call", text="电话提醒住建局窗口")
    assert Entry.objects.about(duty).get(verb="monitoring.duty.noted").body["text"] == "电话提醒住建局窗口"


def test_database_refuses_to_rewrite_a_note(duty, inspector):
    note = actions.note_duty(duty, by=inspector, now=NOON, kind="call", text="电话提醒")
    with pytest.raises(ProgrammingError, match="append-only"):
        DutyNote.objects.filter(pk=note.pk).update(text="什么也没有")


def test_clerk_cannot_take_the_room(discipline, clerk):
    with pytest.raises(PermissionDenied):
        actions.begin_duty(discipline, by=clerk, now=EIGHT)


# pages


def test_day_of_the_room_in_the_browser(inspector, colleague):
    client = signed_in(inspector)
    client.post(reverse("monitoring:duty_begin"))
    duty = Duty.objects.get()
    client.post(reverse("monitoring:duty_note", args=[duty.pk]), {"kind": "look", "text": "3号窗口无人在岗"})
    typed = {"handover": "3号窗口已电话提醒", "successor": colleague.user.pk}
    client.post(reverse("monitoring:duty_hand_over", args=[duty.pk]), typed)
    page = client.get(reverse("monitoring:duty")).content.decode()
    assert "当前值班：小钱" in page
    assert "3号窗口无人在岗" in page


def test_double_click_is_one_turn(inspector):
    client, key = signed_in(inspector), {"key": "00000000-0000-4000-8000-000000000007"}
    for _n in range(2):
        client.post(reverse("monitoring:duty_begin"), key)
    assert Duty.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"kind": "x", "text": "y"}, {"kind": "call", "text": "　"}, {"text": "y" * 501}, {}]
)
def test_bad_note_comes_back(inspector, duty, wrong):
    assert signed_in(inspector).post(reverse("monitoring:duty_note", args=[duty.pk]), wrong).status_code == 422
    assert not DutyNote.objects.exists()


@pytest.mark.parametrize("wrong", [{"handover": ""}, {"handover": "x" * 2001}, {"handover": "x", "successor": "abc"}])
def test_bad_handover_leaves_the_turn_open(inspector, duty, wrong):
    answer = signed_in(inspector).post(reverse("monitoring:duty_hand_over", args=[duty.pk]), wrong)
    assert answer.status_code == 422
    assert Duty.objects.open().exists()


def test_leader_reads_the_log_but_has_no_form(leader, duty):
    page = signed_in(leader).get(reverse("monitoring:duty"))
    assert (page.status_code, page.context["note"]) == (200, None)


def test_leader_cannot_write(leader, duty):
    address = reverse("monitoring:duty_note", args=[duty.pk])
    assert signed_in(leader).post(address, {"kind": "call", "text": "x"}).status_code == 403


def test_log_goes_to_excel(inspector, duty):
    actions.note_duty(duty, by=inspector, now=NOON, kind="call", text="=1+1")
    answer = signed_in(inspector).get(reverse("monitoring:duty") + "?xlsx=1")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[2][3] == "'=1+1"
