"""Fees: into the single account, cash handed over within its term, the bank's lists, and what was spent before."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Organisation
from deadlines.models import Deadline
from funds.actions.collecting import HANDOVER, BankLine, collect, collect_all, hand_over, read_day, unconfirmed
from funds.models import BankAccount, BankDay, BankEntry, Collection, Collector, FeeKind, FeeMatter, FundFlag, Purse
from funds.standards import limits_of
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


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("80元/件", (8_000, 8_000)),
        ("每证10元", (None, None)),
        ("10元/本", (1_000, 1_000)),
        ("0.5元/份", (50, 50)),
        ("50—800元/次", (5_000, 80_000)),
        ("50元至800元/台件", (5_000, 80_000)),
        ("1万元以上5万元以下", (1_000_000, 5_000_000)),
        ("2000元以上2万元以下", (200_000, 2_000_000)),
        ("1—10万元", (1_000_000, 10_000_000)),
        ("不超过3000元/次", (None, 300_000)),
        ("500元以下", (None, 50_000)),
        ("800—50元/次", (None, None)),
        ("20元/吨", (None, None)),
        ("每平方米1.36元，最低300元", (None, None)),
        ("首小时5元，以后每小时2元", (None, None)),
        ("按评估价", (None, None)),
        ("", (None, None)),
    ],
)
def test_standard_in_words_as_limits(words, limits):
    assert limits_of(words) == limits


@pytest.fixture
def standard(matter):
    matter.standard_words = "50—800元/次"
    matter.least, matter.most = limits_of(matter.standard_words)
    matter.save()
    return matter


def test_more_than_the_standard_is_refused_with_the_limit(standard, by_hand, clerk):
    with pytest.raises(Refused, match=r"50—800元/次.*800\.00") as refused:
        taken(standard, clerk, amount=80_001)
    assert (refused.value.field, Collection.objects.count()) == ("amount", 0)


@pytest.mark.parametrize(("amount", "pieces"), [(80_000, 1), (240_000, 3), (100, 1)])
def test_standard_is_of_one_piece_and_less_may_be_taken(standard, by_hand, clerk, amount, pieces):
    assert taken(standard, clerk, amount=amount, pieces=pieces).pieces == pieces


@pytest.mark.parametrize("pieces", [0, -1])
def test_nothing_is_charged_for_no_piece(matter, by_hand, clerk, pieces):
    with pytest.raises(Refused) as refused:
        taken(matter, clerk, pieces=pieces)
    assert refused.value.field == "pieces"


def facts(ticket="PJ0001", amount=50_000, **about):
    return {"ticket": ticket, "payer": "鑫达公司", "amount": amount, "collected_on": DAY} | about


def test_file_of_fees_is_entered_as_a_whole(matter, by_hand, clerk):
    fees = [(2, matter, facts()), (3, matter, facts("PJ0002", pieces=2))]
    assert collect_all(matter.organisation, by=clerk, now=NOW, fees=fees) == 2
    assert Purse.objects.get().amount == 100_000


@pytest.mark.parametrize("wrong", [facts(), facts("PJ0002", 80_001)], ids=["same ticket", "above the standard"])
def test_fault_in_a_file_names_its_line_and_enters_nothing(standard, by_hand, clerk, wrong):
    with pytest.raises(Refused, match="第 3 行") as refused:
        collect_all(standard.organisation, by=clerk, now=NOW, fees=[(2, standard, facts()), (3, standard, wrong)])
    assert (refused.value.field, Collection.objects.count()) == ("file", 0)
