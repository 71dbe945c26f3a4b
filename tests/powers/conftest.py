"""The office of powers with three people, a bureau with a published list, a village, risk points."""

import pytest

from accounts.models import Organisation, Role
from powers.actions import lists, points
from powers.actions.lists import Facts, Step
from powers.actions.points import Found, Measure
from powers.levels import Factors
from tests.conftest import at, employ

NOW = at("2026-03-02")


@pytest.fixture
def office(county):
    return make_office(county)


def make_office(county):
    about = {"name": "中共云溪县委机构编制委员会办公室", "short_name": "编办", "level": "department"}
    return Organisation.objects.create(code="bzb", parent=county, business="powers", **about)


@pytest.fixture
def checker(office):
    return employ("du", "杜文涛", office, Role.CLERK)


@pytest.fixture
def director(office):
    return employ("yan", "严正平", office, Role.HEAD)


@pytest.fixture
def village(county):
    return make_village(county)


def make_village(county):
    town = Organisation.objects.create(
        code="qinghe", name="云溪县清河镇人民政府", short_name="清河镇", level="town", parent=county
    )
    about = {"name": "云溪县清河镇石桥村村民委员会", "short_name": "石桥村", "level": "village"}
    return Organisation.objects.create(code="qinghe-shiqiao", parent=town, **about)


def facts(code="XK-1", **more) -> Facts:
    about = {
        "name": "食品经营许可",
        "kind": "permit",
        "basis": "《中华人民共和国食品安全法》第三十五条",
        "object": "食品经营者",
        "procedure": "申请、受理、审核、审批、送达",
        "limit": "7个工作日",
        "result": "食品经营许可证",
    }
    return Facts(code=code, **about | more)


STEPS = [
    Step("receive", "受理", "窗口人员", "当日"),
    Step("review", "审核", "审批股股长", "4个工作日", "降低标准"),
    Step("decide", "审批", "分管副局长", "2个工作日"),
]


def written(unit, by, *codes, now=NOW):
    """A draft of the unit with these powers."""
    draft = lists.begin(unit, by=by, now=now)
    for code in codes or ["XK-1"]:
        lists.add(draft, by=by, now=now, facts=facts(code), steps=STEPS)
    return draft


def published(draft, head, checker, director, now=NOW):
    lists.declare(draft, by=head, now=now, words="清理权力一项，无取消")
    lists.check_off(draft, by=checker, now=now, opinion="与三定规定一致")
    return lists.publish(draft, by=director, now=now)


@pytest.fixture
def listed(bureau, clerk, head, checker, director):
    """The list of the bureau with one power, in force since 2 March 2026."""
    return published(written(bureau, clerk), head, checker, director)


@pytest.fixture
def power(listed):
    return listed.powers.select_related("list__organisation__parent").get()


def found(step=None, **more) -> Found:
    about = {"post": "审批股股长", "kind": "business", "finder": "own", "description": "现场核查走过场"}
    return Found(step=step, **about | more)


@pytest.fixture
def point(power, clerk):
    """Found by the clerk at the step of review."""
    step = power.steps.get(stage="review")
    return points.find(power, by=clerk, now=NOW, found=found(step, charge="deputy"))


def weighed(point, by, *factors, now=NOW):
    return points.assess(point, by=by, now=now, factors=Factors(*factors), measure=Measure("两人核查，全程录像"))


@pytest.fixture
def assessed(point, clerk):
    """16 of 20: level A is proposed (INT-05)."""
    return weighed(point, clerk, 4, 5, 4, 3)
