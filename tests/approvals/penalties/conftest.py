"""A penalty case at each step of its course."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from accounts.models import Role
from approvals.actions import penalties as actions
from approvals.models import Item
from records.models import Anomaly
from tests.conftest import at, employ, make_item, publish

FIRM = {"party_name": "云溪县百味园餐饮有限公司", "party_id": "91999921MA0000000K"}
MAN = {"party_name": "张建国", "party_id": "11010519491231002X"}
BASIS = "《中华人民共和国食品安全法》第一百二十二条"


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(at("2026-03-23"), tick=False):
        yield


@pytest.fixture
def second(bureau):
    return employ("sun2", "小孙", bureau, Role.CLERK)


@pytest.fixture
def power(bureau):
    item = make_item(bureau, code="CF-1", name="对无证经营的处罚", documents=0, steps=(), published=False)
    item.kind = Item.Kind.PENALTY
    item.save()
    return publish(item)


@pytest.fixture
def filed(power, clerk, second):
    def make(party=FIRM, day="2026-03-02"):
        about = {"party": party, "officers": [clerk.user, second.user], "facts": "无证经营两个月。"}
        return actions.file(power, by=clerk, now=at(day), **about)

    return make


@pytest.fixture
def told(filed, clerk):
    def make(amount="30000.00", party=FIRM, measures=""):
        penalty = filed(party)
        fine = Decimal(amount) if amount else None
        about = {"amount": fine, "basis": BASIS, "other_measures": measures}
        penalty = actions.propose(penalty, by=clerk, now=at("2026-03-09"), **about)
        return actions.tell(penalty, by=clerk, now=at("2026-03-09"))

    return make


@pytest.fixture
def reviewed(told, reviewer):
    def make(amount="30000.00", **more):
        return actions.give_review(told(amount, **more), by=reviewer, now=at("2026-03-17"), review="同意")

    return make


@pytest.fixture
def discussed(reviewed, reviewer):
    """The five days are over, the review is written, the meeting was held."""

    def make(amount="30000.00", **more):
        about = {"meeting_on": date(2026, 3, 17), "attendees": "老周、小刘", "meeting": "一致同意"}
        return actions.hold_meeting(reviewed(amount, **more), by=reviewer, now=at("2026-03-17"), **about)

    return make


def codes() -> list[str]:
    return list(Anomaly.objects.values_list("code", flat=True))
