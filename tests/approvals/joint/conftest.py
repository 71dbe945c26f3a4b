"""A joint case (并联审批) and the people of the units that are asked."""

from datetime import date
from types import SimpleNamespace

import pytest

from accounts.models import Organisation, Role
from approvals import actions as approvals
from approvals.models import Branch
from records.models import Anomaly
from tests.conftest import at, employ, make_item, publish

D = date.fromisoformat
State = Branch.State
UNITS = {
    "fgj": ("发展和改革局", "发改局", 5),
    "zrzy": ("自然资源和规划局", "自然资源局", 7),
    "sthj": ("生态环境分局", "生态局", 10),
}


@pytest.fixture
def units(county):
    """Code of each unit → its organisation and people."""
    made = {}
    for code, (name, short, days) in UNITS.items():
        unit = Organisation.objects.create(
            code=code, name=f"云溪县{name}", short_name=short, level="department", parent=county
        )
        roles = {role.value: employ(f"{code}-{role}", f"{short}{role}", unit, role) for role in Role if role in STAFF}
        made[code] = SimpleNamespace(unit=unit, days=days, **roles)
    return made


STAFF = [Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.HEAD]


@pytest.fixture
def joint(bureau, units):
    item = make_item(bureau, promised=45, statutory=45, published=False, is_joint=True, code="XK-JOINT-1")
    for sort, (code, one) in enumerate(units.items(), 1):
        item.branches.create(
            code=code, name=f"{one.unit.short_name}意见", organisation=one.unit, days=one.days, sort=sort
        )
    return publish(item)


@pytest.fixture
def case(joint, accepted):
    return accepted(joint, at("2026-03-02"))


def answer(case, one, day, *, agrees=True, opinion="符合条件"):
    approvals.propose_opinion(case, by=one.reviewer, now=at(f"{day} 09:00"), agrees=agrees, opinion=opinion)
    return approvals.sign_opinion(case, by=one.head, now=at(f"{day} 10:00"))


def join(case, units, day="2026-03-05"):
    for one in units.values():
        case = answer(case, one, day)
    return case


def branch(case, code):
    return case.branches.select_related("clock").get(part__code=code)


def anomalies():
    return list(Anomaly.objects.values_list("code", flat=True))
