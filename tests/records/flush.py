"""Between transactional tests: evidence tables, which refuse TRUNCATE, are emptied by their owner, and what the
migrations brought (calendars, policy, rules) is put back.
"""

from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

GUARDED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'no_truncate'"
SEEDS = [
    "deadlines.migrations.0002_official_years",
    "monitoring.migrations.0002_rules_and_triggers",
    "monitoring.migrations.0003_rules_of_the_hall",
    "monitoring.migrations.0008_lives_of_rules",
    "monitoring.migrations.0007_notices",
    "monitoring.migrations.0009_cards",
]
FLUSH = DatabaseOperations.execute_sql_flush


def flush(operations, sql_list):
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        tables = [table for (table,) in cursor.fetchall()]
    switch = "ALTER TABLE {} {} TRIGGER no_truncate"
    off, on = ([switch.format(table, word) for table in tables] for word in ("DISABLE", "ENABLE"))
    FLUSH(operations, [*off, *sql_list, *on])  # one transaction
    for migration in SEEDS:
        import_module(migration).load(apps, None)


@pytest.fixture(autouse=True, scope="session")
def evidence_is_emptied_between_tests():
    with mock.patch.object(DatabaseOperations, "execute_sql_flush", flush):
        yield
