"""Spot checks through the pages: plan, approve, note, tell, report, verify; bad input is answered."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from monitoring.models import Inspection, SpotFinding
from records.models import Attachment
from tests.gates import signed_in
from tests.monitoring.test_inspections import PNG

pytestmark = pytest.mark.django_db
PLAN = "/supervision/inspections/new/"


def post(actor, address, typed=()):
    """Send a form of this person, with a key of its own."""
    return signed_in(actor).post(address, {"key": str(uuid4())} | dict(typed))


@pytest.fixture
def typed(bureau, second):
    today = timezone.localdate().isoformat()
    return {
        "matter": "窗口纪律检查",
        "secret": "secret",
        "units": [bureau.pk],
        "places": "大厅一楼",
        "first_day": today,
        "last_day": today,
        "inspectors": [second.user.pk],
        "focus": "到岗情况",
    }


@pytest.fixture
def noted(typed, inspector, second, bureau):
    """A finding of a secret check of today, written down through the pages."""
    post(inspector, PLAN, typed)
    check = Inspection.objects.get()
    post(second, f"/supervision/inspections/{check.pk}/deeds/approve/")
    seen = {
        "unit": bureau.pk,
        "kind": "absence",
        "place": "A03窗口",
        "found_at": timezone.localtime().strftime("%Y-%m-%dT00:00"),
        "facts": "无人在岗",
        "basis": "大厅管理办法第九条",
        "demand": "落实AB岗",
        "days": "5",
        "files": SimpleUploadedFile("现场.png", PNG),
    }
    post(inspector, f"/supervision/inspections/{check.pk}/deeds/note/", seen)
    return SpotFinding.objects.get()


def test_a_plan_is_written_approved_and_carried_out(noted, inspector):
    assert (noted.inspection.secret, noted.inspection.state, noted.state) == (True, "approved", "noted")
    assert Attachment.objects.about(noted).get().name == "现场.png"
    page = signed_in(inspector).get(f"/spot-findings/{noted.pk}/").content.decode()
    assert Attachment.objects.about(noted).get().sha256 in page


def test_a_secret_plan_is_not_even_listed_for_others(noted, leader, head):
    register = signed_in(leader).get("/supervision/inspections/").content.decode()
    assert ("窗口纪律检查" in register, "A03窗口" in signed_in(leader).get("/spot-findings/").content.decode()) == (
        False,
        False,
    )
    assert signed_in(leader).get(f"/supervision/inspections/{noted.inspection_id}/").status_code == 404
    assert signed_in(head).get(f"/spot-findings/{noted.pk}/").status_code == 404


def test_the_unit_puts_it_right_and_a_second_look_settles_it(noted, second, head, inspector):
    address = f"/spot-findings/{noted.pk}/deeds"
    post(second, f"{address}/issue/")
    photo = SimpleUploadedFile("整改后.png", PNG)
    post(head, f"{address}/report/", {"measure": "已安排B岗", "files": photo})
    post(inspector, f"{address}/settle/", {"reason": "现场复查属实"})
    noted.refresh_from_db()
    assert noted.state == "settled"
    assert "整改后.png" in signed_in(head).get(f"/spot-findings/{noted.pk}/").content.decode()


def test_the_report_is_printed_when_the_check_is_concluded(noted, second, inspector, leader):
    post(second, f"/spot-findings/{noted.pk}/deeds/issue/")
    post(
        inspector,
        f"/supervision/inspections/{noted.inspection_id}/deeds/conclude/",
        {"result": "总体较好，个别窗口空岗"},
    )
    page = signed_in(leader).get(f"/supervision/inspections/{noted.inspection_id}/report/").content.decode()
    assert ("暗访情况报告" in page, "共发现问题1个" in page, "无人在岗" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("matter", "\u3000"),
        ("units", ["999999"]),
        ("units", ["abc"]),
        ("first_day", "2026-02-30"),
        ("last_day", "2001-01-01"),
        ("inspectors", []),
        ("inspectors", ["0x1"]),
        ("focus", "字" * 1001),
    ],
)
def test_a_bad_plan_comes_back_with_what_was_typed(typed, inspector, field, value):
    answer = post(inspector, PLAN, typed | {field: value})
    assert (answer.status_code, Inspection.objects.count()) == (422, 0)
    assert field in answer.context["form"].errors


def test_the_findings_of_a_unit_are_its_own(noted, second, stranger, clerk):
    post(second, f"/spot-findings/{noted.pk}/deeds/issue/")
    lists = [signed_in(actor).get("/spot-findings/").content.decode() for actor in (clerk, stranger)]
    assert ["A03窗口" in page for page in lists] == [True, False]
