"""The fees of cases beside the books of non-tax revenue."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals import actions as approvals
from exchange.charges import ALTERED, MISSING, compare, differences
from funds.actions.collecting import collect
from funds.models import Collection, Collector, FeeKind, FeeMatter
from records.actions import issue_document
from tests.conftest import ZHANG, at
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
NOW, FIRST, LAST = at("2026-03-03"), date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def charge(item, citizen, clerk):
    """50 yuan were taken for a case on 3 March."""
    papers = dict.fromkeys(item.documents.all())
    case = approvals.apply(item, by=citizen, now=at("2026-03-02"), applicant=ZHANG, materials=papers)
    approvals.accept(case, by=clerk, now=at("2026-03-02"))
    return approvals.record_charge(case, name="资料费", amount=Decimal("50.00"), by=clerk, now=NOW)


@pytest.fixture
def receipt(charge, clerk):
    """The charge has a receipt with a number."""
    about = {"organisation": clerk.organisation, "body": {}, "addressee": "张建国"}
    return issue_document("payment", charge.case, actor=clerk, now=NOW, **about)


@pytest.fixture
def matter(bureau):
    Collector.objects.create(organisation=bureau, way="hand")
    kind = FeeKind.objects.create(code="103", name="资料费", basis="发改价格〔2026〕1号")
    return FeeMatter.objects.create(code="SF-001", kind=kind, name="资料费", organisation=bureau)


def taken(matter, clerk, amount=5_000, ticket="PJ0001", day=date(2026, 3, 3)) -> Collection:
    about = {"payer": "张建国", "amount": amount, "collected_on": day}
    return collect(matter, by=clerk, now=at("2026-03-20"), ticket=ticket, **about)


def found(county) -> list[tuple]:
    return [(one.kind, one.expected, one.found) for one in differences(county.path, FIRST, LAST)]


def test_charge_that_is_in_the_books_agrees(county, charge, matter, clerk):
    taken(matter, clerk)
    assert found(county) == []


@pytest.mark.parametrize("about", [{"amount": 4_900}, {"day": date(2026, 3, 4)}])
def test_charge_that_is_not_in_the_books_is_missing(county, charge, matter, clerk, about):
    taken(matter, clerk, **about)
    assert found(county) == [(MISSING, 5_000, None)]


def test_fee_stands_for_one_charge_only(county, charge, matter, clerk):
    approvals.record_charge(charge.case, name="工本费", amount=Decimal("50.00"), by=clerk, now=NOW)
    taken(matter, clerk)
    assert found(county) == [(MISSING, 5_000, None)]


@pytest.mark.parametrize(("amount", "expected"), [(5_000, None), (4_000, (ALTERED, 5_000, 4_000))])
def test_receipt_is_found_by_its_number_whatever_the_day(charge, receipt, matter, clerk, amount, expected):
    taken(matter, clerk, amount, ticket=receipt.number, day=date(2026, 3, 9))
    charge.receipt = receipt  # in memory: a charge is never changed
    row = compare(charge, {fee.ticket: fee for fee in Collection.objects.all()}, {})
    assert row == expected or (row.kind, row.expected, row.found) == expected


def test_inspector_reads_the_page(charge, inspector):
    page = signed_in(inspector).get(reverse("exchange:charges"), {"month": "2026-03"}).content.decode()
    assert charge.case.number in page


@pytest.mark.parametrize("month", ["2026-13", "abc", "9999-12"])
def test_month_that_is_none_is_this_month(inspector, month):
    assert signed_in(inspector).get(reverse("exchange:charges"), {"month": month}).status_code == 200
