"""The words of the papers of a tender (文书). Chinese by nature: papers are data of the county.

A step names its paper (`Step.document`); here stands what such a paper says: a sentence with the names of the tender,
the facts that are listed below it, and to whom it goes. Names of bidders stand in none that is issued before the
opening (招标投标法 第二十二条).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from deadlines.words import chinese_date
from procurement.flows.base import Asked, Step
from procurement.guards.common import TERMS
from procurement.models import Draw, Notice, Opening, Report, Tender, Trade
from records.money import yuan

Fact = Callable[[Asked], list[tuple[str, str]]]


@dataclass(frozen=True)
class Words:
    """`text` with the names of `names`; `facts` are looked up when the step is done; `to` is one of `names`."""

    text: str
    facts: tuple[Fact, ...] = ()
    to: str = "caller"
    title: str = ""  # where the paper of the portal is another than the one the parties make themselves


# what the parts are called in each trade
CALLED = {
    Trade.CONSTRUCTION: {"documents": "招标文件", "bidders": "投标人", "winner_word": "中标人"},
    Trade.PROCUREMENT: {"documents": "采购文件", "bidders": "供应商", "winner_word": "中标（成交）供应商"},
    Trade.LAND: {"documents": "出让文件", "bidders": "竞买人", "winner_word": "竞得人"},
    Trade.PROPERTY: {"documents": "信息披露方案", "bidders": "意向受让方", "winner_word": "受让方"},
    Trade.DRUGS: {"documents": "集中采购文件", "bidders": "申报企业", "winner_word": "中选企业"},
}


def names(tender: Tender) -> dict[str, str]:
    """Whoever has to do with the tender, as the sentences name them."""
    winner = tender.awards.filter(round=tender.round).values_list("winner__name", flat=True).first()
    return CALLED[Trade(tender.trade)] | {
        "title": tender.title,
        "number": tender.number,
        "caller": tender.tenderer_name,
        "agent": tender.agent.name if tender.agent else "本单位自行组织",
        "supervisor": tender.supervisor.name,
        "centre": tender.centre.name,
        "everybody": "各有关单位",
        "winner": winner or "",
    }


def field(label: str, name: str) -> Fact:
    """A fact of the tender as it is; left out where it is empty."""
    return lambda asked: [(label, str(getattr(asked.tender, name) or ""))]


def amount(label: str, name: str) -> Fact:
    return lambda asked: [(f"{label}（元）", yuan(getattr(asked.tender, name)))]


def stated(label: str, name: str) -> Fact:
    """What was stated with the step."""
    return lambda asked: [(label, str(asked.data.get(name) or ""))]


def method(asked: Asked) -> list:
    return [("方式", str(asked.tender.get_method_display())), ("组织形式", asked.tender.get_organised_by_display())]


def handed_over(asked: Asked) -> list:
    return [("移交材料", "、".join(row for papers in asked.tender.handovers.all() for row in papers.papers))]


def opinion(asked: Asked) -> list:
    row = asked.tender.steps.filter(code=asked.step.code, round=asked.tender.round).first()
    return [("监督部门确认意见", row.opinion if row else "")]


def checked(asked: Asked) -> list:
    return [("公平竞争核查", "；".join(TERMS[code] for code in asked.data.get("terms") or [] if code in TERMS))]


def times(asked: Asked) -> list:
    tender = asked.tender
    days = [chinese_date(day) for day in (tender.documents_from, tender.documents_until) if day]
    due = timezone.localtime(tender.bids_due_at) if tender.bids_due_at else None
    return [
        ("文件获取时间", "至".join(days)),
        ("截止时间", f"{chinese_date(due.date())}{due:%H:%M}" if due else ""),
        ("地点", tender.place),
    ]


def published(asked: Asked) -> list:
    found = asked.tender.notices.filter(round=asked.tender.round).order_by("-pk").first()
    return [("发布媒介", "、".join(found.media)), ("内容", found.text)] if found else []


def made_clear(asked: Asked) -> list:
    rows = asked.tender.clarifications.filter(round=asked.tender.round).order_by("pk")
    return [(f"第{number}号", row.text) for number, row in enumerate(rows, 1)] or [("澄清、修改", "无")]


def drawn(asked: Asked) -> list:
    """Of the draw only what is public before the award: numbers and the commitment, no name."""
    found = asked.tender.draws.filter(round=asked.tender.round).exclude(state=Draw.State.VOID).order_by("-pk").first()
    if found is None:
        return []
    return [
        ("评标委员会人数", f"{found.members}人，其中随机抽取专家{found.experts}人"),
        ("种子承诺值", found.commitment),
    ]


def opened(asked: Asked) -> list:
    made = Opening.objects.filter(tender=asked.tender, round=asked.tender.round).first()
    rows = made.record.get("bids", []) if made else []
    shown = [(row["party"], f"{row.get('price') or '—'}元") for row in rows]
    return [("数量", f"{made.bidders}家"), *shown] if made else []


def ranked(asked: Asked) -> list:
    made = Report.objects.filter(tender=asked.tender, round=asked.tender.round).first()
    rows = made.ranking if made else []
    return [(f"第{place}名", f"{row['name']}，{yuan(row['price'])}元") for place, row in enumerate(rows, 1)]


def candidates(asked: Asked) -> list:
    rows = asked.tender.candidates.filter(round=asked.tender.round).select_related("party").order_by("rank")
    shown = asked.tender.notices.filter(kind=Notice.Kind.CANDIDATES, round=asked.tender.round).order_by("-pk").first()
    until = [("公示期至", chinese_date(shown.until))] if shown and shown.until else []
    return [*((f"第{row.rank}名", f"{row.party.name}，{yuan(row.price)}元") for row in rows), *until]


def award(asked: Asked) -> list:
    made = asked.tender.awards.filter(round=asked.tender.round).select_related("winner").first()
    if made is None:
        return []
    word = CALLED[Trade(asked.tender.trade)]["winner_word"]
    return [
        (word, made.winner.name),
        ("价格（元）", yuan(made.price)),
        ("确定日期", chinese_date(made.determined_on)),
        ("未选择第一名的原因", made.reason),
    ]


def contract(asked: Asked) -> list:
    made = asked.tender.awards.filter(round=asked.tender.round).select_related("winner", "contract").first()
    signed = getattr(made, "contract", None)
    if signed is None:
        return []
    return [
        ("合同编号", signed.number),
        ("合同相对方", made.winner.name),
        ("合同金额（元）", yuan(signed.amount)),
        ("签订日期", chinese_date(signed.signed_on)),
        ("履约保证金（元）", yuan(signed.performance_guarantee) if signed.performance_guarantee else ""),
    ]


PROJECT = (
    field("项目编号", "project_number"),
    field("项目批准文号", "approval_number"),
    field("资金来源", "funds_source"),
)
SUMS = (amount("最高限价", "control_price"), amount("起始价", "start_price"), amount("保证金", "guarantee"))

# step → what its paper says
STEPS = {
    "register": Words(
        "你单位报送的“{title}”交易登记材料收悉。经核对，材料齐全，予以受理，交易编号为{number}。",
        (*PROJECT, amount("估算金额", "estimate"), method, handed_over),
    ),
    "conditions": Words(
        "“{title}”经{centre}核验、{supervisor}确认，具备交易条件。",
        (stated("审计（评估）文号", "audit_number"), amount("审定（评估）金额", "audited"), opinion),
    ),
    "method": Words("经审核，“{title}”的交易方式和组织形式核准如下。", (method, stated("依据", "ground"))),
    "agent": Words(
        "{caller}确定“{title}”的代理机构为：{agent}。双方按法律规定和委托合同履行职责。",
        (stated("确定方式", "way"),),
        "centre",
        "代理机构确定书",
    ),
    "documents": Words(
        "“{title}”{documents}已编制完成，主要内容如下，报请{supervisor}备案。",
        (
            *SUMS,
            field("投标有效期（日）", "validity_days"),
            field("履行期限（日）", "duration_days"),
            field("交易内容", "summary"),
        ),
        "supervisor",
        "{documents}送审单",
    ),
    "filing": Words("“{title}”{documents}经核对，予以备案。", (checked, stated("意见", "opinion"))),
    "notice": Words("“{title}”现予公告，欢迎符合条件的单位参加。", (*PROJECT, *SUMS, times, published), "everybody"),
    "issue": Words(
        "“{title}”{documents}获取时间已满。获取登记依法封存，开标前不得向任何单位和个人透露其名称和数量。", (times,)
    ),
    "clarify": Words("“{title}”{documents}的答疑、澄清和修改情况如下。", (made_clear,), "everybody"),
    "guarantee": Words(
        "“{title}”保证金数额经核验符合规定。缴纳情况依法封存，开标后逐一核对缴纳账户。",
        (amount("保证金", "guarantee"),),
    ),
    "qualification": Words("“{title}”资质和材料审核已完成，审核结果依法封存，至解密时启用。"),
    "committee": Words("“{title}”评审专家已随机抽取完毕，名单在结果确定前保密。", (drawn,)),
    "closing": Words(
        "“{title}”已到截止时间，系统停止接收文件。接收到的文件保持加密，数量和名称不予透露。",
        (times,),
        title="截止接收记录",
    ),
    "opening": Words("“{title}”已在{supervisor}驻场监督下公开开启，现场唱标结果如下。", (opened,), "everybody"),
    "offers": Words("“{title}”报价活动已按规则结束。", (amount("起始价", "start_price"), times), "everybody"),
    "evaluation": Words("“{title}”评审工作已完成，评审排序如下。", (ranked,)),
    "ranking": Words("现将“{title}”评审报告送交你单位，请在法定期限内确定{winner_word}。", (candidates,)),
    "candidates": Words("“{title}”结果公示如下。有异议的，应当在公示期内提出。", (candidates,), "everybody"),
    "decide": Words("根据评审报告，确定“{title}”结果如下。", (award,), "centre"),
    "award": Words(
        "你单位在“{title}”中被确定为{winner_word}。请在法定期限内与{caller}订立书面合同，不得再行订立背离其实质性内容的其他协议。",
        (award,),
        "winner",
    ),
    "result": Words("“{title}”结果公布如下。", (award,), "everybody"),
    "contract": Words("“{title}”合同已签订，主要内容如下。", (contract,), "winner", "合同签订登记表"),
    "payment": Words("“{title}”交易价款已按合同约定结算。", (contract,)),
    "filing_contract": Words("“{title}”合同经核对与交易结果一致，予以备案，相关资料移交存档。", (contract,)),
}

# deed beside the course → title of its paper, what it says; {words} is what was written with the deed
DEEDS = {
    "loser": ("中标（成交）结果通知书", "“{title}”已确定{winner}为{winner_word}，你单位未中标（成交）。感谢参与。"),
    "inquiry": ("询问答复书", "你单位就“{title}”提出的询问收悉。现答复如下：\n{words}"),
    "objection": ("异议（质疑）答复书", "你单位就“{title}”提出的异议（质疑）收悉。现答复如下：\n{words}"),
    "acceptance": ("投诉受理通知书", "你单位关于“{title}”的投诉经审查符合受理条件，决定予以受理。\n{words}"),
    "refusal": ("投诉不予受理通知书", "你单位关于“{title}”的投诉不予受理。理由：{words}"),
    "decision": ("投诉处理决定书", "你单位关于“{title}”的投诉经调查，处理决定如下：\n{words}"),
    "able": ("资格预审合格通知书", "你单位通过“{title}”资格预审，可按招标公告规定获取招标文件并参加投标。\n{words}"),
    "unable": ("资格预审结果通知书", "你单位未通过“{title}”资格预审，不具有投标资格。理由：{words}"),
    "suspension": ("暂停交易活动通知书", "“{title}”交易活动自即日起暂停。理由：{words}"),
}


def title_of(tender: Tender, step: Step) -> str:
    """What the paper of this step is called."""
    own = STEPS[step.code].title
    return own.format(**CALLED[Trade(tender.trade)]) if own else step.document.removesuffix("（封存）")


def body(asked: Asked) -> dict:
    """What the paper of this step states, frozen with it."""
    words, called = STEPS[asked.step.code], names(asked.tender)
    found = [row for fact in words.facts for row in fact(asked)]
    return {
        "paragraphs": [words.text.format(**called)],
        "facts": [[label, value] for label, value in found if value],
        "law": asked.step.law,
    }


def deed_body(tender: Tender, code: str, words: str) -> dict:
    text = DEEDS[code][1].format(**names(tender), words=words)
    return {"paragraphs": [line for line in text.splitlines() if line.strip()], "facts": [], "law": ""}
