"""The market: registers of firms and experts, last year's deals, bad behaviour, points, credit, open information."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation
from config.demo.people import credit_code
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from config.demo.trading import CENTRE, acting
from config.demo.trading_books import take_over
from config.demo.trading_people import certify, enter_experts, name_people, person
from procurement.actions import Firm, conduct, entering, pool
from procurement.models import (
    Deduction,
    Expert,
    Misconduct,
    OpenKind,
    Party,
    Registration,
)
from records.actions import record

FIRMS, AGENTS, EXPERTS = 60, 12, 80
HEADS = ["湖北", "武汉", "宜昌", "荆州", "襄阳", "云溪县", "黄冈", "孝感"]
NAMES = [
    "鸿达",
    "兴业",
    "永固",
    "瑞丰",
    "中汇",
    "广厦",
    "宏图",
    "众诚",
    "金城",
    "华泰",
    "天润",
    "远大",
    "正源",
    "汇通",
]


def scene(stage: Stage) -> Iterator[tuple[datetime, partial]]:
    centre, rng = Office(stage, CENTRE), Random(f"market {timezone.localdate(stage.now)}")  # noqa: S311
    begin = ago(stage, 120)
    yield begin, partial(fill_registers, rng, begin, centre)
    yield begin + timedelta(minutes=1), partial(take_over, rng, begin + timedelta(minutes=1), centre)
    yield from behaviour(stage, centre)
    yield from points(stage, centre)
    yield from applications(stage, centre)
    yield from disclosed(stage)


def new_name(rng: Random, tail: str, taken: set[str]) -> str:
    while True:
        name = f"{rng.choice(HEADS)}{rng.choice(NAMES)}{tail}有限公司"
        if name not in taken:
            taken.add(name)
            return name


def fill_registers(rng: Random, now: datetime, centre: Office):
    """Sixty firms, twelve agents, eighty experts; with certificates and registered people."""
    taken = set(Party.objects.values_list("name", flat=True))
    bidders = FIRMS - Party.objects.doing("bidder").count()
    agents = AGENTS - Party.objects.doing("agent").count()
    rows = [new_firm(rng, new_name(rng, "建设工程", taken), "bidder") for _place in range(max(bidders, 0))]
    rows += [new_firm(rng, new_name(rng, "招标咨询", taken), "agent") for _place in range(max(agents, 0))]
    entering.register_many(centre.unit, rows, by=centre.clerk, now=now)
    name_people(rng, now)
    certify(rng, now)
    enter_experts(rng, now, centre, EXPERTS - Expert.objects.count())


def new_firm(rng: Random, name: str, business: str) -> Firm:
    founded = date(rng.randrange(1998, 2021), rng.randrange(1, 13), rng.randrange(1, 28))
    address = f"云溪县{rng.choice(['人民路', '文昌路', '滨江路'])}{rng.randrange(1, 300)}号"
    code, telephone = credit_code(rng), f"0000-55{rng.randrange(10_000, 99_999)}"
    return Firm(code, name, person(rng), founded, address, telephone, (business,))


# What is going on now.

CHARGES = [  # days ago, days until the decision or None, firm (place), grade, act, facts, law, statement
    (55, 8, 3, "yellow", "投标文件提供虚假业绩", "投标文件所附类似项目业绩合同经向发包人核实不属实。",
     "《招标投标法》第三十三条、第五十四条", "业绩合同由分公司提供，我司审核不严，愿意接受处理。"),
    (60, 9, 7, "red", "与其他投标人串通投标", "两家投标保证金由同一账户转出，投标文件由同一人编制。",
     "《招标投标法实施条例》第四十条", ""),
    (6, None, 0, "yellow", "中标后无正当理由不签订合同", "中标通知书发出三十日后仍未签订合同，书面催告无回复。",
     "《招标投标法》第六十条", "资金周转困难，请求再给十五日。"),
    (4, None, 5, "yellow", "拖欠农民工工资被投诉", "项目部拖欠劳务班组工资，住建部门责令限期支付。",
     "《保障农民工工资支付条例》第五十七条", ""),
    (112, 8, 9, "yellow", "投标截止后撤回投标文件", "开标当日书面声明撤回，造成该标段重新招标。",
     "《招标投标法实施条例》第三十五条", ""),
]  # fmt: skip


def behaviour(stage: Stage, centre: Office):
    """Proposed by the centre or the department, heard, decided by another person; one asks for repair."""
    builders = Office(stage, "zjj")
    for days, later, place, *words in CHARGES:
        made, when = {}, ago(stage, days)
        yield when, partial(propose, made, when, builders, centre, place, words)
        if words[4]:
            said = ago(stage, days - 2)
            yield said, partial(state, made, said, words[4])
        if later is not None and days - later > 0:
            decided = ago(stage, days - later)
            yield decided, partial(decide, made, decided, builders)
        if place == 3:
            asked = ago(stage, 12)
            yield asked, partial(ask, made, asked)


def charged(place: int) -> Party:
    """One of the firms that live tenders do not know; 0 is that of the demo account."""
    firms = Party.objects.doing("bidder")
    return firms.order_by("pk")[0] if place == 0 else firms.order_by("-pk")[place]


def propose(made: dict, now: datetime, office: Office, centre: Office, place: int, words):
    party = charged(place)
    grade, act, told, law, _statement = words
    charge = conduct.Charge(grade=grade, act=act, facts=told, law=law, party=party)
    by = centre.clerk if place % 2 else office.clerk
    made["row"] = conduct.propose(office.unit, charge, by=by, now=now)


def state(made: dict, now: datetime, words: str):
    row = made["row"]
    if row.party.representatives.exists() and timezone.localdate(now) <= row.heard_until:
        conduct.state(row, by=acting(row.party), now=now, text=words)


def decide(made: dict, now: datetime, office: Office):
    row = Misconduct.objects.get(pk=made["row"].pk)
    if row.stated_at or timezone.localdate(now) > row.heard_until:
        words = "经调查，事实清楚、证据确凿，认定为不良行为，自即日起限制参加本县公共资源交易活动并予公示。"
        conduct.decide(row, by=office.head, now=now, decision=words, is_proven=True)


def ask(made: dict, now: datetime):
    row = Misconduct.objects.get(pk=made["row"].pk)
    if row.state == Misconduct.State.DECIDED and row.party.representatives.exists():
        words = "已更正业绩材料并完成内部整改，申请信用修复。"
        conduct.ask(row, by=acting(row.party), now=now, kind="repair", text=words)


FAULTS = [  # days ago, expert (place), reason, what happened, is confirmed
    (70, 4, "late", "评标开始后二十五分钟到场。", True),
    (45, 9, "absent", "接受邀请后未到场，未说明原因。", True),
    (25, 12, "error", "商务标分值计算错误，导致排序变更，复核时纠正。", True),
    (6, 15, "late", "评标开始后十五分钟到场。", False),
]


def points(stage: Stage, centre: Office):
    for days, place, reason, words, confirmed in FAULTS:
        made, when = {}, ago(stage, days)
        yield when, partial(deduct, made, when, centre, place, reason, words)
        if confirmed:
            later = ago(stage, days - 1)
            yield later, partial(confirm, made, later, centre)


def deduct(made: dict, now: datetime, centre: Office, place: int, reason: str, words: str):
    expert = Expert.objects.registered().order_by("-code")[place]
    about = {"reason": reason, "note": words, "happened_on": timezone.localdate(now)}
    made["row"] = pool.deduct(expert, by=centre.clerk, now=now, **about)


def confirm(made: dict, now: datetime, centre: Office):
    pool.confirm_deduction(Deduction.objects.get(pk=made["row"].pk), by=centre.head, now=now)


def applications(stage: Stage, centre: Office):
    """Firms that have asked to enter the register: one waits for each of the two people, one was refused."""
    rng = Random("applications")  # noqa: S311
    for days, name, reaches in (
        (9, "宜昌兴达市政工程有限公司", "checked"),
        (3, "湖北云峰建筑劳务有限公司", "applied"),
        (14, "武汉晨光电梯有限公司", "refused"),
    ):
        made, when = {}, ago(stage, days)
        yield when, partial(apply, made, when, rng, name, stage)
        if reaches != "applied":
            later = ago(stage, days - 2)
            yield later, partial(treat, made, later, centre, reaches)


def apply(made: dict, now: datetime, rng: Random, name: str, stage: Stage):
    firm = new_firm(rng, name, "bidder")
    user = rng.choice(stage.cast.citizens).user
    made["row"] = Registration.objects.create(
        code=firm.code,
        name=firm.name,
        legal_representative=firm.legal_representative,
        founded_on=firm.founded_on,
        address=firm.address,
        telephone=firm.telephone,
        businesses=list(firm.businesses),
        qualifications="建筑工程施工总承包叁级",
        title="经办人",
        applied_at=now,
        applied_by=user,
    )
    record("procurement.registration.applied", made["row"], actor=Actor(user), now=now, code=firm.code)


def treat(made: dict, now: datetime, centre: Office, reaches: str):
    row = made["row"]
    if reaches == "refused":
        reason = "营业执照经营范围与申请类别不符，授权书缺法定代表人签字。"
        entering.refuse(row, by=centre.clerk, now=now, reason=reason)
    else:
        entering.check_papers(row, by=centre.clerk, now=now, opinion="营业执照、资质证书、授权书齐全有效。")


OPEN = [  # office, kind, title, number, days ago, text
    (
        "fgj",
        OpenKind.APPROVAL,
        "云溪县第二污水处理厂扩建工程可行性研究报告批复",
        "云发改审批〔{year}〕31号",
        40,
        "总投资8600万元。",
    ),
    (
        "fgj",
        OpenKind.APPROVAL,
        "云溪县城区防洪排涝提升工程初步设计批复",
        "云发改审批〔{year}〕37号",
        33,
        "概算12400万元。",
    ),
    (
        "zrzy",
        OpenKind.LAND,
        "高桥镇工业地块国有建设用地使用权划拨公示",
        "云自然资划〔{year}〕6号",
        28,
        "面积2.4公顷。",
    ),
    ("zrzy", OpenKind.LAND, "城关镇住宅地块出让合同信息", "云自然资让〔{year}〕11号", 21, "面积1.8公顷，容积率2.2。"),
    (
        "zrzy",
        OpenKind.MINING,
        "石门镇建筑石料用灰岩矿采矿权出让公告",
        "云矿出〔{year}〕2号",
        35,
        "资源量860万吨，出让期限十年。",
    ),
    (
        "zrzy",
        OpenKind.MINING,
        "白马镇砖瓦用页岩矿采矿权登记信息",
        "云采矿登〔{year}〕4号",
        18,
        "矿区面积0.12平方公里。",
    ),
    (
        "zjj",
        OpenKind.BUILDING,
        "云溪县第二实验小学教学楼施工许可信息",
        "云建施许〔{year}〕15号",
        15,
        "建筑面积6800平方米。",
    ),
]


def disclosed(stage: Stage):
    for code, kind, title, number, days, text in OPEN:
        if Organisation.objects.filter(code=code).exists():
            when = ago(stage, days)
            about = {"kind": kind, "title": title, "number": number.format(year=when.year), "text": text}
            yield when, partial(publish, Office(stage, code), when, about)


def publish(office: Office, now: datetime, about: dict):
    entering.publish(office.unit, by=office.clerk, now=now, happened_on=timezone.localdate(now), **about)
