"""What tests of programmes, sessions, talks, visits and events share."""

from datetime import date

from complaints.actions.media import Said
from complaints.actions.promises import Pledge
from complaints.models import Programme
from tests.conftest import at

PLEDGE = Pledge("月底前修好路灯", (("现场勘查", date(2026, 9, 25)), ("更换灯具", date(2026, 9, 30))))


def programme(code="zfrx", kind=Programme.Kind.HOTLINE, **more) -> Programme:
    about = {"name": "政风行风热线", "medium": Programme.Medium.RADIO} | more
    return Programme.objects.create(code=code, kind=kind, **about)


def said(bureau, **more) -> Said:
    return Said(**{"airs_at": at("2026-09-21 10:00"), "organisation": bureau, "guest": "局长 何建平"} | more)
