"""Pages of money and paper: the workbench's fee panel, registers, printing, seal use, numbers."""

import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from approvals import actions
from approvals.models import Charge
from records.actions import note_printing, note_seal_use
from records.models import Anomaly, Counter, Document, Printing, SealUse
from tests.approvals.test_fees import with_fees
from tests.conftest import at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-03-12 10:00")
BAD_MONEY = ["", "abc", "50元", "0", "-5", "1.001", "NaN", "1e400", "99999999999", "\x00", "５０.００５"]


@pytest.fixture(autouse=True)
def _thursday(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def passport(bureau):
    return with_fees(bureau, ("HZ", "120.00", "本", None, None))


@pytest.fixture
def case(passport, accepted):
    return accepted(passport, at("2026-03-11"))


@pytest.fixture
def fee(passport):
    return passport.fees.get()


@pytest.fixture
def paid(case, clerk, fee):
    return actions.charge(case, by=clerk, now=NOW, fee=fee)


@pytest.fixture
def found(case, clerk):
    return actions.record_charge(case, by=clerk, now=NOW, name="资料费", amount=Decimal("50.00"))


def get(actor, name, *args, query=""):
    return signed_in(actor).get(reverse(f"approvals:{name}", args=args) + query)


def post(actor, name, *args, **data):
    return signed_in(actor).post(reverse(f"approvals:{name}", args=args), {"key": str(uuid.uuid4())} | data)


def said(answer) -> str:
    return answer.content.decode()


def sheet(answer) -> list[tuple]:
    return list(load_workbook(BytesIO(answer.getvalue())).active.values)


# charging on the workbench


def test_the_window_charges_and_gets_the_receipt(case, clerk, fee):
    answer = post(clerk, "deed", case.number, "charge", fee=fee.pk, quantity="2", amount="")
    assert answer.status_code == 302
    assert Charge.objects.get().amount == Decimal("240.00")


def test_too_much_is_refused_and_named(case, clerk, fee):
    answer = post(clerk, "deed", case.number, "charge", fee=fee.pk, quantity="1", amount="200")
    assert (answer.status_code, Anomaly.objects.get().code) == (409, "V06")
    assert "费用HZ 120.00元/本" in said(answer)


def test_a_fee_that_is_not_listed_is_an_anomaly(case, clerk):
    answer = post(clerk, "deed", case.number, "charge", fee="", quantity="1", amount="50")
    assert (answer.status_code, Anomaly.objects.get().code) == (409, "V06")


@pytest.mark.parametrize("amount", [amount for amount in BAD_MONEY if amount])
def test_bad_amounts_are_named_at_their_field(case, clerk, fee, amount):
    answer = post(clerk, "deed", case.number, "charge", fee=fee.pk, quantity="1", amount=amount)
    assert (answer.status_code, Charge.objects.count()) == (422, 0)


@pytest.mark.parametrize("quantity", ["", "0", "-1", "NaN", "一本", "0.001", "10000000"])
def test_bad_quantities_are_named_at_their_field(case, clerk, fee, quantity):
    answer = post(clerk, "deed", case.number, "charge", fee=fee.pk, quantity=quantity)
    assert (answer.status_code, Charge.objects.count()) == (422, 0)


def test_full_width_digits_are_understood(case, clerk, fee):
    post(clerk, "deed", case.number, "charge", fee=fee.pk, quantity="１", amount="６０")
    assert Charge.objects.get().amount == Decimal("60.00")


def test_a_free_item_offers_no_charge(accepted, item, clerk):
    case = accepted(item, at("2026-03-11"))
    assert "charge" not in [panel["name"] for panel in get(clerk, "workbench", case.number).context["panels"]]


def test_the_applicant_sees_what_was_paid(citizen, clerk, passport, fee):
    papers = dict.fromkeys(passport.documents.all())
    who = actions.Applicant("张建国", "11010519491231002X", "13800000001")
    case = actions.apply(passport, by=citizen, now=NOW, applicant=who, materials=papers)
    charge = actions.charge(actions.accept(case, by=clerk, now=NOW), by=clerk, now=NOW, fee=fee)
    page = said(get(citizen, "case", case.number))
    assert charge.receipt.number in page
    assert "120.00" in page


# refunds


def test_a_colleague_refunds(paid, reviewer):
    answer = post(reviewer, "refund", paid.pk, amount="20.00", reason="减免")
    assert (answer.status_code, paid.refunds.get().amount) == (302, Decimal("20.00"))


def test_who_took_the_money_is_told_to_ask_another(paid, clerk):
    assert "须由他人退费" in said(get(clerk, "refund", paid.pk))
    assert (post(clerk, "refund", paid.pk, amount="1", reason="错收").status_code, paid.refunds.count()) == (422, 0)


@pytest.mark.parametrize("amount", BAD_MONEY)
def test_bad_refunds_are_named(paid, reviewer, amount):
    assert post(reviewer, "refund", paid.pk, amount=amount, reason="错收").status_code == 422


@pytest.mark.parametrize("reason", ["", " ", "　", "长" * 301, "错\u202e收"])
def test_bad_reasons_are_named(paid, reviewer, reason):
    assert post(reviewer, "refund", paid.pk, amount="1", reason=reason).status_code == 422


def test_a_charge_of_another_unit_does_not_exist(paid, stranger):
    assert get(stranger, "refund", paid.pk).status_code == 404


# registers of money


def test_the_register_names_what_is_to_be_refunded(paid, found, head):
    page = get(head, "fees", query="?owed=1")
    assert [row["name"] for row in page.context["rows"]] == ["资料费"]


def test_sums_of_the_register(paid, found, reviewer, head):
    actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("20"), reason="减免")
    sums = get(head, "fees").context["sums"]
    assert [sums[name] for name in ("charged", "returned", "due")] == [170, 20, 50]


def test_sums_by_day(paid, found, reviewer, head):
    actions.refund(paid, by=reviewer, now=at("2026-03-13"), amount=Decimal("20"), reason="减免")
    lines = get(head, "fee_days").context["lines"]
    assert [(line["day"], line["net"]) for line in lines] == [(date(2026, 3, 13), -20), (date(2026, 3, 12), 170)]


@pytest.mark.parametrize("name", ["fees", "refunds", "fee_days"])
def test_registers_are_exported(paid, found, reviewer, head, name):
    actions.refund(paid, by=reviewer, now=NOW, amount=Decimal("20"), reason="=1+1")
    rows = sheet(get(head, name, query="?export=xlsx"))
    assert len(rows) > 1
    assert "=1+1" not in [cell for row in rows for cell in row]


def test_another_unit_sees_none_of_it(paid, stranger):
    assert not get(stranger, "fees").context["rows"]


def test_the_inspector_sees_every_unit(paid, inspector):
    assert [row["unit"] for row in get(inspector, "fees").context["rows"]] == ["市场监管局"]


def test_the_register_costs_few_statements(paid, found, head, django_assert_max_num_queries):
    client = signed_in(head)
    with django_assert_max_num_queries(9):
        client.get(reverse("approvals:fees"))


# documents


def document_of(case, kind) -> Document:
    return Document.objects.about(case).get(kind=kind)


def test_the_receipt_for_an_application_has_the_square_code(case, clerk):
    page = said(get(clerk, "document", document_of(case, "receipt").pk))
    assert "收件回执" in page
    assert 'class="qrcode"' in page


def test_sealed_documents_show_the_seal(case, clerk):
    assert "行政审批专用章" in said(get(clerk, "document", document_of(case, "acceptance").pk))


def test_a_receipt_for_money_has_no_approval_seal(paid, case, clerk):
    page = said(get(clerk, "document", paid.receipt_id))
    assert "人民币壹佰贰拾元整" in page
    assert 'class="seal"' not in page


def test_printing_is_registered(case, clerk):
    paper = document_of(case, "acceptance")
    answer = post(clerk, "print_document", paper.pk, copies="3")
    assert answer.url.endswith(f"/documents/{paper.pk}/?print=1")
    assert (Printing.objects.get().copies, Printing.objects.get().printed_by) == (3, clerk.user)


@pytest.mark.parametrize("copies", ["", "0", "-1", "100", "三", "1.5", "1e3"])
def test_bad_copies_are_named(case, clerk, copies):
    assert post(clerk, "print_document", document_of(case, "acceptance").pk, copies=copies).status_code == 422


def test_the_same_print_form_twice_is_one_line(case, clerk):
    paper, key = document_of(case, "acceptance"), str(uuid.uuid4())
    for _click in range(2):
        post(clerk, "print_document", paper.pk, copies="1", key=key)
    assert Printing.objects.count() == 1


def test_applicants_print_without_the_register(citizen, passport, clerk):
    papers = dict.fromkeys(passport.documents.all())
    who = actions.Applicant("张建国", "11010519491231002X", "13800000001")
    case = actions.apply(passport, by=citizen, now=NOW, applicant=who, materials=papers)
    assert post(citizen, "print_document", document_of(case, "receipt").pk, copies="1").status_code == 403


def test_the_print_register_shows_lines_and_copies(case, clerk):
    note_printing(document_of(case, "acceptance"), by=clerk, now=NOW, copies=2)
    page = get(clerk, "printings")
    assert [(row["copies"], row["who"]) for row in page.context["rows"]] == [(2, "小王")]


# seals and numbers


def test_sealed_documents_are_in_the_register_by_themselves(case, clerk):
    titles = [line["what"] for line in get(clerk, "seal_uses").context["page"].rows]
    assert titles == ["受理通知书", "收件回执"]


def test_the_seal_on_other_paper_is_written_in(clerk, case):
    answer = post(clerk, "seal_paper", purpose="现场核查记录", copies="2")
    assert (answer.status_code, SealUse.objects.get().copies) == (302, 2)
    assert "现场核查记录" in said(get(clerk, "seal_uses"))


@pytest.mark.parametrize("purpose", ["", " ", "　　", "长" * 301, "\x00章", "章\u200b章"])
def test_bad_purposes_are_named(clerk, purpose):
    assert (post(clerk, "seal_paper", purpose=purpose, copies="1").status_code, SealUse.objects.count()) == (422, 0)


def test_the_sums_of_seal_use(case, clerk):
    note_seal_use(by=clerk, now=NOW, seal="行政审批专用章", purpose="会议纪要", copies=4)
    page = get(clerk, "seal_uses").context
    assert (page["total"], page["paper"]["copies"]) == (2, 4)


@pytest.mark.parametrize("name", ["printings", "seal_uses", "document_numbers"])
def test_paper_registers_are_exported(case, clerk, name):
    note_printing(document_of(case, "acceptance"), by=clerk, now=NOW)
    assert len(sheet(get(clerk, name, query="?export=xlsx"))) > 1


def test_numbers_are_complete(case, clerk):
    lines = get(clerk, "document_numbers").context["lines"]
    assert {(line["first"], line["last"], line["missing"]) for line in lines} == {(1, 1, 0)}


def test_a_number_that_was_removed_at_the_end_shows(case, clerk):
    Counter.objects.filter(kind="document.acceptance").update(last=3)
    missing = {line["kind"]: line["missing"] for line in get(clerk, "document_numbers").context["lines"]}
    assert missing == {"acceptance": 2, "receipt": 0}


@pytest.mark.parametrize("query", ["?since=x", "?kind=nothing", "?after=~", "?before=1e400", "?q=%00", "?page=-1"])
@pytest.mark.parametrize("name", ["fees", "refunds", "fee_days", "printings", "seal_uses"])
def test_hostile_filters_are_harmless(clerk, name, query):
    assert get(clerk, name, query=query).status_code == 200
