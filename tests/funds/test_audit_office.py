"""The audit office: it reads every fund of its county and audits them with two people, and decides nothing."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organisation, Role
from funds.actions import verifying
from funds.actions.ledger import account_of
from funds.models import Application, Fund, Quota, Stage, Voucher
from funds.permissions import can_decide, can_propose, can_spend, is_finance, whole_funds
from funds.permissions.checks import can_check, can_confirm_check
from records.refusal import Refused
from tests.conftest import employ
from tests.funds.money import YUAN, make_fund
from tests.funds.payments import LATER, Cast, endowed, submitted
from tests.funds.test_checks import finding, photo
from tests.gates import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def office(county):
    about = {"name": "云溪县审计局", "short_name": "审计局", "level": Organisation.Level.DEPARTMENT, "parent": county}
    return Organisation.objects.create(code="sjj", business=Organisation.Business.AUDIT, **about)


@pytest.fixture
def junior(office):
    return employ("cui", "崔文谦", office, Role.CLERK)


@pytest.fixture
def chief(office):
    return employ("bai", "白敬之", office, Role.HEAD)


@pytest.fixture
def quota(fund, bureau, cast):
    return endowed(fund, bureau, cast)


def audited(quota, by):
    kept = finding(quota, kind="audit", result="partly", questioned=5 * YUAN)
    return verifying.check(quota.fund, kept, by=by, now=LATER)


def test_entered_by_one_and_confirmed_by_another_of_the_office(quota, junior, chief):
    row = verifying.confirm_check(audited(quota, junior), by=chief, now=LATER)
    assert (row.state, row.organisation, row.decided_by) == ("confirmed", chief.organisation, chief.user)


def test_nobody_of_the_office_confirms_alone(quota, chief):
    with pytest.raises(Refused) as refused:
        verifying.confirm_check(audited(quota, chief), by=chief, now=LATER)
    assert refused.value.code == "V07"


@pytest.mark.parametrize("role", [Role.CLERK, None])
def test_who_does_not_sign_in_the_office_confirms_nothing(quota, junior, office, other_bureau, role):
    row = audited(quota, junior)
    other = employ("wu1", "吴某", office, role) if role else employ("wu1", "吴某", other_bureau, Role.HEAD)
    with pytest.raises(PermissionDenied):
        verifying.confirm_check(row, by=other, now=LATER)


def test_inspectors_keep_what_they_could(quota, junior, inspector):
    assert can_check(inspector, quota.fund, "audit")
    assert can_confirm_check(inspector, audited(quota, junior))


def test_audits_of_inspectors_are_not_confirmed_by_the_office(quota, inspector, chief):
    assert not can_confirm_check(chief, audited(quota, inspector))


def test_office_accepts_nothing(quota, junior):
    assert not can_check(junior, quota.fund, "acceptance")


def test_office_reads_the_whole_county(quota, cast, junior):
    application = submitted(quota, 10, cast)
    assert list(whole_funds(Fund.objects.all(), junior)) == [quota.fund]
    assert list(Quota.objects.visible_to(junior)) == [quota]
    assert list(Application.objects.visible_to(junior)) == [application]


def test_office_decides_nothing(quota, junior, chief):
    fund = quota.fund
    asked = [can_propose(junior, fund, kind) for kind in ("share", "allocate", "disburse")]
    asked += [can_decide(chief, fund), can_spend(junior, quota), is_finance(chief)]
    assert not any(asked)


@pytest.mark.parametrize("name", ["fund", "flow", "ledger", "voucher", "application", "sources", "rates", "checks"])
def test_office_opens_the_pages(quota, cast, junior, name):
    application, voucher = submitted(quota, 10, cast), Voucher.objects.first()
    keys = dict.fromkeys(["fund", "flow", "ledger"], [quota.fund.code])
    keys |= {"voucher": [voucher.pk], "application": [application.pk]}
    answer = signed_in(junior).get(reverse(f"funds:{name}", args=keys.get(name)))
    if answer.streaming:
        answer.getvalue()
    assert answer.status_code == 200


def test_office_writes_to_no_page_of_a_fund(quota, cast, chief):
    application = submitted(quota, 10, cast)
    client = signed_in(chief)
    typed = [("application_deed", application.pk, "audit"), ("quota_deed", quota.pk, "plan")]
    answers = [client.post(reverse(f"funds:{name}", args=keys)).status_code for name, *keys in typed]
    assert (answers, application.state) == ([403, 403], "submitted")


def test_office_reads_the_scans(quota, junior):
    manager = employ("niu", "牛验收", quota.fund.manager, Role.CLERK)
    kept = photo(manager)
    verifying.check(quota.fund, finding(quota, files=[kept]), by=manager, now=LATER)
    assert signed_in(junior).get(reverse("records:small", args=[kept.token])).status_code == 200


def test_own_fund_is_never_audited_nor_read_as_a_whole(fund, bureau, cast, office, junior):
    own = endowed(make_fund(fund.finance, bureau, code="FP02"), office, replace(cast, clerk=junior))
    assert not can_check(junior, own.fund, "audit")
    assert own.fund not in whole_funds(Fund.objects.all(), junior)
    assert list(Quota.objects.visible_to(junior)) == [own]


def test_fund_that_pays_the_office_too_is_not_audited_by_it(quota, office, junior):
    account_of(quota.fund, Stage.ALLOCATED, organisation=office, project="审计业务费")
    assert not can_check(junior, quota.fund, "audit")


def test_office_of_another_county_sees_nothing(quota, office, junior):
    other = Organisation.objects.create(code="linxian", name="邻县人民政府", short_name="邻县", level="county")
    office.parent = other
    office.save()
    junior.organisation.refresh_from_db()
    assert not Fund.objects.visible_to(junior).exists()
