"""Pages of enforcement in a real browser: the gates that every page passes."""

from importlib import import_module

import pytest
from django.apps import apps

from deadlines.models import Policy
from tests.access.enforcement import enforced
from tests.gates import faults, opened_narrow, overflow, visit

pytestmark = pytest.mark.django_db(transaction=True)
STAFF = [
    "penalties",
    "penalties/new",
    "penalty",
    "levies",
    "levies/new",
    "levy",
    "slips",
    "slips/new",
    "slips/calendar",
]


@pytest.fixture(autouse=True)
def _calendar_and_policy(transactional_db):
    """What the migrations loaded and the test before has emptied."""
    if not Policy.objects.exists():
        import_module("deadlines.migrations.0003_seeds").load(apps, None)


@pytest.fixture
def papers(clerk, reviewer, approver, head, inspector):
    people = {"clerk": clerk, "reviewer": reviewer, "approver": approver, "head": head}
    return enforced(people)


def address(papers, page):
    kept = {"penalty": "penalties", "levy": "levies", "slip": "slips"}
    return f"/desk/{kept[page]}/{papers['approvals:' + page][0]}/" if page in kept else f"/desk/{page}/"


@pytest.mark.parametrize("page", [*STAFF, "slip"])
def test_desk_page_passes_the_gates_and_fits(browser, live_server, papers, clerk, page):
    with visit(browser, live_server.url + address(papers, page), actor=clerk) as seen:
        assert (seen.status, faults(seen)) == (200, [])
        assert overflow(opened_narrow(seen).page) == 0


@pytest.mark.parametrize("page", ["/slips/", "/slips/report/"])
def test_public_page_passes_the_gates(browser, live_server, page):
    with visit(browser, live_server.url + page) as seen:
        assert (seen.status, faults(seen)) == (200, [])


def test_report_of_the_office_passes_the_gates(browser, live_server, papers, inspector):
    number = papers["approvals:slip_report"][0]
    with visit(browser, f"{live_server.url}/desk/slips/reports/{number}/", actor=inspector) as seen:
        assert (seen.status, faults(seen)) == (200, [])
