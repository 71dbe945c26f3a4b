"""The stage of complaints: a hotline office with its operator and dispatcher, and orders at every point."""

from datetime import date

import pytest

from accounts.actor import Actor
from accounts.models import Organisation, Role, User
from complaints import actions
from complaints.actions import events
from complaints.models import Category, Channel, Kind, Route
from tests.conftest import at, employ

REGISTERED = at("2026-09-21 09:00")
ANSWER = (
    "您好！您反映的夜间施工问题，经现场核实情况属实。依据《中华人民共和国噪声污染防治法》第四十三条，已责令施工单位自9月23日起停止夜间施工，"
    "每晚安排人员巡查。如仍有噪音请拨打0371-62500123。"
)


@pytest.fixture
def hotline(county):
    return Organisation.objects.create(
        code="rexian", name="云溪县政务服务热线办公室", short_name="热线办", level="department", parent=county
    )


@pytest.fixture
def dispatcher(hotline):
    return employ("fang", "方秀兰", hotline, Role.DISPATCHER)


@pytest.fixture
def operator(hotline):
    return employ("deng", "邓小丽", hotline, Role.OPERATOR)


@pytest.fixture
def make_category():
    """A category of the tree: `make_category("wuye", "物业管理", unit)`."""

    def make(code="wuye", name="物业管理", organisation=None, **more):
        return Category.objects.create(code=code, name=name, organisation=organisation, **more)

    return make


@pytest.fixture
def make_route():
    """A line of the routing: `make_route(1, target="category", automatic=True)`."""

    def make(number=1, **more):
        return Route.objects.create(number=number, name=more.pop("name", "按类别派单"), **more)

    return make


def filing(**more) -> actions.Filing:
    """A complaint about noise by the named 张建国, with whatever is different."""
    about = {
        "kind": Kind.COMPLAINT,
        "title": "小区门口夜间施工噪音扰民",
        "text": "北城街道阳光小区东门外工地每天施工到晚上十一点，请处理。",
        "channel": Channel.WEB,
        "contact": actions.Contact(name="张建国", telephone="13800000001"),
    }
    return actions.Filing(**(about | more))


@pytest.fixture
def make_order(dispatcher, citizen):
    """Receive an order: `make_order(now=…, by=…, kind=…)`; by default the citizen's, waiting for the dispatcher."""

    def make(now=REGISTERED, by=None, **more):
        return actions.receive(filing(**more), by=by or citizen, now=now)

    return make


@pytest.fixture
def order(make_order):
    """An order that waits for the dispatcher since 2026-09-21 09:00."""
    return make_order()


@pytest.fixture
def assigned(order, dispatcher, bureau):
    """The same order, assigned to the bureau of the clerk at 2026-09-21 09:00."""
    return actions.assign(order, by=dispatcher, now=REGISTERED, unit=bureau)


@pytest.fixture
def handling(assigned, clerk):
    """The same order, taken by the clerk of the bureau at 2026-09-21 10:00."""
    return actions.accept(assigned, by=clerk, now=at("2026-09-21 10:00"))


@pytest.fixture
def replied(handling, clerk):
    """The same order, answered by the clerk on 2026-09-23."""
    answer = actions.reply(handling, by=clerk, now=at("2026-09-23"), text=ANSWER)
    return answer.order


@pytest.fixture
def nobody():
    """Somebody without an account: the way of an anonymous order."""
    return Actor()


@pytest.fixture
def other_citizen(db):
    user = User.objects.create_user(
        username="13800000002", telephone="13800000002", name="李秀英", password="Mingjing-2026", is_citizen=True
    )
    return Actor(user)


@pytest.fixture
def event(dispatcher, hotline):
    gathering = events.Gathering("社会评议", date(2026, 9, 20), "文化广场")
    return events.make(hotline, by=dispatcher, now=at("2026-09-21"), said=gathering)
