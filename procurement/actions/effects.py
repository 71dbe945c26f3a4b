"""What follows from each step, besides that it is done: one function a step. Each returns the fields it changed.

The tender is locked and everything was checked; the caller saves it.
"""

from django.utils import timezone

from deadlines.words import chinese_date
from procurement import clocks
from procurement.actions import draws
from procurement.actions.common import publish, today
from procurement.flows import Asked
from procurement.guards.money import WHY_NOT_FIRST
from procurement.models import Award, Candidate, Contract, Handover, Method, MethodChange, Notice, Tender
from records.money import yuan

STATED = {  # the facts of the tender that a step writes
    "conditions": ["audit_number", "audited"],
    "documents": ["control_price", "start_price", "guarantee", "validity_days", "duration_days", "summary"],
    "notice": ["documents_from", "documents_until", "bids_due_at", "place"],
}


def take(asked: Asked, names) -> list[str]:
    """Write what was stated into the tender; what was not stated stays as it is."""
    changed = [name for name in names if asked.data.get(name) not in (None, "")]
    for name in changed:
        setattr(asked.tender, name, asked.data[name])
    return changed


def register(asked: Asked) -> list[str]:
    """受理: the centre has the papers, the course begins."""
    tender = asked.tender
    tender.accept()
    tender.registered_at = asked.now
    waiting = tender.handovers.filter(way=Handover.Way.IN, received_at=None)
    for papers in waiting.select_for_update():
        papers.received_at, papers.received_by = asked.now, asked.by.user
        papers.save(update_fields=["received_at", "received_by"])
    return ["registered_at"]


def conditions(asked: Asked) -> list[str]:
    return take(asked, STATED["conditions"])


def method(asked: Asked) -> list[str]:
    """The method as approved; another than applied for is a change, counted and with its ground."""
    tender, becomes = asked.tender, asked.data["method"]
    if becomes != tender.method:
        change_method(tender, becomes, asked.data.get("ground") or asked.step.law, by=asked.by, now=asked.now)
    tender.organised_by = asked.data.get("organised_by") or tender.organised_by
    return ["method", "organised_by"]


def change_method(tender: Tender, becomes: str, ground: str, *, by, now) -> MethodChange:
    """The tender is not saved."""
    about = {"ground": ground, "changed_at": now, "changed_by": by.user}
    made = MethodChange.objects.create(tender=tender, was=tender.method, becomes=becomes, **about)
    tender.method = becomes
    return made


def agent(asked: Asked) -> list[str]:
    asked.tender.agent = asked.data.get("agent")
    return ["agent"]


def documents(asked: Asked) -> list[str]:
    return take(asked, STATED["documents"])


def filing(asked: Asked) -> list[str]:
    """Nothing but the opinion in the row of the step."""
    return []


def moment(value) -> str:
    local = timezone.localtime(value)
    return f"{chinese_date(local.date())}{local:%H:%M}"


def notice(asked: Asked) -> list[str]:
    """招标公告: from now on anybody may read of it."""
    changed = take(asked, STATED["notice"])
    tender = asked.tender
    tender.published_at = asked.now
    text = asked.data.get("text") or tender.summary or tender.title
    single = tender.method == Method.SINGLE
    publish(
        tender,
        Notice.Kind.SINGLE if single else Notice.Kind.TENDER,
        text,
        by=asked.by,
        now=asked.now,
        title=asked.data.get("title", ""),
        facts=announced(tender),
        media=asked.data.get("media"),
        until=timezone.localdate(tender.bids_due_at) if single else None,
    )
    return [*changed, "published_at"]


def announced(tender: Tender) -> list[tuple[str, str]]:
    """The facts of a notice; what was not settled is left out."""
    rows = [
        ("项目编号", tender.project_number),
        ("项目批准文号", tender.approval_number),
        ("资金来源", tender.funds_source),
        ("招标人（采购人、出让人）", tender.tenderer_name),
        ("代理机构", tender.agent.name if tender.agent else ""),
        ("监督部门", tender.supervisor.name),
        ("最高限价（元）", yuan(tender.control_price)),
        ("起始价（元）", yuan(tender.start_price)),
        ("保证金（元）", yuan(tender.guarantee)),
        ("文件获取", f"{chinese_date(tender.documents_from)}至{chinese_date(tender.documents_until)}")
        if tender.documents_from and tender.documents_until
        else ("", ""),
        ("截止和开标时间", moment(tender.bids_due_at) if tender.bids_due_at else ""),
        ("开标地点", tender.place),
    ]
    return [row for row in rows if row[1]]


def opening(asked: Asked) -> list[str]:
    asked.tender.opened_at = asked.now
    return ["opened_at"]


def ranking(asked: Asked) -> list[str]:
    """The candidates in their order, as the report of the evaluation has them."""
    for rank, row in enumerate(asked.data["candidates"], 1):
        about = {name: row[name] for name in ("party", "price", "score", "manager") if row.get(name) not in (None, "")}
        Candidate.objects.create(tender=asked.tender, round=asked.tender.round, rank=rank, **about)
    return []


def candidates(asked: Asked) -> list[str]:
    """The candidates and their publicity, until the last day of the law."""
    ranking(asked)
    until = asked.period("publicity").end(today(asked.now))
    facts = [
        (f"第{'一二三'[rank]}中标候选人", f"{row['party'].name}，{yuan(row['price'])}元")
        for rank, row in enumerate(asked.data["candidates"])
    ]
    text = asked.data.get("text") or "评标委员会已提交评标报告，现将中标候选人公示如下。"
    shown = [*facts, ("公示期至", chinese_date(until))]
    publish(asked.tender, Notice.Kind.CANDIDATES, text, by=asked.by, now=asked.now, facts=shown, until=until)
    return []


def decide(asked: Asked) -> list[str]:
    """定标: the winner is determined; the notice goes out with the next step."""
    tender, winner = asked.tender, asked.data["winner"]
    shown = tender.candidates.filter(round=tender.round, party=winner).first()
    Award.objects.create(
        tender=tender,
        round=tender.round,
        winner=winner,
        price=shown.price if shown else asked.data["price"],
        reason=WHY_NOT_FIRST.get(asked.data.get("reason"), asked.data.get("reason") or ""),
        determined_on=asked.data.get("determined_on") or today(asked.now),
    )
    return []


def notify(asked: Asked) -> list[str]:
    """中标通知书: the winner is told, the result is public."""
    tender = asked.tender
    made = tender.awards.select_related("winner").get(round=tender.round)
    made.noticed_at, made.noticed_by = asked.now, asked.by.user
    made.save(update_fields=["noticed_at", "noticed_by"])
    rows = [("中标人（成交人）", made.winner.name), ("中标价（成交价，元）", yuan(made.price))]
    text = asked.data.get("text") or f"{tender.title}已确定{made.winner.name}为中标人（成交人），特此公告。"
    facts = [*rows, *saving(tender, made.price)]
    publish(tender, Notice.Kind.RESULT, text, by=asked.by, now=asked.now, facts=facts)
    draws.reveal(tender, now=asked.now)
    return []


def award(asked: Asked) -> list[str]:
    """Decision and notice in one step."""
    return [*decide(asked), *notify(asked)]


def saving(tender: Tender, price: int) -> list[tuple[str, str]]:
    """节约资金 and its share of the control price; nothing where there was no control price."""
    if not tender.control_price or price > tender.control_price:
        return []
    saved = tender.control_price - price
    return [("节约资金（元）", yuan(saved)), ("节约率", f"{saved * 100 / tender.control_price:.2f}%")]


def contract(asked: Asked) -> list[str]:
    """The contract as it was signed. The clock of the signing ends on that day, unless it has rung."""
    tender, data = asked.tender, asked.data
    Contract.objects.create(
        award=tender.awards.get(round=tender.round),
        number=data["contract_number"],
        amount=data["amount"],
        duration_days=data.get("duration_days") or tender.duration_days,
        signed_on=data["signed_on"],
        performance_guarantee=data.get("performance_guarantee") or 0,
    )
    clocks.done_on(tender, "contract", data["signed_on"], asked.now)
    return []


def filing_contract(asked: Asked) -> list[str]:
    """备案: the centre hands everything back to the department (seed S1-56)."""
    tender = asked.tender
    made = tender.awards.get(round=tender.round).contract
    made.filed_at = asked.now
    made.save(update_fields=["filed_at"])
    hand_back(asked)
    return []


def hand_back(asked: Asked) -> Handover:
    """What comes after the trade belongs to the department again."""
    tender = asked.tender
    papers = [asked.flow.step(row.code).document for row in tender.steps.order_by("round", "number")]
    return Handover.objects.create(
        tender=tender,
        way=Handover.Way.OUT,
        papers=list(dict.fromkeys(name for name in papers if name)),
        handed_at=asked.now,
        handed_by=asked.by.user,
    )


EFFECTS = {
    "register": register,
    "conditions": conditions,
    "method": method,
    "agent": agent,
    "documents": documents,
    "filing": filing,
    "notice": notice,
    "opening": opening,
    "candidates": candidates,
    "ranking": ranking,
    "decide": decide,
    "notify": notify,
    "award": award,
    "contract": contract,
    "filing_contract": filing_contract,
}
