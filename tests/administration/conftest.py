"""The cast of administration: two security administrators, one for the system, one for the audit."""

import pytest

from accounts.models import Role
from tests.conftest import employ


@pytest.fixture
def system(county):
    return employ("sys", "吴系统", county, Role.SYSTEM_ADMIN)


@pytest.fixture
def security(county):
    return employ("sec", "郑安全", county, Role.SECURITY_ADMIN)


@pytest.fixture
def other_security(county):
    return employ("sec2", "秦安全", county, Role.SECURITY_ADMIN)


@pytest.fixture
def auditor(county):
    return employ("aud", "冯审计", county, Role.AUDIT_ADMIN)
