"""People who are protected: an anonymous report with talk by code, a sealed identity opened by two, a transfer.

And what came in by text message and e-mail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.actor import ROBOT, Actor
from complaints import actions
from complaints.actions import arriving, opening, transferring
from complaints.models import Category, Channel, Kind, Opening, Order, Organ, Transfer
from config.demo.scenes.offices import ago
from config.demo.staged import Stage

CITY = transferring.Registration("云州市纪委监委信访室", "city", "韩立新", "主任", "0724-8860012")
OWN = ("中共云溪县纪律检查委员会信访室", "county", "赵正明", "主任", "0724-6212388")
HINT = "镇里发放的养老服务补贴，村里有三户不符合条件的也在领，名单没有公示过，经办人是村会计的亲戚。"
ASKED = "反映的情况已收悉。请补充：涉及哪个村、哪一年的补贴、有没有名单或者照片？不用说明您是谁。"
TOLD = "是清河镇柳湾村，去年和今年都有。名单在村委会橱窗贴过半天就撕了，照片下次再传。"
ABOVE = "反映某市直单位派驻我县的项目负责人在材料采购中收受回扣，涉及金额较大。"
GATEWAY = [
    ("13972450118", "人民路和东街路口的红绿灯坏了两天，早晚高峰特别乱，希望尽快修好。"),
    ("13986210457", "文昌小区3栋门前污水井盖破了，老人小孩走路危险。"),
]
LETTER = arriving.Arrival(
    channel=Channel.MAIL,
    reference="<20261103-0001@mail.example.com>",
    title="建议延长图书馆周末开放时间",
    text="县图书馆周末五点就关门，孩子放学后没有地方看书。建议周六、周日开放到晚上九点。",
    name="罗雪梅",
    email="luoxuemei@example.com",
)


@dataclass
class Kept:
    """What a step made, for the steps after it."""

    order: int = 0
    code: str = ""


class Story:
    """The two inspectors, and moments that follow one another."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.zhao, self.qian = stage.cast.demo["zhao"], stage.cast.demo["qian"]

    def at(self, back: int) -> datetime:
        """A moment of the working day so many working days ago."""
        return ago(self.stage, back)


def scene(stage: Stage) -> Iterator[tuple]:
    story = Story(stage)
    yield from registered(story)
    yield from reported(story)
    yield from passed_up(story)
    yield from opened(story)
    yield from arrived(story)


def registered(story: Story) -> Iterator[tuple]:
    """The organs of city and county under real names, each confirmed by the second inspector."""
    first, second = story.at(60), story.at(59)

    def register():
        own = transferring.Registration(*OWN, organisation=story.zhao.organisation)
        for typed in (CITY, own):
            transferring.register_organ(typed, by=story.zhao, now=first)

    def confirm():
        for organ in Organ.objects.filter(state=Organ.State.REGISTERED).order_by("pk"):
            transferring.confirm_organ(organ, by=story.qian, now=second)

    yield first, register
    yield second, confirm


def secret() -> Category:
    return Category.objects.filter(is_confidential=True).order_by("pk").first()


def reported(story: Story) -> Iterator[tuple]:
    """An anonymous report; the inspector asks, the author answers with the code."""
    kept, moments = Kept(), [story.at(9), story.at(8), story.at(7), story.at(6)]

    def receive():
        about = {"kind": Kind.REPORT, "title": "养老服务补贴发给了不符合条件的人", "text": HINT, "category": secret()}
        order = actions.receive(actions.Filing(**about), by=ROBOT, now=moments[0])
        kept.order, kept.code = order.pk, order.code

    def order() -> Order:
        return Order.objects.get(pk=kept.order)

    yield moments[0], receive
    yield moments[1], lambda: actions.accept(order(), by=story.zhao, now=moments[1])
    yield moments[2], lambda: actions.say(order(), by=story.zhao, now=moments[2], text=ASKED)
    yield moments[3], lambda: actions.say(order(), by=Actor(), now=moments[3], text=TOLD, code=kept.code)


def passed_up(story: Story) -> Iterator[tuple]:
    """A named report that concerns somebody of the city: by letter to the city, which confirms it."""
    kept, moments = Kept(), [story.at(15), story.at(14), story.at(10)]

    def receive():
        contact = actions.Contact(name="陈国栋", telephone="13907240096")
        about = {"kind": Kind.REPORT, "title": "项目负责人收受材料商回扣", "text": ABOVE, "category": secret()}
        filing = actions.Filing(**about, contact=contact, channel=Channel.WINDOW)
        kept.order = actions.receive(filing, by=ROBOT, now=moments[0]).pk

    def send():
        organ = Organ.objects.get(name=CITY.name)
        order, why = Order.objects.get(pk=kept.order), "被反映人系市管干部，按管理权限应由市纪委监委办理。"
        transferring.transfer(order, by=story.qian, now=moments[1], organ=organ, reason=why)

    def confirmed():
        made = Transfer.objects.get(order=kept.order)
        transferring.receive_transfer(made, by=story.qian, now=moments[2], answer="市纪委监委信访室电话确认接收。")

    yield moments[0], receive
    yield moments[1], send
    yield moments[2], confirmed


def opened(story: Story) -> Iterator[tuple]:
    """Two requests to know who wrote: one approved and used, one that waits."""
    first = story.at(12)
    moments = [first, first + timedelta(minutes=20), first + timedelta(minutes=25), story.at(1)]

    def named() -> Order:
        return Order.objects.get(title="项目负责人收受材料商回扣")

    def ask(now, reason):
        opening.ask_identity(named(), by=story.zhao, now=now, reason=reason)

    def last() -> Opening:
        return Opening.objects.latest("pk")

    yield moments[0], lambda: ask(moments[0], "举报材料缺少合同编号，需当面核实线索来源。")
    yield (
        moments[1],
        lambda: opening.approve_identity(last(), by=story.qian, now=moments[1], opinion="同意，限本人查看。"),
    )
    yield moments[2], lambda: opening.open_identity(last(), by=story.zhao, now=moments[2])
    yield moments[3], lambda: ask(moments[3], "市纪委要求补充举报人对转账时间的说明。")


def arrived(story: Story) -> Iterator[tuple]:
    """Two text messages and a letter of the last days."""
    for place, (number, text) in enumerate(GATEWAY):
        message = arriving.Arrival(Channel.SMS, f"demo-{place}", text, telephone=number)
        when = story.at(3 - place)
        yield when, lambda message=message, when=when: told(message, when)
    when = story.at(2)
    yield when, lambda: told(LETTER, when)


def told(arrival: arriving.Arrival, when: datetime):
    arriving.arrive(arrival, now=when)
