"""Money of a unit that has ended: the successor plans, applies, pays, explains and hands over what lies there."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Organisation, Role
from funds import queues
from funds.actions import applying, paying
from funds.actions.collecting import collect, hand_over
from funds.actions.subsidising import waiting_for
from funds.models import (
    Application,
    BankAccount,
    Collector,
    FeeKind,
    FeeMatter,
    FundFlag,
    Level,
    Purse,
    Quota,
    Roll,
)
from funds.permissions.flags import can_explain, can_handle
from records.models import Entry
from tests.administration.heirs import merge, now_of
from tests.conftest import at, employ
from tests.funds.money import NOW, YUAN
from tests.funds.payments import Cast, approved, endowed, submitted, wish
from tests.funds.subsidies import rolled, row
from tests.gates import signed_in

pytestmark = pytest.mark.django_db
MERGED, AFTER = at("2026-03-11"), at("2026-03-12 10:00")


@pytest.fixture
def payers(clerk, cashier, auditor, treasurer):
    return Cast(clerk, cashier, auditor, treasurer)


@pytest.fixture
def quota(fund, bureau, payers):
    return endowed(fund, bureau, payers)


@pytest.fixture
def heir(other_bureau):
    return employ("luo", "罗正阳", other_bureau, Role.HEAD)


@pytest.fixture
def third(county):
    about = {"name": "云溪县城乡建设管理局", "short_name": "城建局", "level": "department"}
    return Organisation.objects.create(code="cjj", parent=county, **about)


def asks(quota, by):
    return applying.write(quota, wish(100), by=by, now=AFTER)


# plans and applications


def test_before_the_merger_the_money_is_not_theirs(quota, heir):
    with pytest.raises(PermissionDenied):
        asks(quota, heir)
    assert not Quota.objects.visible_to(heir).exists()


def test_the_successor_applies_for_money_of_the_old_unit(quota, bureau, other_bureau, heir):
    merge(bureau, other_bureau, now=MERGED)
    made = applying.submit(asks(quota, now_of(heir)), by=heir, now=AFTER)
    assert (made.state, made.quota.account.organisation) == (Application.State.SUBMITTED, bureau)


def test_an_application_goes_on_its_way(quota, payers, bureau, other_bureau, heir):
    application = submitted(quota, 100, payers)
    merge(bureau, other_bureau, now=MERGED)
    applying.send_back(application, by=payers.auditor, now=AFTER, category="papers", words="附件不全")
    assert [row.pk for row in queues.own(now_of(heir), Application.State.RETURNED)] == [application.pk]


def test_the_successor_withdraws_it_after_two_mergers(quota, payers, bureau, other_bureau, third):
    application = submitted(quota, 100, payers)
    last = employ("fang", "方局长", third, Role.HEAD)
    merge(bureau, other_bureau, now=MERGED)
    merge(other_bureau, third, now=MERGED)
    applying.withdraw(application, by=now_of(last), now=AFTER)
    application.refresh_from_db()
    assert application.state == Application.State.WITHDRAWN


def test_a_stranger_still_gets_nothing(quota, bureau, other_bureau, third):
    other = employ("fang", "方局长", third, Role.HEAD)
    merge(bureau, other_bureau, now=MERGED)
    with pytest.raises(PermissionDenied):
        asks(quota, other)
    assert signed_in(other).get(reverse("funds:quota", args=[quota.pk])).status_code == 404


def test_pages_of_the_quota_open_for_the_successor(quota, bureau, other_bureau, heir):
    address = reverse("funds:quota", args=[quota.pk])
    before = signed_in(heir).get(address).status_code
    merge(bureau, other_bureau, now=MERGED)
    assert (before, signed_in(heir).get(address).status_code) == (404, 200)


# the finance bureau itself


def test_the_successor_of_finance_audits_approves_and_pays(fund, finance, payers, quota, third):
    names = [("jia", "甲会计", Role.CLERK), ("yi", "乙审核", Role.REVIEWER), ("bing", "丙局长", Role.HEAD)]
    people = [employ(username, name, third, role) for username, name, role in names]
    merge(finance, third, now=MERGED)
    heirs = Cast(payers.clerk, *map(now_of, people))
    application = approved(quota, 100, heirs)
    file = paying.make_file(heirs.cashier.organisation, [application], by=heirs.cashier, now=AFTER)
    assert (file.organisation, file.total) == (third, 100 * YUAN)


def test_what_waits_for_finance_waits_for_its_successor(finance, payers, quota, third, cashier):
    application = submitted(quota, 100, payers)
    other = employ("b", "乙审核", third, Role.REVIEWER)
    merge(finance, third, now=MERGED)
    assert [row.pk for row in queues.of_finance(now_of(other), "submitted")] == [application.pk]


# suspicions


@pytest.fixture
def flag(fund, bureau):
    about = {"topic": "x", "level": Level.YELLOW, "raised_at": NOW, "seen_at": NOW}
    return FundFlag.objects.create(code="F01", subject=fund, fund=fund, organisation=bureau, **about)


def test_the_successor_explains_a_suspicion(flag, bureau, other_bureau, heir):
    before = can_explain(heir, flag)
    merge(bureau, other_bureau, now=MERGED)
    assert (before, can_explain(now_of(heir), flag)) == (False, True)
    assert FundFlag.objects.visible_to(heir).exists()


def test_finance_does_not_handle_a_suspicion_about_what_went_into_it(flag, bureau, finance, treasurer):
    before = can_handle(treasurer, flag)
    merge(bureau, finance, now=MERGED)
    assert (before, can_handle(now_of(treasurer), flag)) == (True, False)


# subsidies


def test_the_successor_of_a_town_passes_its_lists_on(dibao, cast, third, other_bureau):
    roll = rolled(dibao, cast.one, [row(1)], by=cast.scribe)
    mayor = employ("meng2", "孟二", third, Role.HEAD)
    before = waiting_for(Roll.objects.all(), mayor).exists()
    merge(cast.town, third, now=at("2026-06-02"))
    assert (before, list(waiting_for(Roll.objects.all(), now_of(mayor)))) == (False, [roll])


# fees


@pytest.fixture
def matter(bureau):
    kind = FeeKind.objects.create(code="103042701", name="检验检测费", basis="发改价格〔2026〕1号")
    Collector.objects.create(organisation=bureau, way="hand")
    return FeeMatter.objects.create(code="SF-001", kind=kind, name="计量检定费", organisation=bureau)


@pytest.fixture
def purse(matter, clerk):
    """Cash that the bureau took on 2 March."""
    about = {"ticket": "PJ0001", "payer": "鑫达公司", "amount": 50_000, "collected_on": NOW.date()}
    collect(matter, by=clerk, now=NOW, **about)
    return Purse.objects.get()


def test_the_successor_hands_over_the_cash_of_the_old_unit(purse, bureau, other_bureau, heir):
    account = BankAccount.objects.create(sort="treasury", number="2700001", name="国库单一账户", bank="人行")
    handed = {"amount": 50_000, "handed_on": MERGED.date(), "paper": "JK-1", "account": account}
    with pytest.raises(PermissionDenied):
        hand_over(purse, by=heir, now=NOW, **handed)
    merge(bureau, other_bureau, now=MERGED)
    hand_over(purse, by=now_of(heir), now=AFTER, **handed)
    purse.refresh_from_db()
    assert (purse.state, purse.organisation) == ("handed", bureau)


def test_the_successor_charges_what_the_old_unit_charged(matter, bureau, other_bureau, heir):
    row = merge(bureau, other_bureau, now=MERGED)
    matter.refresh_from_db()
    about = {"ticket": "PJ0002", "payer": "鑫达公司", "amount": 50_000, "collected_on": MERGED.date()}
    fee = collect(matter, by=now_of(heir), now=AFTER, **about)
    assert (fee.organisation, fee.way, row.moved["收费事项"]) == (other_bureau, "hand", 1)
    entry = Entry.objects.about(matter).get(verb="funds.feematter.succeeded")
    assert entry.body == {"from": bureau.pk, "to": other_bureau.pk}


def test_a_unit_that_collects_keeps_its_own_way(matter, bureau, other_bureau):
    Collector.objects.create(organisation=other_bureau, way="window", window="B01")
    merge(bureau, other_bureau, now=MERGED)
    assert Collector.objects.get(organisation=other_bureau).way == "window"


def test_its_own_account_goes_along(matter, bureau, other_bureau):
    about = {"sort": "own", "number": "6200009", "name": "基本户", "bank": "工行"}
    account = BankAccount.objects.create(organisation=bureau, **about)
    merge(bureau, other_bureau, now=MERGED)
    account.refresh_from_db()
    assert account.organisation == other_bureau
