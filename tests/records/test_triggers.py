"""Tables that refuse change, and tables that write the record by themselves; tried on a table of this test."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Organisation
from records.actions import as_actor
from records.models import Entry
from records.triggers import append_only, watch
from tests.records.conftest import make_clerk, make_organisation

pytestmark = pytest.mark.django_db
WATCH = watch(
    "accounts_organisation", "tests.unit", ["name", "level"], ("accounts", "organisation"), organisation="id"
)


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        for line in [sql] if isinstance(sql, str) else sql:
            cursor.execute(line)
        return cursor.rowcount


@pytest.fixture
def watched():
    run(WATCH.sql)
    return make_organisation()


def states(organisation):
    return list(Entry.objects.about(organisation).order_by("pk").values_list("verb", "body"))


def test_new_row_writes_an_entry(watched):
    assert states(watched) == [("tests.unit.state", {"name": "scjg", "level": "department"})]


def test_raw_sql_writes_an_entry(watched):
    run("UPDATE accounts_organisation SET name = '改'")
    assert states(watched)[1][1]["name"] == "改"


def test_change_of_another_column_writes_nothing(watched):
    run("UPDATE accounts_organisation SET telephone = '1'")
    assert len(states(watched)) == 1


def test_update_to_the_same_value_writes_nothing(watched):
    run("UPDATE accounts_organisation SET name = name")
    assert len(states(watched)) == 1


def test_entry_of_a_trigger_names_the_actor_and_the_unit(watched):
    wang = make_clerk(watched)
    as_actor(wang)
    run("UPDATE accounts_organisation SET name = '改'")
    entry = Entry.objects.about(watched).latest("pk")
    assert (entry.actor, entry.organisation) == (wang.user, watched)


def test_watch_makes_the_content_type_it_needs():
    ContentType.objects.filter(app_label="tests", model="ghost").delete()
    run("CREATE TABLE tests_ghost (id bigint, state text)")
    run(watch("tests_ghost", "tests.ghost", ["state"], ("tests", "ghost")).sql)
    run("INSERT INTO tests_ghost VALUES (7, 'new')")
    assert Entry.objects.get(subject_id=7).subject_type.model == "ghost"


def test_watch_can_be_taken_back(watched):
    run(WATCH.reverse_sql)
    run("UPDATE accounts_organisation SET name = '改'")
    assert len(states(watched)) == 1


@pytest.mark.parametrize("name", ["a; DROP TABLE x", "a b", "", "'"])
def test_names_that_are_no_names_are_refused(name):
    with pytest.raises(ValueError, match="plain SQL name"):
        append_only(name)


@pytest.fixture
def guarded():
    run("CREATE TABLE tests_paper (id bigint, state text, text text)")
    run(append_only("tests_paper", except_columns=["state"], delete_when="OLD.state = 'draft'").sql)
    run("INSERT INTO tests_paper VALUES (1, 'draft', 'a'), (2, 'sent', 'b')")


def test_named_column_may_change(guarded):
    assert run("UPDATE tests_paper SET state = 'sent'") == 2


def test_other_column_may_not_change(guarded):
    with pytest.raises(DatabaseError, match="UPDATE refused"):
        run("UPDATE tests_paper SET text = 'x', state = 'sent'")


def test_row_may_be_deleted_where_allowed(guarded):
    assert run("DELETE FROM tests_paper WHERE id = 1") == 1


def test_row_may_not_be_deleted_otherwise(guarded):
    with pytest.raises(DatabaseError, match="DELETE refused"):
        run("DELETE FROM tests_paper WHERE id = 2")


def test_append_only_can_be_taken_back(guarded):
    run(append_only("tests_paper").reverse_sql)
    assert run("DELETE FROM tests_paper") == 2


def verified(changes):
    """Does verify_records accept the record after these statements, done with the triggers off?"""
    run(["SET LOCAL session_replication_role = replica", *changes, "SET LOCAL session_replication_role = origin"])
    try:
        call_command("verify_records")
    except CommandError as error:
        return str(error)
    return "intact"


@pytest.fixture
def consistent(transactional_db):
    """A watched table in a committed database; the triggers go again afterwards."""
    run(WATCH.sql)
    yield make_organisation()
    run(WATCH.reverse_sql)


def test_watched_row_that_agrees_is_intact(consistent):
    assert verified([]) == "intact"


def test_watched_row_changed_behind_the_triggers_is_found(consistent):
    assert f"Organisation {consistent.pk}" in verified(["UPDATE accounts_organisation SET name = '改'"])


def test_watched_row_deleted_behind_the_triggers_is_found(consistent):
    assert f"Organisation {consistent.pk}" in verified(["DELETE FROM accounts_organisation"])


def test_watched_row_smuggled_in_behind_the_triggers_is_found(consistent):
    smuggled = (
        "INSERT INTO accounts_organisation"
        " (id, code, name, short_name, level, path, vertical, business, telephone, address, sort, stands_for)"
        " SELECT 999, 'x', 'x', 'x', level, 'x', vertical, business, '', '', 0, '{}' FROM accounts_organisation"
    )
    assert "Organisation 999" in verified([smuggled])


@pytest.fixture
def watched_users(transactional_db):
    watching = watch("accounts_user", "tests.user", ["password_changed_at"], ("accounts", "user"))
    run(watching.sql)
    yield
    run(watching.reverse_sql)


def test_time_zone_of_the_session_does_not_matter(watched_users):
    make_clerk(make_organisation())
    run(["SET LOCAL timezone = 'America/New_York'", "UPDATE accounts_user SET password_changed_at = now()"])
    assert verified([]) == "intact"


def test_unwatched_column_may_change(consistent):
    Organisation.objects.update(telephone="0000-5520001")
    assert verified([]) == "intact"
