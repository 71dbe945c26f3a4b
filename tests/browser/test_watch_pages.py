"""What supervision, the leaders and the administrators open besides cases, and the letters on paper."""

import re
from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Role
from approvals.actions import slip_reports as reports
from config.demo.story import days_ago
from monitoring.models import Finding
from records.actions import issue_document
from records.models import Document
from tests.conftest import employ, make_item
from tests.gates import NARROW, faults, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
HALL = ["extensions", "opinions", "statistics", "circulars", "attendance", "representatives", "slips/reports"]


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page[^s]", pdf))


@pytest.fixture
def report(bureau, inspector, swept):
    """A report of an inspection without a slip, confirmed and carded."""
    now = timezone.now()
    about = {"firm_name": "好运来酒店", "happened_on": date(2026, 3, 2), "what": "来了两个人"}
    found = reports.report(bureau, by=reports.ANYBODY, now=days_ago(3, now), **about)
    reports.confirm(found, by=inspector, now=days_ago(2, now), note="查实")
    swept(now)
    return found


def test_finding_about_a_report_passes_every_gate(live_server, browser, inspector, report):
    page = f"{live_server.url}/supervision/findings/{Finding.objects.get(code='Y6').pk}/"
    with visit(browser, page, actor=inspector, elder=True) as seen:
        assert (seen.status, faults(seen)) == (200, [])
    with visit(browser, f"{live_server.url}/desk/slips/reports/{report.pk}/", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_pages_of_the_hall_fit_the_leaders_telephone(live_server, browser, leader):
    for name in HALL:
        with visit(browser, f"{live_server.url}/desk/{name}/", actor=leader, size=NARROW) as seen:
            assert (name, seen.status, overflow(seen.page)) == (name, 200, 0)


def test_catalogue_passes_every_gate_for_its_keeper(live_server, browser, bureau, county):
    keeper, item = employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN), make_item(bureau)
    for page in ("", "import/", f"{item.code}/", "hall/", "clean-ups/"):
        with visit(browser, f"{live_server.url}/desk/catalogue/{page}", actor=keeper) as seen:
            assert (page, seen.status, faults(seen)) == (page, 200, [])


@pytest.mark.parametrize("length", [1, 12, 17])
def test_letter_stays_on_one_sheet(live_server, browser, inspector, bureau, accepted, length):
    """Up to seventeen lines a letter keeps its seal on the same sheet as its text."""
    case = accepted(make_item(bureau), days_ago(3, timezone.now()))
    body = {"case": case.number, "paragraphs": ["申请材料齐全，符合法定形式。"] * length}
    about = {"actor": inspector, "now": timezone.now(), "organisation": bureau, "addressee": "老张"}
    made = issue_document(Document.Kind.HEARING_SESSION, case, body=body, **about)
    with visit(browser, f"{live_server.url}/documents/{made.pk}/", actor=inspector) as seen:
        assert sheets(seen.page.pdf(prefer_css_page_size=True)) == 1


def test_register_prints_its_last_column(live_server, browser, inspector, report):
    with visit(browser, live_server.url + "/desk/slips/reports/", actor=inspector) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator("th", has_text="状态").is_visible()
