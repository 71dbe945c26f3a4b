"""Pages of programmes, sessions, talks, visits and events pass the gates, for citizens and for the staff."""

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Organisation, Role
from tests.access.meetings import met
from tests.conftest import employ
from tests.gates import faults, opened_narrow, overflow, too_small, visit

pytestmark = pytest.mark.django_db(transaction=True)
CITIZENS = ["programmes", "broadcast", "sessions", "book_session", "session", "devices"]
STAFF = {
    "dispatcher": ["desk_programmes", "new_episode", "episode", "call_deed", "events", "event"],
    "inspector": ["tendencies", "talks", "talk", "new_talk", "visits", "plan_visits", "promise"],
    "clerk": ["desk_sessions", "desk_session", "offer_slots", "promise", "visit"],
}


@pytest.fixture
def people(county, bureau, clerk, inspector, citizen):
    office = Organisation.objects.create(
        code="rexian", name="云溪县政务服务热线办公室", short_name="热线办", level="department", parent=county
    )
    fang = employ("fang", "方秀兰", office, Role.DISPATCHER)
    return {"clerk": clerk, "inspector": inspector, "dispatcher": fang, "owner": Actor(citizen.user)}


def address(live_server, arguments, name) -> str:
    return live_server.url + reverse(f"complaints:{name}", args=arguments.get(f"complaints:{name}", []))


def test_pages_of_citizens(browser, live_server, people, bureau):
    arguments, found = met(people, bureau), {}
    for name in CITIZENS:
        with visit(browser, address(live_server, arguments, name), actor=people["owner"]) as seen:
            found[name] = faults(seen) + too_small(opened_narrow(seen).page, 44)
            found[name] += [f"{overflow(seen.page)} px too wide"] if overflow(seen.page) else []
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("who", STAFF)
def test_pages_of_the_staff(browser, live_server, people, bureau, who):
    arguments, found = met(people, bureau), {}
    for name in STAFF[who]:
        with visit(browser, address(live_server, arguments, name), actor=people[who]) as seen:
            found[name] = faults(seen)
            found[name] += [f"{overflow(seen.page)} px too wide"] if overflow(opened_narrow(seen).page) else []
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
