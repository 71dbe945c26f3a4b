"""Inspection slips of two bureaus for one firm, on a Tuesday in March."""

from datetime import date

import pytest
import time_machine
from django.core.cache import cache

from accounts.models import Role
from approvals.actions import slips as actions
from approvals.models import Item
from tests.conftest import at, employ, make_item, publish

CODE = "91999921MA0000000K"
TODAY = "2026-03-10"  # a Tuesday
NEXT_WEEK = (date(2026, 3, 16), date(2026, 3, 20))


@pytest.fixture(autouse=True)
def _tuesday():
    cache.clear()
    with time_machine.travel(at(TODAY), tick=False):
        yield


def inspection(unit, code="JC-1"):
    item = make_item(unit, code=code, name="监督检查", documents=0, steps=(), published=False)
    item.kind = Item.Kind.INSPECTION
    item.save()
    return publish(item)


@pytest.fixture
def power(bureau):
    return inspection(bureau)


@pytest.fixture
def crew(clerk, bureau):
    return [clerk.user, employ("c2", "小孙", bureau, Role.CLERK).user]


@pytest.fixture
def other_crew(stranger, other_bureau):
    return [stranger.user, employ("c3", "小钱", other_bureau, Role.CLERK).user]


def visit(days=NEXT_WEEK, code=CODE):
    about = {"firm_name": "云溪县宏达食品有限公司", "firm_code": code, "purpose": "生产现场"}
    return actions.Visit(**about, from_on=days[0], until_on=days[1])


@pytest.fixture
def applied(power, clerk, crew, inspector):
    def make(days=NEXT_WEEK, **more):
        return actions.apply(power, by=clerk, now=at(TODAY), visit=visit(days), inspectors=crew, **more)

    return make


@pytest.fixture
def approved(applied, inspector):
    def make(days=NEXT_WEEK, **detail):
        return actions.approve(applied(days), by=inspector, now=at(TODAY), **detail)

    return make


@pytest.fixture
def elsewhere(other_bureau, stranger, other_crew, inspector):
    """The other bureau asks for the same firm."""
    power = inspection(other_bureau, "JC-2")

    def make(days=NEXT_WEEK):
        return actions.apply(power, by=stranger, now=at(TODAY), visit=visit(days), inspectors=other_crew)

    return make


def carry(slip, clerk, crew, on=NEXT_WEEK[0], now="2026-03-20", **more):
    about = {"on": on, "inspectors": crew, "has_problems": True, "result": "发现问题"} | more
    return actions.carry_out(slip, by=clerk, now=at(now), **about)
