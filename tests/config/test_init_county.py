"""Founding a real county: its organisation, three administrators, passwords that work once."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import ADMIN_ROLES, Organisation, Post, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_state(tmp_path, settings):
    settings.COUNTY_FILE = tmp_path / "county.json"
    settings.COUNTY = dict(settings.COUNTY)


def found(**options):
    out = StringIO()
    call_command("init_county", stdout=out, **options)
    return out.getvalue()


def test_county_and_three_administrators_are_made():
    told = found(name="青禾县", letters="QH")
    assert Organisation.objects.get().name == "青禾县人民政府"
    assert set(Post.objects.values_list("role", flat=True)) == {role.value for role in ADMIN_ROLES}
    assert json.loads(settings.COUNTY_FILE.read_text("utf-8"))["case_prefix"] == "QH"
    for user in User.objects.all():
        [line] = [line for line in told.splitlines() if line.strip().split()[:1] == [user.username]]
        assert user.check_password(line.split()[1])
        assert user.password_changed_at is None


def test_a_second_county_is_refused():
    found(name="青禾县", letters="QH")
    with pytest.raises(CommandError) as error:
        found(name="白水县", letters="BS")
    assert error.value.returncode == 1
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("options", [{"name": "X", "letters": "QH"}, {"name": "青禾县", "letters": "q"}])
def test_names_that_do_not_fit_change_nothing(options):
    with pytest.raises(CommandError) as error:
        found(**options)
    assert error.value.returncode == 2
    assert not Organisation.objects.exists()
    assert not settings.COUNTY_FILE.exists()
