"""What applicants and windows write to one another, and who has looked into the papers of the demo citizen."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from accounts.actor import Actor
from approvals import actions
from approvals.models import Case
from config.demo.scenes.offices import Office, ago
from config.demo.staged import FOOD, FOOD_CHANGE, ZHANG, Stage
from records.actions import look

# (item, working days ago, the question, working days until the answer or None, the answer)
OF_ZHANG = [
    (
        FOOD_CHANGE,
        3,
        "请问现场核查大概哪天来？我好提前在店里等。",
        1,
        "您好，核查员明天上午十点左右到店，请留人开门。",
    ),
    (FOOD_CHANGE, 1, "核查已经做完了，请问证什么时候能出来？", None, ""),
    (FOOD, 2, "租赁合同复印件需要房东签字吗？", 1, "需要，请房东在复印件上签字并注明“与原件一致”。"),
]
OF_OTHERS = [
    ("zjj", 4, "网上传的图纸显示模糊，可以到窗口交纸质的吗？", None, ""),
    ("zjj", 2, "请问费用在哪里缴？", 1, "本事项不收费，请勿向任何人缴费。"),
    ("scjg", 2, "公司名称写错了一个字，能改吗？", None, ""),
    ("scjg", 5, "请问可以委托别人代领吗？", 1, "可以，请带委托书和双方身份证。"),
]


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    office, zhang = Office(stage, "scjg"), stage.cast.demo[ZHANG]
    for code, days, question, later, answer in OF_ZHANG:
        made, asked = {}, ago(stage, days)
        yield asked, partial(ask, made, asked, question, applicant=zhang.user, item__code=code)
        if later is not None:
            answered = stage.hours.later(asked, later)
            yield answered, partial(reply, made, office.clerk, answered, answer)
    strangers = [actor.user.pk for actor in stage.cast.citizens]
    for unit, days, question, later, answer in OF_OTHERS:
        made, asked, there = {}, ago(stage, days), Office(stage, unit)
        others = {"organisation": there.unit, "clock__met_on": None, "applicant__in": strangers}
        yield asked, partial(ask, made, asked, question, **others)
        if later is not None:
            answered = stage.hours.later(asked, later)
            yield answered, partial(reply, made, there.clerk, answered, answer)
    for days, by in ((2, office.clerk), (1, office.reviewer), (0, office.approver)):
        when = ago(stage, days)
        yield when, partial(look_at, by, when, zhang.user)


def ask(made: dict, when: datetime, question: str, **narrow):
    """The applicant of a case that is open at this time writes; without such a case nobody does."""
    mine = Case.objects.filter(closed_at=None, submitted_at__lt=when, applicant__isnull=False, **narrow)
    if (
        case := mine.select_related("applicant").filter(messages=None).order_by("-submitted_at").first()
        or mine.first()
    ):
        actions.write(case, by=Actor(case.applicant), now=when, text=question)
        made["case"] = case


def reply(made: dict, by: Actor, when: datetime, answer: str):
    if made:
        look(made["case"], by, when)
        actions.write(made["case"], by=by, now=when, text=answer)


def look_at(by: Actor, when: datetime, applicant):
    """Somebody of the unit opens a case of this applicant."""
    ours = Case.objects.filter(applicant=applicant, organisation=by.organisation, submitted_at__lt=when)
    if case := ours.order_by("-submitted_at").first():
        look(case, by, when)
