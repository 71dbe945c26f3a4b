"""What tests of programmes, sessions, talks, visits and events share."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from complaints.actions.media import Said
from complaints.actions.promises import Pledge
from complaints.models import Programme
from tests.conftest import at
from tests.gates import signed_in

KEY = "00000000-0000-4000-8000-0000000000%02d"
PLEDGE = Pledge("月底前修好路灯", (("现场勘查", date(2026, 9, 25)), ("更换灯具", date(2026, 9, 30))))


def programme(code="zfrx", kind=Programme.Kind.HOTLINE, **more) -> Programme:
    about = {"name": "政风行风热线", "medium": Programme.Medium.RADIO} | more
    return Programme.objects.create(code=code, kind=kind, **about)


def said(bureau, **more) -> Said:
    return Said(**{"airs_at": at("2026-09-21 10:00"), "organisation": bureau, "guest": "局长 何建平"} | more)


def post(actor, path, number=1, **typed):
    return signed_in(actor).post(path, {"key": KEY % number} | typed)


def sheet(*rows) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("表.xlsx", file.getvalue())
