"""Evidence tables refuse TRUNCATE, also from the test runner; between transactional tests its owner lifts that."""

from unittest import mock

import pytest
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

GUARDED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'no_truncate'"
FLUSH = DatabaseOperations.execute_sql_flush


def flush(operations, sql_list):
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        tables = [table for (table,) in cursor.fetchall()]
    switch = "ALTER TABLE {} {} TRIGGER no_truncate"
    off, on = ([switch.format(table, word) for table in tables] for word in ("DISABLE", "ENABLE"))
    return FLUSH(operations, [*off, *sql_list, *on])  # one transaction


@pytest.fixture(autouse=True, scope="session")
def evidence_is_emptied_between_tests():
    with mock.patch.object(DatabaseOperations, "execute_sql_flush", flush):
        yield
