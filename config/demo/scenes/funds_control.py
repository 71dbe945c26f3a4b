"""What was made of the money: goods in pieces, checks and audits, a closing; and suspicions that people handled."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from config.demo.scenes.funds_desk import Desk, fen, scan
from funds.actions import handling, importing, ledger, verifying
from funds.actions.importing import Batch
from funds.actions.verifying import Finding
from funds.models import Account, Check, Delivery, Fund, FundFlag, Payee, Stage
from funds.movements import WORDS, Row

Moments = Iterator[tuple[datetime, Callable]]
# code → how it usually ends: what the inspector proposes, how, what the second one says
ENDS = {
    "FF-01": ("乡镇已说明项目用地调整，责令十日内提出分配方案，建议认定查实。", "verified", "同意，督促限期分配。"),
    "FF-02": (
        "专项资金列支外出考察差旅费，不在规定用途内，建议认定查实并责令退回。",
        "verified",
        "同意，责令归还原渠道。",
    ),
    "FF-03": ("收款单位与合同乙方不一致，未办理合同变更，建议移交查处。", "transferred", "同意移交。"),
    "FF-04": ("项目变更设计后结余资金长期未用，建议认定查实并收回统筹。", "verified", "同意，督促盘活存量资金。"),
    "FF-05": ("项目因图纸变更推迟，责任单位已排定进度，建议认定查实并跟踪。", "verified", "同意，按月跟踪。"),
    "FF-13": (
        "经入户核对确权证书，申报金额高于面积乘以标准，建议认定查实并按面积核减。",
        "verified",
        "同意，按面积核减。",
    ),
    "FF-06": ("三笔修缮款均略低于限额且收款人相同，属拆分支付，建议认定查实。", "verified", "同意，责令整改。"),
}
STORE = ("物资属县级储备，按规定保持常备数量，建议排除。", "dismissed", "核对储备计划，同意排除。")
USUAL = ("已调取原始凭证核对，未发现违规，建议排除。", "dismissed", "同意排除。")
EACH, MOST, REST = 4, 3, 8  # working days between rounds of handling; suspicions a round; the last ones stay open
ASKED = "请说明款项未按规定上缴国库的原因，并提供银行流水和票据存根。"


def moments(desk: Desk) -> Moments:
    yield from goods(desk)
    yield from checks(desk)
    yield desk.at(8, 16), partial(close, desk, desk.at(8, 16))
    for ago in range(150, REST, -EACH):
        for number in range(MOST):
            now, then = desk.at(ago, 9, 20 + number), desk.at(ago, 16, 30 + number)
            yield now, partial(propose, desk, now)
            yield then, partial(decide, desk, then)
    yield desk.at(2, 15, 5), partial(ask, desk, desk.at(2, 15, 5))


# goods, counted in pieces


def goods(desk: Desk) -> Moments:
    for place, told in enumerate(desk.told["goods"]):
        now, then = desk.at(told["ago"], 9, 2), desk.at(told["ago"] - 1, 15, 2)
        yield now, partial(deliver, desk, place, told, now)
        yield then, partial(confirm, desk, then)


def deliver(desk: Desk, place: int, told: dict, now: datetime):
    """The file of the relief store: every movement of goods with its number there."""
    rows = []
    for line, (kind, out_of, into, pieces, project, words) in enumerate(told["rows"], 2):
        into = Payee.objects.get(name=into).account_number if into.endswith("接收点") else into
        project = project if WORDS[kind] not in ("arrive", "share") else ""
        number = f"WZ-{place + 1}-{line:03d}"
        about = {"out_of": out_of, "into": into, "project": project}
        rows.append((line, Row(number, WORDS[kind], desk.day(told["ago"]), fen(pieces), words, **about)))
    total = sum(row.amount for _line, row in rows)
    batch = Batch("救灾物资出入库明细.xlsx", rows, len(rows), total, len(rows) + 2)
    importing.deliver(desk.fund("jz01"), batch, by=desk.cashier, now=now)


def confirm(desk: Desk, now: datetime):
    importing.confirm_delivery(Delivery.objects.latest("pk"), by=desk.treasurer, now=now)


# acceptance, audit, closing


def checks(desk: Desk) -> Moments:
    told = [
        (170, "zx01", "jyj", "县第三幼儿园综合楼", "acceptance", 8_000_000, 0, "主体工程质量合格，资料齐全。"),
        (
            96,
            "fp01",
            "liulin",
            "柳林镇柑橘冷库",
            "acceptance",
            1_500_000,
            60_000,
            "制冷机组型号与合同不符，责令更换。",
        ),
        (30, "fp01", "qinghe", "清河镇大棚蔬菜基地", "audit", 2_400_000, 18_600, "列支差旅费不符合资金用途。"),
        (2, "zx01", "jyj", "县第三幼儿园综合楼", "audit", 6_000_000, 120_000, "变更签证手续不全，多计工程款。"),
        (2, "zx01", "slj", "农村饮水安全巩固提升", "acceptance", 3_000_000, 0, "管网改造完成，水质检测合格。"),
    ]
    for place, row in enumerate(told):
        now, then = desk.at(row[0], 14, 40 + place), desk.at(row[0] - 1, 14, 40 + place)
        yield now, partial(check, desk, row, now)
        if row[0] > 2:
            yield then, partial(confirm_check, desk, row, then)


def hands(desk: Desk, code: str, kind: str):
    """Who enters and who confirms: the managing department accepts, the audit office audits."""
    if kind == Check.Kind.AUDIT:
        return desk.auditors()
    manager = desk.fund(code).manager.code
    return [desk.signer(manager), desk.someone(manager, "head")]


def check(desk: Desk, row: tuple, now: datetime):
    _ago, code, unit, project, kind, amount, questioned, words = row
    account = Account.objects.get(
        fund__code=code, stage=Stage.ALLOCATED, organisation=desk.unit(unit), project=project
    )
    result = Check.Result.PARTLY if questioned else Check.Result.GOOD
    by = hands(desk, code, kind)[0]
    about = {"questioned": fen(questioned), "account": account, "files": (scan(f"{project}现场照片", by, now),)}
    finding = Finding(kind, result, fen(amount), desk.day(row[0]), words, **about)
    verifying.check(account.fund, finding, by=by, now=now)


def confirm_check(desk: Desk, row: tuple, now: datetime):
    found = Check.objects.open().filter(fund__code=row[1], kind=row[4]).latest("pk")
    verifying.confirm_check(found, by=hands(desk, row[1], row[4])[1], now=now)


def close(desk: Desk, now: datetime):
    """The accounts of the pension fund are closed up to two months ago."""
    until = desk.day(30).replace(day=1)
    ledger.close_period(desk.fund("sb01"), by=desk.treasurer, now=now, until=until)


# suspicions


def oldest(*states: str) -> FundFlag | None:
    flags = FundFlag.objects.current().filter(state__in=states, lapsed_at=None).order_by("pk")
    return flags.select_related("fund__finance", "organisation").first()


def end_of(flag: FundFlag) -> tuple[str, str, str]:
    """Goods may lie in store, money may not."""
    is_store = flag.code == "FF-04" and flag.fund.measure == Fund.Measure.GOODS
    return STORE if is_store else ENDS.get(flag.code, USUAL)


def propose(desk: Desk, now: datetime):
    flag = oldest(FundFlag.State.OPEN)
    if flag is not None:
        words, end, _said = end_of(flag)
        handling.propose(flag, by=desk.inspectors()[0], now=now, end=end, text=words)


def decide(desk: Desk, now: datetime):
    flag = oldest(FundFlag.State.PROPOSED)
    if flag is not None:
        said = end_of(flag)[2]
        handling.decide(flag, by=desk.inspectors()[1], now=now, agrees=True, text=said)


def ask(desk: Desk, now: datetime):
    """The last about fees is asked about and waits for the unit."""
    flag = FundFlag.objects.current().filter(code="FF-14", state=FundFlag.State.OPEN, lapsed_at=None).first()
    if flag is not None:
        handling.ask(flag, by=desk.inspectors()[0], now=now, text=ASKED)
