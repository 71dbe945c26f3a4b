"""The stage of trading: a centre, the department that supervises it, a purchaser, an agent and three firms.

`tender("notice")` is a construction tender in which everything before the notice is done.
"""

import pytest

from accounts.actor import Actor
from accounts.models import Organisation, Role, User
from procurement import actions
from procurement.actions import Application, Firm
from procurement.models import Business, Centre, Party, Representative, Trade
from tests.conftest import at, employ
from tests.procurement.course import Course

CODES = {
    "agent": "91420583MA00000019",
    "alpha": "91420583MA00000027",
    "beta": "91420583MA00000035",
    "gamma": "91420583MA00000043",
    "seller": "91420583MA00000051",
}


@pytest.fixture
def centre(county):
    made = Organisation.objects.create(
        code="jyzx", name="云溪县公共资源交易中心", short_name="交易中心", level="department", parent=county
    )
    Centre.objects.create(organisation=made)
    return made


@pytest.fixture
def purchaser(county):
    return Organisation.objects.create(
        code="jyj", name="云溪县教育局", short_name="教育局", level="department", parent=county
    )


@pytest.fixture
def centre_clerk(centre):
    return employ("ye", "叶文静", centre, Role.CLERK)


@pytest.fixture
def centre_head(centre):
    return employ("yu", "余长河", centre, Role.HEAD)


@pytest.fixture
def supervisor(other_bureau):
    return employ("he", "何建平", other_bureau, Role.REVIEWER)


@pytest.fixture
def supervisor_head(other_bureau):
    return employ("luo", "罗正阳", other_bureau, Role.HEAD)


@pytest.fixture
def tenderer(purchaser):
    return employ("jiang", "江晓梅", purchaser, Role.CLERK)


def make_party(key, name, *businesses) -> Party:
    return Party.objects.create(
        code=credit_code(CODES[key]),
        name=name,
        legal_representative="钱大伟",
        founded_on=at("2012-05-18").date(),
        businesses=list(businesses or (Business.BIDDER,)),
        registered_at=at("2026-01-05"),
    )


def credit_code(stem: str) -> str:
    """The same 17 signs with the check sign that belongs to them."""
    from accounts.fields import CREDIT_SIGNS

    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(stem[:17]))
    return stem[:17] + CREDIT_SIGNS[-total % 31]


def make_representative(party, username, name) -> Actor:
    user = User.objects.create_user(
        username=username, telephone=username, name=name, password="Mingjing-2026", is_citizen=True
    )
    Representative.objects.create(user=user, party=party, since=at("2026-01-05").date())
    return Actor(user)


@pytest.fixture
def agent_firm(db):
    return make_party("agent", "湖北信诚招标代理有限公司", Business.AGENT)


@pytest.fixture
def agent(agent_firm):
    return make_representative(agent_firm, "13900000001", "郑一鸣")


@pytest.fixture
def firms(db):
    """Three firms that may bid: alpha, beta and gamma."""
    names = {"alpha": "云溪建工集团有限公司", "beta": "宏远建设有限公司", "gamma": "湖北长江路桥有限公司"}
    return {key: make_party(key, name) for key, name in names.items()}


@pytest.fixture
def bidder(firms):
    """Who acts for alpha."""
    return make_representative(firms["alpha"], "13900000002", "孙立")


def application(centre, supervisor, purchaser, **more) -> Application:
    about = {
        "trade": Trade.CONSTRUCTION,
        "project_number": "2026-420583-47-01-000123",
        "project_name": "云溪县第二实验小学教学楼新建工程",
        "centre": centre,
        "supervisor": supervisor,
        "tenderer_organisation": purchaser,
        "summary": "教学楼一栋，建筑面积6800平方米，框架结构五层。",
        "approval_number": "云发改审批〔2026〕15号",
        "funds_source": "县级财政资金",
        "estimate": 1_000_000_000,
        "budget": 1_000_000_000,
        "papers": ("项目批准文件", "资金落实证明", "初步设计批复"),
    }
    return Application(**(about | more))


@pytest.fixture
def hand_in(centre, other_bureau, purchaser, tenderer):
    """Hand in a tender: `hand_in("2026-02-02", trade=…)`."""

    def make(moment="2026-02-02", by=tenderer, **more):
        wanted = application(centre, other_bureau, purchaser, **more)
        who = wanted.tenderer_organisation or wanted.tenderer_party
        return actions.hand_in(who, wanted, by=by, now=at(moment))

    return make


@pytest.fixture
def cast(centre_clerk, centre_head, supervisor, supervisor_head, tenderer, agent, firms):
    """Who does the steps, by capacity."""
    return {
        "centre": centre_clerk,
        "supervisor": supervisor,
        "tenderer": tenderer,
        "agent": agent,
        "committee": centre_clerk,
    }


@pytest.fixture
def course(hand_in, cast, agent_firm, firms):
    """A construction tender and the way through its course: `course.to("opening")` does everything before it."""
    return Course(hand_in(), cast, agent_firm, firms)


@pytest.fixture
def make_firm():
    def make(**more):
        about = {
            "code": credit_code(CODES["seller"]),
            "name": "云溪县城市投资有限公司",
            "legal_representative": "赵国庆",
            "founded_on": at("2015-03-01").date(),
        }
        return Firm(**(about | more))

    return make
