"""What the public sees of the record, and the one door to attachments."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from records.attachments import READERS, bind, store
from records.models import Entry
from records.receipts import qr_svg, receipt
from tests.records.conftest import NOW, make_organisation, sealed, tamper, write

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def unit():
    return make_organisation()


def page(client, digest):
    return client.get(reverse("records:receipt", args=[digest]))


@pytest.mark.django_db
def test_page_without_seals_says_what_comes_next(client):
    assert "还没有封存" in client.get(reverse("records:seals")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_page_shows_the_latest_seal(client, unit):
    sealed(3, unit)
    root = client.get(reverse("records:latest")).json()["root"]
    assert root in client.get(reverse("records:seals")).content.decode()


@pytest.mark.django_db
def test_latest_is_null_before_the_first_seal(client):
    assert client.get(reverse("records:latest")).json() is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("is_sealed", "words"), [(True, "完好，已封存"), (False, "完好，尚未封存")])
def test_receipt_page_says_the_state(client, unit, is_sealed, words):
    [entry] = sealed(1, unit) if is_sealed else write(1, unit)
    assert words in page(client, entry.digest).content.decode()


@pytest.mark.django_db(transaction=True)
def test_receipt_page_of_an_edited_entry_warns(client, unit):
    [entry] = sealed(1, unit)
    tamper("UPDATE records_entry SET canon = canon || ' '")
    assert "登记已被改动" in page(client, entry.digest).content.decode()


@pytest.mark.django_db
def test_unknown_digest_is_not_found(client):
    assert page(client, "a" * 64).status_code == 404


@pytest.mark.django_db
def test_receipt_page_shows_nothing_of_the_content(client, unit):
    [entry] = write(1, unit)
    shown = page(client, entry.digest).content.decode()
    assert (entry.verb in shown, unit.name in shown) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_receipt_can_be_taken_home(client, unit):
    [entry] = sealed(1, unit)
    taken = client.get(reverse("records:receipt_json", args=[entry.digest])).json()
    assert taken == json.loads(json.dumps(receipt(Entry.objects.get())))


@pytest.mark.django_db
def test_digest_may_be_typed_with_blanks_and_capitals(client):
    answer = client.get(reverse("records:find_receipt"), {"digest": "AB " * 32})
    assert answer.url == reverse("records:receipt", args=["ab" * 32])


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "x", "g" * 64, "a" * 65, "<script>", "１" * 64, "\0" * 64])
def test_mistyped_digest_comes_back_with_the_cure(client, typed):
    answer = client.get(reverse("records:find_receipt"), {"digest": typed})
    assert (answer.status_code, bool(answer.context["form"].errors["digest"])) == (400, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["verifier", "witness"])
def test_scripts_can_be_downloaded(client, name):
    answer = client.get(reverse(f"records:{name}"))
    assert (b"".join(answer)[:1] in b'"#', "attachment" in answer["Content-Disposition"]) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["seals", "latest", "find_receipt", "verifier"])
def test_pages_only_read(client, name):
    assert client.post(reverse(f"records:{name}")).status_code == 405


# Attachments


@pytest.fixture
def zhang(db):
    return User.objects.create(username="13800000001", name="老张", is_citizen=True)


@pytest.fixture
def paper(zhang):
    return store(SimpleUploadedFile("张建国 申请书.pdf", PDF), by=Actor(zhang), now=NOW)


def download(client, paper):
    return client.get(reverse("records:attachment", args=[paper.token]))


def test_own_upload_is_a_download_that_nobody_keeps(client, zhang, paper):
    client.force_login(zhang)
    answer = download(client, paper)
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%BC%A0")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")


def test_stranger_gets_404(client, paper):
    client.force_login(User.objects.create(username="li", name="小李"))
    assert download(client, paper).status_code == 404


def test_guest_is_asked_to_sign_in(client, paper):
    assert download(client, paper).status_code == 302


@pytest.mark.parametrize(("answer", "status"), [(True, 200), (False, 404)])
def test_app_of_the_subject_opens_the_door(client, zhang, paper, unit, monkeypatch, answer, status):
    bind([paper], unit, by=Actor(zhang), now=NOW)
    monkeypatch.setitem(READERS, "accounts.Organisation", lambda actor, subject: answer)
    client.force_login(zhang)
    response = download(client, paper)
    response.close()
    assert response.status_code == status


def test_qr_code_is_drawn_without_style():
    svg = qr_svg("https://portal.example/seals/receipt/" + "a" * 64)
    assert (svg.startswith("<svg"), "style" in svg, "script" in svg) == (True, False, False)
