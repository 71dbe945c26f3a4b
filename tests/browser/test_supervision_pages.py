"""Supervision, leaders and the public front door in a browser: every gate, wide and narrow."""

import pytest
from django.utils import timezone

from config.demo.story import days_ago
from monitoring.models import Card
from tests.conftest import make_item
from tests.gates import NARROW, faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = {"home": "/", "figures": "/figures/"}
WATCHED = {
    "overview": "/supervision/",
    "register": "/supervision/cards/",
    "nothing found": "/supervision/cards/?level=red&since=2020-01-01&until=2020-01-02",
    "card": "/supervision/findings/{card}/",
    "rules": "/supervision/rules/",
    "report": "/leaders/punctuality/",
    "empty report": "/leaders/punctuality/?since=2020-01-01&until=2020-01-02",
    "unit": "/leaders/units/scjg/",
    "case": "/leaders/cases/{case}/",
}


@pytest.fixture
def card(bureau, accepted, swept):
    """A yellow card of today."""
    now = timezone.now()
    case = accepted(make_item(bureau, steps=()), days_ago(8, now))
    swept(now)
    return Card.objects.get(finding__subject_id=case.pk)


def address(live_server, page, card):
    return live_server.url + page.format(card=card.finding_id, case=card.finding.subject.number)


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("elder", [False, True], ids=["", "elder"])
@pytest.mark.usefixtures("card")
def test_public_page_passes_every_gate(live_server, browser, name, elder):
    with visit(browser, live_server.url + PUBLIC[name], elder=elder) as seen:
        assert (seen.status, faults(seen)) == (200, [])


@pytest.mark.parametrize("name", WATCHED)
def test_page_of_supervision_passes_every_gate_and_fits(live_server, browser, inspector, card, name):
    with visit(browser, address(live_server, WATCHED[name], card), actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])
        assert overflow(opened_narrow(seen).page) == 0


@pytest.mark.parametrize("name", [*PUBLIC, "board"])
def test_page_fits_the_narrowest_window(live_server, browser, inspector, card, name):
    pages = PUBLIC | {"board": "/supervision/board/"}
    with visit(browser, address(live_server, pages[name], card), actor=inspector, size=NARROW) as seen:
        assert overflow(seen.page) == 0


def test_cards_of_the_unit_and_the_answer_pass_every_gate(live_server, browser, clerk, card):
    for page in ("/desk/cards/", "/supervision/findings/{card}/"):
        with visit(browser, address(live_server, page, card), actor=clerk) as seen:
            assert faults(seen) == []


def test_report_prints_on_two_pages(live_server, browser, leader, card, tmp_path):
    with visit(browser, address(live_server, "/leaders/punctuality/", card), actor=leader) as seen:
        pdf = seen.page.pdf(prefer_css_page_size=True)
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 2
