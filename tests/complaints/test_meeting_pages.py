"""Pages of programmes, sessions, talks and visits as people use them."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Message, Organisation, Role
from complaints import ice, reminding
from complaints.actions import media, promises, sessions, talks, visits
from complaints.models import Call, FirmVisit, IntegrityTalk, Minutes, Order, Promise, Session, Slot
from monitoring import archive
from tests.complaints.meetings import PLEDGE, post, programme, said, sheet
from tests.complaints.test_talks import SAID as TALK
from tests.conftest import at, employ
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def episode(dispatcher, bureau):
    made = media.plan(programme(), by=dispatcher, now=at("2026-09-14"), said=said(bureau))
    return media.air(made, by=dispatcher, now=at("2026-09-21 10:00"))


@pytest.fixture
def call(episode, dispatcher):
    return media.note_call(episode, by=dispatcher, now=at("2026-09-21 10:05"), question="路灯谁来修？", nick="老李")


@pytest.fixture
def open_session(bureau, clerk, citizen):
    """A session whose room stands open now."""
    now = timezone.now()
    slot = Slot.objects.create(organisation=bureau, starts_at=now - timedelta(minutes=1), offered_at=now)
    about = {"user": citizen.user, "name": "老张", "telephone": "13800000001", "matter": "路灯坏了半个月"}
    return Session.objects.create(slot=slot, place=1, number="MDM20260921-001", booked_at=now, **about)


# programmes


def test_an_episode_is_planned_and_a_call_noted(operator, bureau):
    series = programme()
    typed = {"programme": series.pk, "airs_at": "2026-09-21T10:00", "organisation": bureau.pk, "guest": "局长 何建平"}
    answer = post(operator, "/desk/programmes/new/", is_head="yes", **typed)
    episode = series.episodes.get()
    assert answer.url == f"/desk/programmes/{episode.pk}/"
    media.air(episode, by=operator, now=at("2026-09-21 10:00"))
    post(operator, answer.url, 2, question="几点上班？", nick="听众", answer="八点三十分。")
    assert Call.objects.get().outcome == "at_once"


def test_what_was_typed_of_a_call_is_not_lost(episode, operator):
    page = post(operator, f"/desk/programmes/{episode.pk}/", question="路灯谁来修？", nick="13800000009")
    assert page.status_code == 422
    assert "路灯谁来修？" in page.text
    assert "只填称呼" in page.text


def test_a_call_is_promised_on_the_air(call, dispatcher):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    typed = {"words": "修好路灯", "step_1": "更换灯具", "day_1": tomorrow}
    answer = post(dispatcher, f"/desk/calls/{call.pk}/promise/", **typed)
    assert answer.status_code == 302
    assert Promise.objects.get().milestones.get().words == "更换灯具"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"words": "修好", "step_1": "", "day_1": "2099-01-01"}, "请填写此项"),
        ({"words": "修好", "step_1": "更换", "day_1": "2026年2月30日"}, "请填写日期"),
        ({"words": "修好", "step_1": "更换", "day_1": "2020-01-01"}, "今天以后"),
        ({"words": "修好", "step_1": "更换", "day_1": "2099-01-01", "step_2": "验收"}, "这一步的完成日期"),
    ],
)
def test_a_road_map_with_gaps_comes_back(call, dispatcher, typed, words):
    page = post(dispatcher, f"/desk/calls/{call.pk}/promise/", **typed)
    assert page.status_code == 422
    assert words in page.text
    assert not Order.objects.exists()


def test_everybody_reads_which_promises_are_late(call, dispatcher, clerk, client):
    media.promise_call(call, by=dispatcher, now=at("2026-09-21 10:06"), pledge=PLEDGE)
    step = Promise.objects.get().milestones.first()
    promises.keep(step, by=clerk, now=at("2026-09-24"), proof="勘查照片三张")
    page = client.get("/programmes/")
    assert "勘查照片三张" in page.text
    assert page.context["late"] == 1  # the second step, of 2026-09-30
    episode = client.get(f"/programmes/{call.episode_id}/")
    assert "老李" in episode.text


def test_a_unit_shows_what_it_did(call, dispatcher, clerk):
    media.promise_call(call, by=dispatcher, now=at("2026-09-21 10:06"), pledge=PLEDGE)
    path = f"/desk/promises/{Promise.objects.get().pk}/"
    assert post(clerk, f"{path}1/", proof=" ").status_code == 422
    assert post(clerk, f"{path}1/", 2, proof="照片").url == path
    assert Promise.objects.get().milestones.first().proof == "照片"


# sessions


def test_a_citizen_books_and_cancels(bureau, clerk, citizen):
    now = timezone.now()
    [slot] = sessions.offer(bureau, by=clerk, now=now, offered=sessions.Offer(now + timedelta(days=2)))
    assert "市场监管局" in signed_in(citizen).get("/face/").text
    typed = {"name": "张建国", "telephone": "13800000001", "matter": "路灯坏了"}
    answer = post(citizen, f"/face/book/{slot.pk}/", **typed)
    session = Session.objects.get()
    assert answer.url == f"/face/{session.number}/"
    assert "市场监管局" not in signed_in(citizen).get("/face/?page=2").context["days"]
    post(citizen, f"/face/{session.number}/cancel/", 2)
    assert Session.objects.get().state == Session.State.CANCELLED


@pytest.mark.parametrize(
    ("field", "value"), [("name", "<b>"), ("telephone", "12345"), ("matter", "　"), ("matter", "路灯\x00")]
)
def test_a_booking_with_bad_input_comes_back(bureau, clerk, citizen, field, value):
    now = timezone.now()
    [slot] = sessions.offer(bureau, by=clerk, now=now, offered=sessions.Offer(now + timedelta(days=2)))
    typed = {"name": "张建国", "telephone": "13800000001", "matter": "路灯坏了"} | {field: value}
    page = post(citizen, f"/face/book/{slot.pk}/", **typed)
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert not Session.objects.exists()


def test_the_room_may_use_the_camera_and_no_other_page(open_session, citizen):
    browser = signed_in(citizen)
    room = browser.get(f"/face/{open_session.number}/room/")
    assert room.headers["Permissions-Policy"].startswith("camera=(self), microphone=(self)")
    page = browser.get(f"/face/{open_session.number}/")
    assert page.headers["Permissions-Policy"].startswith("camera=(), microphone=()")


def test_a_recording_is_agreed_to_without_scripts(open_session, citizen, clerk):
    path = f"/face/{open_session.number}/room/"
    post(clerk, f"{path}agree/")
    assert "对方请求录像" in signed_in(citizen).get(path).text
    post(citizen, f"{path}agree/", 2)
    told = signed_in(citizen).get(f"{path}state/").json()
    assert (told["recording"], told["parts"]) == ("running", 0)
    part = {"recording": told["id"], "number": 1, "after": 0, "seconds": 5}
    file = SimpleUploadedFile("part.webm", b"\x1aE\xdf\xa3video")
    assert signed_in(citizen).post(f"{path}part/", part | {"file": file}).status_code == 403
    file.seek(0)
    kept = signed_in(clerk).post(f"{path}part/", part | {"file": file})
    assert (kept.status_code, len(kept.json()["sha256"])) == (201, 64)


@pytest.mark.parametrize("name", ["part.exe", "part.webm"])
def test_what_is_no_recording_is_not_kept(open_session, citizen, clerk, name):
    path = f"/face/{open_session.number}/room/"
    post(clerk, f"{path}agree/")
    post(citizen, f"{path}agree/", 2)
    part = {"recording": open_session.recordings.get().pk, "number": 1, "after": 0, "seconds": 5}
    file = SimpleUploadedFile(name, b"MZ not a video")
    assert signed_in(clerk).post(f"{path}part/", part | {"file": file}).status_code == 422


def test_the_record_goes_from_the_unit_to_the_citizen(open_session, citizen, clerk):
    desk, own = f"/desk/face/{open_session.number}/", f"/face/{open_session.number}/"
    post(clerk, f"{desk}answered/", question="路灯何时修好？", answer="本周五前。")
    assert "本周五前" in signed_in(citizen).get(own).text
    assert post(citizen, f"{own}sign/", 2, agrees="no", remark="").status_code == 422
    post(citizen, f"{own}sign/", 3, agrees="no", remark="说的是周三")
    assert "说的是周三" in signed_in(clerk).get(desk).text
    post(clerk, f"{desk}again/", 4, question="路灯何时修好？", answer="本周三前。")
    post(citizen, f"{own}sign/", 5, agrees="yes")
    assert (Session.objects.get().state, Minutes.objects.count()) == (Session.State.SIGNED, 2)


def test_a_supervisor_writes_no_record(open_session, inspector):
    desk = f"/desk/face/{open_session.number}/"
    assert post(inspector, f"{desk}answered/", question="？", answer="好").status_code == 403


def test_both_sides_are_reminded_once(bureau, clerk, citizen):
    now = timezone.now()
    [slot] = sessions.offer(bureau, by=clerk, now=now, offered=sessions.Offer(now + timedelta(hours=20)))
    sessions.book(slot, by=citizen, now=now, name="张建国", telephone="13800000001", matter="路灯坏了")
    assert [reminding.remind(now), reminding.remind(now)] == [2, 0]
    assert set(Message.objects.values_list("recipient", flat=True)) == {citizen.user.pk, clerk.user.pk}
    assert not Message.objects.filter(text__contains="路灯").exists()


def test_somebody_without_an_account_is_reminded_by_telephone(bureau, clerk, county):
    now = timezone.now()
    village = Organisation.objects.create(
        code="wc", name="文昌村", short_name="文昌村", level="village", parent=county
    )
    agent = employ("cun", "代办员", village, Role.CLERK)
    [slot] = sessions.offer(bureau, by=clerk, now=now, offered=sessions.Offer(now + timedelta(hours=20)))
    sessions.book(slot, by=agent, now=now, name="周桂芳", telephone="13900000009", matter="养老金")
    assert reminding.remind(now) == 3
    assert Message.objects.filter(telephone="13900000009").count() == 1


def test_nothing_outside_the_house_is_asked_by_default(settings):
    assert ice.servers(at("2026-09-21"), 7) == []


def test_a_relay_gets_a_password_that_ends(settings):
    settings.STUN_SERVERS, settings.TURN_SERVERS = ["stun:a:1"], ["turn:a:1"]
    settings.TURN_SECRET = "geheim"
    [stun, turn] = ice.servers(at("2026-09-21"), 7)
    assert stun == {"urls": "stun:a:1"}
    assert turn["username"] == f"{int(at('2026-09-21').timestamp()) + 6 * 3600}:7"
    assert "geheim" not in json.dumps(turn)


# talks


def test_a_talk_is_recorded_and_stands_in_the_archive(inspector, clerk):
    typed = {name: str(value) for name, value in TALK.items()} | {"post": clerk.post.pk}
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    answer = post(inspector, "/desk/talks/new/", **(typed | {"follow_up_on": later}))
    talk = IntegrityTalk.objects.get()
    assert answer.url == f"/desk/talks/{talk.number}/"
    scope = archive.Scope(clerk.organisation, archive.year(2026), clerk.user)
    [line] = archive.read(scope, at("2026-12-01"))["appraisal"]
    assert talk.number in line.text
    assert "拖延" not in line.text  # the content stays where it is
    assert archive.read(archive.Scope(clerk.organisation, archive.year(2026)), at("2026-12-01"))["appraisal"] == []


def test_the_person_states_a_view(inspector, clerk, head):
    talk = talks.hold(clerk.post, by=inspector, now=at("2026-09-21 15:00"), told=talks.Told(**TALK))
    path = f"/desk/talks/{talk.number}/"
    assert signed_in(head).get(path).status_code == 404
    post(clerk, path, kind="statement", text="当时窗口排队人多。")
    assert "当时窗口排队人多。" in signed_in(inspector).get(path).text
    assert post(clerk, path, 2, kind="correction", text="改一下").status_code == 422


def test_tendencies_name_units_and_words(make_order, inspector):
    make_order(title="商场外墙夜间施工扰民", now=timezone.now())
    make_order(title="学校旁夜间施工噪音", now=timezone.now())
    page = signed_in(inspector).get("/supervision/tendencies/")
    assert ("夜间施工", 2) in page.context["words"]


# visits

FIRM = ["云溪机械有限公司", "91420000MA4K00001N", "工业园1号", "13800000009", "张科长", "市场监管局"]


def headers(actor) -> list[str]:
    book = load_workbook(io.BytesIO(signed_in(actor).get("/desk/visits/pattern/").getvalue()))
    return [cell.value for cell in book.active[1]]


def test_a_plan_comes_out_of_a_workbook(inspector, bureau):
    row = [*FIRM]
    file = sheet(headers(inspector), row)
    answer = post(inspector, "/desk/visits/plan/", year=2026, quarter=4, file=file)
    assert answer.url == "/desk/visits/?year=2026&quarter=4"
    assert FirmVisit.objects.get().organisation == bureau


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (1, "91420000MA4K000000", "第2行"),
        (1, "", "请填写此项"),
        (5, "没有这个局", "没有“没有这个局”这个单位"),
        (3, "110", "第2行"),
        (0, "=1+1", "公式"),
    ],
)
def test_a_workbook_with_faults_takes_nothing(inspector, bureau, place, value, words):
    row = [*FIRM]
    row[place] = value
    page = post(inspector, "/desk/visits/plan/", year=2026, quarter=4, file=sheet(headers(inspector), row))
    assert page.status_code == 422
    assert words in page.text
    assert not FirmVisit.objects.exists()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.csv", b"x"),
        SimpleUploadedFile("a.xlsx", b"PK nonsense"),
        SimpleUploadedFile("a.xlsx", b"no zip"),
    ],
)
def test_what_is_no_workbook_is_told(inspector, file):
    file.seek(0)
    page = post(inspector, "/desk/visits/plan/", year=2026, quarter=4, file=file)
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"file"}


def test_columns_that_are_missing_or_unknown_are_named(inspector):
    page = post(
        inspector, "/desk/visits/plan/", year=2026, quarter=4, file=sheet(["企业", "企业", "备注"], ["a", "b", "c"])
    )
    assert {(fault.row, fault.column) for fault in page.context["faults"]} >= {(1, "备注"), (1, "企业")}


def test_a_visit_is_noted_with_a_difficulty(inspector, clerk, bureau, other_bureau):
    now = timezone.now()
    firm = visits.Firm(bureau, "云溪机械有限公司", "91420000MA4K000001")
    today = timezone.localdate(now)
    year, quarter = today.year, (today.month + 2) // 3
    [line] = visits.plan(bureau, by=inspector, now=now, year=year, quarter=quarter, firms=[firm])
    typed = {
        "visited_on": today.isoformat(),
        "mood": 2,
        "opinion": "招工难",
        "problem_1": "路坏了",
        "unit_1": other_bureau.pk,
    }
    path = f"/desk/visits/{line.pk}/"
    assert post(clerk, path, **(typed | {"mood": 9})).status_code == 422
    post(clerk, path, 2, **typed)
    assert Order.objects.get().organisation == other_bureau
    assert "路坏了" in signed_in(inspector).get(path).text


@pytest.mark.parametrize("path", ["programmes", "promises", "face", "talks", "visits", "events"])
def test_every_list_goes_to_excel(path, inspector, episode, event):
    answer = signed_in(inspector).get(f"/desk/{path}/?export=xlsx")
    book = load_workbook(io.BytesIO(answer.getvalue()))
    assert book.active.max_row >= 1
    assert all(cell.value for cell in book.active[1])
