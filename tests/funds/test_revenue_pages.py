"""The pages of non-tax revenue: a unit enters fees and hands over, finance reads the bank's lists."""

import io
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from funds.actions.collecting import hand_over, read_day
from funds.forms.revenue import BankLineForm, FeeRowForm
from funds.models import BankDay, Collection, Purse
from tests.conftest import at
from tests.funds.test_revenue import (  # noqa: F401 - fixtures
    at_window,
    by_hand,
    line,
    listed,
    matter,
    own,
    standard,
    taken,
    treasury,
)
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
KEY = "9d7bb1a0-0000-4000-8000-0000000000%02d"


def posted(actor, name, /, *args, serial=1, **typed):
    return signed_in(actor).post(reverse(f"funds:{name}", args=args), {"key": KEY % serial, **typed})


def bank_list(*lines):
    heads = ",".join(str(bound.label) for bound in BankLineForm())
    file = io.BytesIO("\n".join([heads, *lines]).encode("gb18030"))
    file.name = "日报.csv"
    return file


def test_fee_is_entered_and_handed_over(matter, by_hand, treasury, clerk):  # noqa: F811
    today = timezone.localdate().isoformat()
    typed = {
        "matter": matter.pk,
        "ticket": "PJ0001",
        "payer": "鑫达公司",
        "amount": "500",
        "pieces": "1",
        "collected_on": today,
    }
    posted(clerk, "new_fee", **typed)
    purse = Purse.objects.get()
    typed = {"amount": "500.00", "handed_on": today, "paper": "JK0001", "account": treasury.pk}
    posted(clerk, "purse_deed", purse.pk, "hand-over", serial=2, **typed)
    assert Collection.objects.get().state == Collection.State.TREASURY


def test_amount_above_the_standard_comes_back_with_the_limit(standard, by_hand, treasury, clerk):  # noqa: F811
    today = timezone.localdate().isoformat()
    typed = {"matter": standard.pk, "ticket": "PJ0001", "payer": "鑫达公司", "pieces": "2", "collected_on": today}
    answer = posted(clerk, "new_fee", **typed, amount="1600.01")
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"amount"})
    assert "1,600.00" in answer.content.decode()


def fees_file(*lines):
    heads = ",".join(str(bound.label) for bound in FeeRowForm())
    file = io.BytesIO("\n".join([heads, *lines]).encode("gb18030"))
    file.name = "收费.csv"
    return file


def test_fees_are_read_in_from_a_file(standard, by_hand, treasury, clerk):  # noqa: F811
    file = fees_file("SF-001,PJ0001,鑫达公司,,500,2026-03-02,", "计量检定费,PJ0002,甲,2,1600,2026-03-02,2700001")
    assert posted(clerk, "import_fees", file=file).status_code == 302
    assert list(Collection.objects.order_by("pk").values_list("pieces", "state")) == [(1, "cash"), (2, "treasury")]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("SF-001,PJ2,甲,1,800.01,2026-03-02,", "金额（元）"),
        ("SF-404,PJ2,甲,1,5,2026-03-02,", "收费编码或名称"),
        ("SF-001,PJ2,甲,0,5,2026-03-02,", "件数"),
        ("SF-001,PJ2,甲,1,5,2026-13-02,", "日期"),
        ("SF-001,PJ2,甲,1,5,2026-03-02,999", "入账账户（现金不填）"),
    ],
)
def test_fault_in_a_file_of_fees_is_told_by_row_and_column(standard, by_hand, treasury, clerk, line, column):  # noqa: F811
    answer = posted(clerk, "import_fees", file=fees_file("SF-001,PJ1,甲,1,5,2026-03-02,", line))
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [(3, column)]
    assert not Collection.objects.exists()


def test_wrong_amount_of_a_hand_over_comes_back(matter, by_hand, treasury, clerk):  # noqa: F811
    taken(matter, clerk)
    typed = {"amount": "499", "handed_on": "2026-03-02", "paper": "JK0001", "account": treasury.pk}
    answer = posted(clerk, "purse_deed", Purse.objects.get().pk, "hand-over", **typed)
    assert answer.status_code == 422
    assert "JK0001" in answer.content.decode()


def test_list_of_the_bank_is_read_in(matter, at_window, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk, account=treasury)
    file = bank_list("收入,PJ0001,鑫达公司,500.00,检定费")
    posted(cashier, "read_day", account=treasury.pk, day="2026-03-02", file=file)
    assert Collection.objects.get().state == Collection.State.CONFIRMED
    assert "PJ0001" in signed_in(cashier).get(reverse("funds:bank_entries")).content.decode()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("转账,PJ1,甲,5,x", "收支方向"),
        ("收入,PJ1,甲,￥5,x", "金额（元）"),
        ("收入,PJ1,甲,5.001,x", "金额（元）"),
        ("收入,PJ1,甲,-5,x", "金额（元）"),
        ("收入,PJ1,甲,5万,x", "金额（元）"),
    ],
)
def test_list_with_a_fault_is_not_read(treasury, cashier, line, column):  # noqa: F811
    answer = posted(cashier, "read_day", account=treasury.pk, day="2026-03-02", file=bank_list(line))
    assert [(fault.row, fault.column) for fault in answer.context["faults"]] == [(2, column)]
    assert not BankDay.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("collections", 200), ("purses", 200), ("bank_entries", 403)])
def test_unit_looks_at_its_own_revenue(matter, by_hand, clerk, name, status):  # noqa: F811
    taken(matter, clerk)
    assert signed_in(clerk).get(reverse(f"funds:{name}")).status_code == status


def test_other_unit_does_not_see_it(matter, by_hand, clerk, stranger):  # noqa: F811
    taken(matter, clerk)
    assert signed_in(stranger).get(reverse("funds:purse", args=[Purse.objects.get().pk])).status_code == 404
    assert "PJ0001" not in signed_in(stranger).get(reverse("funds:collections")).content.decode()


def shown(actor, day="2026-03-06", **query):
    with time_machine.travel(at(f"{day} 10:00"), tick=False):
        answer = signed_in(actor).get(reverse("funds:unconfirmed"), query)
    return [[str(value) for _header, _right, value in line["cells"]] for line in answer.context["lines"]]


def test_fee_without_a_list_of_the_bank_asks_for_the_list(matter, at_window, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk, account=treasury)
    [cells] = shown(cashier)
    assert (cells[0], cells[1], cells[5]) == ("PJ0001", clerk.organisation.short_name, "4")
    assert "2026-03-02" in cells[-1]


@pytest.mark.parametrize(
    ("ticket", "amount", "words"),
    [("PJ0001", 49_900, "499.00"), ("PJ0009", 50_000, "PJ0001")],
    ids=["altered", "none"],
)
def test_list_that_says_otherwise_is_told(matter, at_window, treasury, clerk, cashier, ticket, amount, words):  # noqa: F811
    taken(matter, clerk, account=treasury)
    listed(treasury, cashier, line(ticket, amount))
    [cells] = shown(cashier)
    assert words in cells[-1]


def test_cash_waits_from_its_hand_over_under_the_payment_slip(matter, by_hand, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk)
    about = {"amount": 50_000, "handed_on": date(2026, 3, 4), "paper": "JK0001", "account": treasury}
    hand_over(Purse.objects.get(), by=clerk, now=at("2026-03-04 11:00"), **about)
    read_day(treasury, by=cashier, now=at("2026-03-06"), day=date(2026, 3, 5), lines=[line("PJ9")])
    [cells] = shown(cashier)
    assert (cells[4], cells[5], "JK0001" in cells[-1]) == ("2026-03-04", "2", True)


def test_what_came_yesterday_need_not_be_confirmed(matter, at_window, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk, account=treasury)
    assert [len(shown(cashier, day)) for day in ("2026-03-03", "2026-03-04")] == [0, 1]


def test_what_the_bank_confirmed_waits_no_more(matter, at_window, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk, account=treasury)
    listed(treasury, cashier, line())
    assert shown(cashier) == []


def test_fees_of_other_units_are_not_shown(matter, at_window, treasury, clerk, stranger):  # noqa: F811
    taken(matter, clerk, account=treasury)
    assert (len(shown(clerk)), len(shown(stranger))) == (1, 0)


def test_desk_of_finance_counts_them(matter, at_window, treasury, clerk, cashier):  # noqa: F811
    taken(matter, clerk, account=treasury)
    cashier.organisation.refresh_from_db()
    with time_machine.travel(at("2026-03-06 10:00"), tick=False):
        heaps = {actor: signed_in(actor).get(reverse("funds:desk")).context["heaps"] for actor in (cashier, clerk)}
    names = [[row["tile"].name for row in heap] for heap in heaps.values()]
    assert ["unconfirmed" in found for found in names] == [True, False]
