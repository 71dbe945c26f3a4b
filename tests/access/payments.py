"""What stands behind the addresses of payments: a fund that finance keeps and the first bureau manages and spends."""

from datetime import date

from accounts.models import Organisation, Role
from funds.actions import applying, flag_rules, importing, planning, verifying
from funds.actions.flags import suspect
from funds.actions.verifying import Finding
from funds.models import Fund, FundFlag, Payee, Proposal, Quota
from funds.movements import Row
from tests.conftest import at, employ
from tests.funds.money import arrive, make_fund
from tests.funds.payments import Cast, allocate, answer, file_of, plan, read, sent, submitted, wish

FINANCE = "finance"
NOW, DAY = at("2026-03-10"), date(2026, 3, 10)


def treasury(county) -> dict:
    """The finance bureau; one of its people walks, whom none of the papers below passed."""
    business = Organisation.Business.FUNDS
    about = {"name": "云溪县财政局", "short_name": "财政局", "level": "department", "business": business}
    office = Organisation.objects.create(code="czj", parent=county, **about)
    return {FINANCE: employ("p-finance", "某财政", office, Role.APPROVER)}


def funded(people, bureau) -> dict:
    """The arguments of the addresses of budget and payment: a payment the bank answered, and one under way."""
    office = people[FINANCE].organisation
    roles = {"cashier": Role.CLERK, "auditor": Role.REVIEWER, "treasurer": Role.HEAD}
    others = {name: employ(f"f-{name}", name, office, role) for name, role in roles.items()}
    cast = Cast(clerk=people["clerk"], **others)
    fund = make_fund(office, bureau, code="zx01")
    arrived = arrive(fund, 100, by=cast.cashier)
    quota = allocate(fund, bureau, 100, cast)
    plan(quota, 60, cast)
    [paid] = sent(quota, [10], cast)
    statement = read(office, file_of([answer(paid, 金额="9.00")]), cast)
    application = submitted(quota, 5, cast)
    draft = applying.write(quota, wish(5), by=cast.clerk, now=NOW)
    proposal = Proposal.objects.get()
    open_plan = planning.submit_plan(quota, by=cast.clerk, now=NOW, month=DAY, amount=100, words="设备")
    posting = arrived.postings.get()
    flag = suspected(fund, Payee.objects.get())
    version = flag_rules.propose("FF-06", by=people["inspector"], now=NOW, parameters={}, reason="试行")
    return checked(people, fund, posting, cast.cashier) | {
        "exchange:movements": [fund.code],
        "funds:flag": [flag.pk],
        "funds:flag_deed": [flag.pk, "explain"],
        "funds:flag_rule": ["FF-06"],
        "funds:sign_flag_version": [version.pk],
        "funds:fund": [fund.code],
        "funds:fund_deed": [fund.code, "close"],
        "funds:propose": [fund.code, "allocate"],
        "funds:proposal": [proposal.pk],
        "funds:proposal_deed": [proposal.pk, "approve"],
        "funds:quota": [quota.pk],
        "funds:quota_deed": [quota.pk, "plan"],
        "funds:apply": [quota.pk],
        "funds:plan": [open_plan.pk],
        "funds:plan_deed": [open_plan.pk, "refuse"],
        "funds:application": [application.pk],
        "funds:application_deed": [application.pk, "audit"],
        "funds:rewrite": [draft.pk],
        "funds:file": [paid.file_id],
        "funds:file_csv": [paid.file_id],
        "funds:statement": [statement.pk],
        "funds:settle": [statement.pk, statement.rows.get().pk],
        "funds:voucher": [arrived.pk],
        "funds:paper": [arrived.pk],
        "funds:give_back": [posting.pk],
    }


def checked(people, fund: Fund, posting, cashier) -> dict:
    """The arguments of ways, reports, checks and deliveries: an audit and a file wait for their second person."""
    finding = Finding("audit", "good", 100, DAY, "账实相符")
    check = verifying.check(fund, finding, by=people["inspector"], now=NOW)
    row = Row("PZ-1", "arrive", DAY, 100, "补助", out_of="省财政厅", into=fund.finance.short_name)
    delivery = importing.deliver(fund, importing.Batch("三月.csv", [(2, row)], 1, 100, 3), by=cashier, now=NOW)
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
