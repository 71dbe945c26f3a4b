"""The navigation of the public pages, and one walk through everything a guest and a citizen may open."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from approvals import actions
from approvals.models import Appointment, Licence
from deadlines.models import Policy
from tests.conftest import ZHANG, make_item
from tests.gates import DESKTOP, NARROW, axe_violations, faults, overflow, too_small, visit

OPEN = [
    "/",
    "/items/?course=joint",
    "/items/?powers=penalty",
    "/results/",
    "/figures/",
    "/ratings/",
    "/licences/",
    "/slips/",
    "/slips/report/",
    "/seals/",
    "/progress/",
]
DOORS = ["/items/", "/appointments/", "/progress/", "/licences/", "/slips/", "/seals/", "/results/", "/figures/"]
MOST_IN_BAR = 6


@pytest.fixture(autouse=True)
def _calendar_and_policy(transactional_db):
    """What the migrations loaded and the test before has emptied."""
    if not Policy.objects.exists():
        import_module("deadlines.migrations.0003_seeds").load(apps, None)


@pytest.fixture
def own(bureau, citizen, clerk, reviewer):
    """Addresses of the citizen who has a case with a hearing, a licence that ends soon and an appointment."""
    item, now = make_item(bureau), timezone.now()
    papers = dict.fromkeys(item.documents.all())
    case = actions.apply(item, by=citizen, now=now, applicant=ZHANG, materials=papers)
    actions.accept(case, by=clerk, now=now)
    actions.tell_hearing_right(case, by=reviewer, now=now, ground="涉及相邻商户")
    about = {"organisation": bureau, "item": item}
    licence_of(citizen, about, now)
    booked = {"name": "张建国", "telephone": "13800000001", "starts_at": now + timedelta(days=2), "booked_at": now}
    Appointment.objects.create(number="YY20260303-001", user=citizen.user, place=1, **about, **booked)
    mine = f"/my/{case.number}/"
    others = ["/my/licences/", "/my/looks/", "/appointments/", "/appointments/YY20260303-001/"]
    return [f"{mine}hearing/", f"{mine}looks/", *others, f"/appointments/book/{item.code}/"]


def licence_of(citizen, about, now):
    valid = {"valid_from": date(2022, 1, 1), "valid_until": timezone.localdate(now) + timedelta(days=40)}
    holder = {"owner": citizen.user, "holder_name": ZHANG.applicant_name, "id_number": ZHANG.id_number}
    Licence.objects.create(number="YXXK-1", name="食品经营许可证", issued_at=now, **about, **valid, **holder)


def walk(seen, base, addresses, least, gates=faults):
    """What is wrong with these pages, opened one after another in the same session; wide, then at 320 px."""
    found = []
    for address in addresses:
        seen.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        status = seen.page.goto(base + address).status
        wrong = gates(seen) if status == 200 else [f"status {status}"]
        seen.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
        wrong += [f"{overflow(seen.page)} px too wide"] if overflow(seen.page) else []
        found += [f"{address}: {fault}" for fault in wrong + too_small(seen.page, least)]
    return found


def test_open_pages_pass_the_gates(browser, live_server):
    with visit(browser, live_server.url + "/healthz") as seen:
        assert walk(seen, live_server.url, OPEN, 44) == []


def test_open_pages_pass_in_elder_mode(browser, live_server):
    with visit(browser, live_server.url + "/healthz", elder=True) as seen:
        assert walk(seen, live_server.url, OPEN[::2], 60, gates=lambda seen: axe_violations(seen.page)) == []


def test_pages_of_a_citizen_pass_the_gates(browser, live_server, own, citizen):
    with visit(browser, live_server.url + "/my/", actor=citizen) as seen:
        assert walk(seen, live_server.url, own, 44) == []


def test_bar_stands_on_one_line(browser, live_server):
    with visit(browser, live_server.url + "/") as seen:
        tops = seen.page.eval_on_selector_all(".nav a, .menu summary", "all => all.map(e => e.offsetTop)")
        assert (len(tops) <= MOST_IN_BAR, len(set(tops))) == (True, 1)


def test_menu_opens_without_scripts(browser, live_server):
    with visit(browser, live_server.url + "/", size=NARROW, scripts=False) as seen:
        seen.page.click(".menu summary")
        seen.page.click(".menu a[href='/licences/']")
        assert seen.page.url.endswith("/licences/")


def test_menu_closes_by_escape(browser, live_server):
    with visit(browser, live_server.url + "/") as seen:
        seen.page.click(".menu summary")
        seen.page.keyboard.press("Escape")
        assert not seen.page.is_visible(".menu nav")


def test_home_page_leads_to_everything(browser, live_server):
    with visit(browser, live_server.url + "/") as seen:
        links = seen.page.eval_on_selector_all(".doors a", "all => all.map(e => e.getAttribute('href'))")
        assert set(DOORS) - set(links) == set()
