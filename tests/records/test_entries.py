"""An entry is written with one statement, hashed by the database and never changed."""

import hashlib
import json

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actor import ROBOT, Actor
from records.actions import EntryDraft, digest_of, issue_document, record, record_many
from records.export import rows
from records.models import Anomaly, Document, Entry
from records.triggers import canon
from tests.records.conftest import NOW, make_clerk, make_organisation

pytestmark = pytest.mark.django_db
EVIDENCE = ["records_entry", "records_leaf", "records_node", "records_seal", "records_document", "records_anomaly"]


@pytest.fixture
def unit():
    return make_organisation()


@pytest.fixture
def wang(unit):
    return make_clerk(unit)


def test_record_is_one_statement(unit, wang, django_assert_num_queries):
    record("approvals.case.opened", unit, actor=wang, now=NOW)
    with django_assert_num_queries(1):
        record("approvals.case.accepted", unit, actor=wang, now=NOW, step="review")


def test_returned_entry_equals_the_stored_one(unit, wang):
    entry = record("approvals.case.accepted", unit, actor=wang, now=NOW, note="𠮷")
    stored = Entry.objects.get(pk=entry.pk)
    names = [field.attname for field in Entry._meta.concrete_fields]
    assert {name: getattr(entry, name) for name in names} == {name: getattr(stored, name) for name in names}


def test_entry_says_who_acted_from_where(unit, wang):
    entry = record("approvals.case.accepted", unit, actor=wang, now=NOW)
    assert (entry.actor, entry.post, entry.organisation) == (wang.user, wang.post, unit)


def test_robot_and_citizen_act_without_a_post(unit, wang):
    entries = [record("approvals.case.applied", unit, actor=actor, now=NOW) for actor in (ROBOT, Actor(wang.user))]
    assert [(entry.actor_id, entry.post_id) for entry in entries] == [(None, None), (wang.user.pk, None)]


def test_digest_is_the_hash_of_the_canonical_text(unit, wang):
    entry = record("approvals.case.accepted", unit, actor=wang, now=NOW, amount="50.00")
    assert entry.digest == hashlib.sha256(b"\0" + entry.canon.encode()).hexdigest()


def test_canonical_text_says_what_the_columns_say(unit, wang):
    entry = record("approvals.case.accepted", unit, actor=wang, now=NOW, amount="50.00")
    said = json.loads(entry.canon)
    assert (said["id"], said["verb"], said["actor"], said["body"]) == (
        entry.pk,
        entry.verb,
        entry.actor_id,
        {"amount": "50.00"},
    )


def test_canonical_text_can_be_built_again_from_the_columns(unit, wang):
    record("approvals.case.accepted", unit, actor=wang, now=NOW)
    [(again, stored)] = rows(f"SELECT {canon('e')}, canon FROM records_entry e")  # noqa: S608
    assert again == stored


def test_application_cannot_choose_time_or_digest(unit):
    entry = Entry.objects.create(subject=unit, verb="x.y", happened_at=NOW, recorded_at=NOW, digest="f" * 64, txid=1)
    stored = Entry.objects.get(pk=entry.pk)
    assert (stored.recorded_at == NOW, stored.digest == "f" * 64, stored.txid == 1) == (False, False, False)


def test_many_entries_are_one_statement_in_their_order(unit, wang, django_assert_num_queries):
    drafts = [EntryDraft("x.y", unit, wang, NOW, {"number": number}) for number in range(100)]
    with django_assert_num_queries(1):
        written = record_many(drafts)
    bodies = Entry.objects.in_bulk([entry.pk for entry in written])
    assert [bodies[entry.pk].body["number"] for entry in written] == list(range(100))


def test_bulk_path_writes_the_same_entry(unit, wang):
    one = record("x.y", unit, actor=wang, now=NOW, step="review")
    [many] = record_many([{"verb": "x.y", "subject": unit, "actor": wang, "now": NOW, "detail": {"step": "review"}}])
    texts = [json.loads(Entry.objects.get(pk=entry.pk).canon) for entry in (one, many)]
    assert texts[0] | {"id": 0, "recorded_at": 0} == texts[1] | {"id": 0, "recorded_at": 0}


def test_entries_about_an_object_are_found_by_index(unit, wang):
    mine = record("x.y", unit, actor=wang, now=NOW)
    record("x.y", wang.user, actor=wang, now=NOW)
    assert list(Entry.objects.about(unit)) == [mine]


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", [*EVIDENCE, "records_attachment"])
def test_nobody_truncates_evidence(table):
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("sql", ["UPDATE records_entry SET verb = 'x'", "DELETE FROM records_entry"])
def test_raw_sql_cannot_change_an_entry(unit, wang, sql):
    record("x.y", unit, actor=wang, now=NOW)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


@pytest.mark.parametrize("sql", ["UPDATE records_document SET title = 'x'", "DELETE FROM records_document"])
def test_raw_sql_cannot_change_a_document(unit, wang, sql):
    issue_document("granted", unit, actor=wang, now=NOW, organisation=unit, body={}, addressee="张建国")
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def anomaly(unit):
    return Anomaly.objects.create(subject=unit, code="V07", deed="x.y", message="否", happened_at=NOW)


@pytest.mark.parametrize("sql", ["UPDATE records_anomaly SET code = 'V99'", "DELETE FROM records_anomaly"])
def test_raw_sql_cannot_change_an_anomaly(unit, sql):
    anomaly(unit)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)


def test_supervision_may_mark_an_anomaly_as_noticed(unit):
    anomaly(unit)
    assert Anomaly.objects.update(noticed_at=NOW) == 1


def test_documents_are_numbered_by_kind_and_year(unit, wang):
    facts = {"actor": wang, "now": NOW, "organisation": unit, "body": {}, "addressee": "张建国"}
    numbers = [issue_document(kind, unit, **facts).number for kind in ("acceptance", "acceptance", "supervision")]
    assert numbers == ["云审受〔2026〕0001号", "云审受〔2026〕0002号", "云督〔2026〕0001号"]


def test_document_leaves_an_entry_with_its_number(unit, wang):
    document = issue_document(
        "granted", unit, actor=wang, now=NOW, organisation=unit, body={"until": NOW}, addressee="张建国"
    )
    entry = Entry.objects.about(unit).get()
    assert (entry.verb, entry.body["number"]) == ("records.document.granted", document.number)


def test_every_kind_of_document_has_a_title_and_a_number(unit, wang):
    kinds = Document.Kind.values
    numbers = {
        issue_document(kind, unit, actor=wang, now=NOW, organisation=unit, body={}, addressee="张建国").number
        for kind in kinds
    }
    assert len(numbers) == len(kinds)


def test_record_of_a_document_says_nothing_of_its_content(unit, wang):
    facts = {"actor": wang, "now": NOW, "organisation": unit, "addressee": "张建国"}
    issue_document("granted", unit, body={"id_number": "11010519491231002X"}, **facts)
    text = Entry.objects.about(unit).get().canon
    assert ("张建国" in text, "11010519491231002X" in text) == (False, False)


def test_same_paper_twice_has_two_digests(unit, wang):
    papers = [Document(number="1", title="书", addressee="张建国", organisation=unit, body={}) for _ in range(2)]
    assert len({digest_of(paper) for paper in papers}) == 2
