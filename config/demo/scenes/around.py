"""What happens around the courses of live tenders: a prequalification before the notice, questions of firms, a bid
that is taken back, deliveries of drugs and their payment."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import ROBOT
from config.demo.scenes.bidding import SIZE, statement
from config.demo.trading import acting, bidders
from procurement import sealing
from procurement.actions import boxes, inquiring, prequalifying, supplying
from procurement.actions.prequalifying import Invitation
from procurement.models import Inquiry, Prequalification, Tender, Trade
from procurement.periods import Regime, period

CONDITIONS = (
    "1．具有独立法人资格和有效的安全生产许可证；\n"
    "2．具有建筑工程施工总承包二级及以上资质；\n"
    "3．近三年完成过一项同类工程；\n"
    "4．拟派项目经理具有一级注册建造师资格，无在建工程。"
)
STATEMENTS = [
    "我公司具有建筑工程施工总承包一级资质，近三年完成同类工程三项，拟派项目经理注册证书和无在建承诺附后。",
    "我公司具有建筑工程施工总承包二级资质，近三年完成同类工程一项，安全生产许可证在有效期内。",
    "我公司具有建筑工程施工总承包二级资质，去年完成校舍工程一项，资产负债情况良好。",
    "我公司具有市政公用工程总承包三级资质，正在申请资质增项。",
]
QUESTION = "请问设备的交货地点是否包括各乡镇单位？运输和上楼费用由谁承担？"
ANSWER = "交货地点为采购人指定的县城地点，运输、搬运和安装费用均包含在报价中。"
BATCHES = [("第一批药品（注射剂）", 18_640_000), ("第二批药品（口服制剂）", 9_275_000)]


def prequalified(course, when):
    """Some projects look for able firms before they call for bids; these are still at it."""
    if not course.row.get("prequalify"):
        return
    yield when, partial(course.when_at, "notice", partial(begin, course), when)
    due = deadline(course)
    for place, firm in enumerate(bidders(course.trade, course.number)[: len(STATEMENTS)]):
        moment = due - timedelta(hours=30 - place * 5, minutes=7 * place)
        yield moment, partial(course.when_at, "notice", partial(apply, course, firm, STATEMENTS[place]), moment)


def deadline(course):
    published = course.day(10)
    until = period(Regime.BIDDING, "documents").end(published)
    last = course.calendar.add(period(Regime.BIDDING, "prequalification").end(until), 1)
    return course.at(last, 10, 0).replace(second=0, microsecond=0)


def begin(course, tender, now):
    published = timezone.localdate(now)
    until = period(Regime.BIDDING, "documents").end(published)
    invitation = Invitation(CONDITIONS, published, until, deadline(course))
    prequalifying.begin(tender, by=course.centre.clerk, now=now, invitation=invitation)


def apply(course, firm, text, tender, now):
    found = tender.prequalifications.filter(state=Prequalification.State.OPEN).first()
    if found is not None:
        prequalifying.apply(found, by=acting(firm), now=now, party=firm, statement=text)


def questioned(course, when):
    """In government procurement a firm asks; the purchaser answers two days later."""
    if course.trade != Trade.PROCUREMENT or course.number % 2:
        return
    asked, answered = course.at(course.day(11), 15), course.at(course.day(13), 9)
    yield asked, partial(ask, course, asked)
    yield answered, partial(reply, course, answered)


def ask(course, now):
    tender, firm = course.tender, course.firms()[0]
    if inquiring.takes_inquiries(tender):
        inquiring.ask(tender, by=acting(firm), now=now, party=firm, text=QUESTION)


def reply(course, now):
    row = Inquiry.objects.filter(tender=course.tender, answered_at=None).first()
    if row is not None:
        agent = course.tender.agent
        inquiring.reply(row, by=acting(agent) if agent else course.tenderer(), now=now, text=ANSWER)


def reconsidered(course, when):
    """A firm hands in early, takes its bid back and asks for its guarantee."""
    if not course.row.get("withdraws"):
        return
    moment = course.at(course.day(18), 15)
    yield moment, partial(take_back, course, moment)


def take_back(course, now):
    tender = course.tender
    if tender.published_at is None or tender.state != Tender.State.RUNNING or now >= tender.bids_due_at:
        return
    firm = bidders(course.trade, course.number + 1)[-1]
    boxes.box_of(tender, now, size=SIZE)
    said = sealing.encode(sealing.statement(statement(course, tender, firm, 9), (), None))
    sealed, keys = sealing.seal(said, size=SIZE * 1024, tender=tender.number, round_=tender.round, party=firm.code)
    secret = bytes.fromhex(keys["withdrawal"])
    boxes.drop(tender, sealed, by=ROBOT, now=now)
    boxes.withdraw(tender, keys["digest"], secret, by=ROBOT, now=now)
    number = statement(course, tender, firm, 9)["guarantee"]["number"]
    boxes.reclaim(tender, keys["digest"], secret, number, by=ROBOT, now=now)


def delivered(course, signed):
    """Hospitals write down what they accepted; the first batch is paid after three weeks, the second is still owed."""
    if course.trade != Trade.DRUGS:
        return
    for place, (what, amount) in enumerate(BATCHES):
        moment = course.at(course.calendar.add(signed, 1 + place), 9 + place)
        yield moment, partial(accept, course, what, amount, moment)
    paid = course.at(course.calendar.add(signed, 3), 15)
    yield paid, partial(pay, course, paid)


def accept(course, what, amount, now):
    award = course.tender.awards.select_related("contract").first()
    if award is not None and hasattr(award, "contract"):
        about = {"what": what, "amount": amount, "accepted_on": timezone.localdate(now)}
        supplying.accept_delivery(course.tender, by=course.tenderer(), now=now, **about)


def pay(course, now):
    award = course.tender.awards.select_related("contract").first()
    row = award.contract.deliveries.first() if award is not None and hasattr(award, "contract") else None
    if row is not None:
        about = {"paid_on": timezone.localdate(now), "reference": f"HK{now:%Y%m%d}-{course.number:02d}"}
        supplying.pay_delivery(row, by=course.tenderer(), now=now, **about)
