"""The way of a payment for tests: proposal → quota → plan → application → bank, each in one call."""

from dataclasses import dataclass
from datetime import date

from accounts.actor import Actor
from funds.actions import applying, paying, planning, proposing, reconciling
from funds.actions.applying import Wish
from funds.actions.proposing import Draft, Share
from funds.bankfiles import ANSWER_HEADERS, plain
from funds.models import Application, Plan, Proposal, Quota
from tests.conftest import at
from tests.funds.money import YUAN, arrive, held, payee

MARCH = date(2026, 3, 1)
THEN = at("2026-03-10 10:00")
PAID_ON = date(2026, 3, 12)
LATER = at("2026-03-13 10:00")


@dataclass(frozen=True)
class Cast:
    """Who acts: the unit's clerk, and four people of finance."""

    clerk: Actor
    cashier: Actor
    auditor: Actor
    treasurer: Actor


def draft(kind, yuan, words="2026年第一批", day=date(2026, 3, 3), **more) -> Draft:
    return Draft(kind, int(yuan * YUAN), words, day, **more)


def allocate(fund, unit, yuan, cast, project="产业路") -> Quota:
    """An approved allocation; the quota it opened."""
    share = Share(held(fund), unit, int(yuan * YUAN), project)
    made = proposing.propose(fund, draft(Proposal.Kind.ALLOCATE, yuan), [share], by=cast.cashier, now=THEN)
    proposing.approve_proposal(made, by=cast.auditor, now=THEN)
    return Quota.objects.get(account__fund=fund, account__organisation=unit, account__project=project)


def plan(quota, yuan, cast, month=MARCH) -> Plan:
    about = {"month": month, "amount": int(yuan * YUAN), "words": "工程进度款"}
    made = planning.submit_plan(quota, by=cast.clerk, now=THEN, **about)
    return planning.approve_plan(made, by=cast.auditor, now=THEN)


def wish(yuan, firm=None, **more) -> Wish:
    words = {"month": MARCH, "economic_class": "31005", "words": "产业路第一期工程款"}
    return Wish(payee=firm or payee(), amount=int(yuan * YUAN), **words | more)


def submitted(quota, yuan, cast, **more) -> Application:
    made = applying.write(quota, wish(yuan, **more), by=cast.clerk, now=THEN)
    return applying.submit(made, by=cast.clerk, now=THEN)


def approved(quota, yuan, cast, **more) -> Application:
    made = applying.audit(submitted(quota, yuan, cast, **more), by=cast.auditor, now=THEN)
    return applying.approve(made, by=cast.treasurer, now=THEN)


def sent(quota, amounts, cast) -> list[Application]:
    rows = [approved(quota, yuan, cast) for yuan in amounts]
    paying.make_file(quota.fund.finance, rows, by=cast.cashier, now=THEN)
    return list(Application.objects.filter(pk__in=[row.pk for row in rows]).order_by("line"))


def answer(row, **changed) -> list[str]:
    """A line of the bank about a payment that was made as ordered, but for what `changed` says."""
    cells = {
        "批次号": row.file.number,
        "序号": row.line,
        "支付申请号": row.number,
        "收款人": row.payee.name,
        "收款账号": row.payee.account_number,
        "金额": plain(row.amount),
        "结果": "成功",
        "日期": PAID_ON.isoformat(),
        "原因": "",
    }
    return [str(cell) for cell in (cells | changed).values()]


def file_of(lines, total=None, count=None, encoding="utf-8") -> bytes:
    """The bank's file with its last line; `total` in yuan where it is to be wrong."""
    said = total if total is not None else f"{sum(float(line[5]) for line in lines):.2f}"
    rows = [ANSWER_HEADERS, *lines, ["合计", str(count or len(lines)), "", "", "", said, "", "", ""]]
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def read(organisation, data, cast, name="回单0312.csv"):
    return reconciling.read_statement(organisation, name, data, by=cast.cashier, now=LATER)


def endowed(fund, unit, cast, yuan=100_000) -> Quota:
    """A quota with its plan of March, out of what arrived."""
    arrive(fund, yuan, by=cast.cashier)
    quota = allocate(fund, unit, yuan, cast)
    plan(quota, yuan, cast)
    return quota
