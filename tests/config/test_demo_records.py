"""What the demo county has recorded can be sealed and verified like any other record."""

from io import StringIO

import pytest
from django.core.management import call_command

from config.demo import loading
from records.models import Entry, Leaf
from tests.config.demo_county import SUNDAY


@pytest.fixture
def _small_county(transactional_db, monkeypatch):
    """Committed, because only what is committed is sealed."""
    monkeypatch.setattr(loading, "CASES", 200)
    call_command("load_demo", now=SUNDAY.isoformat(), stdout=StringIO())
    call_command("seal", stdout=StringIO())


@pytest.mark.usefixtures("_small_county")
def test_every_entry_is_sealed():
    assert Leaf.objects.count() == Entry.objects.count() > 1000


@pytest.mark.usefixtures("_small_county")
def test_the_record_is_intact():
    assert call_command("verify_records", stdout=StringIO()) is None
