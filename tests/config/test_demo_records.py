"""What the demo county has recorded can be sealed and verified like any other record."""

from io import StringIO

import pytest
from django.core.management import call_command

from config.demo import loading
from records.models import Entry, Leaf
from tests.config.demo_county import SUNDAY


@pytest.mark.django_db(transaction=True)  # committed, because only what is committed is sealed
def test_every_entry_is_sealed_and_the_record_is_intact(monkeypatch, settings, tmp_path):
    settings.STATE_DIR = tmp_path
    monkeypatch.setattr(loading, "CASES", 200)
    call_command("load_demo", now=SUNDAY.isoformat(), stdout=StringIO())
    call_command("seal", stdout=StringIO())
    assert Leaf.objects.count() == Entry.objects.count() > 1000
    assert call_command("verify_records", stdout=StringIO()) is None
