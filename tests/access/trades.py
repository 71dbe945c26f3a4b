"""A tender behind its addresses: the first bureau supervises it, the second calls for it, the centre runs it."""

from accounts.actor import Actor
from accounts.models import Organisation, Role, User
from procurement import actions
from procurement.models import Centre, Party, Regulator, Representative
from tests.access.market import marketed
from tests.conftest import at, employ
from tests.procurement.conftest import CODES, application, credit_code

BIDDER, CENTRE = "bidder", "centre"


def trading(county) -> dict:
    """Somebody who acts for a firm, and a clerk of the trading centre."""
    office = Organisation.objects.create(
        code="jyzx", name="云溪县公共资源交易中心", short_name="交易中心", level="department", parent=county
    )
    Centre.objects.create(organisation=office)
    user = User.objects.create_user(username="13800000003", name="孙立", password="x", is_citizen=True)
    firm = Party.objects.create(
        code=credit_code(CODES["alpha"]),
        name="云溪建工集团有限公司",
        legal_representative="钱大伟",
        founded_on=at("2012-05-18").date(),
        businesses=["bidder", "agent"],
        registered_at=at("2026-01-05"),
    )
    Representative.objects.create(user=user, party=firm, since=at("2026-01-05").date())
    return {BIDDER: Actor(user), CENTRE: employ("p-centre", "某中心", office, Role.CLERK)}


def traded(people, bureau, other_bureau) -> dict:
    """The arguments of the addresses of trading."""
    office = people[CENTRE].organisation
    Regulator.objects.create(centre=office.trading_centre, trade="construction", organisation=bureau)
    wanted = application(office, bureau, other_bureau)
    tender = actions.hand_in(other_bureau, wanted, by=people["stranger"], now=at("2026-03-02"))
    actions.advance(tender, "register", by=people[CENTRE], now=at("2026-03-02"))
    number, firm = tender.number, Party.objects.get()
    return {
        "procurement:tender": [number],
        "procurement:deed": [number, "step"],
        "procurement:firm": [firm.pk],
        "procurement:end_representation": [firm.representatives.get().pk],
        "procurement:my_tender": [number],
        "procurement:my_deed": [number, "step"],
        "procurement:object": [number],
        "procurement:complain": [number],
        "procurement:ask": [number],
        "procurement:prequalify": [number],
        "procurement:paper": [tender.papers.get().pk],
        "procurement:take_back": ["objection", 0],
        "procurement:my_firm": [firm.pk],
        "procurement:my_end_representation": [firm.representatives.get().pk],
    } | marketed(people, bureau, tender, firm)
