"""The money itself: arrivals, shares and allocations by two people, plans, applications, the bank and its answers.

A round runs by working days: proposed, agreed the next day, planned, agreed, then the applications; each application
is audited, approved, sent and answered on the days after. Whatever would lie ahead of today is open work.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.utils import timezone

from config.demo.people import credit_code
from config.demo.scenes.funds_desk import FIRST, Desk, fen, scan
from funds.actions import applying, ledger, opening, paying, planning, proposing, reconciling, scanning
from funds.actions.applying import Wish
from funds.actions.ledger import account_of
from funds.actions.proposing import Draft, Share
from funds.bankfiles import ANSWER_HEADERS, plain
from funds.models import Application, PaymentFile, Plan, Proposal, Quota, Stage

Moments = Iterator[tuple[datetime, Callable]]
SLIPS, REFUSED = 30, 1_500_000  # of the seed: slips of a year and the yuan they refused
LATER_SLIPS = 150_000  # yuan: of the one that came back and of the one the bank returned, told in funds.json
RETURNED, FAILED, ALTERED = "活动室装修款", "零星变更工程款", "室外绿化工程款"


def moments(desk: Desk) -> Moments:
    yield desk.at(FIRST, 9), partial(begin, desk, desk.at(FIRST, 9))
    yield from arrivals(desk)
    rounds = [*desk.told["rounds"], *series_rounds(desk)]
    for place, row in enumerate(rounds):
        yield from course(desk, row, place)
    yield from slips(desk)
    for ago in sorted({paid_on(row, pay) for row in rounds for _u, _p, _y, pays in row["lines"] for pay in pays}):
        yield desk.at(ago - 3, 9, 45), partial(send, desk, desk.at(ago - 3, 9, 45))
        yield desk.at(ago - 4, 10), partial(answer, desk, desk.at(ago - 4, 10))


def paid_on(row: dict, pay: list) -> int:
    """How many working days ago an application is handed in."""
    return row["ago"] - pay[0]


def begin(desk: Desk, now: datetime):
    """One moment: the funds are opened and the payees entered."""
    year = desk.starts_on.year
    ends_on = date(year + 1, desk.starts_on.month, 1) - timedelta(days=1)
    for told in desk.told["funds"]:
        facts = told | {"manager": desk.unit(told["manager"]), "basis": told["basis"] % {"year": year}}
        facts |= {"name": f"{year}年{told['name']}", "starts_on": desk.starts_on, "ends_on": ends_on}
        opening.open_fund(desk.finance, by=desk.auditor, now=now, **facts)
    points = ("清河村", "上湾村", "白水村")
    told = [*desk.told["payees"].values(), *([f"{name}救灾物资接收点", "office", "实物"] for name in points)]
    for place, (name, sort, bank) in enumerate(told, 1):
        about = {"sort": sort, "name": name, "identity": credit_code(desk.rng), "bank": bank}
        about["account_number"] = f"82010{desk.rng.randrange(10**8):08d}{place:04d}"
        applying.register_payee(desk.finance, by=desk.cashier, now=now, **about)


def arrivals(desk: Desk) -> Moments:
    told = [*desk.told["arrivals"], *series_arrivals(desk)]
    for place, (code, ago, giver, yuan, words) in enumerate(told):
        now, scanned = desk.at(ago, 9, 10 + place), place < len(desk.told["arrivals"])
        yield now, partial(arrive, desk, code, giver, yuan, words, now, scanned)


def arrive(desk: Desk, code: str, giver: str, yuan: int, words: str, now: datetime, scanned: bool):
    """The paper of what comes once is scanned with it."""
    about = {"giver": giver, "amount": fen(yuan), "happened_on": timezone.localdate(now), "words": words}
    voucher = ledger.arrive(desk.fund(code), by=desk.cashier, now=now, **about)
    if scanned:
        scanning.add_papers(voucher, by=desk.cashier, now=now, files=[scan(f"{giver}拨款通知单", desk.cashier, now)])


def series_arrivals(desk: Desk) -> Iterator[list]:
    """What comes every month: each giver a part, three working days before it is paid out."""
    for told in desk.told["series"]:
        for ago in range(told["first"], 10, -told["every"]):
            part = told["yuan"] // len(told["givers"])
            for giver in told["givers"]:
                yield [told["fund"], ago + 3, giver, part, f"{desk.day(ago).month}月{told['words'][:8]}资金归集"]


def series_rounds(desk: Desk) -> Iterator[dict]:
    for told in desk.told["series"]:
        for ago in range(told["first"], 10, -told["every"]):
            words = f"{desk.day(ago).month}月{told['words']}"
            pays = [[4, told["yuan"], told["payee"], told["class"], words]]
            yield {
                "fund": told["fund"],
                "ago": ago,
                "words": words,
                "lines": [[told["unit"], told["project"], told["yuan"], pays]],
            }


def course(desk: Desk, row: dict, place: int) -> Moments:
    """One round from the proposal to the applications."""
    ago, minute = row["ago"], place
    if row.get("via"):
        yield from decided(desk, row, Proposal.Kind.SHARE, ago, minute)
        ago -= 4
    yield from decided(desk, row, Proposal.Kind.ALLOCATE, ago, minute)
    for number, line in enumerate(lines_of(row)):
        yield from spent(desk, row, line, ago, minute + number)


def lines_of(row: dict) -> list[list]:
    """The lines that go on; a town that keeps its share has none."""
    return [line for line in row["lines"] if line[0] not in row.get("keeps", ())]


def decided(desk: Desk, row: dict, kind: str, ago: int, minute: int) -> Moments:
    made = {}
    now = desk.at(ago, 10, minute)
    yield now, partial(propose, desk, row, kind, made, now)
    then = desk.at(ago - 1, 11, minute)
    yield then, partial(agree, desk, made, then)


def propose(desk: Desk, row: dict, kind: str, made: dict, now: datetime):
    fund = desk.fund(row["fund"])
    held = account_of(fund, Stage.HELD, organisation=fund.finance)
    lines = row["lines"] if kind == Proposal.Kind.SHARE else lines_of(row)
    shares = []
    for code, project, yuan, _pays in lines:
        passed = row.get("via") and kind == Proposal.Kind.ALLOCATE
        out_of = account_of(fund, Stage.HELD, organisation=desk.unit(code)) if passed else held
        shares.append(Share(out_of, desk.unit(code), fen(yuan), "" if kind == Proposal.Kind.SHARE else project))
    words = f"{row['words']}{'分拨到乡镇' if kind == Proposal.Kind.SHARE else '资金分配方案'}"
    draft = Draft(kind, sum(share.amount for share in shares), words, timezone.localdate(now))
    made["pk"] = proposing.propose(fund, draft, shares, by=desk.clerk(fund.manager.code), now=now).pk


def agree(desk: Desk, made: dict, now: datetime):
    proposing.approve_proposal(Proposal.objects.get(pk=made["pk"]), by=desk.auditor, now=now)


def quota_of(desk: Desk, row: dict, line: list) -> Quota:
    about = {"account__fund__code": row["fund"], "account__organisation": desk.unit(line[0])}
    return Quota.objects.select_related("account__fund").get(account__project=line[1], **about)


def spent(desk: Desk, row: dict, line: list, ago: int, minute: int) -> Moments:
    """The plan of a line, its disbursement where the unit pays itself, and its applications."""
    made = {}
    now, then = desk.at(ago - 2, 9, minute), desk.at(ago - 3, 9, minute)
    yield now, partial(plan, desk, row, line, made, now)
    yield then, partial(agree_plan, desk, made, then)
    if any("authorised" in pay for pay in line[3]):
        now, then = desk.at(ago - 3, 14, minute), desk.at(ago - 3, 16, minute)
        yield now, partial(disburse, desk, row, line, made, now)
        yield then, partial(agree, desk, made, then)
    for number, pay in enumerate(line[3]):
        yield from applied(desk, row, line, pay, minute * 3 + number)


def plan(desk: Desk, row: dict, line: list, made: dict, now: datetime):
    about = {"month": timezone.localdate(now), "amount": fen(line[2]), "words": line[1]}
    made["plan"] = planning.submit_plan(quota_of(desk, row, line), by=desk.clerk(line[0]), now=now, **about).pk
    desk.kept["plan", row["fund"], row["ago"], *line[:2]] = timezone.localdate(now).replace(day=1)


def agree_plan(desk: Desk, made: dict, now: datetime):
    planning.approve_plan(Plan.objects.get(pk=made["plan"]), by=desk.auditor, now=now)


def disburse(desk: Desk, row: dict, line: list, made: dict, now: datetime):
    quota = quota_of(desk, row, line)
    draft = Draft(Proposal.Kind.DISBURSE, fen(line[2]), f"{line[1]}拨付", timezone.localdate(now))
    share = Share(quota.account, amount=fen(line[2]))
    made["pk"] = proposing.propose(quota.account.fund, draft, [share], by=desk.cashier, now=now).pk


def applied(desk: Desk, row: dict, line: list, pay: list, minute: int) -> Moments:
    """Handed in, audited, approved; one of the last came back with a slip."""
    made, ago = {}, paid_on(row, pay)
    now = desk.at(ago, 15, minute)
    yield now, partial(apply, desk, row, line, pay, made, now)
    then = desk.at(ago - 1, 9, 30 + minute)
    yield then, partial(send_back if pay[4] == RETURNED else audit, desk, made, then)
    if pay[4] != RETURNED:
        then = desk.at(ago - 2, 10, 30 + minute)
        yield then, partial(approve, desk, made, then)


def apply(desk: Desk, row: dict, line: list, pay: list, made: dict, now: datetime):
    _after, yuan, payee, economic_class, words, *more = pay
    month = desk.kept["plan", row["fund"], row["ago"], *line[:2]]
    about = {"contract_number": more[0] if more else "", "kind": more[1] if len(more) > 1 else "direct"}
    wish = Wish(month, desk.payee(payee), fen(yuan), economic_class, words, **about)
    clerk = desk.clerk(line[0])
    application = applying.write(quota_of(desk, row, line), wish, by=clerk, now=now)
    made["pk"] = applying.submit(application, by=clerk, now=now).pk


def known(made: dict) -> Application:
    return Application.objects.select_related("quota").get(pk=made["pk"])


def audit(desk: Desk, made: dict, now: datetime):
    applying.audit(known(made), by=desk.auditor, now=now, opinion="指标、计划、合同和票据核对一致。")


def approve(desk: Desk, made: dict, now: datetime):
    applying.approve(known(made), by=desk.treasurer, now=now)


def send_back(desk: Desk, made: dict, now: datetime):
    words = "发票金额与结算单不一致，请更正后重新提交。"
    applying.send_back(known(made), by=desk.auditor, now=now, category="papers", words=words, law="《会计法》第十四条")


# the slips of the year


def slips(desk: Desk) -> Moments:
    """Small applications that were refused, before the right ones of their line were handed in."""
    lines = [(row, line) for row in desk.told["rounds"] for line in lines_of(row) if is_usual(row, line)]
    amounts = slip_amounts(SLIPS - 2, REFUSED - LATER_SLIPS)
    for place, yuan in enumerate(amounts):
        row, line = lines[place % len(lines)]
        ago, minute = paid_on(row, line[3][0]), 2 * place
        now, then, made = desk.at(ago, 9, minute), desk.at(ago, 11, minute), {}
        category, words, law = desk.told["slips"][place % len(desk.told["slips"])]
        pay = [0, yuan, *line[3][0][2:4], f"{line[1]}零星支出"]
        yield now, partial(apply, desk, row, line, pay, made, now)
        yield then, partial(refuse, desk, made, category, words, law, then)


def is_usual(row: dict, line: list) -> bool:
    """Long over, paid directly, and large enough."""
    return row["ago"] > 30 and line[2] >= 400_000 and bool(line[3]) and "authorised" not in line[3][0]


def slip_amounts(count: int, total: int) -> list[int]:
    """So many different amounts in hundreds of yuan that add up to the total."""
    each = total // count
    amounts = [(each + (place * 37 % 41 - 20) * 1000) // 100 * 100 for place in range(count - 1)]
    return [*amounts, total - sum(amounts)]


def refuse(desk: Desk, made: dict, category: str, words: str, law: str, now: datetime):
    applying.refuse(known(made), by=desk.auditor, now=now, category=category, words=words, law=law)


# the bank


def send(desk: Desk, now: datetime):
    """All that is approved goes out in one file."""
    waiting = Application.objects.filter(state="approved", quota__account__fund__finance=desk.finance)
    rows = list(waiting.order_by("pk"))
    if rows:
        paying.make_file(desk.finance, rows, by=desk.cashier, now=now)


def answer(desk: Desk, now: datetime):
    """The bank answers the oldest file that it has not answered."""
    sent = Application.objects.filter(state="sent", bank_lines=None, file__made_at__lt=now)
    file = PaymentFile.objects.filter(applications__in=sent).order_by("pk").first()
    if file is None:
        return
    day = timezone.localdate(now)
    rows = [said(row, day) for row in file.applications.select_related("payee", "file").order_by("line")]
    text = io.StringIO()
    total = sum(float(row[5]) for row in rows)
    csv.writer(text).writerows([ANSWER_HEADERS, *rows, ["合计", len(rows), "", "", "", f"{total:.2f}", "", "", ""]])
    name = f"银行回单{day:%Y%m%d}.csv"
    reconciling.read_statement(desk.finance, name, text.getvalue().encode("gb18030"), by=desk.cashier, now=now)


def said(row: Application, day: date) -> list:
    """What the bank says of a payment: one of the last was not paid, another has an amount of its own."""
    amount = row.amount - fen(1000) if row.words == ALTERED else row.amount
    result = ("失败", "收款人账号已销户") if row.words == FAILED else ("成功", "")
    who = [row.payee.name, row.payee.account_number]
    return [row.file.number, row.line, row.number, *who, plain(amount), result[0], day.isoformat(), result[1]]
