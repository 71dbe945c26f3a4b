"""Programmes on the air and sessions by video: questions, promises kept, running and late, records signed by both.

Each story is told by moments that follow one another; what a step made is found again by its number or question.
"""

from datetime import datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import Organisation, Role
from complaints import actions as orders
from complaints.actions import media, promises, sessions, talks
from complaints.actions.promises import Pledge
from complaints.models import Call, Episode, Order, Programme, Session, Slot
from config.demo.scenes.offices import Office, ago, ahead
from config.demo.staged import LI, ZHANG, Stage

SERIES = [
    ("zfrx", "政风行风热线", "hotline", "radio", "县融媒体中心FM98.6，每周二上午八点三十分直播"),
    ("mdm", "百姓面对面", "face", "television", "县电视台演播室，单位主要负责人与群众现场对话"),
]
# programme, working days ago, unit, guest, why somebody stands in, calls:
# (nick, question, outcome, answer, [(step, calendar days after)], steps kept, was the order answered)
EPISODES = [
    (
        "zfrx",
        42,
        "scjg",
        "局长 陈志强",
        "",
        [
            ("城北老李", "农贸市场缺斤短两没人管，能不能装公平秤？", "promise", "两周内装好，并公布投诉电话。",
             [("选定安装位置", 5), ("两个农贸市场各安装两台公平秤", 14)], 2, True),
            ("开店的小王", "网上办的营业执照多久能拿到？", "answer", "材料齐全的一个工作日，可以邮寄。", [], 0, False),
            ("听众9527", "超市标价和结账价格不一样找谁？", "answer", "保留小票，拨打12345，我局核查。", [], 0, False),
        ],
    ),
    (
        "mdm",
        30,
        "zjj",
        "局长 刘国栋",
        "",
        [
            ("阳光小区业主", "物业公司收了维修费，电梯三个月没修好。", "promise", "一个月内督促修复并验收。",
             [("约谈物业公司", 4), ("更换控制柜", 20), ("特种设备检验合格后启用", 30)], 3, True),
            ("租房的年轻人", "公租房申请怎么排队？", "answer", "轮候顺序在住建局网站公示，每季度更新。", [], 0, False),
            ("老街居民", "老旧小区改造什么时候轮到文昌街？", "take", "回去查清楚后书面答复。", [], 0, True),
        ],
    ),
    (
        "zfrx",
        17,
        "cgj",
        "副局长 周海涛",
        "局长在省里参加城市管理工作会议",
        [
            ("夜里睡不着", "夜市油烟和噪音扰民。", "promise", "划定经营时段，二十二点后停止露天烧烤。",
             [("摊主座谈、签订承诺", 7), ("安装油烟净化设备", 12)], 1, False),
            ("的哥", "人民路乱停车，公交车都过不去。", "take", "会同交警现场查看后答复。", [], 0, False),
        ],
    ),
    (
        "mdm",
        11,
        "rsj",
        "局长 李雪梅",
        "",
        [
            ("返乡工人", "工地拖欠工资两个月。", "promise", "十五日内查清并督促支付。",
             [("向总包单位下达限期支付指令", 3), ("工资发放到位", 40)], 1, False),
            ("待业青年", "就业培训补贴怎么领？", "answer", "凭结业证书到社区登记，一个月内到账。", [], 0, False),
        ],
    ),
    (
        "zfrx",
        4,
        "slj",
        "局长 高建军",
        "",
        [
            ("下游村民", "河道里倒了建筑垃圾，汛期怎么办？", "promise", "月底前清完，并在路口设卡。",
             [("清运建筑垃圾", 25), ("安装限高杆和监控", 45)], 0, False),
            ("种菜的大姐", "灌溉渠漏水，水到不了田头。", "wait", "", [], 0, False),
        ],
    ),
]  # fmt: skip
PLANNED = ("mdm", "wjw", "主任 沈玉兰")
PROOFS = "现场照片和验收记录已上传县政府网站。"
ANSWER = "节目中反映的事项已按承诺办理，具体情况和联系电话已告知，欢迎继续监督。"


def scene(stage: Stage):
    yield from on_air(stage)
    yield from face_to_face(stage)
    yield from spoken_to(stage)


# on the air


def on_air(stage: Stage):
    first = min(ago(stage, days) for _code, days, *_rest in EPISODES) - timedelta(days=21)
    yield first, begin
    for code, days, unit, guest, why, calls in EPISODES:
        yield from episode(stage, code, days, unit, guest, why, calls)
    code, unit, guest = PLANNED
    when, airs_at = ago(stage, 2), timezone.make_aware(datetime.combine(stage.tomorrow, time(20)))
    said = media.Said(airs_at, Organisation.objects.get(code=unit), guest, host="主持人 林小雨")
    yield when, partial(plan, stage, code, when, said)


def begin():
    for code, name, kind, medium, about in SERIES:
        Programme.objects.create(code=code, name=name, kind=kind, medium=medium, about=about)


def plan(stage: Stage, code: str, when, said):
    media.plan(Programme.objects.get(code=code), by=stage.cast.demo["fang"], now=when, said=said)


def episode(stage: Stage, code: str, days: int, unit: str, guest: str, why: str, calls):
    """One episode: planned a week before, aired, its calls one after the other, what was promised kept or not."""
    fang, deng, office, on_air = (
        stage.cast.demo["fang"],
        stage.cast.demo["deng"],
        Office(stage, unit),
        ago(stage, days),
    )
    about = {"guest": guest, "is_head": not why, "stands_in_because": why, "host": "主持人 林小雨"}
    said = media.Said(on_air, office.unit, **about)
    planned = ago(stage, days + 5)
    yield planned, partial(plan, stage, code, planned, said)
    find = partial(Episode.objects.get, programme__code=code, airs_at=on_air)
    recording = f"{on_air:%Y}-{code}-{on_air:%m%d}"
    yield on_air, lambda: media.air(find(), by=fang, now=on_air, recording=recording)
    moment = on_air
    for nick, question, outcome, answer, steps, kept, answered in calls:
        moment = stage.hours.shortly(moment, 6)
        told = {"nick": nick, "question": question, "answer": answer if outcome == "answer" else ""}
        yield moment, partial(note, find, deng, moment, told)
        if outcome in ("promise", "take"):
            moment = stage.hours.shortly(moment, 4)
            pledge = pledge_of(stage, moment, answer, steps) if outcome == "promise" else None
            yield moment, partial(settle, question, fang, moment, answer, pledge)
            yield from kept_by(stage, office, question, moment, steps[:kept])
            if answered:
                yield from answered_by(stage, office, question, moment)


def note(find, by, when, told: dict):
    media.note_call(find(), by=by, now=when, **told)


def pledge_of(stage: Stage, moment, words: str, steps) -> Pledge:
    return Pledge(words, tuple((step, ahead(stage, moment, days)) for step, days in steps))


def settle(question: str, by, when, answer: str, pledge):
    call = Call.objects.get(question=question)
    if pledge is None:
        media.take_call(call, by=by, now=when, answer=answer)
    else:
        media.promise_call(call, by=by, now=when, answer=answer, pledge=pledge)


def kept_by(stage: Stage, office: Office, question: str, promised_at, steps):
    """The unit shows each step on the working day before it is due."""
    for number, (_step, days) in enumerate(steps, 1):
        day = ahead(stage, promised_at, days)
        when = max(stage.hours.office(stage.hours.nth_before(day, 1)), stage.hours.later(promised_at, 1))
        yield when, partial(keep, question, number, office.clerk, when)


def keep(question: str, number: int, by, when):
    promise = Call.objects.get(question=question).order.promise
    promises.keep(promise.milestones.get(number=number), by=by, now=when, proof=PROOFS)


def answered_by(stage: Stage, office: Office, question: str, taken_at):
    """The unit takes the order the same day and answers three working days later."""
    accepted, replied = stage.hours.later(taken_at, 0), stage.hours.later(taken_at, 3)
    find = partial(Order.objects.get, media_call__question=question)
    yield accepted, lambda: orders.accept(find(), by=office.clerk, now=accepted)
    yield replied, lambda: orders.reply(find(), by=office.clerk, now=replied, text=ANSWER)


# face to face

# who, unit, working days ago, matter, how it ended, what was asked, what was answered, steps
SESSIONS = [
    (ZHANG, "scjg", 16, "预付卡商家关门，余额退不回来", "answered", "健身房关门，卡里还有一千二百元。",
     "商家已列入异常名录，我局已立案；请携带合同和付款凭证到消保科登记，统一组织调解。", []),
    (LI, "zjj", 12, "小区楼顶漏水维修基金申请", "promised", "楼顶漏水两年，维修基金一直批不下来。",
     "当场核对材料，缺业主签字表；补齐后限期审核。", [("补齐业主签字表", 6), ("完成维修基金审核", 20)]),
    ("chengguan-wenchang", "rsj", 8, "老人养老金资格认证不会操作", "answered", "老人不会用手机，认证总是失败。",
     "已由工作人员后台核验通过；以后可由村代办员上门认证。", []),
    (ZHANG, "cgj", 5, "店铺门头招牌审批", "missed", "", "", []),
    (LI, "rsj", 1, "灵活就业人员社保补贴", "unsigned", "补贴申请三个月没有到账。",
     "系统显示银行卡号有误，已当场更正，本月发放。", []),
]  # fmt: skip
UNITS = ["scjg", "zjj", "rsj", "cgj"]  # units that offer hours


def face_to_face(stage: Stage):
    for line in SESSIONS:
        yield from session(stage, *line)
    yield from today(stage)
    offered = ago(stage, 1)
    for unit in UNITS:
        office = Office(stage, unit)
        for number, day in enumerate(stage.hours.calendar.add(stage.tomorrow, days) for days in (1, 2, 3)):
            begins = timezone.make_aware(datetime.combine(day, time(9)))
            when = offered + timedelta(minutes=number)
            yield when, partial(offer, office, when, sessions.Offer(begins, count=4))


def offer(office: Office, when, hours):
    sessions.offer(office.unit, by=office.clerk, now=when, offered=hours)


def visitor(stage: Stage, who: str):
    """The citizen, or the post of the village that sits in for somebody."""
    return Office(stage, who).clerk if "-" in who else stage.cast.demo[who]


def book(stage: Stage, who: str, office: Office, begins, when, matter: str):
    slot = Slot.objects.get(organisation=office.unit, starts_at=begins)
    by = visitor(stage, who)
    known = {"name": by.user.name, "telephone": by.user.telephone}
    about = known if by.post is None else {"name": "周桂芳", "telephone": stage.inventor.telephone()}
    sessions.book(slot, by=by, now=when, matter=matter, **about)


def session(stage: Stage, who: str, unit: str, days: int, matter: str, end: str, question: str, answer: str, steps):
    """Offered, booked, held, written down, signed; or nobody came."""
    office, begins = Office(stage, unit), ago(stage, days).replace(minute=0, second=0, microsecond=0)
    offered, booked = ago(stage, days + 4), ago(stage, days + 2)
    yield offered, partial(offer, office, offered, sessions.Offer(begins))
    yield booked, partial(book, stage, who, office, begins, booked, matter)
    find = partial(Session.objects.get, matter=matter)
    written = begins + timedelta(minutes=33, seconds=stage.rng.randrange(60))
    if end == "missed":
        yield written, lambda: sessions.miss(find(), by=office.clerk, now=written)
        return
    for minutes, by in ((1, office.clerk), (2, visitor(stage, who))):
        there = begins + timedelta(minutes=minutes, seconds=stage.rng.randrange(50))
        yield there, partial(arrive, find, by, there)
    pledge = pledge_of(stage, written, answer, steps) if steps else None
    said = {"question": question, "answer": answer, "pledge": pledge}
    yield written, lambda: sessions.write_minutes(find(), by=office.clerk, now=written, **said)
    if end != "unsigned":
        signed = written + timedelta(minutes=4)
        yield signed, lambda: sessions.sign(find(), by=visitor(stage, who), now=signed, agrees=True)


def arrive(find, by, when):
    sessions.arrive(find(), by=by, now=when)


def today(stage: Stage):
    """One session whose room stands open now: 13800000001 with the market bureau."""
    office, offered = Office(stage, "scjg"), ago(stage, 3)
    begins = stage.now.replace(second=0, microsecond=0) + timedelta(minutes=10 - stage.now.minute % 5)
    yield offered, partial(offer, office, offered, sessions.Offer(begins, minutes=60))
    booked = stage.hours.later(offered, 1)
    yield booked, partial(book, stage, ZHANG, office, begins, booked, "小区门口占道经营影响通行，想当面了解怎么处理")


def spoken_to(stage: Stage):
    """One integrity talk that follows from complaints about the same office."""
    office, when = Office(stage, "cgj"), ago(stage, 10)
    told = talks.Told(
        occasion="三个月内两次被群众投诉推诿扯皮",
        talkers="赵铁生、钱文静",
        talked_on=timezone.localdate(when),
        place="县纪委监委谈话室",
        content="通报群众投诉和效能监察情况，指出首问负责制执行不到位、对群众诉求“踢皮球”的问题，要求举一反三。",
        commitments="当日诉求当日回应，一周内向两名群众当面说明办理情况。",
        follow_up_on=ahead(stage, when, 45),
    )
    post = stage.cast.posts[office.unit.pk, Role.REVIEWER][0].post
    yield when, lambda: talks.hold(post, by=stage.cast.demo["zhao"], now=when, told=told)
