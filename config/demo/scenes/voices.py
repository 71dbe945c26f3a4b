"""Visits to firms quarter by quarter, and one citizens' event whose opinions become orders."""

from datetime import date
from functools import partial

from django.utils import timezone

from accounts.models import Organisation
from complaints import actions as orders
from complaints.actions import events, visits
from complaints.models import Event, FirmVisit, Order
from complaints.models.visits import last_day, quarter_of
from config.demo.people import credit_code
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage

TRADES = ["机械", "纺织", "食品", "建材", "电子", "农业科技", "物流", "包装", "新材料", "家具"]
NAMES = ["云溪恒达", "华信", "金穗", "远航", "宏泰", "润丰", "天工", "诚信"]
UNITS = ["scjg", "zjj", "rsj", "zrzy"]  # units that visit
OPINIONS = [
    ("政策宣传到位，办证比以前快。", 3, []),
    ("总体满意，用工还是紧张。", 2, [("春节后招工缺口三十余人，希望组织专场招聘会。", "rsj")]),
    ("厂区道路破损影响货运。", 2, [("园区东路路面破损，大货车进出困难，请尽快修补。", "zjj")]),
    ("检查次数比去年少，没有收到乱收费。", 3, []),
    ("扩建用地手续还在等。", 1, [("扩建项目用地预审两个月没有结果，请告知进展。", "zrzy")]),
    ("希望银企对接多一些。", 2, []),
]
PLACES = 20  # firms of one quarter
REPLY = "已会同企业现场核实，列入本季度办理计划，责任人和完成时间已书面告知企业。"

# opinion, unit, treatment or "", was it answered
VOICES = [
    ("窗口中午没有人值班，上班族办事不方便。", "scjg", "at_once", True),
    ("办事指南上的材料和窗口要的不一样。", "zjj", "rectify", True),
    ("公交末班车太早，晚上下班没车坐。", "", "study", False),
    ("菜市场门口占道经营，消防通道堵塞。", "cgj", "rectify", True),
    ("社保咨询电话经常打不通。", "rsj", "rectify", True),
    ("河边步道路灯坏了好几盏。", "cgj", "at_once", True),
    ("建议给老年人保留现金缴费窗口。", "rsj", "study", True),
    ("不动产登记排号要等一上午。", "zrzy", "rectify", True),
    ("工地渣土车带泥上路。", "cgj", "rectify", False),
    ("希望公开村集体资金使用明细。", "mzj", "study", True),
    ("学校周边小卖部卖过期零食。", "scjg", "at_once", True),
    ("小区电梯年检标志过期。", "scjg", "rectify", True),
    ("希望增加社区卫生站周末门诊。", "wjw", "study", True),
    ("水库周边有人倒垃圾。", "slj", "at_once", True),
    ("低保审批结果迟迟不通知。", "mzj", "rectify", False),
    ("建筑工地夜间施工没有公告。", "zjj", "rectify", True),
    ("停车收费没有公示标准。", "cgj", "rectify", True),
    ("建议热线节目多安排晚间时段。", "", "study", False),
    ("疫苗接种预约程序太复杂。", "wjw", "study", False),
    ("农机补贴资金到账慢。", "", "", False),
]
RATED = {"scjg": (182, 31, 6), "zjj": (151, 44, 18), "rsj": (190, 25, 4), "zrzy": (143, 51, 22), "cgj": (121, 60, 35),
         "slj": (166, 30, 5), "mzj": (158, 39, 12), "wjw": (171, 33, 9)}  # fmt: skip
EVENT = "社会评议进广场活动"
ANSWERED = "意见收悉。已明确责任科室和整改时限，整改情况将在活动公开栏和县政府网站公布。"


def scene(stage: Stage):
    yield from visited(stage)
    yield from gathered(stage)


# visits to firms


def visited(stage: Stage):
    """Last quarter's plan, all but one firm visited; this quarter's, about two thirds so far."""
    today = timezone.localdate(stage.now)
    year, quarter = quarter_of(today)
    before = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    yield from in_quarter(stage, *before, until=PLACES - 1)
    yield from in_quarter(stage, year, quarter, until=PLACES * 2 // 3)


def in_quarter(stage: Stage, year: int, quarter: int, until: int):
    first = stage.hours.calendar.roll(date(year, quarter * 3 - 2, 3))
    planned = min(stage.hours.office(first), ago(stage, 3))
    firms = [firm(stage, number) for number in range(PLACES)]
    zhao = stage.cast.demo["zhao"]
    about = {"year": year, "quarter": quarter, "firms": firms}
    yield planned, partial(plan, zhao, planned, about)
    for number, one in enumerate(firms[:until]):
        when = stage.hours.later(planned, 1 + number * 2)
        if timezone.localdate(when) <= min(timezone.localdate(stage.now), last_day(year, quarter)):
            yield from visit(stage, (year, quarter), one, number, when)


def plan(by, when, about: dict):
    visits.plan(by.organisation, by=by, now=when, **about)


def firm(stage: Stage, number: int) -> visits.Firm:
    """A firm that does not exist; the same one in every quarter but for its code."""
    name = f"{NAMES[number % len(NAMES)]}{TRADES[number % len(TRADES)]}有限公司"
    office = Office(stage, UNITS[number % len(UNITS)])
    about = {"address": f"云溪经济开发区创业路{number * 3 + 8}号", "telephone": stage.inventor.telephone()}
    return visits.Firm(office.unit, name, credit_code(stage.rng), visitor=office.reviewer.user.name, **about)


def visit(stage: Stage, term, one: visits.Firm, number: int, when):
    opinion, mood, difficulties = OPINIONS[number % len(OPINIONS)]
    office = Office(stage, one.organisation.code)
    problems = [visits.Problem(text, Office(stage, unit).unit) for text, unit in difficulties]
    said = {"visited_on": timezone.localdate(when), "opinion": opinion, "mood": mood, "problems": problems}
    find = partial(FirmVisit.objects.get, year=term[0], quarter=term[1], firm_code=one.firm_code)
    yield when, lambda: visits.visit(find(), by=office.clerk, now=when, spoken_with="总经理", **said)
    for _text, unit in difficulties:
        handled = Office(stage, unit)
        accepted, replied = stage.hours.later(when, 1), stage.hours.later(when, 12)
        mine = partial(problem_of, find, handled)
        yield accepted, partial(take, mine, handled, accepted)
        yield replied, partial(answer, mine, handled, replied, REPLY)


def problem_of(find, office: Office) -> Order:
    return find().problems.get(order__organisation=office.unit).order


def take(find, office: Office, when):
    orders.accept(find(), by=office.clerk, now=when)


def answer(find, office: Office, when, text: str):
    orders.reply(find(), by=office.clerk, now=when, text=text)


# one citizens' event


def gathered(stage: Stage):
    fang, deng, held = stage.cast.demo["fang"], stage.cast.demo["deng"], ago(stage, 24)
    name = f"{held:%Y}年{EVENT}"
    about = "发放评议资料，请群众现场评议部门作风，意见逐条转办、逐条答复。"
    said = events.Gathering(name, timezone.localdate(held), "文化广场", 1530, 8200, about)
    yield held, lambda: events.make(fang.organisation, by=fang, now=held, said=said)
    moment = held
    for unit, figures in RATED.items():
        moment = stage.hours.shortly(moment, 3)
        yield moment, partial(rate, name, fang, moment, unit, figures)
    typed = ago(stage, 23)
    for number, (text, unit, treatment, answered) in enumerate(VOICES, 1):
        typed = stage.hours.shortly(typed, 4)
        office = Office(stage, unit) if unit else None
        voice = events.Voice(text, office.unit if office else None, treatment)
        yield typed, partial(type_in, name, deng, typed, voice)
        if office and treatment:
            yield from followed(stage, name, number, office, typed, answered)


def rate(name: str, by, when, unit: str, figures):
    words = ("satisfied", "basically", "dissatisfied")
    about = dict(zip(words, figures, strict=True))
    event = Event.objects.get(name=name)
    events.rate_unit(event, by=by, now=when, organisation=Organisation.objects.get(code=unit), **about)


def type_in(name: str, by, when, voice):
    events.type_in(Event.objects.get(name=name), by=by, now=when, voices=[voice])


def followed(stage: Stage, name: str, number: int, office: Office, typed, answered: bool):
    accepted, replied = stage.hours.later(typed, 1), stage.hours.later(typed, 4)
    mine = partial(Order.objects.get, opinion__event__name=name, opinion__number=number)
    yield accepted, partial(take, mine, office, accepted)
    if answered:
        yield replied, partial(answer, mine, office, replied, ANSWERED)
