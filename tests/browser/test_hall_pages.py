"""The registers, the hall, the voices of citizens and the catalogue: each person walks all pages in one session."""

from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Role
from deadlines.models import Policy
from tests.access.world import addresses, world  # noqa: F401 -- a fixture
from tests.gates import NARROW, Seen, axe_violations, cookies_of, node_count, note_complaint, out_of_reach, overflow

pytestmark = pytest.mark.django_db(transaction=True)
LEDGERS = ["fees", "fee_days", "refunds", "printings", "seal_uses", "document_numbers", "desk_licences", "statistics"]
HALL = ["duty", "representatives", "attendance", "attendance_month", "opinions", "extension_requests"]
VOICES = ["desk_messages", "conversation", "desk_ratings", "desk_rating", "desk_appointments"]
CATALOGUE = ["catalogue", "catalogue_item", "catalogue_hall", "catalogue_cleanups"]
WALKS = [(Role.HEAD, LEDGERS), (Role.HEAD, HALL), (Role.CLERK, VOICES), (Role.HEAD, CATALOGUE)]


@pytest.fixture(autouse=True)
def _calendar_and_policy(transactional_db):
    """What the migrations loaded and the test before has emptied."""
    if not Policy.objects.exists():
        import_module("deadlines.migrations.0003_seeds").load(apps, None)


@contextmanager
def session(browser, url, actor):
    """One page for a whole walk; it notes what the content security policy refused."""
    context = browser.new_context()
    try:
        context.add_cookies(cookies_of(actor, url))
        seen = Seen(context.new_page())
        seen.page.on("console", lambda said: note_complaint(seen, said.text))
        yield seen
    finally:
        context.close()


def found_on(seen, address) -> list[str]:
    """What the gates find on one page of the walk, wide and then narrow."""
    page = seen.page
    page.set_viewport_size({"width": 1440, "height": 900})
    status = page.goto(address).status
    found = axe_violations(page) + out_of_reach(page)
    found += [f"status {status}"] if status != 200 else []
    found += ["too many nodes"] if node_count(page) > 1500 else []
    page.set_viewport_size(dict(zip(["width", "height"], NARROW, strict=True)))
    return found + (["wider than the window"] if overflow(page) else [])


@pytest.mark.parametrize(("role", "names"), WALKS, ids=["ledgers", "hall", "voices", "catalogue"])
def test_every_page_of_the_walk_passes_the_gates(browser, live_server, world, role, names):  # noqa: F811
    at = addresses(world)
    with session(browser, live_server.url, world.people[role.value]) as seen:
        found = {name: found_on(seen, live_server.url + at[f"approvals:{name}"]) for name in names}
        assert ({name: all_of for name, all_of in found.items() if all_of}, seen.complaints) == ({}, [])


def test_the_side_bar_opens_the_group_of_the_page_only(browser, live_server, world):  # noqa: F811
    with session(browser, live_server.url, world.people[Role.CLERK.value]) as seen:
        seen.page.goto(live_server.url + "/desk/fees/")
        folded, opened = (seen.page.locator(f".side details{which} > summary") for which in (":not([open])", "[open]"))
        assert opened.all_inner_texts() == ["台账"]
        assert folded.count() > 3
