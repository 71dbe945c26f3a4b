"""What becomes of some cards: appeals decided and waiting, an answer sent back, cards by hand, a locked case."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from accounts.actor import Actor
from accounts.models import Role
from approvals.models import Case
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from monitoring import actions
from monitoring.deeds_cards import open_appeal
from monitoring.models import Card
from monitoring.permissions_cards import can_decide

VISITED = "scjg"  # the unit of the demo accounts: its cards are left to whoever looks at the demo
APPEALS = [  # (working days ago, days until the decision or None, outcome, grounds, reasons)
    (
        16,
        4,
        "withdrawn",
        "该件补正期间申请人未能按时提交材料，系统未扣除补正时间，附补正告知书和材料登记。",
        "经核查，补正时间应予扣除，实际用时未超过承诺时限，撤销此牌。",
    ),
    (
        11,
        6,
        "upheld",
        "经办人员当日参加县里统一培训，无法按时办结，请求撤销。",
        "参加培训应当落实A、B岗，不属于免责情形，维持此牌。",
    ),
    (3, None, "", "超时系省级系统故障所致，附省级平台故障公告，请求撤销此牌。", ""),
]
BY_HAND = [  # (unit, working days ago, confirmed, facts, basis, camera, clip)
    (
        "rsj",
        5,
        True,
        "视频巡查发现：上午9时40分至10时10分，窗口无人值守，未放置去向牌，3名群众等候。",
        "《行政服务中心窗口工作人员管理办法》第十二条",
        "政务大厅二楼 3 号机位",
        "DT2-03-0940",
    ),
    (
        VISITED,
        1,
        False,
        "明察暗访发现：窗口要求申请人提交办事指南以外的“经营场所房东同意书”，未出具一次性告知书。",
        "《中华人民共和国行政许可法》第三十一条、第三十二条",
        "政务大厅一楼 1 号机位",
        "DT1-01-1015",
    ),
]


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    zhao, qian = stage.cast.demo["zhao"], stage.cast.demo["qian"]
    for days, later, outcome, grounds, reason in APPEALS:
        made, filed = {}, ago(stage, days)
        yield filed, partial(appeal, stage, made, filed, grounds)
        if later:
            decided = stage.hours.later(filed, later)
            yield decided, partial(decide, made, (zhao, qian, stage.cast.demo["sun"]), decided, outcome, reason)
    for code, days, confirmed, *said in BY_HAND:
        made, when = {}, ago(stage, days)
        yield when, partial(propose, Office(stage, code), made, qian, when, said)
        if confirmed:
            signed, answered = stage.hours.shortly(when, 90), stage.hours.later(when, 2)
            yield signed, partial(confirm, made, zhao, signed)
            yield answered, partial(answer, Office(stage, code), made, answered)
    sent_back = ago(stage, 2)
    yield sent_back, partial(send_back, qian, sent_back)
    locked = ago(stage, 1)
    yield locked, partial(lock, zhao, locked)


def cards(now: datetime, **narrow):
    """Cards of other units that count, newest first."""
    found = Card.objects.counting().filter(issued_at__lt=now, appeals=None, **narrow)
    found = found.exclude(finding__organisation__code=VISITED).exclude(finding__code="M1")
    return found.select_related("finding__organisation").order_by("-issued_at", "pk")


def appeal(stage: Stage, made: dict, now: datetime, grounds: str):
    led = [unit for unit, role in stage.cast.posts if role == Role.HEAD]
    issued = cards(now, colour="yellow", state=Card.State.ISSUED, appeal_until__gte=now.date())
    card = issued.filter(finding__organisation__in=led).first()
    if card is None:
        return
    [head, *_others] = stage.cast.posts[card.finding.organisation_id, Role.HEAD]
    actions.appeal(card, by=head, now=now, grounds=grounds)
    made["card"] = card


def decide(made: dict, people: tuple[Actor, ...], now: datetime, outcome: str, reason: str):
    """The first of them who has had no part in the card."""
    if made and (found := open_appeal(made["card"])):
        by = next(actor for actor in people if can_decide(actor, found))
        actions.decide(found, by=by, now=now, outcome=outcome, reason=reason)


def propose(office: Office, made: dict, by: Actor, now: datetime, said: list[str]):
    facts, basis, place, clip = said
    camera = {"camera_place": place, "camera_at": now, "camera_clip": clip}
    about = actions.Proposal("yellow", office.clerk.user, facts, basis, **camera)
    made["card"] = actions.propose(office.unit, by=by, now=now, said=about)


def confirm(made: dict, by: Actor, now: datetime):
    actions.confirm(made["card"], by=by, now=now)


def answer(office: Office, made: dict, now: datetime):
    cause, measure = (
        "当日A岗请假，B岗临时到二楼送材料，窗口无人接替。",
        "已批评当事人，窗口落实A、B岗和去向牌制度，股长每日两次巡查。",
    )
    actions.answer(made["card"], by=office.head, now=now, cause=cause, measure=measure)


def send_back(by: Actor, now: datetime):
    if card := cards(now, state=Card.State.ANSWERED).first():
        actions.send_back(
            card, by=by, now=now, reason="只说明了原因，没有写明责任人和今后怎么防止，请补充后重新反馈。"
        )


def lock(by: Actor, now: datetime):
    """A red card on a case that is still open: the papers are looked at before the unit goes on."""
    lying = Case.objects.filter(state__in=Case.IN_HAND, closed_at=None).values("pk")
    card = cards(now, colour="red", finding__subject_id__in=lying, finding__code="R1").first()
    if card is not None:
        actions.lock_matter(card, by=by, now=now, reason="严重超时且材料移交不清，调阅案卷期间暂停办理")
