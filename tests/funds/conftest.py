"""The finance bureau with three people, a fund, and the building bureau that gets money."""

import pytest

from accounts.models import Organisation, Role
from tests.conftest import employ
from tests.funds.money import make_fund


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
