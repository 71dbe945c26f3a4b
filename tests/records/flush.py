"""Between transactional tests the tables are emptied, and what the migrations brought (calendars, policy, rules) is
put back. Only tables that hold something are touched, and rows are deleted instead of tables truncated: evidence
refuses TRUNCATE, and of a hundred tables a test fills twenty. What Django would write again at once may stay.
"""

from importlib import import_module
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

SEEDS = [
    "deadlines.migrations.0003_seeds",
    "monitoring.migrations.0003_seeds",
    "complaints.migrations.0003_seeds",
    "procurement.migrations.0003_seeds",
    "funds.migrations.0003_seeds",
    "projects.migrations.0003_seeds",
    "scoring.migrations.0003_seeds",
    "integrity.migrations.0003_seeds",
    "disclosure.migrations.0003_seeds",
]
STAY = {"django_content_type", "auth_permission"}
UNGUARDED = "SET LOCAL session_replication_role = replica"  # no triggers: neither guards nor foreign keys
FLUSH = DatabaseOperations.execute_sql_flush


def filled(tables) -> list[str]:
    """Which of the tables hold a row."""
    quoted = [(table, connection.ops.quote_name(table)) for table in tables]
    question = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {table})" for name, table in quoted)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [name for (name,) in cursor.fetchall()]


def flush(operations, _sql_list):
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - STAY
    deletions = [f"DELETE FROM {operations.quote_name(table)}" for table in filled(sorted(tables))]  # noqa: S608
    FLUSH(operations, [UNGUARDED, *deletions])  # one transaction
    for migration in SEEDS:
        import_module(migration).load(apps, None)


@pytest.fixture(autouse=True, scope="session")
def evidence_is_emptied_between_tests():
    with mock.patch.object(DatabaseOperations, "execute_sql_flush", flush):
        yield
