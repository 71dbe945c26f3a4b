"""Applying online: three steps, a draft that loses nothing, one case however often it is sent."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.models import Case, Channel, Draft, DraftFile, Material
from records.models import Attachment, Entry
from tests.approvals.citizen_steps import TYPED, apply_online, draft_key, pdf, send, type_in, upload
from tests.conftest import make_item, publish
from tests.gates import signed_in

BAD = {
    "name: blank": {"applicant_name": ""},
    "name: full-width blanks": {"applicant_name": "\u3000\u3000"},
    "name: NUL": {"applicant_name": "张\0建国"},
    "name: control sign": {"applicant_name": "张\x07建国"},
    "name: direction sign": {"applicant_name": "张\u202e建国"},
    "name: zero-width": {"applicant_name": "张\u200b建国"},
    "name: too long": {"applicant_name": "长" * 101},
    "id: wrong check digit": {"id_number": "110105194912310021"},
    "id: too short": {"id_number": "1101051949123100"},
    "id: no such day": {"id_number": "11010519490231002X"},
    "id: credit code with a wrong sign": {"id_number": "91420100MA4KLM3P7Y"},
    "id: money": {"id_number": "1e400"},
    "id: blank": {"id_number": " "},
    "telephone: too short": {"telephone": "1380000"},
    "telephone: letters": {"telephone": "电话没有"},
    "telephone: blank": {"telephone": ""},
    "address: too long": {"address": "街" * 201},
    "address: lone direction sign": {"address": "东街\u2066"},
    "request: too long": {"request": "申" * 2001},
    "request: NUL": {"request": "开店\0"},
}


@pytest.mark.parametrize("wrong", BAD.values(), ids=BAD.keys())
def test_bad_input_is_named_at_its_field(zhang, item, wrong):
    page = type_in(zhang, item, **wrong)
    assert (page.status_code, set(page.context["form"].errors)) == (422, set(wrong))


@pytest.mark.parametrize("wrong", [BAD["name: NUL"], BAD["id: wrong check digit"], BAD["request: too long"]])
def test_bad_input_makes_no_case(zhang, item, wrong):
    type_in(zhang, item, **wrong)
    upload(zhang, item)
    send(zhang, item)
    assert not Case.objects.exists()


GOOD = {
    "rare Han": {"applicant_name": "张𠮷"},
    "emoji": {"request": "开店👨‍👩‍👧"},
    "html": {"request": "<script>alert(1)</script>"},
    "full-width digits": {"id_number": "１１０１０５１９４９１２３１００２Ｘ", "telephone": "１３８００００００１１"},
    "credit code": {"applicant_name": "云溪小馆有限公司", "id_number": "91350100M000100Y43"},
    "minority name": {"applicant_name": "阿依古丽·买买提"},
    "formula": {"request": "=1+1"},
}


@pytest.mark.parametrize("typed", GOOD.values(), ids=GOOD.keys())
def test_unusual_but_honest_input_goes_on(zhang, item, typed):
    assert type_in(zhang, item, **typed).headers["Location"] == f"/apply/{item.code}/?step=2"


@pytest.mark.parametrize("typed", ["张𠮷", "老张👍"])
def test_rare_signs_are_kept(zhang, item, typed):
    type_in(zhang, item, applicant_name=typed)
    upload(zhang, item)
    send(zhang, item)
    assert Case.objects.get().applicant_name == typed


def test_html_is_shown_as_text(zhang, item):
    type_in(zhang, item, request="<script>alert(1)</script>")
    upload(zhang, item)
    assert "<script>alert" not in zhang.get(f"/apply/{item.code}/?step=3").content.decode()


def test_guest_is_asked_to_sign_in(client, item):
    assert client.get(f"/apply/{item.code}/").headers["Location"].startswith("/accounts/sign-in/")


def test_staff_cannot_apply_here(clerk, item):
    assert signed_in(clerk).get(f"/apply/{item.code}/").status_code == 403


@pytest.mark.parametrize("code", ["NO-SUCH", "%00", "食品"])
def test_unknown_item_cannot_be_applied_for(zhang, db, code):
    assert zhang.get(f"/apply/{code}/").status_code == 404


def test_item_that_is_handled_at_the_window_leads_back_to_the_guide(zhang, bureau):
    item = make_item(bureau, is_online=False)
    assert zhang.get(f"/apply/{item.code}/").headers["Location"] == f"/items/{item.code}/"


@pytest.mark.parametrize("step", ["0", "4", "99", "abc", "-1", "1e9", "%00", "99999999999999999999", ""])
def test_illegal_step_is_the_first(zhang, item, step):
    assert zhang.get(f"/apply/{item.code}/?step={step}").context["step"] == 1


@pytest.mark.parametrize("step", [2, 3])
def test_later_steps_without_a_draft_lead_to_the_first(zhang, item, step):
    assert zhang.get(f"/apply/{item.code}/?step={step}").headers["Location"] == f"/apply/{item.code}/?step=1"


def test_name_and_telephone_come_from_the_account(zhang, item):
    assert zhang.get(f"/apply/{item.code}/").context["form"]["telephone"].value() == "13800000001"


def test_looking_makes_no_draft(zhang, item):
    zhang.get(f"/apply/{item.code}/")
    assert not Draft.objects.exists()


def test_draft_keeps_also_what_is_wrong(zhang, item):
    type_in(zhang, item, telephone="138")
    assert zhang.get(f"/apply/{item.code}/").context["form"]["telephone"].value() == "138"


def test_saving_for_later_needs_nothing(zhang, item):
    assert type_in(zhang, item, id_number="", go="later").headers["Location"] == "/my/"


def test_uploads_are_kept_for_later(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    assert "材料.pdf" in zhang.get(f"/apply/{item.code}/?step=2").content.decode()


def test_mandatory_document_is_asked_for_at_its_field(zhang, item):
    type_in(zhang, item)
    page = zhang.post(f"/apply/{item.code}/?step=2", {"go": "next"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [f"document-{item.documents.get().pk}"])


def test_optional_document_may_be_left_out(zhang, bureau):
    item = make_item(bureau, published=False)
    item.documents.update(is_required=False)
    publish(item)
    type_in(zhang, item)
    assert zhang.post(f"/apply/{item.code}/?step=2", {"go": "next"}).headers["Location"].endswith("?step=3")


def bomb():
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", b"0" * (101 * 1024 * 1024))
    return data.getvalue()


HOSTILE = {
    "program": SimpleUploadedFile("x.exe", b"MZ"),
    "program called pdf": SimpleUploadedFile("x.pdf", b"MZ\x90"),
    "page called jpg": SimpleUploadedFile("x.jpg", b"<html><script>"),
    "empty": SimpleUploadedFile("x.pdf", b""),
    "broken picture": SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\nrubbish"),
    "no extension": SimpleUploadedFile("passwd", b"%PDF-1.4"),
    "svg": SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>"),
    "script in pdf": SimpleUploadedFile("x.pdf", b"%PDF-1.4 /JavaScript"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_at_its_field(zhang, item, name):
    type_in(zhang, item)
    HOSTILE[name].seek(0)
    page = upload(zhang, item, D1=HOSTILE[name])
    assert (page.status_code, DraftFile.objects.count(), len(page.context["form"].errors)) == (422, 0, 1)


def test_bomb_in_an_office_file_is_refused(zhang, item):
    type_in(zhang, item)
    assert upload(zhang, item, D1=SimpleUploadedFile("x.docx", bomb())).status_code == 422


def test_one_bad_file_does_not_lose_the_good_one(zhang, bureau):
    item = make_item(bureau, documents=2)
    type_in(zhang, item)
    upload(zhang, item, D1=pdf(), D2=SimpleUploadedFile("x.exe", b"MZ"))
    assert DraftFile.objects.get().document.code == "D1"


def test_hostile_file_name_is_cleaned(zhang, item):
    type_in(zhang, item)
    upload(zhang, item, D1=pdf("../../e\u202etc<b>.pdf"))
    assert Attachment.objects.get().name == "etc_b_.pdf"


def test_unknown_document_is_not_stored(zhang, item, other_bureau):
    foreign = make_item(other_bureau, code="OTHER").documents.get()
    type_in(zhang, item)
    zhang.post(
        f"/apply/{item.code}/?step=2", {f"document-{foreign.pk}": pdf(), "document-999999": pdf(), "go": "upload"}
    )
    assert not Attachment.objects.exists()


def test_newer_file_replaces_the_older(zhang, item):
    type_in(zhang, item)
    upload(zhang, item, D1=pdf("旧.pdf"))
    upload(zhang, item, D1=pdf("新.pdf"))
    assert [file.name for file in Attachment.objects.all()] == ["新.pdf"]


def test_file_can_be_removed(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    zhang.post(f"/apply/{item.code}/?step=2", {"remove": item.documents.get().pk})
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("wanted", ["abc", "99999999999999999999", "\0"])
def test_removing_nonsense_removes_nothing(zhang, item, wanted):
    type_in(zhang, item)
    upload(zhang, item)
    zhang.post(f"/apply/{item.code}/?step=2", {"remove": wanted, "go": "upload"})
    assert DraftFile.objects.count() == 1


def test_application_becomes_a_case(zhang, item, citizen):
    apply_online(zhang, item)
    case = Case.objects.get()
    assert (case.applicant, case.channel, case.request) == (citizen.user, Channel.ONLINE, "开办小吃店")


def test_application_leads_to_its_receipt(zhang, item):
    answer = apply_online(zhang, item)
    assert answer.headers["Location"] == reverse("approvals:receipt", args=[Case.objects.get().number])


def test_files_belong_to_the_case_afterwards(zhang, item):
    apply_online(zhang, item)
    assert Material.objects.get().attachment.subject == Case.objects.get()


def test_draft_is_gone_afterwards(zhang, item):
    apply_online(zhang, item)
    assert not Draft.objects.exists()


def test_double_click_makes_one_case(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    key = draft_key(item)
    answers = [send(zhang, item, key).headers["Location"] for _click in range(2)]
    assert (len(set(answers)), Case.objects.count()) == (1, 1)


def test_back_button_after_a_second_draft_leads_to_the_first_receipt(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    key = draft_key(item)
    first = send(zhang, item, key)
    type_in(zhang, item)
    upload(zhang, item)
    assert send(zhang, item, key).headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize("key", ["", "rubbish", "\0", "3f0e8ab0-6a3e-4b67-9d0c-1f8f5a1c2d3e"])
def test_form_with_a_foreign_key_is_not_sent(zhang, item, key):
    type_in(zhang, item)
    upload(zhang, item)
    page = zhang.post(f"/apply/{item.code}/?step=3", {"key": key, "sure": "on"})
    assert (page.status_code, Case.objects.count()) == (422, 0)


def test_applicant_must_answer_for_the_statements(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    page = zhang.post(f"/apply/{item.code}/?step=3", {"key": draft_key(item)})
    assert (list(page.context["form"].errors), Case.objects.count()) == (["sure"], 0)


def test_missing_document_is_refused_at_the_end_as_well(zhang, item):
    type_in(zhang, item)
    page = send(zhang, item)
    assert ("申请材料1" in str(page.context["form"].non_field_errors()), Case.objects.count()) == (True, 0)


def test_refused_application_is_not_half_saved(zhang, neighbour, item):
    type_in(zhang, item)
    upload(zhang, item)
    kind = ContentType.objects.get_for_model(Draft)
    Attachment.objects.update(subject_type=kind, subject_id=1)  # the file went into something else meanwhile
    key = draft_key(item)
    send(zhang, item, key)
    assert (Case.objects.count(), Material.objects.count(), Entry.objects.count(), Draft.objects.count()) == (
        0,
        0,
        0,
        1,
    )


def test_another_persons_draft_cannot_be_thrown_away(zhang, neighbour, item):
    type_in(zhang, item)
    assert neighbour.post(f"/my/drafts/{Draft.objects.get().pk}/discard/").status_code == 404


def test_draft_is_thrown_away_with_its_files(zhang, item):
    type_in(zhang, item)
    upload(zhang, item)
    zhang.post(f"/my/drafts/{Draft.objects.get().pk}/discard/")
    assert (Draft.objects.count(), Attachment.objects.count()) == (0, 0)


def test_what_was_typed_survives_the_end_of_the_session(zhang, client, citizen, item):
    page = zhang.get(f"/apply/{item.code}/?step=1").content.decode()
    owner = page.split('name="owner" value="')[1].split('"')[0]
    headers = {"HTTP_REFERER": f"http://testserver/apply/{item.code}/?step=1"}
    client.post(f"/apply/{item.code}/?step=1", TYPED | {"owner": owner}, **headers)
    client.force_login(citizen.user, backend="accounts.backends.PeopleBackend")
    assert "开办小吃店" in client.get(f"/apply/{item.code}/?step=1").content.decode()
