"""The follow-up office with two people, the building bureau that has projects, and a plan of three nodes."""

from datetime import date

import pytest

from accounts.models import Organisation, Role
from projects.actions import entering
from projects.actions.entering import Facts, Planned
from tests.conftest import at, employ

YUAN, WAN = 100, 1_000_000  # in fen


@pytest.fixture
def office(county):
    return make_office(county)


def make_office(county):
    business = Organisation.Business.PROJECTS
    about = {"name": "云溪县人民政府督查室", "short_name": "督查室", "level": "department", "business": business}
    return Organisation.objects.create(code="dcs", parent=county, **about)


@pytest.fixture
def overseer(office):
    """Who approves plans and goes there."""
    return employ("cui", "崔主任", office, Role.HEAD)


@pytest.fixture
def follower(office):
    """Who reads the reports."""
    return employ("ding", "丁科员", office, Role.CLERK)


def facts(code="ZD-2026-001", **more) -> Facts:
    about = {
        "name": "云溪大桥新建工程",
        "kind": "major",
        "year": 2026,
        "content": "新建跨河大桥一座，全长620米",
        "total": 26_000 * WAN,
        "year_total": 12_000 * WAN,
        "planned_start": date(2026, 3, 1),
        "planned_finish": date(2026, 12, 31),
    }
    return Facts(code=code, **about | more)


def plan_of(unit, other=None) -> list[Planned]:
    """Three nodes: 30 June with the first half of the weight, the others later."""
    return [
        Planned("land", "征地拆迁完成", 50, date(2026, 3, 1), date(2026, 6, 30), other or unit),
        Planned("works", "桥墩完成", 30, date(2026, 4, 1), date(2026, 9, 30), unit),
        Planned("look", "桥面贯通", 20, date(2026, 8, 1), date(2026, 12, 31), unit),
    ]


def entered(unit, by, now=None, nodes=None, **more):
    """A project of the unit with its plan, submitted."""
    now = now or at("2026-03-02")
    project = entering.enter(unit, facts(**more), by=by, now=now)
    entering.write_plan(project, by=by, now=now, nodes=plan_of(unit) if nodes is None else nodes)
    return entering.submit(project, by=by, now=now)


@pytest.fixture
def submitted(bureau, clerk):
    return entered(bureau, clerk)


@pytest.fixture
def project(submitted, overseer):
    """In force since 3 March."""
    return entering.approve(submitted, by=overseer, now=at("2026-03-03"))


@pytest.fixture
def node(project):
    """Due on 30 June 2026."""
    return project.nodes.select_related("project", "organisation").get(number=1)
