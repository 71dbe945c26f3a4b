"""The public site of trading and the desks of the registers pass the gates, wide and narrow."""

import pytest
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import Role
from procurement.models import Award, Notice, Party, Prequalification, Tender
from tests.access.trades import BIDDER, CENTRE, traded, trading
from tests.conftest import at, employ
from tests.gates import faults, opened_narrow, overflow, too_small, visit

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["public", "results", "contracts", "public_figures", "public_tender", "credit", "credit_kind", "open_record"]
PUBLIC += ["credit_firm", "credit_person"]
OWN = ["my_registers", "register_firm", "my_seats", "declare"]
BIDDER_PAGES = ["my_firm", "ask", "prequalify", "my_tenders", "my_bids"]
DESK = ["registrations", "registration", "firm_record", "import_firms", "experts", "expert", "new_expert"]
DESK += ["misconducts", "misconduct", "new_misconduct", "open_records", "new_open_record", "committee"]
DESK += ["figures", "parties", "paper", "tender"]


@pytest.fixture
def market(county, bureau, other_bureau, clerk, citizen):
    """The people and the arguments of the addresses; one tender was published and awarded."""
    people = {
        "clerk": clerk,
        "owner": Actor(citizen.user),
        "stranger": employ("wei", "魏来", other_bureau, Role.CLERK),
    }
    people |= trading(county)
    arguments = traded(people, bureau, other_bureau)
    tender = Tender.objects.order_by("pk").first()
    Tender.objects.filter(pk=tender.pk).update(control_price=100_000_000, published_at=at("2026-03-02"))
    words = {"title": "招标公告", "text": "欢迎参加", "facts": [["资金来源", "财政资金"]], "media": ["交易平台"]}
    Notice.objects.create(tender=tender, kind="tender", published_at=at("2026-03-02"), **words)
    asked = Notice.objects.create(tender=tender, kind="prequalification", published_at=at("2026-03-02"), **words)
    days = {"documents_from": at("2026-03-02").date(), "documents_until": at("2026-03-09").date()}
    Prequalification.objects.create(
        tender=tender, notice=asked, conditions="总承包二级", due_at=at("2100-03-16"), **days
    )
    about = {"price": 76_000_000, "determined_on": at("2026-03-31").date(), "noticed_at": at("2026-03-31")}
    Award.objects.create(tender=tender, winner=Party.objects.order_by("pk").first(), **about)
    return people, arguments


def address(live_server, arguments, name) -> str:
    return live_server.url + reverse(f"procurement:{name}", args=arguments.get(f"procurement:{name}", []))


def walked(browser, live_server, arguments, names, actor=None, targets=0) -> dict:
    """Page → what is wrong with it."""
    found = {}
    for name in names:
        with visit(browser, address(live_server, arguments, name), actor=actor) as seen:
            found[name] = faults(seen)
            narrow = opened_narrow(seen).page
            found[name] += too_small(narrow, targets) if targets else []
            found[name] += [f"{overflow(narrow)} px too wide"] if overflow(narrow) else []
    return {name: wrong for name, wrong in found.items() if wrong}


def test_public_pages(browser, live_server, market):
    _people, arguments = market
    assert walked(browser, live_server, arguments, PUBLIC, targets=44) == {}


def test_pages_of_firms_and_experts(browser, live_server, market):
    people, arguments = market
    assert walked(browser, live_server, arguments, OWN, people["owner"], targets=44) == {}


def test_pages_of_a_bidder(browser, live_server, market):
    people, arguments = market
    assert walked(browser, live_server, arguments, BIDDER_PAGES, people[BIDDER], targets=44) == {}


def test_pages_of_the_centre(browser, live_server, market):
    people, arguments = market
    assert walked(browser, live_server, arguments, DESK, people[CENTRE]) == {}
