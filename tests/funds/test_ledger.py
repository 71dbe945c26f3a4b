"""The ledger: conserved, in whole fen, never changed, each yuan with its way."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from funds import actions
from funds.actions.ledger import account_of, balance
from funds.models import Account, Lot, Posting, Stage, Voucher
from funds.proof import first_fault
from records.crosscheck import first_difference
from records.models import Entry
from records.refusal import Refused
from tests.conftest import at
from tests.funds.money import DAY, END, NOW, allocated, arrive, disbursed, held, make_fund, move, used

pytestmark = pytest.mark.django_db
K = Voucher.Kind


@pytest.fixture
def flow(fund, bureau, cashier):
    """FUN-10: 1,000,000 = 600,000 + 300,000 + 100,000; disbursed 550,000 + 300,000; used 500,000 + 300,000."""
    arrive(fund, 1_000_000, by=cashier)
    one, two = allocated(fund, bureau, "产业路"), allocated(fund, bureau, "饮水")
    out_one, out_two = disbursed(fund, bureau, "产业路"), disbursed(fund, bureau, "饮水")
    move(K.ALLOCATE, held(fund), one, 600_000, by=cashier)
    move(K.ALLOCATE, held(fund), two, 300_000, by=cashier)
    move(K.DISBURSE, one, out_one, 550_000, by=cashier)
    move(K.DISBURSE, two, out_two, 300_000, by=cashier)
    move(K.USE, out_one, used(fund), 500_000, by=cashier)
    return move(K.USE, out_two, used(fund), 300_000, by=cashier)


def at_stage(fund) -> dict:
    rows = Account.objects.filter(fund=fund).with_balance().values_list("stage", "balance")
    return {stage: sum(fen for at_, fen in rows if at_ == stage) // 100 for stage in ("held", *STAGES)}


STAGES = ("allocated", "disbursed", "used")


def test_flow_is_conserved(fund, flow):
    assert at_stage(fund) == {"held": 100_000, "allocated": 50_000, "disbursed": 50_000, "used": 800_000}


def test_books_that_nobody_touched_add_up(flow):
    assert first_fault() is None
    assert first_difference() is None


def test_more_than_was_disbursed_is_refused(fund, bureau, cashier, flow):
    before = Posting.objects.count()
    with pytest.raises(Refused, match="50,001.00|1.00") as refused:
        move(K.USE, disbursed(fund, bureau), used(fund), 50_001, by=cashier)
    assert refused.value.field == "amount"
    assert Posting.objects.count() == before


def test_every_posting_belongs_to_its_arrival(flow):
    [source] = Posting.objects.filter(parent=None)
    assert set(Posting.objects.values_list("source", flat=True)) == {source.pk}


def test_payment_out_of_two_arrivals_has_two_postings(fund, bureau, cashier):
    arrive(fund, 100, by=cashier)
    arrive(fund, 50, by=cashier)
    voucher = move(K.ALLOCATE, held(fund), allocated(fund, bureau), 120, by=cashier)
    assert list(voucher.postings.values_list("amount", flat=True)) == [100_00, 20_00]
    assert voucher.amount == 120_00


def test_oldest_money_goes_first(fund, bureau, cashier):
    first = arrive(fund, 100, by=cashier)
    arrive(fund, 100, by=cashier)
    voucher = move(K.ALLOCATE, held(fund), allocated(fund, bureau), 100, by=cashier)
    assert voucher.postings.get().parent == first.postings.get()


def test_return_is_a_new_posting_and_shows_both(fund, bureau, cashier, flow):
    """FUN-12: 20,000 go back from use to the allocation; the first posting stays as it was."""
    posting = flow.postings.get()
    about = {"happened_on": DAY, "words": "多付退回", "amount": 20_000_00}
    back = actions.give_back(posting, by=cashier, now=END, **about)
    assert back.reverses == flow
    assert balance(disbursed(fund, bureau, "饮水")) == 20_000_00
    assert [row.voucher.kind for row in posting.source.descendants.filter(into__name="饮水")] == [
        "allocate",
        "disburse",
        "return",
    ]
    assert Posting.objects.get(pk=posting.pk).amount == 300_000_00


def test_more_than_was_paid_never_comes_back(cashier, flow):
    about = {"happened_on": DAY, "words": "退回", "amount": 300_001_00}
    with pytest.raises(Refused):
        actions.give_back(flow.postings.get(), by=cashier, now=END, **about)


def test_arrival_that_was_shared_out_cannot_be_reversed(cashier, flow):
    source = Posting.objects.get(parent=None)
    with pytest.raises(Refused):
        actions.give_back(source, by=cashier, now=END, happened_on=DAY, words="录错")


def test_what_went_back_to_its_giver_comes_again_only_once(fund, cashier):
    """Found by the machine: the return of a return made new money out of the giver, as often as one liked."""
    arrived = arrive(fund, 100, by=cashier)
    about = {"by": cashier, "now": END, "happened_on": DAY, "words": "录错"}
    back = actions.give_back(arrived.postings.get(), **about)
    again = actions.give_back(back.postings.get(), **about)
    with pytest.raises(Refused):
        actions.give_back(back.postings.get(), **about)
    assert (balance(held(fund)), again.postings.get().source) == (100_00, arrived.postings.get())


def test_same_key_is_booked_once(fund, cashier):
    key = uuid.uuid4()
    first, second = arrive(fund, 100, by=cashier, key=key), arrive(fund, 100, by=cashier, key=key)
    assert first == second
    assert balance(held(fund)) == 100_00


def test_same_key_with_another_amount_is_refused(fund, cashier):
    key, outside = uuid.uuid4(), account_of(fund, Stage.OUTSIDE, name="省财政厅")
    move(K.ARRIVE, outside, held(fund), 100, by=cashier, key=key)
    with pytest.raises(Refused):
        move(K.ARRIVE, outside, held(fund), 101, by=cashier, key=key)


@pytest.mark.parametrize("yuan", [0, -5])
def test_nothing_and_less_than_nothing_is_refused(fund, cashier, yuan):
    with pytest.raises(Refused):
        arrive(fund, yuan, by=cashier)


def test_day_ahead_is_refused(fund, cashier):
    with pytest.raises(Refused) as refused:
        arrive(fund, 1, by=cashier, day=date(2026, 3, 3), now=NOW)
    assert refused.value.field == "happened_on"


def test_closed_period_takes_nothing(fund, cashier, treasurer):
    arrive(fund, 1, by=cashier)
    actions.close_period(fund, by=treasurer, now=END, until=date(2026, 3, 31))
    with pytest.raises(Refused) as refused:
        arrive(fund, 1, by=cashier, day=date(2026, 3, 31))
    assert refused.value.field == "happened_on"


def test_closed_period_takes_nothing_by_hand_either(fund, cashier, treasurer):
    voucher = Voucher.objects.get(pk=arrive(fund, 1, by=cashier).pk)
    actions.close_period(fund, by=treasurer, now=END, until=date(2026, 3, 31))
    voucher.pk, voucher.number, voucher._state.adding = None, "X", True
    with pytest.raises(IntegrityError, match="period is closed"), transaction.atomic():
        voucher.save()


def test_clerk_closes_no_period(fund, cashier):
    with pytest.raises(PermissionDenied):
        actions.close_period(fund, by=cashier, now=END, until=date(2026, 3, 31))


def test_other_offices_book_nothing(fund, clerk):
    with pytest.raises(PermissionDenied):
        arrive(fund, 1, by=clerk)


def test_money_never_changes_its_fund(fund, finance, bureau, cashier):
    arrive(fund, 100, by=cashier)
    other = make_fund(finance, code="FP02")
    with pytest.raises(Refused):
        move(K.ALLOCATE, held(fund), allocated(other, bureau), 10, by=cashier)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [(K.DISBURSE, "held", "disbursed"), (K.USE, "held", "used"), (K.SHARE, "held", "allocated")],
)
def test_no_stage_is_left_out(fund, bureau, cashier, kind, one, other):
    arrive(fund, 100, by=cashier)
    places = {"held": held, "allocated": lambda f: allocated(f, bureau), "disbursed": lambda f: disbursed(f, bureau)}
    with pytest.raises(Refused):
        move(kind, (places | {"used": used})[one](fund), (places | {"used": used})[other](fund), 10, by=cashier)


def test_arrival_stands_in_the_record(fund, cashier):
    voucher = arrive(fund, 100, by=cashier)
    verbs = Entry.objects.about(voucher).values_list("verb", flat=True)
    assert set(verbs) == {"funds.voucher.state", "funds.voucher.arrived"}


# By hand on the database, as an insider with its password would.


def by_hand(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


HANDS = {
    "a posting changed": "UPDATE funds_posting SET amount = amount + 1",
    "a posting deleted": "DELETE FROM funds_posting WHERE parent_id IS NOT NULL",
    "a voucher changed": "UPDATE funds_voucher SET amount = amount + 1",
    "a voucher deleted": "DELETE FROM funds_voucher",
    "a lot raised": "UPDATE funds_lot SET rest = rest + 1",
    "a lot deleted": "DELETE FROM funds_lot",
    "all postings gone": "TRUNCATE funds_posting CASCADE",
    "all lots gone": "TRUNCATE funds_lot",
    "a voucher without postings": "INSERT INTO funds_voucher (number, fund_id, kind, happened_on, amount, lines, "
    "digest, words, economic_class, paper, organisation_id, booked_at) SELECT 'X', fund_id, kind, happened_on, "
    "amount, lines, digest, words, economic_class, paper, organisation_id, booked_at FROM funds_voucher LIMIT 1",
}


@pytest.mark.parametrize("what", HANDS)
def test_hand_on_the_database_is_refused(flow, what):
    with pytest.raises(DatabaseError):
        by_hand(HANDS[what])


def without_guards(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as if what was booked had been committed
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_balanced_rewrite_is_detected(fund, bureau, cashier, flow):
    """One fen less in a payment, its voucher, its digest and all lots adapted: only the record still knows."""
    without_guards("UPDATE funds_posting SET amount = amount - 1 WHERE id = (SELECT max(id) FROM funds_posting)")
    without_guards("UPDATE funds_lot SET rest = rest - 1 WHERE posting_id = (SELECT max(id) FROM funds_posting)")
    without_guards(
        "UPDATE funds_lot SET rest = rest + 1 WHERE posting_id = (SELECT parent_id FROM funds_posting ORDER BY id "
        "DESC LIMIT 1)"
    )
    without_guards(
        "UPDATE funds_voucher v SET amount = v.amount - 1, digest = encode(sha256(convert_to(concat_ws(':', "
        "coalesce(p.parent_id, 0), p.out_of_id, p.into_id, p.amount), 'UTF8')), 'hex') FROM funds_posting p "
        "WHERE p.voucher_id = v.id AND p.id = (SELECT max(id) FROM funds_posting)"
    )
    assert first_fault() is None
    assert f"funds.Voucher {flow.pk}" in first_difference()


def test_payee_that_was_exchanged_is_detected(flow):
    without_guards("UPDATE funds_posting SET out_of_id = out_of_id - 1 WHERE id = (SELECT max(id) FROM funds_posting)")
    assert flow.number in first_fault()


def test_lot_that_was_raised_is_detected(flow):
    without_guards("UPDATE funds_lot SET rest = rest + 1 WHERE posting_id = (SELECT max(id) FROM funds_posting)")
    assert str(flow.postings.get().pk) in first_fault()


@pytest.mark.django_db(transaction=True)
def test_posting_to_an_old_voucher_is_refused(fund, bureau, cashier):
    arrive(fund, 100, by=cashier)
    move(K.ALLOCATE, held(fund), allocated(fund, bureau), 10, by=cashier)
    with pytest.raises(IntegrityError, match="a posting is written with its voucher"):
        by_hand(
            "INSERT INTO funds_posting (voucher_id, parent_id, out_of_id, into_id, amount) "
            "SELECT voucher_id, parent_id, out_of_id, into_id, 1 FROM funds_posting WHERE parent_id IS NOT NULL"
        )


def test_lots_lie_where_stages_say(fund, flow):
    assert Lot.objects.filter(rest__gt=0, account__stage=Stage.OUTSIDE).count() == 0


def test_money_does_not_move_before_it_came(fund, bureau, cashier):
    arrive(fund, 100, by=cashier, day=date(2026, 3, 10))
    about = {"by": cashier, "day": date(2026, 3, 9), "now": at("2026-04-01")}
    with pytest.raises(Refused) as refused:
        move(K.ALLOCATE, held(fund), allocated(fund, bureau), 10, **about)
    assert (refused.value.code, refused.value.field) == ("V31", "happened_on")
