"""The public pages of funds and the pages of ways and reports pass the gates, wide and narrow."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organisation, Role
from funds.actions import importing, verifying
from funds.actions.verifying import Finding
from funds.models import Payee, Posting, Stage, Voucher
from funds.movements import Row
from tests.conftest import employ
from tests.funds.money import END, NOW, YUAN, allocated, arrive, disbursed, held, make_fund, move, payee, town, used
from tests.gates import PHONE, axe_violations, faults, opened_narrow, overflow, too_small, visit

pytestmark = pytest.mark.django_db(transaction=True)
K = Voucher.Kind
FIRMS = ["云溪县鑫达建筑有限公司", "云溪县绿野农业发展有限公司", "荆楚路桥工程有限公司", "云溪县惠民粮油专业合作社"]
PUBLIC = ["public", "public_fund", "public_tab", "audit"]
DESK = ["sources", "trace", "trace_payee", "flow", "voucher_papers", "rates", "idle", "projects", "project", "checks"]
DESK += ["check", "new_check", "deliveries", "delivery", "new_delivery", "fund", "voucher"]


@pytest.fixture
def books(county, bureau, other_bureau, inspector):
    """A fund that three units got and four firms and some persons were paid from, checked, with a file read in."""
    about = {"name": "云溪县财政局", "short_name": "财政局", "level": Organisation.Level.DEPARTMENT, "parent": county}
    finance = Organisation.objects.create(code="czj", business=Organisation.Business.FUNDS, **about)
    by = employ("qian1", "钱会计", finance, Role.REVIEWER)
    fund = make_fund(finance, bureau)
    arrive(fund, 5_000_000, by=by)
    units = [(bureau, 1_800_000), (other_bureau, 1_500_000), (town(county), 900_000)]
    for number, (unit, amount) in enumerate(units):
        move(K.ALLOCATE, held(fund), allocated(fund, unit), amount, by=by)
        move(K.DISBURSE, allocated(fund, unit), disbursed(fund, unit), amount / 2, by=by)
        for place, name in enumerate(FIRMS[: 4 - number]):
            firm = used(fund, payee(name, f"62220000{place}"))
            move(K.USE, disbursed(fund, unit), firm, amount / 10 * (place + 1) / 2, by=by, words="工程进度款")
    about = {"sort": Payee.Sort.PERSON, "name": "张建国", "identity": "1", "entered_at": NOW}
    person = Payee.objects.create(account_number="62220001", **about)
    move(K.USE, allocated(fund, bureau), used(fund, person), 200_000, by=by, words="务工补助")
    about = {"kind": "audit", "result": "partly", "amount": 900_000 * YUAN, "questioned": 12_000 * YUAN}
    words = {"conclusion": "两张发票与工程量不符，已责令整改。", "account": allocated(fund, bureau)}
    check = verifying.check(fund, Finding(checked_on=date(2026, 6, 1), **about, **words), by=inspector, now=END)
    another = employ("qian2", "钱监察", inspector.organisation, Role.INSPECTOR)
    verifying.confirm_check(check, by=another, now=END)
    row = Row("PZ-1", "arrive", date(2026, 5, 6), 100_000 * YUAN, "追加补助", out_of="省财政厅", into="财政局")
    batch = importing.Batch("五月.csv", [(2, row)], 1, row.amount, 3)
    delivery = importing.deliver(fund, batch, by=by, now=END)
    source, firm = Posting.objects.filter(parent=None).first(), Payee.objects.get(name=FIRMS[0])
    return by, {
        "public_fund": [fund.code],
        "public_tab": [fund.code, "use"],
        "audit": [fund.code, "audit"],
        "trace": [Posting.objects.filter(into__payee=firm).last().pk],
        "source": [source.pk],
        "trace_payee": [firm.pk],
        "flow": [fund.code],
        "voucher_papers": [source.voucher_id],
        "project": [fund.accounts.filter(stage=Stage.ALLOCATED).first().pk],
        "check": [check.pk],
        "new_check": [fund.code],
        "delivery": [delivery.pk],
        "new_delivery": [fund.code],
        "fund": [fund.code],
        "voucher": [source.voucher_id],
    }


NAMES = {"audit": "public_tab", "source": "trace"}


def address(live_server, arguments, name) -> str:
    return live_server.url + reverse(f"funds:{NAMES.get(name, name)}", args=arguments.get(name, []))


def walked(browser, live_server, arguments, names, actor=None, targets=0) -> dict:
    """Page → what is wrong with it."""
    found = {}
    for name in names:
        with visit(browser, address(live_server, arguments, name), actor=actor) as seen:
            found[name] = faults(seen)
            narrow = opened_narrow(seen).page
            found[name] += too_small(narrow, targets) if targets else []
            found[name] += [f"{overflow(narrow)} px too wide"] if overflow(narrow) else []
    return {name: wrong for name, wrong in found.items() if wrong}


def test_public_pages_of_funds(browser, live_server, books):
    _by, arguments = books
    assert walked(browser, live_server, arguments, PUBLIC, targets=44) == {}


def test_public_pages_of_funds_in_large_print(browser, live_server, books):
    _by, arguments = books
    found = {}
    for name in PUBLIC:
        with visit(browser, address(live_server, arguments, name), size=PHONE, elder=True) as seen:
            found[name] = axe_violations(seen.page) + too_small(seen.page, 60)
            found[name] += [f"{overflow(seen.page)} px too wide"] if overflow(seen.page) else []
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_desk_pages_of_ways(browser, live_server, books):
    by, arguments = books
    assert walked(browser, live_server, arguments, DESK, by) == {}


def test_one_of_the_two_pictures_is_shown(browser, live_server, books):
    _by, arguments = books
    with visit(browser, address(live_server, arguments, "public_fund")) as seen:
        shown = [seen.page.locator(f".flow-{name}").is_visible() for name in ("wide", "tall")]
        seen.page.set_viewport_size({"width": 390, "height": 844})
        shown += [seen.page.locator(f".flow-{name}").is_visible() for name in ("wide", "tall")]
    assert shown == [True, False, False, True]
