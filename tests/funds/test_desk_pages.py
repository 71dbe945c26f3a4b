"""The desks of funds: who sees what waits, what is typed is kept, the deeds happen by HTTP as by action."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Organisation
from funds.actions import applying, proposing
from funds.models import Application, Fund, PaymentFile, Plan, Proposal, Statement, StatementLine, Voucher
from records.models import Attachment
from tests.conftest import at
from tests.funds.money import YUAN, arrive, held, payee
from tests.funds.payments import Cast, answer, approved, draft, endowed, file_of, read, sent, submitted, wish
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
TODAY = at("2026-11-20 10:00")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000020001e221bc33"
    "0000000049454e44ae426082"
)


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def quota(fund, bureau, other_bureau, cast, finance):
    Organisation.objects.filter(pk=finance.pk).update(business=Organisation.Business.FUNDS)
    finance.refresh_from_db()
    for actor in (cast.cashier, cast.auditor, cast.treasurer):
        actor.organisation.business = finance.business
    return endowed(fund, bureau, cast)


def page(actor, name, *args, **query):
    return signed_in(actor).get(reverse(f"funds:{name}", args=args), query)


def post(actor, name, /, *args, **data):
    return signed_in(actor).post(reverse(f"funds:{name}", args=args), {"key": str(uuid.uuid4())} | data)


def heaps(actor) -> dict:
    return {row["tile"].name: row["count"] for row in page(actor, "desk").context["heaps"]}


@pytest.fixture
def everything(quota, cast):
    """One of each that a page can show."""
    fund = quota.fund
    [row] = sent(quota, [49_000], cast)
    statement = read(fund.finance, file_of([answer(row, 金额="48000.00")]), cast)
    about = {"words": "退回", "happens_on": date(2026, 3, 12), "amount": 100}
    posting = quota.account.lots.get().posting
    proposal = proposing.propose_return(posting, by=cast.cashier, now=TODAY, **about)
    return {
        "desk": [],
        "funds": [],
        "fund": [fund.code],
        "proposals": [],
        "proposal": [proposal.pk],
        "propose": [fund.code, "allocate"],
        "quotas": [],
        "quota": [quota.pk],
        "plans": [],
        "plan": [quota.plans.get().pk],
        "applications": [],
        "application": [row.pk],
        "slips": [],
        "slip_statistics": [],
        "files": [],
        "file": [row.file_id],
        "file_csv": [row.file_id],
        "statements": [],
        "statement": [statement.pk],
        "vouchers": [],
        "voucher": [posting.voucher_id],
        "paper": [posting.voucher_id],
        "give_back": [posting.pk],
        "payees": [],
        "new_payee": [],
    }


def test_finance_opens_every_page(everything, cast):
    found = {name: page(cast.auditor, name, *args).status_code for name, args in everything.items()}
    assert found == dict.fromkeys(everything, 200)


BANK = ["files", "file", "file_csv", "statements", "statement"]


def test_who_opens_what(everything, clerk, stranger, inspector, citizen):
    """Own unit (which manages the fund), another bureau, supervision, citizens."""
    names = ["desk", "fund", "quota", "application", "voucher", "propose", "give_back", "files"]
    found = {
        actor.user.username: [page(actor, name, *everything[name]).status_code for name in names]
        for actor in (clerk, stranger, inspector, citizen)
    }
    assert found == {
        "wang": [200, 200, 200, 200, 200, 200, 403, 403],
        "li": [200, 404, 404, 404, 404, 404, 404, 403],
        "zhao": [200, 200, 200, 200, 200, 403, 403, 403],
        "13800000001": [403] * 8,
    }


def test_desk_shows_whose_turn_it_is(quota, cast):
    submitted(quota, 10, cast)
    approved(quota, 20, cast)
    audited = applying.audit(submitted(quota, 30, cast), by=cast.auditor, now=TODAY)
    applying.write(quota, wish(5), by=cast.clerk, now=TODAY)
    found = {actor.user.username: heaps(actor) for actor in (cast.clerk, cast.cashier, cast.auditor, cast.treasurer)}
    assert audited.state == Application.State.AUDITED
    assert found == {
        "wang": {"drafts": 1},
        "qian1": {"pay": 1},
        "shen1": {"audit": 1, "pay": 1},
        "jin1": {"audit": 1, "approve": 1, "pay": 1},
    }


def test_fund_is_opened_and_receives_money(quota, cast):
    typed = {"code": "JZ26", "name": "救灾资金", "kind": "disaster", "measure": "money", "unit_name": "元"}
    typed |= {
        "manager": "市场监管局",
        "basis": "财资环〔2026〕8号",
        "purpose": "受灾群众救助",
        "classes": "30306、30310",
    }
    post(cast.treasurer, "new_fund", starts_on="2026-01-01", ends_on="2026-12-31", **typed)
    fund = Fund.objects.get(code="jz26")
    typed = {"giver": "省财政厅", "amount": "1,200,000.50", "happened_on": "2026-11-02", "words": "救灾补助"}
    post(cast.cashier, "fund_deed", "jz26", "arrive", **typed)
    assert (fund.classes, fund.vouchers.get().amount) == (["30306", "30310"], 120_000_050)


def typed_lines(**more):
    about = {"happens_on": "2026-11-02", "words": "第二批", "paper": "财农〔2026〕30号", "total": "300.00"}
    about |= {"organisation_1": "住建局", "project_1": "饮水", "amount_1": "100"}
    return about | {"organisation_2": "市场监管局", "project_2": "产业路", "amount_2": "200.00"} | more


def test_allocation_is_proposed_with_scans_and_agreed(quota, cast):
    arrive(quota.fund, 300, by=cast.cashier)
    scan = SimpleUploadedFile("凭证.png", PNG, "image/png")
    post(cast.cashier, "propose", "FP01", "allocate", out_of=held(quota.fund).pk, files=scan, **typed_lines())
    made = Proposal.objects.open().get()
    post(cast.auditor, "proposal_deed", made.pk, "approve")
    made.refresh_from_db()
    assert (made.voucher.amount, Attachment.objects.about(made).count()) == (300 * YUAN, 1)


WRONG = {
    "total": ({"total": "310"}, "total", "10.00"),
    "ten thousand": ({"amount_1": "1万"}, "amount_1", "万"),
    "sign": ({"amount_1": "¥100"}, "amount_1", "符号"),
    "negative": ({"amount_1": "-100"}, "amount_1", "符号"),
    "third decimal": ({"amount_1": "100.001"}, "amount_1", "两位小数"),
    "no unit": ({"organisation_2": "财经局"}, "organisation_2", "没有该单位"),
    "half a line": ({"project_1": ""}, "project_1", "清空整行"),
    "day ahead": ({"happens_on": "2099-01-01"}, "happens_on", ""),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(quota, cast, what):
    changed, field, words = WRONG[what]
    arrive(quota.fund, 300, by=cast.cashier)
    typed = typed_lines(**changed) | {"out_of": held(quota.fund).pk}
    said = post(cast.cashier, "propose", "FP01", "allocate", **typed)
    form = said.context["form"]
    assert said.status_code == 422
    assert words in "".join(form.errors.get(field, []) + form.errors.get("__all__", []))
    assert f'value="{typed["words"]}"' in said.text
    assert Proposal.objects.count() == 1  # the one of the fixture


def test_more_lines_keep_what_is_typed(quota, cast):
    arrive(quota.fund, 300, by=cast.cashier)
    typed = typed_lines(amount_2="二百", more="1") | {"out_of": held(quota.fund).pk}
    address = reverse("funds:propose", args=["FP01", "allocate"])
    form = signed_in(cast.cashier).post(f"{address}?rows=8", typed).context["form"]
    names = ["out_of", "words", "organisation_1", "amount_2"]
    kept = {name: form[name].value() for name in names}
    assert (len(form.lines()), form.errors) == (8, {})
    assert kept == {name: str(typed[name]) for name in names}


def test_allocation_above_what_arrived_is_refused_on_the_page(quota, cast):
    said = post(cast.cashier, "propose", "FP01", "allocate", **typed_lines(), out_of="")
    assert (said.status_code, "out_of" in said.context["form"].errors) == (422, True)


def test_unit_plans_and_applies_and_finance_pays(quota, cast, fund, finance):
    """The whole way by HTTP, as three people and the unit do it."""
    planned = {"month": "2026-11", "amount": "500", "words": "十一月进度款"}
    Plan.objects.all().delete()
    post(cast.clerk, "quota_deed", quota.pk, "plan", **planned)
    post(cast.auditor, "plan_deed", Plan.objects.get().pk, "approve")
    asked = {"month": "2026-11", "kind": "direct", "payee": payee().account_number, "amount": "480.00"}
    asked |= {"economic_class": "31005", "words": "路面硬化"}
    post(cast.clerk, "apply", quota.pk, **asked)
    row = Application.objects.get()
    for actor, deed in ((cast.clerk, "submit"), (cast.auditor, "audit"), (cast.treasurer, "approve")):
        post(actor, "application_deed", row.pk, deed)
    post(cast.cashier, "files", applications=[row.pk])
    row.refresh_from_db()
    data = file_of([answer(row, 日期=timezone.localdate(row.file.made_at).isoformat())], encoding="gbk")
    post(cast.cashier, "statements", file=SimpleUploadedFile("回单.csv", data, "text/csv"))
    row.refresh_from_db()
    assert (row.state, row.voucher.amount) == (Application.State.PAID, 480 * YUAN)


def test_wrong_file_of_the_bank_is_told_line_by_line(quota, cast):
    [row] = sent(quota, [10], cast)
    data = file_of([answer(row, 金额="10.005")], total="10.00")
    said = post(cast.cashier, "statements", file=SimpleUploadedFile("回单.csv", data, "text/csv"))
    assert said.status_code == 422
    assert "第2行，金额" in said.text
    assert Statement.objects.count() == 0


def test_slip_needs_its_ground(quota, cast):
    row = submitted(quota, 10, cast)
    said = post(cast.auditor, "application_deed", row.pk, "refuse", category="scope", words="")
    assert (said.status_code, row.slips.count()) == (422, 0)


def test_slips_are_counted_and_added_up(quota, cast):
    """S1-37: how many slips, how much was refused."""
    for yuan, category in ((60_000, "papers"), (40_000, "scope"), (50_000, "papers")):
        row = submitted(quota, yuan, cast)
        applying.refuse(row, by=cast.auditor, now=TODAY, category=category, words="不符")
    shown = page(cast.auditor, "slips").context
    assert (shown["whole"]["count"], shown["whole"]["amount"]) == (3, "150,000.00")
    assert shown["grounds"][0][1:] == (2, "110,000.00")


def refused(quota, cast, *slips):
    """Slips of (yuan, ground, moment)."""
    for yuan, category, now in slips:
        row = submitted(quota, yuan, cast)
        applying.refuse(row, by=cast.auditor, now=now, category=category, words="不符")


def test_statistics_of_slips_by_unit_month_kind_and_ground(quota, cast):
    later = TODAY + timedelta(days=40)
    refused(quota, cast, (60_000, "papers", TODAY), (40_000, "scope", TODAY), (50_000, "papers", later))
    tables = page(cast.auditor, "slip_statistics").context["tables"]
    unit, months, kinds, grounds = [rows for _heading, _headers, rows in tables]
    assert unit == [[quota.organisation.short_name, 3, "150,000.00"]]
    assert [row[1:] for row in months] == [[2, "100,000.00"], [1, "50,000.00"]]
    assert [row[1:] for row in kinds] == [[3, "150,000.00"]]
    assert [row[1:] for row in grounds] == [[2, "110,000.00"], [1, "40,000.00"]]


def test_statistics_of_slips_are_narrowed_and_saved_as_a_file(quota, cast):
    refused(quota, cast, (60_000, "papers", TODAY), (40_000, "scope", TODAY))
    client = signed_in(cast.auditor)
    answer = client.get(reverse("funds:slip_statistics"), {"category": "scope", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    lines = [[cell.value for cell in line][2:] for line in sheet.iter_rows(min_row=2)]
    assert lines == [[1, "40,000.00"]] * 4


def test_other_units_see_no_slips_of_others(quota, cast, stranger):
    refused(quota, cast, (60_000, "papers", TODAY))
    assert page(stranger, "slip_statistics").context["tiles"][0][1] == 0


def test_difference_is_settled_on_the_page(everything, cast):
    line = StatementLine.objects.unsettled().get()
    post(cast.auditor, "settle", line.statement_id, line.pk, words="银行更正")
    assert StatementLine.objects.unsettled().count() == 0


def test_second_click_makes_nothing_twice(quota, cast):
    key = str(uuid.uuid4())
    typed = {"month": "2026-11", "amount": "1", "words": "款", "key": key}
    arrive(quota.fund, 10, by=cast.cashier)
    shares = [proposing.Share(held(quota.fund), quota.organisation, 10 * YUAN, "产业路")]
    made = proposing.propose(quota.fund, draft("allocate", 10), shares, by=cast.cashier, now=TODAY)
    proposing.approve_proposal(made, by=cast.auditor, now=TODAY)
    answers = [post(cast.clerk, "quota_deed", quota.pk, "plan", **typed).status_code for _ in range(2)]
    assert (answers, Plan.objects.filter(amount=100).count()) == ([302, 302], 1)


def test_proposer_is_not_offered_to_decide(everything, cast):
    [pk] = everything["proposal"]
    offered = [
        [panel["name"] for panel in page(who, "proposal", pk).context["panels"]]
        for who in (cast.cashier, cast.auditor)
    ]
    assert offered == [["withdraw"], ["approve", "refuse"]]


def test_auditor_is_warned_of_crowding_out(quota, cast):
    """FUN-04: office expenses out of a project fund are told before anybody approves."""
    row = submitted(quota, 12_000, cast, economic_class="30201")
    assert "30201" in page(cast.auditor, "application", row.pk).context["warnings"][0]


def test_ledger_is_narrowed_and_saved(quota, cast):
    shown = page(cast.auditor, "vouchers", kind="arrive")
    assert len(shown.context["lines"]) == Voucher.objects.filter(kind="arrive").count() == 1
    assert page(cast.auditor, "vouchers", export="csv").headers["Content-Type"].startswith("text/csv")


def test_file_for_the_bank_comes_as_it_was_digested(everything, cast):
    [pk] = everything["file_csv"]
    assert page(cast.auditor, "file_csv", pk).content.decode() == PaymentFile.objects.get(pk=pk).text


def test_lists_ask_few_questions(quota, cast, django_assert_max_num_queries):
    for yuan in range(1, 6):
        submitted(quota, yuan, cast)
    client = signed_in(cast.auditor)
    client.get(reverse("funds:applications"))
    with django_assert_max_num_queries(8):
        client.get(reverse("funds:applications"))
