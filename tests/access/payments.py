"""What stands behind the addresses of payments: a fund of the first bureau, which keeps and spends it as well."""

from datetime import date

from funds import actions
from funds.actions import applying, flag_rules, importing, planning, proposing, verifying
from funds.actions.applying import Wish
from funds.actions.flags import suspect
from funds.actions.ledger import account_of
from funds.actions.proposing import Draft, Share
from funds.actions.verifying import Finding
from funds.models import Fund, FundFlag, Payee, Quota, Stage
from funds.movements import Row
from tests.conftest import at

NOBODY = 999_999
NOW, DAY = at("2026-03-03"), date(2026, 3, 3)


def funded(people, bureau) -> dict:
    """The arguments of the addresses of budget and payment."""
    clerk, reviewer = people["clerk"], people["reviewer"]
    about = {"kind": "special", "year": 2026, "basis": "财综〔2026〕1号", "purpose": "市场监管能力建设"}
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "created_at": NOW}
    fund = Fund.objects.create(code="zx01", name="2026年专项资金", finance=bureau, manager=bureau, **about, **days)
    arrived = actions.arrive(fund, by=clerk, now=NOW, giver="省财政厅", amount=100, happened_on=DAY, words="补助")
    draft = Draft("allocate", 100, "第一批", DAY)
    share = Share(account_of(fund, Stage.HELD, organisation=bureau), bureau, 100, "快检室")
    made = proposing.propose(fund, draft, [share], by=clerk, now=NOW)
    proposing.approve_proposal(made, by=reviewer, now=NOW)
    quota = Quota.objects.get()
    plan = planning.submit_plan(quota, by=clerk, now=NOW, month=DAY, amount=100, words="设备")
    payee = Payee.objects.create(sort="firm", name="仪器公司", identity="91", account_number="62", entered_at=NOW)
    wish = Wish(DAY, payee, 100, "31003", "快检设备")
    application = applying.write(quota, wish, by=clerk, now=NOW)
    posting = arrived.postings.get()
    flag = suspected(fund, payee)
    version = flag_rules.propose("FF-06", by=people["inspector"], now=NOW, parameters={}, reason="试行")
    return checked(people, fund, posting) | {
        "exchange:movements": [fund.code],
        "funds:flag": [flag.pk],
        "funds:flag_deed": [flag.pk, "explain"],
        "funds:flag_rule": ["FF-06"],
        "funds:sign_flag_version": [version.pk],
        "funds:fund": [fund.code],
        "funds:fund_deed": [fund.code, "close"],
        "funds:propose": [fund.code, "allocate"],
        "funds:proposal": [made.pk],
        "funds:proposal_deed": [made.pk, "approve"],
        "funds:quota": [quota.pk],
        "funds:quota_deed": [quota.pk, "plan"],
        "funds:apply": [quota.pk],
        "funds:plan": [plan.pk],
        "funds:plan_deed": [plan.pk, "refuse"],
        "funds:application": [application.pk],
        "funds:application_deed": [application.pk, "submit"],
        "funds:rewrite": [application.pk],
        "funds:file": [NOBODY],
        "funds:file_csv": [NOBODY],
        "funds:statement": [NOBODY],
        "funds:settle": [NOBODY, NOBODY],
        "funds:voucher": [arrived.pk],
        "funds:paper": [arrived.pk],
        "funds:give_back": [posting.pk],
    }


def checked(people, fund: Fund, posting) -> dict:
    """The arguments of ways, reports, checks and deliveries: an audit and a file wait for their second person."""
    finding = Finding("audit", "good", 100, DAY, "账实相符")
    check = verifying.check(fund, finding, by=people["inspector"], now=NOW)
    row = Row("PZ-1", "arrive", DAY, 100, "补助", out_of="省财政厅", into=fund.finance.short_name)
    delivery = importing.deliver(fund, importing.Batch("三月.csv", [(2, row)], 1, 100, 3), by=people["clerk"], now=NOW)
    photo = "00000000-0000-4000-8000-000000000009"
    return {
        "funds:trace": [posting.pk],
        "funds:trace_payee": [Payee.objects.get().pk],
        "funds:flow": [fund.code],
        "funds:voucher_papers": [posting.voucher_id],
        "funds:project": [Quota.objects.get().account_id],
        "funds:ledger": [fund.code],
        "funds:new_check": [fund.code],
        "funds:check": [check.pk],
        "funds:check_deed": [check.pk, "confirm"],
        "funds:new_delivery": [fund.code],
        "funds:delivery": [delivery.pk],
        "funds:delivery_deed": [delivery.pk, "drop"],
        "funds:public_fund": [fund.code],
        "funds:public_ledger": [fund.code],
        "funds:public_tab": [fund.code, "use"],
        "funds:photo": [photo],
        "records:small": [photo],
    }


def suspected(fund: Fund, payee: Payee) -> FundFlag:
    """Split payments of the bureau: it explains, inspectors handle."""
    detail = {"payee": "仪器公司", "from": "2026-03-03", "to": "2026-03-03", "amounts": [1, 2], "vouchers": []}
    numbers = {"topic": "split:1:1", "value": 100, "threshold": 90, "detail": detail, "now": NOW}
    return suspect("FF-06", fund=fund, organisation=fund.manager, subject=payee, **numbers)
