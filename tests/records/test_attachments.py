"""Hostile and honest files, and who may have them."""

import io
import struct
import zipfile
import zlib
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from accounts.actor import Actor
from accounts.models import User
from records import attachments
from records.attachments import READERS, bind, may_read, store
from records.files import MAX_BYTES, MAX_NAME, MAX_PIXELS, clean_name
from records.models import Attachment, Entry
from records.refusal import Refused
from tests.records.conftest import NOW, make_clerk, make_organisation

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n%%EOF"
SCRIPT = b"<script>alert(1)</script>"


def picture(form="PNG", size=(30, 20), mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **options)
    return out.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixel_bomb(side):
    """A PNG of a few bytes that says it is side x side."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def archive(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(**more):
    return archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}, **more)


def upload(name, data):
    return SimpleUploadedFile(name, data)


@pytest.fixture
def citizen(db):
    return Actor(User.objects.create(username="13800000001", name="老张", is_citizen=True))


def kept(citizen, name, data):
    return store(upload(name, data), by=citizen, now=NOW)


HONEST = {
    "身份证.jpg": picture("JPEG"),
    "照片.JPEG": picture("JPEG"),
    "平面图.png": picture(),
    "透明.png": picture(mode="RGBA"),
    "营业执照.pdf": PDF,
    "申请书.docx": docx(),
    "清单.xlsx": archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}),
    "批复.ofd": archive(**{"OFD.xml": "<OFD/>"}),
}

HOSTILE = {
    "empty.pdf": b"",
    "program.pdf": b"MZ\x90\0" + b"\0" * 100,
    "page.png": b"<html>" + SCRIPT,
    "drawing.svg": b"<svg onload='alert(1)'/>",
    "drawing.png": b"<svg onload='alert(1)'/>",
    "page.html": SCRIPT,
    "macro.docm": docx(),
    "no-extension": PDF,
    ".pdf": PDF,
    "double.pdf.exe": PDF,
    "picture.jpg": picture("PNG"),
    "picture.gif": picture("GIF"),
    "cut.jpg": picture("JPEG", size=(300, 300))[:400],
    "head.png": b"\x89PNG\r\n\x1a\n",
    "noise.jpg": b"\xff\xd8\xff" + bytes(range(256)) * 4,
    "bomb.png": pixel_bomb(30_000),
    "smaller-bomb.png": pixel_bomb(8_000),
    "script.pdf": PDF + b"<</S/JavaScript/JS(app.alert(1))>>",
    "launch.pdf": PDF + b"<</S/Launch/F(cmd.exe)>>",
    "sheet.docx": archive(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}),
    "plain.docx": archive(a="b"),
    "torn.docx": docx()[:60],
    "not-zip.xlsx": b"PK\x03\x04" + b"\0" * 50,
    "zip-bomb.docx": docx(bomb=b"\0" * (101 * 1024 * 1024)),
    "many.docx": docx(**{f"m{number}": "" for number in range(2001)}),
    "program.docx": docx(**{"word/run.exe": "MZ"}),
    "macro-inside.docx": docx(**{"word/vbaProject.bin": "x"}),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_file_is_kept(citizen, name):
    assert kept(citizen, name, HONEST[name]).name == name


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_a_sentence(citizen, name):
    with pytest.raises(Refused) as refusal:
        kept(citizen, name, HOSTILE[name])
    assert (refusal.value.code, bool(refusal.value.message)) == (None, True)


def test_refused_file_leaves_nothing(citizen, settings):
    with pytest.raises(Refused):
        kept(citizen, "page.png", SCRIPT)
    assert (Attachment.objects.count(), settings.MEDIA_ROOT.exists()) == (0, False)


def test_too_large_a_file_is_refused_unread(citizen):
    unread = SimpleNamespace(name="large.pdf", size=MAX_BYTES + 1)  # reading it would fail
    with pytest.raises(Refused):
        store(unread, by=citizen, now=NOW)


def test_largest_picture_says_its_limit():
    assert MAX_PIXELS < Image.MAX_IMAGE_PIXELS


def content(attachment):
    with attachment.file.open("rb") as file:
        return file.read()


def test_payload_behind_a_picture_is_gone(citizen):
    assert SCRIPT not in content(kept(citizen, "a.png", picture() + SCRIPT))


def test_payload_in_the_text_of_a_picture_is_gone(citizen):
    text = PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    assert SCRIPT not in content(kept(citizen, "a.png", picture(pnginfo=text)))


def test_place_and_camera_are_gone(citizen):
    exif = Image.Exif()
    exif[0x010F] = "HUAWEI"
    exif.get_ifd(0x8825)[2] = (22.0, 33.0, 1.0)
    attachment = kept(citizen, "a.jpg", picture("JPEG", exif=exif, comment="小张拍摄".encode()))
    assert (b"HUAWEI" in content(attachment), dict(Image.open(io.BytesIO(content(attachment))).getexif())) == (
        False,
        {},
    )


def test_picture_stays_upright(citizen):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    attachment = kept(citizen, "a.jpg", picture("JPEG", size=(30, 20), exif=exif))
    assert Image.open(io.BytesIO(content(attachment))).size == (20, 30)


def test_stored_name_tells_nothing(citizen):
    attachment = kept(citizen, "张建国身份证.jpg", picture("JPEG"))
    assert "张建国" not in attachment.file.name
    assert not attachment.file.name.endswith("jpg")


def test_digest_is_of_what_is_kept(citizen):
    attachment = kept(citizen, "a.jpg", picture("JPEG"))
    assert (attachment.size, len(attachment.sha256)) == (len(content(attachment)), 64)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\用户\\表.pdf", "表.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("空\u200b格\ufeff.pdf", "空格.pdf"),
        ("换\r\n行.pdf", "换行.pdf"),
        ('a"<b>|c?.pdf', "a__b__c_.pdf"),
        ("　全角　.pdf", "全角　.pdf"),
        ("𠮷野家😀.pdf", "𠮷野家😀.pdf"),
        ("", "_"),
        ("...", "_"),
    ],
)
def test_names_are_cleaned(raw, name):
    assert clean_name(raw) == name


def test_long_names_are_cut_before_their_ending():
    name = clean_name("长" * 500 + ".pdf")
    assert (len(name), name.endswith("长.pdf")) == (MAX_NAME, True)


# Whose file is it


@pytest.fixture
def unit():
    return make_organisation()


@pytest.fixture
def stranger(unit):
    return make_clerk(unit, "li")


@pytest.fixture
def paper(citizen):
    return kept(citizen, "a.pdf", PDF)


def test_uploader_reads_what_is_not_bound_yet(paper, citizen):
    assert may_read(citizen, paper)


@pytest.mark.parametrize("user", ["stranger", "guest"])
def test_nobody_else_reads_what_is_not_bound_yet(paper, stranger, user):
    assert not may_read({"stranger": stranger, "guest": Actor()}[user], paper)


def test_upload_of_a_guest_is_read_by_nobody(db):
    paper = kept(Actor(), "a.pdf", PDF)
    assert not may_read(Actor(), paper)


def test_binding_records_the_digests(paper, citizen, unit):
    bind([paper], unit, by=citizen, now=NOW)
    assert Entry.objects.about(unit).get().body == {"files": {str(paper.token): paper.sha256}}


def test_other_peoples_uploads_are_not_bound(paper, stranger, unit):
    assert bind([paper], unit, by=stranger, now=NOW) == 0


def test_bound_file_is_not_bound_again(paper, citizen, unit, stranger):
    bind([paper], unit, by=citizen, now=NOW)
    assert bind([paper], stranger.post, by=citizen, now=NOW) == 0


@pytest.fixture
def bound(paper, citizen, unit):
    bind([paper], unit, by=citizen, now=NOW)
    paper.refresh_from_db()
    return paper


def test_bound_file_of_an_unknown_kind_is_read_by_nobody(bound, citizen, monkeypatch):
    monkeypatch.setattr(attachments, "READERS", {})
    assert not may_read(citizen, bound)


@pytest.mark.parametrize("answer", [True, False])
def test_app_of_the_subject_decides(bound, citizen, unit, monkeypatch, answer):
    monkeypatch.setitem(READERS, "accounts.Organisation", lambda actor, subject: answer and subject == unit)
    assert may_read(citizen, bound) is answer


def test_bound_file_cannot_be_deleted(bound):
    with pytest.raises(DatabaseError, match="DELETE refused"), transaction.atomic():
        bound.delete()


def test_draft_can_be_deleted(paper):
    assert paper.delete()[0] == 1


def test_digest_of_a_file_cannot_be_changed(paper):
    paper.sha256 = "0" * 64
    with pytest.raises(DatabaseError, match="UPDATE refused"), transaction.atomic():
        paper.save()
