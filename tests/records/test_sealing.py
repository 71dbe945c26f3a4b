"""Every committed entry is sealed exactly once, in rounds that fit each other."""

import stat
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from records import receipts
from records.export import bundle
from records.keys import seal_key, trusted_keys
from records.models import Entry, Leaf, Seal
from records.receipts import is_proven, is_signed, receipt
from records.sealer import BrokenSeal, seal, unsealed_since
from records.verify import Check
from tests.records.conftest import make_organisation, seal_until, sealed, tamper, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    return make_organisation()


def sealed_entries():
    return list(Leaf.objects.order_by("number").values_list("number", "entry_id"))


def verify():
    return Check(trusted_keys()).run(bundle())


def test_nothing_to_seal_makes_no_seal():
    assert seal(timezone.now()) is None


def test_leaves_are_numbered_without_gaps_over_rounds(unit):
    sealed(3, unit)
    sealed(2, unit)
    assert [number for number, _entry in sealed_entries()] == [0, 1, 2, 3, 4]


def test_rounds_verify(unit):
    for count in (1, 2, 5, 300):
        sealed(count, unit)
    assert verify() == {"entries": 308, "seals": 4}


def test_late_committing_transaction_is_sealed_in_the_next_round(unit):
    """The entry of a transaction that is open during a seal has a smaller number than those sealed meanwhile."""
    write(1, unit)
    begun, go_on = threading.Event(), threading.Event()

    def slow_clerk():
        with transaction.atomic():
            write(1, unit)
            begun.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_clerk)
    thread.start()
    begun.wait(10)
    write(1, unit)
    first, nothing = seal_until(1), seal(timezone.now())
    go_on.set()
    thread.join()
    assert (first.size, nothing, seal_until(3).size) == (1, None, 3)


def test_record_with_a_late_transaction_verifies(unit):
    test_late_committing_transaction_is_sealed_in_the_next_round(unit)
    assert verify() == {"entries": 3, "seals": Seal.objects.count()}  # of other test processes: one round more


def test_two_sealers_at_once_seal_each_entry_once(unit):
    write(50, unit)

    def work():
        seal(timezone.now())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_until(50)
    assert (len(sealed_entries()), Seal.objects.count()) == (50, 1)


def test_sealer_does_not_seal_on_top_of_a_changed_seal(unit):
    sealed(3, unit)
    tamper("UPDATE records_seal SET root = repeat('a', 64)")
    write(1, unit)
    with pytest.raises(BrokenSeal):
        seal(timezone.now())


def test_restored_database_goes_on_sealing(unit):
    """A dump restored into a new cluster counts transactions from the start again."""
    sealed(2, unit)
    tamper("UPDATE records_seal SET oldest_txid = oldest_txid + 1000000000, next_txid = next_txid + 1000000000")
    write(2, unit)
    assert seal_until(4).size == 4


def test_unsealed_since_is_the_time_of_the_oldest_waiting_entry(unit):
    sealed(1, unit)
    waiting = write(2, unit)
    assert unsealed_since() == waiting[0].recorded_at


def test_unsealed_since_is_none_when_all_is_sealed(unit):
    sealed(1, unit)
    assert unsealed_since() is None


def test_key_is_readable_by_its_owner_alone(settings):
    seal_key()
    assert stat.S_IMODE(settings.SEAL_KEY_FILE.stat().st_mode) == 0o600


def test_key_is_made_once():
    assert seal_key().private_bytes_raw() == seal_key().private_bytes_raw()


def test_command_seals(unit):
    write(1, unit)
    assert seal_until(1, lambda: call_command("seal", stdout=StringIO())).size == 1


def test_receipt_waits_for_the_next_seal(unit):
    [entry] = write(1, unit)
    facts = receipt(entry)
    assert ("seal" in facts, receipts.state(entry, facts)) == (False, "waiting")


@pytest.mark.parametrize("number", [0, 255, 256, 299])
def test_receipt_proves_that_the_seal_contains_the_entry(unit, number):
    entries = sealed(300, unit)
    facts = receipt(entries[number])
    assert is_proven(facts)
    assert is_signed(facts["seal"])


def test_receipt_with_another_digest_proves_nothing(unit):
    [entry, other] = sealed(2, unit)
    assert not is_proven(receipt(entry) | {"digest": other.digest})


def test_receipt_of_an_edited_entry_is_broken(unit):
    [entry] = sealed(1, unit)
    tamper("UPDATE records_entry SET canon = replace(canon, 'accepted', 'refused')")
    assert receipts.state(Entry.objects.get(), receipt(entry)) == "broken"


def test_receipt_of_an_entry_with_a_recomputed_digest_is_not_found(unit):
    [entry] = sealed(1, unit)
    tamper("UPDATE records_leaf SET digest = repeat('b', 64)")
    assert receipts.find(entry.digest) is None


def test_proof_reads_no_more_than_two_blocks(unit, django_assert_max_num_queries):
    entries = sealed(700, unit)
    with django_assert_max_num_queries(5):
        receipt(entries[10])


def test_nothing_is_sealed_of_a_rolled_back_deed(unit):
    with transaction.atomic():
        write(1, unit)
        transaction.set_rollback(True)
    write(1, unit)
    assert seal_until(1).size == 1
