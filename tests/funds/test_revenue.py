"""Fees: into the single account, cash handed over within its term, the bank's lists, and what was spent before."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Organisation
from deadlines.models import Deadline
from funds.actions.collecting import HANDOVER, BankLine, collect, hand_over, read_day, unconfirmed
from funds.models import BankAccount, BankDay, BankEntry, Collection, Collector, FeeKind, FeeMatter, FundFlag, Purse
from records.crosscheck import first_difference
from records.refusal import Refused
from tests.conftest import at

pytestmark = pytest.mark.django_db
NOW, DAY = at("2026-03-02 10:00"), date(2026, 3, 2)
S = Collection.State


@pytest.fixture
def treasury(finance):
    Organisation.objects.filter(pk=finance.pk).update(business="funds")
    finance.refresh_from_db()
    return BankAccount.objects.create(
        sort="treasury", number="2700001", name="云溪县国库单一账户", bank="人行云溪支行"
    )


@pytest.fixture
def own(bureau):
    return BankAccount.objects.create(
        sort="own", number="6200009", name="市场监管局基本户", bank="工行", organisation=bureau
    )


@pytest.fixture
def matter(bureau):
    kind = FeeKind.objects.create(code="103042701", name="检验检测费", basis="发改价格〔2026〕1号")
    return FeeMatter.objects.create(code="SF-001", kind=kind, name="计量检定费", organisation=bureau)


@pytest.fixture
def by_hand(bureau):
    return Collector.objects.create(organisation=bureau, way="hand")


@pytest.fixture
def at_window(bureau):
    return Collector.objects.create(organisation=bureau, way="window", window="A03")


def taken(matter, by, ticket="PJ0001", **about) -> Collection:
    words = {"payer": "鑫达公司", "amount": 50_000, "collected_on": DAY, "now": NOW}
    return collect(matter, by=by, ticket=ticket, **words | about)


def line(ticket="PJ0001", amount=50_000, **about) -> BankLine:
    return BankLine(**{"line": 2, "way": "in", "amount": amount, "ticket": ticket} | about)


def listed(account, by, *lines, day=DAY) -> BankDay:
    return read_day(account, by=by, now=at("2026-03-03"), day=day, lines=list(lines))


def test_fee_into_the_single_account_is_with_the_treasury(matter, at_window, treasury, clerk):
    assert taken(matter, clerk, account=treasury).state == S.TREASURY
    assert not FundFlag.objects.exists()
    assert not Purse.objects.exists()


def test_cash_of_hand_tickets_waits_with_a_clock(matter, by_hand, clerk):
    taken(matter, clerk)
    taken(matter, clerk, "PJ0002", amount=30_000, now=at("2026-03-03"))
    purse = Purse.objects.get()
    clock = Deadline.objects.about(purse).get()
    assert (purse.amount, clock.name, clock.due_on) == (80_000, HANDOVER, date(2026, 3, 9))
    assert not FundFlag.objects.exists()


def test_direct_cash_of_a_unit_without_hand_tickets_is_flagged(matter, at_window, clerk):
    fee = taken(matter, clerk)
    flag = FundFlag.objects.get()
    assert (flag.code, flag.organisation, flag.value, flag.subject) == ("FF-14", matter.organisation, 50_000, fee)
    assert Purse.objects.get().amount == 50_000


def test_fee_on_an_account_of_the_unit_is_flagged(matter, by_hand, own, clerk):
    assert taken(matter, clerk, account=own).state == S.OWN
    assert FundFlag.objects.get().detail["where"] == "市场监管局基本户"


def test_purse_is_handed_over_whole(matter, by_hand, treasury, clerk):
    taken(matter, clerk)
    taken(matter, clerk, "PJ0002", amount=30_000)
    purse = Purse.objects.get()
    about = {"by": clerk, "now": at("2026-03-04"), "handed_on": date(2026, 3, 4), "paper": "JK0001"}
    with pytest.raises(Refused, match="800.00") as refused:
        hand_over(purse, amount=70_000, account=treasury, **about)
    assert refused.value.field == "amount"
    hand_over(purse, amount=80_000, account=treasury, **about)
    assert set(Collection.objects.values_list("state", "account")) == {(S.TREASURY, treasury.pk)}
    assert Deadline.objects.about(purse).get().met_on == date(2026, 3, 4)
    assert first_difference() is None


def test_cash_after_a_hand_over_opens_another_purse(matter, by_hand, treasury, clerk):
    taken(matter, clerk)
    about = {"amount": 50_000, "handed_on": DAY, "paper": "JK0001", "account": treasury}
    hand_over(Purse.objects.get(), by=clerk, now=NOW, **about)
    taken(matter, clerk, "PJ0002", amount=100)
    assert Purse.objects.get(state="open").amount == 100


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"handed_on": date(2026, 3, 1)}, "handed_on"),
        ({"handed_on": date(2026, 3, 5)}, "handed_on"),
        ({"paper": " "}, "paper"),
        ({"account": "own"}, "account"),
    ],
)
def test_hand_over_that_cannot_be(matter, by_hand, treasury, own, clerk, wrong, field):
    taken(matter, clerk)
    if wrong.get("account"):
        wrong = {"account": own}
    about = {"amount": 50_000, "handed_on": DAY, "paper": "JK1", "account": treasury} | wrong
    with pytest.raises(Refused) as refused:
        hand_over(Purse.objects.get(), by=clerk, now=at("2026-03-04"), **about)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"collected_on": date(2026, 3, 3)}, "collected_on"),
        ({"payer": ""}, "payer"),
        ({"ticket": " "}, "ticket"),
    ],
)
def test_fee_that_cannot_be(matter, by_hand, clerk, wrong, field):
    with pytest.raises(Refused) as refused:
        taken(matter, clerk, **wrong)
    assert refused.value.field == field
    assert not Purse.objects.exists()


def test_ticket_is_entered_once(matter, by_hand, clerk):
    taken(matter, clerk)
    with pytest.raises(Refused):
        taken(matter, clerk)
    assert Purse.objects.get().amount == 50_000


def test_account_of_another_unit_is_refused(matter, by_hand, other_bureau, clerk):
    theirs = BankAccount.objects.create(sort="own", number="1", name="住建局", bank="工行", organisation=other_bureau)
    with pytest.raises(Refused):
        taken(matter, clerk, account=theirs)


def test_stranger_collects_nothing(matter, by_hand, stranger):
    with pytest.raises(PermissionDenied):
        taken(matter, stranger)


def test_unit_that_does_not_collect_is_refused(matter, clerk):
    with pytest.raises(Refused):
        taken(matter, clerk)


def test_bank_confirms_what_agrees_and_shows_what_does_not(matter, at_window, treasury, clerk, cashier):
    for ticket in ("PJ0001", "PJ0002", "PJ0003"):
        taken(matter, clerk, ticket, account=treasury)
    lines = [line(), line("PJ0002", 49_900), line("PJ9999")]
    made = listed(treasury, cashier, *lines)
    assert list(made.entries.values_list("result", flat=True)) == ["matched", "altered", "unknown"]
    assert dict(Collection.objects.values_list("ticket", "state"))["PJ0001"] == S.CONFIRMED
    missing = unconfirmed(Collection.objects.all(), date(2026, 3, 3))
    assert set(missing.values_list("ticket", flat=True)) == {"PJ0002", "PJ0003"}


def test_bank_confirms_a_purse_by_its_payment_slip(matter, by_hand, treasury, clerk, cashier):
    taken(matter, clerk)
    taken(matter, clerk, "PJ0002", amount=30_000)
    about = {"amount": 80_000, "handed_on": DAY, "paper": "JK0001", "account": treasury}
    hand_over(Purse.objects.get(), by=clerk, now=NOW, **about)
    listed(treasury, cashier, line("JK0001", 80_000))
    assert set(Collection.objects.values_list("state", flat=True)) == {S.CONFIRMED}


def test_cash_in_a_purse_is_not_confirmed_by_its_ticket(matter, by_hand, treasury, clerk, cashier):
    taken(matter, clerk)
    assert listed(treasury, cashier, line()).entries.get().result == BankEntry.Result.UNKNOWN


@pytest.mark.parametrize("second", [[line()], [line("PJ0005")]], ids=["the same list", "another list of the day"])
def test_list_of_a_day_is_read_once(treasury, cashier, second):
    listed(treasury, cashier, line())
    with pytest.raises(Refused):
        listed(treasury, cashier, *second)
    assert BankEntry.objects.count() == 1


def test_ticket_twice_in_a_list_takes_none_in(treasury, cashier):
    with pytest.raises(Refused, match="3"):
        listed(treasury, cashier, line(), replace(line(), line=3))
    assert not BankDay.objects.exists()


def test_unit_does_not_read_the_banks_lists(treasury, clerk):
    with pytest.raises(PermissionDenied):
        listed(treasury, clerk, line())


def test_expense_from_an_account_that_received_fees_is_spent_before_hand_over(own, treasury, cashier):
    listed(own, cashier, line("", 20_000, payer="个体户"), line("", 12_000, way="out", words="购办公用品"))
    flag = FundFlag.objects.get()
    assert (flag.code, flag.value, flag.detail["received"], flag.detail["spent"]) == ("FF-14", 12_000, 20_000, 12_000)


def test_expense_of_a_later_day_is_found_as_well(own, treasury, cashier):
    listed(own, cashier, line("", 20_000))
    listed(own, cashier, line("", 30_000, way="out"), day=date(2026, 3, 3))
    assert FundFlag.objects.get().value == 20_000


def test_expense_of_an_account_without_receipts_is_in_order(own, treasury, cashier):
    listed(own, cashier, line("", 30_000, way="out"))
    assert not FundFlag.objects.exists()
