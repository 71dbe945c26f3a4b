"""Notices, instructions, efficiency cases and archives in a browser; the notice on one sheet of paper."""

import re

import pytest
from django.utils import timezone

from config.demo.story import days_ago
from monitoring.actions import efficiency, notices
from records.models import Document
from tests.gates import NARROW, faults, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "承诺时限七个工作日，实际用时十二个工作日，期间两次退回同一份材料，未一次性告知，申请人三次往返。"


@pytest.fixture
def notice(bureau, inspector, leader):
    now = timezone.now()
    said = notices.Draft(matter="超时办理", facts=LONG * 8, basis="督办规定第十二条", demand=LONG * 5)
    made = notices.draft(bureau, by=inspector, now=days_ago(4, now), organisation=bureau, said=said)
    return notices.issue(made, by=leader, now=days_ago(3, now))


@pytest.fixture
def case(bureau, inspector, leader):
    now = timezone.now()
    said = efficiency.Proposal(matter="推诿扯皮", facts="四次退件", basis="问责办法")
    made = efficiency.propose(bureau, by=inspector, now=days_ago(4, now), organisation=bureau, said=said)
    return efficiency.file(made, by=leader, now=days_ago(3, now))


@pytest.mark.parametrize("place", ["notices/", "notices/new/", "instructions/", "efficiency/", "archives/"])
def test_registers_pass_every_gate(live_server, browser, inspector, notice, case, place):
    with visit(browser, f"{live_server.url}/supervision/{place}", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_a_notice_passes_every_gate(live_server, browser, clerk, notice):
    with visit(browser, f"{live_server.url}/supervision/notices/{notice.pk}/", actor=clerk, elder=True) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_a_case_passes_every_gate(live_server, browser, inspector, case):
    with visit(browser, f"{live_server.url}/supervision/efficiency/{case.pk}/", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_an_archive_passes_every_gate(live_server, browser, clerk, bureau):
    page = f"{live_server.url}/supervision/archives/{bureau.code}/{clerk.user.pk}/"
    with visit(browser, page, actor=clerk) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_a_long_notice_prints_on_one_sheet(live_server, browser, inspector, notice):
    paper = Document.objects.about(notice).get()
    with visit(browser, f"{live_server.url}/supervision/papers/{paper.pk}/", actor=inspector, size=NARROW) as seen:
        assert overflow(seen.page) == 0
        assert len(re.findall(rb"/Type /Page[^s]", seen.page.pdf(prefer_css_page_size=True))) == 1
