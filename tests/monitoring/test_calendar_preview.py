"""A new official year: one uploads, everybody sees which open clocks move, another switches it on."""

import json
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from deadlines.actions_years import drop_year, propose_year, switch_on_year
from deadlines.models import Deadline, Year, YearDraft
from deadlines.plan import Limits
from deadlines.years import changes, moves, parse_notice
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at, employ, make_item
from tests.deadlines.test_clock import begin
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")
TEXT = {
    "year": 2027,
    "source": "国办发明电〔2026〕7号",
    "days": [{"date": "2027-01-04", "working": False, "name": "元旦"}],
}


def content(**more) -> bytes:
    return json.dumps(TEXT | more, ensure_ascii=False).encode()


def notice(**more):
    return parse_notice(content(**more), "2027.json")


@pytest.fixture
def admin(county):
    return employ("root", "系统员", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def draft(admin):
    return propose_year(notice(), by=admin, now=NOW)


def due(clock):
    return Deadline.objects.get(pk=clock.pk).due_on.isoformat()


def test_preview_tells_every_clock_that_moves_and_saves_nothing(bureau):
    clock = begin(bureau, Limits(20, 20), "2026-12-25")
    begin(bureau, Limits(5, 5), "2026-11-02", "delivery")
    [move] = moves(notice())
    assert (move.deadline.pk, move.before.isoformat(), move.after.isoformat()) == (
        clock.pk,
        "2027-01-22",
        "2027-01-25",
    )
    assert due(clock) == "2027-01-22"


def test_preview_names_the_days_that_count_differently():
    days = [
        {"date": "2027-01-04", "working": False, "name": "元旦"},
        {"date": "2027-01-09", "working": True, "name": ""},
    ]
    found = [(change.day.isoformat(), change.working) for change in changes(notice(days=days))]
    assert ("2027-01-04", False) in found
    assert ("2027-01-09", True) in found


def test_preview_equals_what_switching_on_does(bureau, draft, inspector):
    for day in ("2026-12-01", "2026-12-20", "2026-12-28"):
        begin(bureau, Limits(10, 20), day, f"step:{day}")
    told = {move.deadline.pk: move.after for move in moves(notice())}
    before = dict(Deadline.objects.values_list("pk", "due_on"))
    switch_on_year(draft, by=inspector, now=NOW)
    assert dict(Deadline.objects.values_list("pk", "due_on")) == before | told
    assert draft.year == Year.objects.get(status="official", year=2027).year


def test_upload_alone_moves_nothing(bureau, admin):
    clock = begin(bureau, Limits(20, 20), "2026-12-25")
    propose_year(notice(), by=admin, now=NOW)
    assert due(clock) == "2027-01-22"
    assert Year.objects.get(year=2027).status == "provisional"


def test_who_uploaded_cannot_switch_on(admin, draft):
    with pytest.raises(PermissionDenied):
        switch_on_year(draft, by=admin, now=NOW)
    assert Year.objects.get(year=2027).status == "provisional"


def test_second_administrator_may_switch_on(county, draft):
    other = employ("root2", "系统员乙", county, Role.SYSTEM_ADMIN)
    assert switch_on_year(draft, by=other, now=NOW).state == YearDraft.State.SWITCHED_ON


def test_inspector_cannot_upload(inspector):
    with pytest.raises(PermissionDenied):
        propose_year(notice(), by=inspector, now=NOW)
    assert not YearDraft.objects.exists()


def test_every_moved_promise_has_an_entry(bureau, draft, inspector):
    clock = begin(bureau, Limits(20, 20), "2026-12-25")
    switch_on_year(draft, by=inspector, now=NOW)
    body = Entry.objects.about(clock).get(verb="deadlines.clock.moved").body
    assert (body["before"], body["after"]) == ("2027-01-22", "2027-01-25")


def test_year_is_switched_on_once(draft, inspector):
    switch_on_year(draft, by=inspector, now=NOW)
    with pytest.raises(Refused):
        switch_on_year(draft, by=inspector, now=NOW)


def test_second_notice_of_the_same_year_waits_for_the_first(admin, draft):
    with pytest.raises(Refused):
        propose_year(notice(source="另一份"), by=admin, now=NOW)
    assert YearDraft.objects.get() == draft


def test_given_up_notice_makes_room_for_another(admin, draft):
    drop_year(draft, by=admin, now=NOW, reason="日期录错")
    assert propose_year(notice(), by=admin, now=NOW).state == YearDraft.State.PROPOSED


# pages


def send(actor, data: bytes, name="2027.json"):
    return signed_in(actor).post(reverse("monitoring:year_upload"), {"file": SimpleUploadedFile(name, data)})


def test_notice_goes_through_the_browser_of_two_persons(bureau, admin, inspector, accepted):
    case = accepted(make_item(bureau, promised=20, steps=()), at("2026-12-25"))
    answer = send(admin, content())
    page = signed_in(inspector).get(answer.url)
    assert (page.context["preview"].count, page.context["preview"].units) == (1, [("市场监管局", 1)])
    assert case.number in page.content.decode()
    draft = YearDraft.objects.get()
    signed_in(inspector).post(reverse("monitoring:year_switch_on", args=[draft.pk]))
    case.clock.refresh_from_db()
    assert case.clock.due_on.isoformat() == "2027-01-25"


def test_all_moves_go_to_excel(bureau, inspector, draft, accepted):
    case = accepted(make_item(bureau, promised=20, steps=()), at("2026-12-25"))
    answer = signed_in(inspector).get(reverse("monitoring:year_draft", args=[draft.pk]) + "?xlsx=1")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert (rows[1][1], rows[1][7]) == (case.number, "'+3")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{" * 5000,
        b"[" * 90_000,
        content(year="2027"),
        content(year=99999),
        content(year=1),
        content(days=[{"date": "2026-01-01", "working": False}]),
        content(days=[{"date": "2027-02-30", "working": False}]),
        content(days=[{"date": "2027-01-01", "working": "no"}]),
        content(days=[{"date": "2027-01-01", "working": False}] * 2),
        content(days="x"),
        content(source=""),
        content(status="maybe"),
        b" " * 100_001,
    ],
)
def test_unusable_file_says_what_is_wrong_and_keeps_nothing(admin, data):
    assert send(admin, data).status_code == 422
    assert not YearDraft.objects.exists()


def test_upload_without_a_file_comes_back(admin):
    assert signed_in(admin).post(reverse("monitoring:year_upload"), {}).status_code == 422


def test_giving_up_needs_a_reason(admin, draft):
    address = reverse("monitoring:year_drop", args=[draft.pk])
    assert signed_in(admin).post(address, {"reason": "　"}).status_code == 422
    assert YearDraft.objects.get().state == YearDraft.State.PROPOSED


def test_clerk_does_not_see_the_calendar_page(clerk):
    assert signed_in(clerk).get(reverse("monitoring:calendar")).status_code == 403
