"""The world of the access walk: made once, every walk on a savepoint of its own."""

import pytest

from deadlines import calendar as calendars
from tests.access.world import created
from tests.config.demo_county import rolled_back


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        calendars.kept.__init__()
        yield created()
