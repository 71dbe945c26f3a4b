"""Movements of owners' systems: all or nothing, tried out on the ledger, booked by a second person, counted once."""

import csv
import io
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from accounts.exports import XLSX
from funds.actions import importing, proposing
from funds.actions.proposing import Draft, Share
from funds.forms.movements import LABELS, form_of
from funds.models import Delivery, Fund, Movement, Quota, Voucher
from funds.views.movements import batch_of
from records import sheets
from records.models import Anomaly
from records.refusal import Faulty, Refused
from tests.funds.money import END, YUAN, arrive, held, make_fund, payee
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
HEADERS = [str(label) for label in LABELS.values()]
DAY = "2026-03-05"


def row(number, kind, amount, out_of="", into="", project="", **more) -> list:
    about = {"number": number, "kind": kind, "day": DAY, "out_of": out_of, "into": into, "project": project}
    about |= {"amount": amount, "words": "一季度"} | more
    return [about.get(name, "") for name in LABELS]


def total(count, amount) -> list:
    return row("合计", str(count), amount, day="", words="")


COURSE = [
    row("1", "到账", "1000.00", "省财政厅", "财政局"),
    row("2", "分配", "600", "财政局", "市场监管局", "产业路"),
    row("3", "拨付", "500.50", "市场监管局", "市场监管局", "产业路"),
    row("4", "授权支付", "400", "市场监管局", "云溪县鑫达建筑有限公司", "产业路"),
    row("5", "直接支付", "50", "市场监管局", "云溪县鑫达建筑有限公司", "产业路"),
    row("6", "退回", "20", returns="4"),
]
WHOLE = total(6, "2570.50")


def csv_of(*rows, encoding="utf-8", headers=HEADERS) -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([headers, *rows])
    return SimpleUploadedFile("业务.csv", out.getvalue().encode(encoding))


def typed(cell):
    """Numbers and days as a spreadsheet keeps them."""
    if cell == DAY:
        return date.fromisoformat(cell)
    return float(cell) if cell.replace(".", "", 1).isdigit() else cell


def xlsx_of(*rows) -> SimpleUploadedFile:
    book, out = Workbook(), io.BytesIO()
    for line in (HEADERS, *rows):
        book.active.append([typed(cell) for cell in line])
    book.save(out)
    return SimpleUploadedFile("业务.xlsx", out.getvalue(), content_type=XLSX)


def delivered(fund, by, *rows, make=csv_of) -> Delivery:
    found = sheets.read(make(*rows), form_of)
    assert found.faults == []
    return importing.deliver(fund, batch_of(found.rows, "业务.csv"), by=by, now=END)


def faults_of(fund, by, *rows) -> list:
    """(row, column) of what is wrong, and that nothing was saved."""
    found = sheets.read(csv_of(*rows), form_of)
    if not found.faults:
        with pytest.raises(Faulty) as faulty:
            importing.deliver(fund, batch_of(found.rows, "业务.csv"), by=by, now=END)
        told = [(fault.row, fault.field) for fault in faulty.value.faults]
    else:
        names = {str(label): name for name, label in LABELS.items()}
        told = [(fault.row, names.get(fault.column, "")) for fault in found.faults]
    assert (Delivery.objects.count(), Voucher.objects.count()) == (0, 0)
    return told


@pytest.fixture
def firm(bureau):
    return payee()


def lying(fund) -> dict:
    from funds.queues import standing

    return {part["stage"].value: part["amount"] for part in standing([fund])[fund.pk]["parts"]}


@pytest.mark.parametrize("make", [csv_of, xlsx_of, lambda *rows: csv_of(*rows, encoding="gb18030")])
def test_the_whole_course_is_booked_by_a_second_person(fund, firm, cashier, treasurer, make):
    delivery = delivered(fund, cashier, *COURSE, WHOLE, make=make)
    assert (delivery.count, delivery.total, Voucher.objects.count()) == (6, 257_050, 0)
    importing.confirm_delivery(delivery, by=treasurer, now=END)
    kinds = list(Voucher.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["arrive", "allocate", "disburse", "use", "use", "return"]
    assert lying(fund) == {"held": "400.00", "allocated": "49.50", "disbursed": "120.50", "used": "430.00"}
    assert Quota.objects.get().account.project == "产业路"


def test_nobody_books_his_own_file(fund, firm, treasurer):
    delivery = delivered(fund, treasurer, *COURSE, WHOLE)
    with pytest.raises(Refused) as refused:
        importing.confirm_delivery(delivery, by=treasurer, now=END)
    assert (refused.value.code, Voucher.objects.count()) == ("V07", 0)


def test_the_same_file_twice_counts_once(fund, firm, cashier, treasurer):
    first = delivered(fund, cashier, *COURSE, WHOLE)
    with pytest.raises(importing.Known) as known:
        delivered(fund, cashier, *COURSE, WHOLE, make=xlsx_of)
    importing.confirm_delivery(first, by=treasurer, now=END)
    with pytest.raises(importing.Known):
        delivered(fund, cashier, COURSE[0], total(1, "1000"))
    assert (known.value.delivery, Delivery.objects.count(), Voucher.objects.count()) == (first, 1, 6)


def test_of_a_longer_file_only_the_new_rows_are_booked(fund, firm, cashier, treasurer):
    importing.confirm_delivery(delivered(fund, cashier, COURSE[0], total(1, "1000")), by=treasurer, now=END)
    more = delivered(fund, cashier, *COURSE, WHOLE)
    importing.confirm_delivery(more, by=treasurer, now=END)
    assert (more.count, Movement.objects.count()) == (5, 6)


def test_a_known_number_with_another_amount_is_refused(fund, cashier, treasurer):
    importing.confirm_delivery(delivered(fund, cashier, COURSE[0], total(1, "1000")), by=treasurer, now=END)
    with pytest.raises(Faulty) as faulty:
        delivered(fund, cashier, row("1", "到账", "2000", "省财政厅", "财政局"), total(1, "2000"))
    assert [(fault.row, fault.field) for fault in faulty.value.faults] == [(2, "number")]


def test_a_dropped_file_may_come_again(fund, cashier):
    first = delivered(fund, cashier, COURSE[0], total(1, "1000"))
    importing.drop_delivery(first, by=cashier, now=END, reason="选错文件")
    assert delivered(fund, cashier, COURSE[0], total(1, "1000")).state == "read"


ARRIVED = COURSE[0]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([ARRIVED, total(2, "1000")], [(3, "kind")]),
        ([ARRIVED, total(1, "999.99")], [(3, "amount")]),
        ([ARRIVED], [(2, "number")]),
        ([total(1, "1000"), ARRIVED], [(3, "number")]),
        ([row("1", "到账", "1万", "省财政厅", "财政局"), total(1, "10000")], [(2, "amount")]),
        ([row("1", "到账", "¥1000", "省财政厅", "财政局"), total(1, "1000")], [(2, "amount")]),
        ([row("1", "到账", "-1000", "省财政厅", "财政局"), total(1, "1000")], [(2, "amount")]),
        ([row("1", "到账", "10.001", "省财政厅", "财政局"), total(1, "10")], [(2, "amount")]),
        ([row("1", "划转", "10", "省财政厅", "财政局"), total(1, "10")], [(2, "kind")]),
        ([row("1", "到账", "10", "省财政厅", "财政局", day="3月5日"), total(1, "10")], [(2, "day")]),
        ([row("1", "到账", "10", "省财政厅", "财政局", day="2027-01-01"), total(1, "10")], [(2, "day")]),
        ([row("1", "到账", "10", "省财政厅", "财证局"), total(1, "10")], [(2, "into")]),
        ([row("1", "到账", "10", "", "财政局"), total(1, "10")], [(2, "out_of")]),
        ([ARRIVED, row("2", "分配", "10", "财政局", "市场监管局"), total(2, "1010")], [(3, "project")]),
        ([ARRIVED, row("2", "分配", "1000.01", "财政局", "市场监管局", "路"), total(2, "2000.01")], [(3, "amount")]),
        ([ARRIVED, row("1", "到账", "5", "省财政厅", "财政局"), total(2, "1005")], [(3, "number")]),
        ([ARRIVED, row("2", "退回", "10", returns="99"), total(2, "1010")], [(3, "returns")]),
        ([ARRIVED, row("2", "退回", "1000.01", returns="1"), total(2, "2000.01")], [(3, "amount")]),
        (
            [ARRIVED, row("2", "分配", "10", "财政局", "市场监管局", "路", day="2026-03-04"), total(2, "1010")],
            [(3, "day")],
        ),
        (
            [ARRIVED, row("2", "直接支付", "10", "市场监管局", "无名公司", "路"), total(2, "1010")],
            [(3, "into")],
        ),
    ],
)
def test_what_is_wrong_names_row_and_column(fund, bureau, cashier, rows, told):
    assert faults_of(fund, cashier, *rows) == told


def test_a_closed_period_is_told_at_its_row(fund, cashier):
    fund.closings.create(until=date(2026, 3, 31), closed_at=END, closed_by=cashier.user)
    assert faults_of(fund, cashier, ARRIVED, total(1, "1000")) == [(2, "day")]


def test_goods_are_counted_in_whole_pieces(finance, cashier):
    goods = make_fund(finance, code="JZ01", measure=Fund.Measure.GOODS, unit_name="件")
    assert faults_of(goods, cashier, row("1", "到账", "10.5", "省厅", "财政局"), total(1, "10.5")) == [(2, "amount")]
    assert delivered(goods, cashier, row("1", "到账", "300", "省厅", "财政局"), total(1, "300")).total == 300 * YUAN


def test_a_missing_column_is_named(fund):
    found = sheets.read(csv_of(ARRIVED[:-1], headers=HEADERS[:-1]), form_of)
    assert [(fault.row, fault.column) for fault in found.faults] == [(1, HEADERS[-1])]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00\x01", "GBK"),
        (",".join(HEADERS).encode() + b"\n" + b"x" * 20_000, "10000"),
        (b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b'"1,2\n', "引号"),
    ],
)
def test_files_that_are_none_are_refused_with_the_cure(data, words):
    upload = SimpleUploadedFile("业务.csv", data)
    try:
        told = " ".join(fault.message for fault in sheets.read(upload, form_of).faults)
    except Refused as refused:
        told = str(refused.message)
    assert words in told


def test_the_value_and_the_sheet_are_shown(fund):
    found = sheets.read(xlsx_of(row("1", "到账", "1万", "省财政厅", "财政局"), total(1, "10000")), form_of)
    assert (found.sheet, found.faults[0].value) == ("Sheet", "1万")


def test_booking_that_is_not_possible_any_more_books_nothing(fund, bureau, cashier, treasurer):
    arrive(fund, 100, by=cashier)
    delivery = delivered(fund, cashier, row("9", "分配", "100", "财政局", "市场监管局", "路"), total(1, "100"))
    importing.confirm_delivery(
        delivered(fund, cashier, row("8", "分配", "60", "财政局", "市场监管局", "桥"), total(1, "60")),
        by=treasurer,
        now=END,
    )
    with pytest.raises(Refused) as refused:
        importing.confirm_delivery(delivery, by=treasurer, now=END)
    assert (refused.value.code, Voucher.objects.count(), Anomaly.objects.count()) == ("V31", 2, 1)
    delivery.refresh_from_db()
    assert (delivery.state, held(fund).lots.get().rest) == ("read", 40 * YUAN)


def test_read_in_and_booked_by_http(fund, firm, cashier, treasurer):
    address = reverse("funds:new_delivery", args=[fund.code])
    bad = signed_in(cashier).post(address, {"file": csv_of(*COURSE, total(6, "1"))})
    assert (bad.status_code, [f.column for f in bad.context["faults"]]) == (422, [str(LABELS["amount"])])
    good = signed_in(cashier).post(address, {"file": csv_of(*COURSE, WHOLE)})
    delivery = Delivery.objects.get()
    assert good.url == reverse("funds:delivery", args=[delivery.pk])
    signed_in(treasurer).post(
        reverse("funds:delivery_deed", args=[delivery.pk, "confirm"]), {"key": str(uuid.uuid4())}
    )
    page = signed_in(cashier).get(good.url)
    assert (page.status_code, Voucher.objects.count()) == (200, 6)


def test_ledger_as_a_file_has_the_columns_of_the_import(fund, firm, cashier, treasurer):
    importing.confirm_delivery(delivered(fund, cashier, *COURSE, WHOLE), by=treasurer, now=END)
    response = signed_in(cashier).get(reverse("funds:ledger", args=[fund.code]) + "?export=csv")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert (lines[0], [line[1] for line in lines[1:-1]], lines[-1][:2], lines[-1][6]) == (
        HEADERS,
        ["到账", "分配", "拨付", "授权支付", "直接支付", "退回"],
        ["合计", "6"],
        "2570.50",
    )


def test_money_does_not_move_on_before_it_came(fund, bureau, cashier, auditor):
    """The same refusal where a proposal of an earlier day is approved."""
    arrive(fund, 100, by=cashier, day=date(2026, 3, 5))
    early = Draft("allocate", 10 * YUAN, "第一批", date(2026, 3, 4))
    made = proposing.propose(fund, early, [Share(held(fund), bureau, 10 * YUAN, "产业路")], by=cashier, now=END)
    with pytest.raises(Refused) as refused:
        proposing.approve_proposal(made, by=auditor, now=END)
    assert (refused.value.code, refused.value.field) == ("V31", "happened_on")
