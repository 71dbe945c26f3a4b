"""To the bank and back: files with each payment once, the bank's answers compared line by line."""

import pytest

from funds import actions
from funds.actions import paying, proposing, reconciling
from funds.actions.ledger import balance
from funds.actions.proposing import Share
from funds.bankfiles import digest_of
from funds.models import Application, Proposal, Statement, StatementLine
from funds.proof import first_fault
from records.crosscheck import first_difference
from records.refusal import Refused
from tests.funds.money import YUAN, disbursed, used
from tests.funds.payments import (
    LATER,
    PAID_ON,
    THEN,
    Cast,
    answer,
    approved,
    draft,
    endowed,
    file_of,
    read,
    sent,
)
from tests.funds.test_ledger import without_guards

pytestmark = pytest.mark.django_db
K = Proposal.Kind
S = Application.State
R = StatementLine.Result


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def quota(fund, bureau, cast):
    return endowed(fund, bureau, cast)


def test_paid_application_is_booked_once_with_the_day_of_the_bank(fund, quota, cast):
    rows = sent(quota, [49_000, 1_000], cast)
    data = file_of([answer(row) for row in rows])
    first, second = read(fund.finance, data, cast), read(fund.finance, data, cast)
    assert first == second
    assert balance(used(fund)) == 50_000 * YUAN
    assert {row.voucher.happened_on for row in Application.objects.filter(state=S.PAID)} == {PAID_ON}
    assert (first_fault(), first_difference()) == (None, None)


def test_authorised_payment_uses_what_was_disbursed(fund, bureau, quota, cast):
    share = Share(quota.account, None, 5_000 * YUAN)
    made = proposing.propose(fund, draft(K.DISBURSE, 5_000), [share], by=cast.cashier, now=THEN)
    proposing.approve_proposal(made, by=cast.auditor, now=THEN)
    row = approved(quota, 3_000, cast, kind=Application.Kind.AUTHORISED)
    paying.make_file(fund.finance, [row], by=cast.cashier, now=THEN)
    row.refresh_from_db()
    read(fund.finance, file_of([answer(row)]), cast)
    assert balance(disbursed(fund, bureau)) == 2_000 * YUAN


def test_file_is_numbered_totalled_and_digested(quota, cast):
    [one, two] = sent(quota, [10, 20.5], cast)
    file = one.file
    assert file.text.splitlines()[-1] == "合计,2,,,,,30.50,"
    assert (file.total, file.digest) == (3_050, digest_of(file.text))


def test_application_is_sent_once(quota, cast):
    rows = sent(quota, [10], cast)
    with pytest.raises(Refused, match=rows[0].number):
        paying.make_file(quota.fund.finance, rows, by=cast.cashier, now=THEN)


def test_who_approved_does_not_send(quota, cast):
    made = approved(quota, 10, cast)
    with pytest.raises(Refused) as refused:
        paying.make_file(quota.fund.finance, [made], by=cast.treasurer, now=THEN)
    assert refused.value.code == "V07"


def test_bank_that_does_not_pay_gives_the_application_back(fund, quota, cast):
    [row] = sent(quota, [10], cast)
    read(fund.finance, file_of([answer(row, 结果="失败", 原因="账号户名不符")]), cast)
    row.refresh_from_db()
    assert (row.state, row.slips.get().words, balance(quota.account)) == (S.FAILED, "账号户名不符", 100_000 * YUAN)


CHANGES = {
    "altered amount": ({"金额": "48000.00"}, R.ALTERED),
    "altered account": ({"收款账号": "6222999999999999"}, R.ALTERED),
    "altered payee": ({"收款人": "云溪县鑫达建材有限公司"}, R.ALTERED),
    "other batch": ({"批次号": "YXZF2026-99999"}, R.ALTERED),
    "paid before it was ordered": ({"日期": "2026-03-09"}, R.ALTERED),
    "unknown": ({"支付申请号": "YXSQ2026-99999"}, R.UNKNOWN),
}


@pytest.mark.parametrize("what", CHANGES)
def test_line_that_differs_is_found_and_not_booked(fund, quota, cast, what):
    changed, result = CHANGES[what]
    [row] = sent(quota, [49_000], cast)
    statement = read(fund.finance, file_of([answer(row, **changed)]), cast)
    assert statement.rows.first().result == result
    assert Application.objects.get(pk=row.pk).state == S.SENT


def test_line_that_comes_twice_is_found(fund, quota, cast):
    [row] = sent(quota, [10], cast)
    statement = read(fund.finance, file_of([answer(row), answer(row)]), cast)
    assert list(statement.rows.values_list("result", flat=True)) == [R.PAID, R.DUPLICATE]
    assert balance(used(fund)) == 10 * YUAN


def test_line_that_is_missing_is_found(fund, quota, cast):
    one, two = sent(quota, [10, 20], cast)
    statement = read(fund.finance, file_of([answer(one)]), cast)
    assert list(statement.rows.values_list("reference", "result")) == [(one.number, R.PAID), (two.number, R.MISSING)]


def test_lines_out_of_order_are_booked_and_told(fund, quota, cast):
    one, two = sent(quota, [10, 20], cast)
    statement = read(fund.finance, file_of([answer(two), answer(one)]), cast)
    assert list(statement.rows.values_list("result", flat=True)) == [R.PAID, R.DISORDER]
    assert balance(used(fund)) == 30 * YUAN


def test_payment_into_a_closed_period_waits_for_a_person(fund, quota, cast):
    [row] = sent(quota, [10], cast)
    actions.close_period(fund, by=cast.treasurer, now=LATER, until=PAID_ON)
    statement = read(fund.finance, file_of([answer(row)]), cast)
    assert statement.rows.get().result == R.UNBOOKED
    assert Application.objects.get(pk=row.pk).state == S.SENT


WRONG_FILES = {
    "other total": (lambda rows: file_of(rows, total="11.00"), 3, "金额"),
    "other count": (lambda rows: file_of(rows, count=2), 3, "序号"),
    "no total": (lambda rows: file_of(rows).rsplit(b"\r\n", 1)[0] + b"\r\n" + ",".join(rows[0]).encode(), 3, ""),
    "third decimal": (lambda rows: file_of([[*rows[0][:5], "10.001", *rows[0][6:]]], total="10.00"), 2, "金额"),
    "negative": (lambda rows: file_of([[*rows[0][:5], "-10", *rows[0][6:]]], total="10.00"), 2, "金额"),
    "ten thousand": (lambda rows: file_of([[*rows[0][:5], "1万", *rows[0][6:]]], total="10.00", count=1), 2, "金额"),
    "sign": (lambda rows: file_of([[*rows[0][:5], "¥10", *rows[0][6:]]], total="10.00", count=1), 2, "金额"),
    "result": (lambda rows: file_of([[*rows[0][:6], "ok", *rows[0][7:]]]), 2, "结果"),
    "day": (lambda rows: file_of([[*rows[0][:7], "三月", *rows[0][8:]]]), 2, "日期"),
    "day ahead": (lambda rows: file_of([[*rows[0][:7], "2026-12-31", *rows[0][8:]]]), 2, "日期"),
    "cells": (lambda rows: file_of([[*rows[0], "x"]]), 2, ""),
    "headers": (lambda rows: file_of(rows).replace("收款人".encode(), b"name", 1), 1, ""),
}


@pytest.mark.parametrize("what", WRONG_FILES)
def test_file_that_is_wrong_is_not_taken_at_all(fund, quota, cast, what):
    make, line, column = WRONG_FILES[what]
    [row] = sent(quota, [10], cast)
    with pytest.raises(Refused) as refused:
        read(fund.finance, make([answer(row)]), cast)
    assert refused.value.faults[0][:2] == (line, column)
    assert Statement.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_files_of_banks_are_read_as_they_come(fund, quota, cast, encoding):
    [row] = sent(quota, [10], cast)
    assert read(fund.finance, file_of([answer(row)], encoding=encoding), cast).rows.get().result == R.PAID


def test_difference_is_settled_by_another_person(fund, quota, cast):
    [row] = sent(quota, [10], cast)
    line = read(fund.finance, file_of([answer(row, 金额="9.00")]), cast).rows.get()
    with pytest.raises(Refused) as refused:
        reconciling.settle_difference(line, by=cast.cashier, now=LATER, words="已更正")
    assert refused.value.code == "V07"
    reconciling.settle_difference(line, by=cast.auditor, now=LATER, words="银行已更正回单")
    assert StatementLine.objects.unsettled().count() == 0


def test_file_changed_by_hand_is_detected(quota, cast):
    [row] = sent(quota, [10], cast)
    without_guards("UPDATE funds_paymentfile SET total = total + 1")
    assert f"funds.PaymentFile {row.file_id}" in first_difference()
