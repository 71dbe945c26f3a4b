"""People in front of their browsers."""

import pytest

from accounts.actor import Actor
from accounts.models import User
from tests.gates import signed_in


@pytest.fixture(autouse=True)
def _files_go_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "attachments"


@pytest.fixture
def zhang(citizen):
    """The browser of citizen 老张."""
    return signed_in(citizen)


@pytest.fixture
def neighbour(db):
    """The browser of another citizen."""
    user = User.objects.create_user(username="13800000002", telephone="13800000002", name="李秀英", is_citizen=True)
    return signed_in(Actor(user))
