"""Django's admin under the portal's strict policy."""

import pytest

from accounts.models import Role
from tests.conftest import employ
from tests.gates import visit


@pytest.mark.parametrize("path", ["/admin/", "/admin/accounts/organisation/", "/admin/accounts/organisation/add/"])
def test_admin_works_under_the_policy(browser, live_server, county, path):
    admin = employ("sysadmin", "吴新民", county, Role.SYSTEM_ADMIN)
    with visit(browser, live_server.url + path, actor=admin) as seen:
        assert (seen.status, seen.complaints) == (200, [])
