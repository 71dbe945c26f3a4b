"""The desks of openness, of integrity risks and of the three administrators pass the gates, wide and narrow."""

import pytest
from django.urls import reverse

from accounts.models import Organisation, Role
from tests.access.integrity import risked
from tests.access.openness import opened
from tests.access.rights import governed
from tests.conftest import employ
from tests.gates import faults, opened_narrow, overflow, visit
from tests.powers.conftest import make_office, published, written

pytestmark = pytest.mark.django_db(transaction=True)
OPENNESS = ["desk", "publications", "duties", "compliance", "new_duty", "import_duties", "duty", "checks", "new_check"]
OPENNESS += ["check", "desk_announcements", "new_announcement", "desk_announcement", "desk_publication", "documents"]
REQUESTS = ["desk_requests", "desk_request", "desk_paper"]
INTEGRITY = ["desk", "informations", "enter", "information", "orders", "order", "proposals", "proposal", "rounds"]
INTEGRITY += ["send", "reminders", "reminder", "reports", "year", "report", "analyses", "draft", "analysis"]
INTEGRITY += ["archives", "archive", "separation", "powers", "ledger"]
OF_UNIT, OWN = ["desk", "orders", "order", "report"], ["reminder", "letter", "my_archive"]
SECURITY = ["desk", "log", "posts", "post", "grants", "new_grant", "import", "grant", "reorganisation"]
SECURITY += ["campaigns", "campaign", "confirmations", "confirmation", "reorganisations"]
AUDIT = ["audit", "unexplained", "failures", "sign_ins", "downloads", "looks"]


@pytest.fixture
def people(county, clerk, head, inspector, citizen):
    system_admin = employ("sys", "系统", county, Role.SYSTEM_ADMIN)
    return {"clerk": clerk, "head": head, "inspector": inspector, "owner": citizen, "system_admin": system_admin}


def walked(browser, live_server, actor, app, names, listed) -> dict:
    """Page → what is wrong with it."""
    found = {}
    for name in names:
        address = live_server.url + reverse(f"{app}:{name}", args=listed.get(f"{app}:{name}", []))
        with visit(browser, address, actor=actor) as seen:
            wrong = [] if seen.status == 200 else [f"status {seen.status}"]
            wrong += faults(seen)
            too_wide = overflow(opened_narrow(seen).page)
            found[name] = wrong + ([f"{too_wide} px too wide on a telephone"] if too_wide else [])
    return {name: wrong for name, wrong in found.items() if wrong}


def test_desks_of_openness(browser, live_server, people, county, bureau):
    listed = opened(people, county, bureau)
    assert walked(browser, live_server, people["head"], "disclosure", REQUESTS, listed) == {}
    director = employ("p-director", "某主任", Organisation.objects.get(code="gkb"), Role.HEAD)
    assert walked(browser, live_server, director, "disclosure", OPENNESS, listed) == {}


def test_desks_of_integrity_risks(browser, live_server, people, discipline, bureau):
    office = make_office(bureau.parent)
    signing = [employ(f"p{number}", f"某{number}", office, Role.HEAD) for number in range(2)]
    made = published(written(bureau, people["clerk"], "XK-1"), people["head"], *signing)
    listed = risked(people, discipline, bureau, made.powers.get().pk)
    assert walked(browser, live_server, people["inspector"], "integrity", INTEGRITY, listed) == {}
    assert walked(browser, live_server, people["head"], "integrity", OF_UNIT, listed) == {}
    assert walked(browser, live_server, people["clerk"], "integrity", OWN, listed) == {}


def test_desks_of_the_administrators(browser, live_server, people, county, bureau):
    listed = governed(people, county, bureau)
    security = employ("sec", "安全", county, Role.SECURITY_ADMIN)
    auditor = employ("aud", "审计", county, Role.AUDIT_ADMIN)
    assert walked(browser, live_server, security, "administration", SECURITY, listed) == {}
    units = ["desk", "units", "unit", "reorganise"]
    assert walked(browser, live_server, people["system_admin"], "administration", units, listed) == {}
    assert walked(browser, live_server, auditor, "administration", AUDIT, listed) == {}
