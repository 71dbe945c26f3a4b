"""Attacks and readings that need committed rows of their own: what is not committed is not sealed."""

import threading
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from records.export import bundle
from records.keys import trusted_keys
from records.verify import Check
from tests.records.conftest import make_organisation, sealed, tamper, write
from tests.records.test_attacks import COPY, faults

pytestmark = pytest.mark.django_db(transaction=True)


def test_back_dated_entry():
    """A fresh transaction number, so that the sealer takes it, but last week's time."""
    unit = make_organisation()
    sealed(3, unit)
    tamper(COPY.format(at="(now() - interval '7 days')", txid="pg_current_xact_id()::text::bigint"))
    sealed(1, unit, start=3)
    assert faults() == "backdated"


def test_export_is_one_snapshot():
    """What is written while the bundle is read is not in it."""
    unit = make_organisation()
    sealed(5, unit)
    with closing(bundle()) as lines:
        next(lines), next(lines)  # the first query takes the snapshot
        thread = threading.Thread(target=lambda: (write(1, unit), connection.close()))
        thread.start()
        thread.join()
        assert Check(trusted_keys()).run(lines)["entries"] == 5


def test_empty_record_is_intact():
    said = StringIO()
    call_command("verify_records", stdout=said)
    assert said.getvalue() == "完好：0 条记录，0 次封存\n"
