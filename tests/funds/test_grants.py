"""Payment lists: booked once, by two people, with what the bank says of every payment."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from funds.actions.checking import Entry, load_roster, strike
from funds.actions.granting import Answer, bank_file, draft, drop, send, settle
from funds.actions.ledger import balance
from funds.models import FundFlag, Grant, Payee, PayList, Posting, Roll, Roster, Stage, Voucher
from funds.proof import first_fault
from records.crosscheck import first_difference
from records.refusal import Refused
from tests.conftest import at
from tests.funds.money import allocated, arrive, held, move
from tests.funds.subsidies import MAY, approved, number, rolled, row, signed

pytestmark = pytest.mark.django_db
NOW, LATER = at("2026-07-09"), at("2026-07-13")
EACH = 52_000


@pytest.fixture
def funded(dibao, cast):
    """1,000 yuan and later 1,000,000 lie allocated for the programme: a payment takes from both."""
    for yuan in (1_000, 1_000_000):
        arrive(dibao.fund, yuan, by=cast.cashier)
        place = allocated(dibao.fund, dibao.manager, dibao.name)
        move(Voucher.Kind.ALLOCATE, held(dibao.fund), place, yuan, by=cast.cashier)
    return place


@pytest.fixture
def roll(dibao, cast):
    return approved(rolled(dibao, cast.one, [row(serial) for serial in (1, 2, 3)], by=cast.scribe), cast)


def drafted(dibao, cast) -> PayList:
    return draft(dibao, by=cast.cashier, now=NOW, period=MAY)


@pytest.fixture
def sent(dibao, cast, funded, roll):
    return send(drafted(dibao, cast), by=cast.treasurer, now=NOW)


def answers(pay_list, *failed) -> list[Answer]:
    """All paid, but for these places."""
    return [
        Answer(
            place, grant.reference, grant.amount, place not in failed, NOW.date(), "账户状态异常" * (place in failed)
        )
        for place, grant in enumerate(pay_list.grants.order_by("pk"), 1)
    ]


def at_stage(fund, stage) -> int:
    return sum(balance(account) for account in fund.accounts.filter(stage=stage))


def test_list_is_one_voucher_with_the_way_of_each_yuan(sent, dibao, funded):
    assert (sent.voucher.kind, sent.voucher.amount, sent.count) == (Voucher.Kind.USE, 3 * EACH, 3)
    assert sent.voucher.postings.count() == 4  # the second payment takes from two arrivals
    assert (balance(funded), at_stage(dibao.fund, Stage.USED)) == (100_100_000 - 3 * EACH, 3 * EACH)
    assert first_fault() is None
    assert first_difference() is None


def test_payees_of_a_list_stand_masked(sent):
    assert set(Payee.objects.values_list("name", flat=True)) == {"王*二", "王*三", "王*四"}
    assert not Payee.objects.filter(account_number__contains="6228").exists()


def test_file_for_the_bank(sent):
    lines = bank_file(sent).splitlines()
    assert lines[1] == f"{sent.number},{sent.number}-00001,王大二,6228480000000001,云溪农商行,520.00,农村低保2026年5月"
    assert lines[-1] == "合计,3,,,,1560.00,"


def test_who_drafted_does_not_send(dibao, cast, funded, roll):
    made = draft(dibao, by=cast.treasurer, now=NOW, period=MAY)
    with pytest.raises(Refused) as refused:
        send(made, by=cast.treasurer, now=NOW)
    assert refused.value.code == "V07"


def test_managing_department_does_not_pay(dibao, cast, funded, roll):
    with pytest.raises(PermissionDenied):
        draft(dibao, by=cast.director, now=NOW, period=MAY)


def test_row_is_paid_once(sent, dibao, cast):
    with pytest.raises(Refused):
        drafted(dibao, cast)
    grant = sent.grants.first()
    with pytest.raises(IntegrityError, match="line_paid_once"), transaction.atomic():
        Grant.objects.create(pay_list=sent, line=grant.line, reference="X", amount=1)


def test_list_that_is_not_approved_is_not_paid(dibao, cast, funded):
    rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    with pytest.raises(Refused):
        drafted(dibao, cast)


def test_more_than_is_allocated_is_refused(dibao, cast, roll):
    arrive(dibao.fund, 1_000, by=cast.cashier)
    move(
        Voucher.Kind.ALLOCATE,
        held(dibao.fund),
        allocated(dibao.fund, dibao.manager, dibao.name),
        1_000,
        by=cast.cashier,
    )
    made = drafted(dibao, cast)
    with pytest.raises(Refused, match="560.00") as refused:
        send(made, by=cast.treasurer, now=NOW)
    assert refused.value.code == "V31"
    assert PayList.objects.get().state == PayList.State.DRAFTED


def test_row_of_somebody_who_died_since_falls_off_the_list(dibao, cast, funded, roll):
    made = drafted(dibao, cast)
    died = Entry(number(2), "王大三", day=at("2026-04-02").date())
    load_roster(Roster.DECEASED, [died], by=cast.mayor, now=NOW, source="民政局")
    made = send(made, by=cast.treasurer, now=NOW)
    assert (made.count, made.amount) == (2, 2 * EACH)
    assert list(made.grants.order_by("pk").values_list("state", flat=True)) == ["sent", "dropped", "sent"]


def test_dropped_list_sets_its_rows_free(dibao, cast, funded, roll):
    drop(drafted(dibao, cast), by=cast.cashier, now=NOW)
    assert drafted(dibao, cast).count == 3


def test_bank_answers_for_all(sent, cast):
    done = settle(sent, by=cast.cashier, now=LATER, answers=answers(sent))
    assert done.state == PayList.State.SETTLED
    assert set(done.grants.values_list("state", "bank_day")) == {("paid", NOW.date())}


def test_failed_payment_goes_back_and_is_paid_anew(sent, dibao, cast, funded):
    before = Posting.objects.count()
    settle(sent, by=cast.cashier, now=LATER, answers=answers(sent, 2))
    assert Posting.objects.count() == before + 2  # back to both arrivals; nothing is erased
    assert at_stage(dibao.fund, Stage.USED) == 2 * EACH
    again = send(drafted(dibao, cast), by=cast.treasurer, now=LATER)
    assert [grant.line.recipient.name for grant in again.grants.all()] == ["王大三"]
    assert balance(funded) == 100_100_000 - 3 * EACH
    assert first_fault() is None


def test_suspicions_follow_the_answers_at_once(dibao, cast, funded):
    """Half of a list of a class that the fund does not allow comes back: only the other half is suspected."""
    signed(dibao, cast, valid_from=MAY, rate=EACH, economic_class="30201")
    approved(rolled(dibao, cast.one, [row(1), row(2)], by=cast.scribe), cast)
    made = send(drafted(dibao, cast), by=cast.treasurer, now=NOW)
    assert FundFlag.objects.get(code="FF-02").value == 2 * EACH
    settle(made, by=cast.cashier, now=LATER, answers=answers(made, 2))
    assert FundFlag.objects.get(code="FF-02").value == EACH


def test_suspicion_ends_when_all_came_back(dibao, cast, funded):
    signed(dibao, cast, valid_from=MAY, rate=EACH, economic_class="30201")
    approved(rolled(dibao, cast.one, [row(1)], by=cast.scribe), cast)
    made = send(drafted(dibao, cast), by=cast.treasurer, now=NOW)
    settle(made, by=cast.cashier, now=LATER, answers=answers(made, 1))
    assert FundFlag.objects.get(code="FF-02").lapsed_at == LATER


def test_same_answers_twice_are_taken_once(sent, cast):
    said = answers(sent, 2)
    settle(sent, by=cast.cashier, now=LATER, answers=said)
    before = Posting.objects.count()
    settle(sent, by=cast.cashier, now=LATER, answers=said)
    assert Posting.objects.count() == before


def test_part_of_the_answers_leaves_the_rest_with_the_bank(sent, cast):
    assert settle(sent, by=cast.cashier, now=LATER, answers=answers(sent)[:2]).state == PayList.State.SENT


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": "YXBT2026-99999-00001"},
        {"amount": EACH + 1},
        {"day": at("2026-07-14").date()},
        {"is_paid": False},
    ],
)
def test_wrong_answer_takes_none_in(sent, cast, wrong):
    said = answers(sent)
    said[2] = replace(said[2], **wrong)
    with pytest.raises(Refused, match="第 3 行|Line 3"):
        settle(sent, by=cast.cashier, now=LATER, answers=said)
    assert not Grant.objects.filter(state="paid").exists()


def test_doubled_answer_takes_none_in(sent, cast):
    with pytest.raises(Refused):
        settle(sent, by=cast.cashier, now=LATER, answers=answers(sent) * 2)


def test_answer_that_contradicts_the_one_before_is_refused(sent, cast):
    settle(sent, by=cast.cashier, now=LATER, answers=answers(sent, 2))
    with pytest.raises(Refused):
        settle(sent, by=cast.cashier, now=LATER, answers=answers(sent))


def test_paid_row_is_not_struck_off(sent, cast):
    with pytest.raises(Refused):
        strike(Roll.objects.get().lines.first(), by=cast.director, now=LATER, words="误报")


def test_same_form_twice_is_one_payment_list(dibao, cast, funded, roll):
    key = "9d7bb1a0-0000-4000-8000-000000000001"
    made = draft(dibao, by=cast.cashier, now=NOW, period=MAY, key=key)
    assert draft(dibao, by=cast.cashier, now=NOW, period=MAY, key=key) == made
    assert PayList.objects.count() == 1
