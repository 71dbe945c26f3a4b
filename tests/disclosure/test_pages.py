"""The pages of openness over HTTP: asking with and without account, the desks, library, lessons, open data."""

import csv
import io
import json
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from disclosure.actions import announcing, answering
from disclosure.actions.announcing import Words
from disclosure.datasets import DATASETS
from disclosure.models import (
    Announcement,
    CheckPoint,
    InfoRequest,
    Lesson,
    LibraryDocument,
    OpennessCheck,
    Publication,
)
from monitoring.models import RuleVersion
from records.attachments import store
from records.models import Document, Look
from tests.conftest import at, make_item
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


def key():
    """As every form of a desk carries one."""
    return {"key": str(uuid4())}


def form(bureau, **changed):
    typed = {
        "organisation": bureau.pk,
        "content": "2025年度政府采购目录",
        "asked_as": "citizen",
        "name": "张建国",
        "telephone": "13800000001",
        "way": "online",
    }
    return typed | changed


# requests by the public


def test_guest_gets_number_and_code_and_finds_the_request(client, bureau):
    page = client.post("/open/requests/new/", form(bureau)).content.decode()
    row = InfoRequest.objects.get()
    assert (row.number in page, row.query_code in page) == (True, True)
    found = client.post("/open/requests/query/", {"number": row.number, "code": row.query_code})
    assert "2025年度政府采购目录" in found.content.decode()


def test_page_of_a_request_does_not_tell_who_asked(client, asked):
    page = client.post("/open/requests/query/", {"number": asked.number, "code": asked.query_code}).content.decode()
    assert ("13800000001" in page, "张建国" in page) == (False, False)


@pytest.mark.parametrize(("number", "code"), [("", "WRONGONE"), ("YXGK20260302-9999-1", "AAAAAAAA")])
def test_wrong_code_shows_nothing(client, asked, number, code):
    answer = client.post("/open/requests/query/", {"number": number or asked.number, "code": code})
    assert (answer.status_code, "采购目录" in answer.content.decode()) == (422, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"content": ""},
        {"content": "　"},
        {"content": "一" * 2001},
        {"content": "目录\u202e"},
        {"name": "张1"},
        {"name": "<b>"},
        {"telephone": "123"},
        {"organisation": "999999"},
        {"organisation": "x"},
        {"way": "pigeon"},
        {"way": "mail"},
        {"way": "email", "email": "nobody"},
        {"asked_as": "robot"},
    ],
)
def test_bad_request_is_refused_at_its_field(client, bureau, changed):
    answer = client.post("/open/requests/new/", form(bureau, **changed))
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)
    assert not InfoRequest.objects.exists()


def test_same_form_twice_is_one_request(client, bureau):
    sent = form(bureau, key="00000000-0000-4000-8000-000000000001")
    client.post("/open/requests/new/", sent)
    client.post("/open/requests/new/", sent)
    assert InfoRequest.objects.count() == 1


def test_account_follows_its_own_request(asked, citizen):
    page = signed_in(citizen).get(f"/open/requests/mine/{asked.number}/").content.decode()
    assert asked.content in page


def test_another_account_does_not(asked, clerk):
    assert signed_in(clerk).get(f"/open/requests/mine/{asked.number}/").status_code == 404


def test_correction_by_code(client, asked, clerk):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-04"), words="请明确年度")
    sent = {"number": asked.number, "code": asked.query_code, "content": "2025年度"}
    client.post("/open/requests/query/correct/", sent)
    asked.refresh_from_db()
    assert (asked.state, asked.content) == ("received", "2025年度")


def test_answer_and_its_letter_are_read_by_code(client, asked, clerk, approver):
    answering.write(asked, by=clerk, now=at("2026-03-10"), outcome="given", answer="见附件")
    answering.sign(asked, by=approver, now=at("2026-03-10"))
    sent = {"number": asked.number, "code": asked.query_code}
    page = client.post("/open/requests/query/", sent).content.decode()
    address = re.search(r'action="(/open/requests/query/paper/\d+/)"', page)[1]
    letter = client.post(address, sent).content.decode()
    assert ("行政复议" in letter, "张建国：" in letter) == (True, True)


# the desks


@pytest.mark.parametrize(("who", "to", "looks"), [("clerk", "张建国：", 1), ("director", "申请人：", 0)])
def test_letter_is_addressed_only_before_the_unit(request, asked, clerk, director, who, to, looks):
    answering.ask_correction(asked, by=clerk, now=at("2026-03-04"), words="请明确年度")
    [paper] = Document.objects.about(asked)
    page = signed_in(request.getfixturevalue(who)).get(f"/desk/openness/requests/papers/{paper.pk}/").content.decode()
    assert to in page
    assert Look.objects.filter(subject_id=asked.pk).count() == looks


def test_request_page_shows_the_contact_to_the_unit_and_notes_the_look(asked, clerk):
    page = signed_in(clerk).get(f"/desk/openness/requests/{asked.number}/").content.decode()
    assert ("13800000001" in page, Look.objects.filter(subject_id=asked.pk).count()) == (True, 1)


def test_request_page_keeps_the_contact_from_the_office(asked, director):
    page = signed_in(director).get(f"/desk/openness/requests/{asked.number}/").content.decode()
    assert ("13800000001" in page, asked.content in page) == (False, True)


def test_other_unit_does_not_see_the_request(asked, stranger):
    assert signed_in(stranger).get(f"/desk/openness/requests/{asked.number}/").status_code == 404


def test_announcement_is_written_and_released_at_the_desk(bureau, clerk, approver):
    typed = {"kind": "notice", "title": "停水公告", "body": "周六停水"}
    signed_in(clerk).post("/desk/openness/announcements/new/", typed | key())
    row = Announcement.objects.get()
    signed_in(approver).post(f"/desk/openness/announcements/{row.pk}/publish/", key())
    row.refresh_from_db()
    assert row.state == "published"


def test_piece_is_written_at_the_desk_with_what_the_catalogue_offers(owes, clerk):
    row = owes("organ").publications.get()
    client = signed_in(clerk)
    assert "机构职能与领导信息（" in client.get(row.address).content.decode()
    client.post(f"{row.address}write/", key() | {"title": "机构职能", "body": "主要职责"})
    row.refresh_from_db()
    assert row.state == Publication.State.DRAFTED


@pytest.mark.parametrize(
    "address",
    ["", "announcements/", "publications/", "duties/", "duties/units/", "checks/", "requests/", "library/"],
)
def test_desks_open_and_export(asked, written, owes, director, address):
    owes("organ")
    client = signed_in(director)
    assert client.get(f"/desk/openness/{address}").status_code == 200
    file = client.get(f"/desk/openness/{address}", {"export": "xlsx"} if address else {})
    assert file.status_code == 200
    file.close()


def test_sheet_of_a_check_is_filled_in_at_the_desk(bureau, publicist):
    typed = {f"points_{point.code}": str(point.points) for point in CheckPoint.objects.all()}
    typed |= {"organisation": bureau.short_name, "quarter": "2026-03-31", "points_time": "17.5"}
    client = signed_in(publicist)
    answer = client.post("/desk/openness/checks/new/", typed | key())
    assert (answer.status_code, "扣分的项目请写明问题" in answer.content.decode()) == (422, True)
    client.post("/desk/openness/checks/new/", typed | key() | {"finding_time": "晚公开"})
    assert str(OpennessCheck.objects.get().total) == "97.5"


# the library, lessons, data, files


def test_document_and_item_lead_to_one_another(client, bureau):
    item = make_item(bureau, legal_basis=["《中华人民共和国行政许可法》第四十二条"])
    assert "/library/xingzheng-xuke-fa/" in client.get(f"/items/{item.code}/").content.decode()
    assert f"/items/{item.code}/" in client.get("/library/xingzheng-xuke-fa/").content.decode()


def test_document_names_the_rules_that_rest_on_it(client):
    assert "Y27" in client.get("/library/xinxi-kaohe-banfa/").content.decode()


def test_ended_document_says_so(client):
    assert "已失效" in client.get("/library/xinxi-kaohe-jiu/").content.decode()


def test_draft_of_the_library_is_nobodys_page(client):
    about = {"title": "草稿", "kind": "county", "issuer": "县政府", "summary": "草稿"}
    LibraryDocument.objects.create(code="draft", **about)
    assert client.get("/library/draft/").status_code == 404


def test_quiz_shows_its_result_and_keeps_nothing(client):
    lesson = Lesson.objects.get(code="chuangkou-guiju")
    given = {f"a{number}": one["right"] for number, one in enumerate(lesson.quiz)}
    answer = client.get("/lessons/chuangkou-guiju/", given)
    assert ("答对2题" in answer.content.decode(), "sessionid" in answer.cookies) == (True, False)


@pytest.mark.parametrize("given", [{"a0": "99"}, {"a0": "x", "a1": ""}, {"a1": "1"}])
def test_quiz_asks_for_what_is_missing(client, given):
    assert "请选择" in client.get("/lessons/chuangkou-guiju/", given).content.decode()


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: one.code)
def test_dataset_has_the_same_rows_as_csv_and_json(client, item, announced, dataset):
    text = client.get(f"/data/{dataset.code}.csv").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    told = json.loads(client.get(f"/data/{dataset.code}.json").getvalue())
    names = [column.name for column in dataset.columns]
    assert (rows[0], [column["name"] for column in told["columns"]]) == (names, names)
    assert len(rows) - 1 == len(told["rows"])
    assert client.get(f"/data/{dataset.code}/").status_code == 200


def test_csv_holds_no_formulas(client, bureau):
    make_item(bureau, name="=1+1")
    text = client.get("/data/items.csv").getvalue().decode()
    assert ",=1+1," not in text


@pytest.mark.parametrize("code", ["nonsense", "items.xls"])
def test_unknown_dataset_does_not_exist(client, code):
    assert client.get(f"/data/{code}/").status_code == 404


def test_file_of_what_is_open_is_everybodys(client, bureau, clerk, approver, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = at("2026-03-02")
    data = io.BytesIO()
    Image.new("RGB", (9, 9)).save(data, "PNG")
    file = store(SimpleUploadedFile("a.png", data.getvalue()), by=clerk, now=now)
    row = announcing.write(bureau, by=clerk, now=now, words=Words("notice", "公告", "见附件", files=(file,)))
    assert client.get(f"/open/files/{file.token}/").status_code == 404
    announcing.publish(row, by=approver, now=now)
    answer = client.get(f"/open/files/{file.token}/")
    assert answer.getvalue() == file.file.read()
    file.file.close()


@pytest.mark.parametrize(
    "address",
    [
        *("announcements/", "open/", "open/report/", "open/report/?year=1", "open/lines/licences/", "open/requests/"),
        *("library/", "library/?q=许可", "lessons/", "data/", "accessibility/", "satisfaction/method/", "units/scjg/"),
        *("open/units/scjg/", "open/requests/new/", "open/requests/query/", "announcements/?q=\x00&kind=x"),
    ],
)
def test_open_pages_open(client, bureau, announced, address):
    assert client.get(f"/{address}").status_code == 200


def test_yearly_report_counts_by_outcome(client, asked, clerk, approver):
    answering.write(asked, by=clerk, now=at("2026-03-10"), outcome="given", answer="见附件")
    answering.sign(asked, by=approver, now=at("2026-03-10"))
    page = client.get("/open/report/", {"year": "2026"}).content.decode()
    assert re.search(r"予以公开</td>\s*<td class=\"right\">1</td>", page)


def test_rule_leads_to_the_document_it_rests_on(inspector):
    version = RuleVersion.objects.get(code="Y27", version=1)
    page = signed_in(inspector).get(f"/supervision/rules/{version.pk}/").content.decode()
    assert "/library/xinxi-kaohe-banfa/" in page
