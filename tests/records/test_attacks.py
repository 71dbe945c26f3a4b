"""What an insider with the database password tries, and how each attempt is found.

Every attack starts from an honest record of two seals (three entries, then two) that verifies.
"""

import json
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import override_settings

import records.verify
from accounts.actor import ROBOT
from records import merkle
from records.actions import issue_document
from records.export import bundle
from records.keys import public_hex, seal_key, trusted_keys
from records.models import Entry, Leaf, Seal
from records.receipts import receipt
from records.sealer import link, public, statement
from records.verify import Check, Fault
from tests.records.conftest import NOW, make_organisation, sealed, tamper, write

REHASH = "canon = {0}, digest = encode(sha256('\\x00'::bytea || convert_to({0}, 'UTF8')), 'hex')"
COPY = """
INSERT INTO records_entry (id, subject_type_id, subject_id, verb, happened_at, body, recorded_at, txid, canon, digest)
SELECT 900, subject_type_id, subject_id, verb, happened_at, body, {at}, {txid}, c,
  encode(sha256('\\x00'::bytea || convert_to(c, 'UTF8')), 'hex')
FROM records_entry, LATERAL (SELECT (canon::jsonb || jsonb_build_object('id', 900, 'db_user', '', 'txid', {txid},
  'recorded_at', to_char({at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text AS c) AS text
WHERE id = (SELECT min(id) FROM records_entry)
"""


@pytest.fixture(scope="module")
def honest(django_db_setup, django_db_blocker, tmp_path_factory):
    """An honest record, committed once for this module; every attack on it is rolled back."""
    key = tmp_path_factory.mktemp("keys") / "sealer.pem"
    with django_db_blocker.unblock(), override_settings(SEAL_KEY_FILE=key):
        unit = make_organisation("honest")
        sealed(3, unit)
        sealed(2, unit, start=3)
        assert faults() is None
    yield SimpleNamespace(unit=unit, key=key)
    with django_db_blocker.unblock():
        for table in ("records_entry", "records_leaf", "records_seal"):
            tamper(f"DELETE FROM {table}")  # noqa: S608
        unit.delete()


@pytest.fixture
def unit(honest, db):
    return honest.unit


@pytest.fixture
def entries(honest, db, settings):
    settings.SEAL_KEY_FILE = honest.key
    return list(Entry.objects.order_by("pk"))


def faults(keys=None, witness=(), receipts=()):
    """The kind of the first fault, or None."""
    try:
        with closing(bundle()) as lines:
            Check(keys or trusted_keys(), witness, receipts).run(lines)
    except Fault as fault:
        return str(fault).rpartition("[")[2].rstrip("]")
    return None


def seals():
    return [public(found) for found in Seal.objects.order_by("size")]


def cut_tail(to=3):
    """Remove everything after the first `to` entries, the seals included."""
    tamper("DELETE FROM records_entry WHERE id IN (SELECT entry_id FROM records_leaf WHERE number >= %s)", to)
    tamper("DELETE FROM records_leaf WHERE number >= %s", to)
    tamper("DELETE FROM records_seal WHERE size > %s", to)


def resign(key):
    """Make all leaves and seals anew from the entries, as the holder of a key could."""
    leaves = [bytes.fromhex(digest) for digest in Leaf.objects.order_by("number").values_list("digest", flat=True)]
    previous = "0" * 64
    for old in Seal.objects.order_by("size"):
        _size, frontier, _nodes = merkle.append(0, [], leaves[: old.size], 99)
        facts = public(old) | {"root": merkle.root_of(frontier), "previous": previous, "key": public_hex(key)}
        signature = key.sign(statement(facts)).hex()
        tamper(
            "UPDATE records_seal SET root = %s, previous = %s, key = %s, signature = %s, frontier = %s WHERE id = %s",
            *(facts["root"], previous, facts["key"], signature, " ".join(frontier), old.pk),
        )
        previous = link(signature)


def test_edited_column(entries):
    tamper("UPDATE records_entry SET happened_at = happened_at - interval '3 days' WHERE id = %s", entries[1].pk)
    assert faults() == "edited"


def test_edited_text(entries):
    tamper("UPDATE records_entry SET canon = replace(canon, 'accepted', 'refused') WHERE id = %s", entries[1].pk)
    assert faults() == "edited"


def rewrite(entry):
    """Column, text and digest of an entry changed to fit each other."""
    text = f"replace(canon, '\"number\": {entry.body['number']}', '\"number\": 77')"
    tamper(f"UPDATE records_entry SET body = '{{\"number\": 77}}', {REHASH.format(text)} WHERE id = %s", entry.pk)  # noqa: S608


def test_rewritten_entry(entries):
    rewrite(entries[1])
    assert faults() == "edited"


def test_rewritten_entry_and_leaf(entries):
    rewrite(entries[1])
    tamper("UPDATE records_leaf l SET digest = e.digest FROM records_entry e WHERE e.id = l.entry_id")
    assert faults() == "root"


def test_rewritten_entry_not_sealed_yet_shows_by_its_receipt(entries, unit):
    [fresh] = write(1, unit, start=9)
    facts = receipt(fresh)
    rewrite(fresh)
    assert faults(receipts=[facts]) == "lost"


def test_deleted_entry(entries):
    tamper("DELETE FROM records_entry WHERE id = %s", entries[1].pk)
    assert faults() == "deleted"


def test_deleted_entry_and_leaf(entries):
    tamper("DELETE FROM records_entry WHERE id = %s", entries[1].pk)
    tamper("DELETE FROM records_leaf WHERE number = 1")
    assert faults() == "gap"


def test_deleted_entry_with_leaves_moved_up(entries):
    tamper("DELETE FROM records_leaf WHERE number = 1")
    tamper("DELETE FROM records_entry WHERE id = %s", entries[1].pk)
    tamper("UPDATE records_leaf SET number = number - 1 WHERE number = 2")
    tamper("UPDATE records_leaf SET number = number - 1 WHERE number = 3")
    tamper("UPDATE records_leaf SET number = number - 1 WHERE number = 4")
    assert faults() == "root"


def test_two_leaves_exchanged(entries):
    tamper("UPDATE records_leaf SET number = number + 100 WHERE number IN (0, 1)")
    tamper("UPDATE records_leaf SET number = 101 - number WHERE number IN (100, 101)")
    assert faults() == "root"


def test_entry_inserted_behind_the_seals(entries):
    """With an old transaction number, so that it looks as if it had always been there."""
    tamper(COPY.format(at="recorded_at", txid="1"))
    assert faults() == "inserted"


def test_entry_inserted_in_the_middle_of_the_leaves(entries):
    tamper(COPY.format(at="recorded_at", txid="txid"))
    tamper("UPDATE records_leaf SET number = number + 100 WHERE number > 1")
    tamper("UPDATE records_leaf SET number = number - 99 WHERE number > 100")
    tamper(
        "INSERT INTO records_leaf (number, entry_id, digest) SELECT 2, 900, digest FROM records_entry WHERE id = 900"
    )
    assert faults() == "root"


def test_cut_tail_shows_to_a_witness(entries):
    kept = seals()
    cut_tail()
    assert faults(witness=kept) == "truncated"


def test_cut_tail_shows_by_a_receipt(entries):
    facts = receipt(entries[4])
    cut_tail()
    assert faults(receipts=[facts]) == "truncated"


def test_cut_tail_shows_by_a_receipt_without_proof(entries):
    facts = receipt(entries[4])
    bare = {name: facts[name] for name in ("entry", "verb", "digest")}
    cut_tail()
    assert faults(receipts=[bare]) == "lost"


def test_cut_tail_that_forgot_the_seals(entries):
    tamper("DELETE FROM records_entry WHERE id >= %s", entries[3].pk)
    tamper("DELETE FROM records_leaf WHERE number >= 3")
    assert faults() == "truncated"


def test_last_seal_removed(entries):
    tamper("DELETE FROM records_seal WHERE size = 5")
    assert faults() == "unsealed"


def test_middle_seal_removed(entries):
    tamper("DELETE FROM records_seal WHERE size = 3")
    assert faults() == "chain"


def test_rewritten_tail_with_the_stolen_key_shows_to_a_witness(entries):
    kept = seals()
    rewrite(entries[1])
    tamper("UPDATE records_leaf l SET digest = e.digest FROM records_entry e WHERE e.id = l.entry_id")
    resign(seal_key())
    assert faults(witness=kept) == "witness"


def test_same_rewriting_is_consistent_without_a_witness(entries):
    """The limit of the method: who has the database and the key is found only by what others keep."""
    rewrite(entries[1])
    tamper("UPDATE records_leaf l SET digest = e.digest FROM records_entry e WHERE e.id = l.entry_id")
    resign(seal_key())
    assert faults() is None


def test_seals_signed_with_another_key(entries):
    resign(Ed25519PrivateKey.generate())
    assert faults() == "key"


def test_changed_seal_with_its_old_signature(entries):
    tamper("UPDATE records_seal SET sealed_at = sealed_at - interval '1 day' WHERE size = 5")
    assert faults() == "forged"


def test_signature_of_another_seal(entries):
    tamper("UPDATE records_seal SET signature = (SELECT signature FROM records_seal WHERE size = 3) WHERE size = 5")
    assert faults() == "forged"


def test_swapped_receipts(entries):
    first, second = receipt(entries[0]), receipt(entries[1])
    assert faults(receipts=[first | {"digest": second["digest"]}]) == "swapped"


def test_forged_receipt(entries):
    assert faults(receipts=[receipt(entries[0]) | {"digest": "a" * 64}]) == "lost"


def test_receipt_with_a_forged_seal(entries):
    facts = receipt(entries[0])
    assert faults(receipts=[facts | {"seal": facts["seal"] | {"root": "a" * 64}}]) == "forged"


def test_witness_file_with_two_roots_for_one_size(entries):
    facts = seals()[0] | {"root": "a" * 64}
    facts["signature"] = seal_key().sign(statement(facts)).hex()
    assert faults(witness=[seals()[0], facts]) == "witness"


def test_honest_receipts_and_witness_find_nothing(entries):
    assert faults(witness=seals(), receipts=[receipt(entry) for entry in entries]) is None


# The commands and the offline script


def run(*options):
    """Exit code and sentence of manage.py verify_records."""
    out = StringIO()
    try:
        call_command("verify_records", *options, stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def exported(tmp_path):
    call_command("export_records", tmp_path / "bundle.jsonl", stdout=StringIO())
    return tmp_path / "bundle.jsonl"


def offline(*arguments):
    script = Path(records.verify.__file__)
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, script, *arguments], capture_output=True, text=True, cwd="/", check=False
    )
    return done.returncode, done.stdout


def test_command_finds_an_honest_record_intact(entries):
    assert run()[0] == 0


def test_command_says_the_first_fault(entries):
    tamper("DELETE FROM records_entry WHERE id = %s", entries[1].pk)
    code, sentence = run()
    assert (code, f"{entries[1].pk}" in sentence, "deleted" in sentence) == (1, True, True)


def test_command_reads_a_bundle(entries, tmp_path):
    assert run("--bundle", exported(tmp_path))[0] == 0


@pytest.mark.parametrize("option", ["--bundle", "--witness", "--receipts", "--key"])
def test_unreadable_input_is_exit_code_two(entries, tmp_path, option):
    (tmp_path / "bad").write_bytes(b"\xff\xfe{")
    assert run(option, tmp_path / "bad")[0] == 2


def test_missing_file_is_exit_code_two(entries, tmp_path):
    assert run("--witness", tmp_path / "nothing")[0] == 2


def test_record_without_a_known_key_is_exit_code_two(entries, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "nothing"
    assert run()[0] == 2


def test_offline_verifier_needs_nothing_of_the_portal(entries, tmp_path):
    file = exported(tmp_path)
    assert offline(file, f"{file}.pub") == (0, "完好：5 条记录，2 次封存\n")


def test_offline_verifier_says_the_first_fault(entries, tmp_path):
    file = exported(tmp_path)
    file.write_text(file.read_text().replace('\\"number\\": 3', '\\"number\\": 8'))
    code, sentence = offline(file, f"{file}.pub")
    assert (code, "[edited]" in sentence) == (1, True)


def test_offline_verifier_uses_witness_and_receipts(entries, tmp_path):
    kept, papers = tmp_path / "witness.jsonl", tmp_path / "receipts.jsonl"
    kept.write_text("".join(json.dumps(line) + "\n" for line in seals()))
    papers.write_text(json.dumps(receipt(entries[4])) + "\n")
    cut_tail()
    file = exported(tmp_path)
    code, _sentence = offline(file, f"{file}.pub")
    codes = [
        offline(file, f"{file}.pub", option, path)[0] for option, path in (("--witness", kept), ("--receipts", papers))
    ]
    assert (code, codes) == (0, [1, 1])


def test_cut_bundle_is_incomplete(entries, tmp_path):
    file = exported(tmp_path)
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    assert "incomplete" in offline(file, f"{file}.pub")[1]


def test_offline_verifier_names_the_unreadable_line(entries, tmp_path):
    file = exported(tmp_path)
    file.write_text(file.read_text() + "{\n")
    code, sentence = offline(file, f"{file}.pub")
    assert (code, "行不是 JSON" in sentence) == (2, True)


def test_offline_verifier_is_short():
    assert len(Path(records.verify.__file__).read_text().splitlines()) <= 150


def test_changed_document(entries, unit):
    issue_document("granted", unit, actor=ROBOT, now=NOW, organisation=unit, body={"days": 3}, addressee="张建国")
    tamper("""UPDATE records_document SET body = '{"days": 30}'""")
    assert "云审准〔2026〕0001号" in run()[1]


def test_deleted_document(entries, unit):
    issue_document("granted", unit, actor=ROBOT, now=NOW, organisation=unit, body={}, addressee="张建国")
    tamper("DELETE FROM records_document")
    assert run()[0] == 1


def test_document_that_was_never_recorded(entries, unit):
    issue_document("granted", unit, actor=ROBOT, now=NOW, organisation=unit, body={}, addressee="张建国")
    tamper("DELETE FROM records_entry WHERE verb LIKE 'records.document.%%'")
    assert run()[0] == 1


def test_body_survives_the_way_through_the_database(entries, unit):
    body = {"at": NOW, "due": NOW.date(), "left": timedelta(days=1), 2: [1.5, 1e6, None], 10: {"ä": "𠮷"}}
    issue_document("granted", unit, actor=ROBOT, now=NOW, organisation=unit, body=body, addressee="张建国")
    assert run()[0] == 0
