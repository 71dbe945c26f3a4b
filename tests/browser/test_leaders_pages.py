"""The leaders' one page in a browser: every gate, one sheet of paper, and the way to one citizen's case."""

import pytest
from django.utils import timezone

from config.demo.story import days_ago
from monitoring.models import Card
from scoring.leading import GROUPS
from tests.conftest import make_item
from tests.gates import NARROW, faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 4


@pytest.fixture
def case(bureau, accepted, swept):
    """A case that is late today, with its yellow card."""
    now = timezone.now()
    late = accepted(make_item(bureau, steps=()), days_ago(8, now))
    swept(now)
    assert Card.objects.filter(finding__subject_id=late.pk).exists()
    return late


@pytest.mark.parametrize("page", ["/leaders/", "/leaders/?since=2020-01-01&until=2020-01-02"])
@pytest.mark.usefixtures("case")
def test_page_passes_every_gate_and_fits(live_server, browser, leader, page):
    with visit(browser, live_server.url + page, actor=leader) as seen:
        assert (seen.status, faults(seen)) == (200, [])
        assert overflow(opened_narrow(seen).page) == 0


@pytest.mark.parametrize("code", GROUPS)
@pytest.mark.usefixtures("case")
def test_group_passes_every_gate(live_server, browser, leader, code):
    with visit(browser, f"{live_server.url}/leaders/groups/{code}/", actor=leader, size=NARROW) as seen:
        assert (seen.status, faults(seen), overflow(seen.page)) == (200, [], 0)


@pytest.mark.usefixtures("case")
def test_page_is_one_sheet_of_paper(live_server, browser, leader):
    with visit(browser, f"{live_server.url}/leaders/", actor=leader) as seen:
        pdf = seen.page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_leader_goes_to_one_citizens_case_in_four_clicks(live_server, browser, leader, case):
    """The unit in the group of supervision, its late case, the whole file of the citizen."""
    with visit(browser, f"{live_server.url}/leaders/", actor=leader) as seen:
        page, clicks = seen.page, ["#supervision td a", f"a:text-is('{case.number}')", f"a:text-is('{case.number}')"]
        for where in clicks:
            page.click(f"main {where}")
            page.wait_for_load_state()
        assert page.url == f"{live_server.url}/desk/cases/{case.number}/"
        assert case.item.name in page.inner_text("h1")
        assert len(clicks) <= CLICKS
