"""The finance bureau with three people, a fund, and the building bureau that gets money."""

from types import SimpleNamespace

import pytest

from accounts.models import Organisation, Role
from funds.models import Kind
from tests.conftest import employ
from tests.funds.money import make_fund, town
from tests.funds.subsidies import programme, village


@pytest.fixture
def finance(county):
    about = {"name": "云溪县财政局", "short_name": "财政局", "level": Organisation.Level.DEPARTMENT, "parent": county}
    return Organisation.objects.create(code="czj", **about)


@pytest.fixture
def cashier(finance):
    return employ("qian1", "钱会计", finance, Role.CLERK)


@pytest.fixture
def auditor(finance):
    """Who audits and signs at the finance bureau."""
    return employ("shen1", "沈审核", finance, Role.REVIEWER)


@pytest.fixture
def treasurer(finance):
    return employ("jin1", "金局长", finance, Role.HEAD)


@pytest.fixture
def fund(finance, bureau):
    return make_fund(finance, bureau)


@pytest.fixture
def cast(county, bureau, finance, cashier, treasurer):
    """A town with two villages; `bureau` manages the programmes."""
    place = town(county)
    one, two = village(place, "chengguan-dongqiao", "东桥村"), village(place, "chengguan-xihe", "西河村")
    return SimpleNamespace(
        one=one,
        two=two,
        town=place,
        scribe=employ("ding", "丁文书", one, Role.CLERK),
        other_scribe=employ("wen", "温文书", two, Role.CLERK),
        mayor=employ("meng", "孟镇长", place, Role.HEAD),
        officer=employ("pan", "潘科长", bureau, Role.APPROVER),
        director=employ("lei", "雷局长", bureau, Role.HEAD),
        cashier=cashier,
        treasurer=treasurer,
    )


@pytest.fixture
def dibao(finance, bureau):
    fund = make_fund(
        finance, bureau, code="MS01", name="2026年困难群众救助补助资金", kind=Kind.LIVELIHOOD, classes=["30305"]
    )
    return programme(fund, bureau)
