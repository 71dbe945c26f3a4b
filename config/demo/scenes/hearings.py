"""Hearings in each state, and checks on the spot: nobody sent, result awaited, done, failed, assigned too late."""

from datetime import datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Role
from config.demo.papers import picture
from config.demo.scenes.telling import Telling
from config.demo.staged import ZHANG, Stage

PHARMACY, SEWER, WORKSHOP, GAS = "XK-SCJG-004", "XK-ZJJ-003", "XK-SCJG-003", "XK-ZJJ-005"
ROOM = "县政务服务中心三楼听证室"
GROUNDS = {
    PHARMACY: "拟设药店与已有药店的间距不足，涉及申请人与相邻经营者之间的重大利益关系。",
    SEWER: "排水接入口位于相邻小区围墙内，涉及申请人与该小区业主之间的重大利益关系。",
}
MINUTES = (
    "主持人宣布听证纪律，核对参加人身份。审查人员说明审查意见和证据；申请人陈述选址理由，提交相邻经营者的书面意见；"
    "双方就间距的测量方法进行质证，确认实测间距符合规定。各方对笔录核对无误后签字。"
)
FOUND = {
    True: "加工间、原料库、成品库分设，布局与图纸一致；洗手、更衣设施齐全；留样柜可正常使用。",
    False: "气瓶库与营业区间距不足，通风设施尚未安装完毕，不符合安全间距要求。",
}


def scene(stage: Stage):
    for tell in STORIES:
        yield from tell(stage)


class Heard(Telling):
    """A case accepted so many working days ago whose applicant was told of the right to a hearing."""

    def __init__(self, stage: Stage, code: str, accepted: int, told: int, citizen: str = "", **known):
        super().__init__(stage, code)
        self.clerk = self.someone(self.item.organisation, Role.CLERK)
        self.reviewer = self.someone(self.item.organisation, Role.REVIEWER)
        self.apply(self.ago(accepted + 1), by=stage.cast.demo[citizen] if citizen else self.clerk, **known)
        self.do("accept", self.ago(accepted), self.clerk)
        self.do("tell_hearing_right", self.ago(told), self.reviewer, ground=GROUNDS[code])

    def wanted(self, back: int):
        """The applicant comes to the window and asks for the hearing."""
        self.do("apply_for_hearing", self.ago(back), self.clerk)
        return self

    def announced(self, back: int, session: int):
        """The session lies so many working days after the notice."""
        when, chair = self.ago(back), self.someone(self.item.organisation, Role.CLERK, 1)
        day = self.stage.hours.calendar.add(timezone.localdate(when), session)
        self.session = timezone.make_aware(datetime.combine(day, time(9, 30)))
        about = {"session_at": self.session, "place": ROOM, "chair": chair.user}
        self.do("schedule_hearing", when, self.reviewer, **about)
        return self

    def held(self):
        self.do("hold_hearing", self.stage.hours.shortly(self.session, 150), self.reviewer, minutes=MINUTES)
        return self


def told_the_demo_citizen(stage: Stage):
    zhang = {"applicant_name": "张建国", "telephone": ZHANG, "id_number": "11010519491231002X"}
    return Heard(stage, PHARMACY, 4, 2, ZHANG, **zhang)


def wanted_not_announced_yet(stage: Stage):
    return Heard(stage, SEWER, 6, 4).wanted(2)


def announced(stage: Stage):
    return Heard(stage, PHARMACY, 9, 8).wanted(6).announced(3, 8)


def announced_in_the_other_bureau(stage: Stage):
    return Heard(stage, SEWER, 10, 9).wanted(7).announced(2, 9)


def held_and_granted(stage: Stage):
    told = Heard(stage, PHARMACY, 42, 40).wanted(37).announced(34, 9).held()
    told.decide(23, 22, 21)
    return told


def never_held(stage: Stage):
    """The twenty days are over: supervision hands out a yellow card."""
    return Heard(stage, SEWER, 28, 26).wanted(23)


def let_pass(stage: Stage):
    """Nobody applied in time; the robot notes it, and the case is decided."""
    told = Heard(stage, PHARMACY, 12, 11)
    told.decide(5, 4)
    return told


class Checked(Telling):
    """A case of an item that needs a check on the spot."""

    def __init__(self, stage: Stage, code: str, accepted: int):
        super().__init__(stage, code)
        unit = self.item.organisation
        self.clerk, self.reviewer = self.someone(unit, Role.CLERK), self.someone(unit, Role.REVIEWER)
        self.other = self.someone(unit, Role.REVIEWER, 1)
        self.apply(self.ago(accepted), by=self.clerk)
        self.do("accept", stage.hours.shortly(self.last), self.clerk)

    def sent(self, back: int):
        about = {"first": self.clerk.user, "second": self.other.user}
        self.do("assign_site_check", self.ago(back), self.reviewer, **about)
        return self

    def found(self, back: int, passed: bool):
        photos = [SimpleUploadedFile(f"现场照片{number}.png", picture(number * 5)) for number in (1, 2)]
        about = {"passed": passed, "findings": FOUND[passed], "photos": photos}
        self.do("record_site_check", self.ago(back), self.clerk, **about)
        return self


def nobody_sent_yet(stage: Stage):
    return Checked(stage, WORKSHOP, 3)


def result_awaited(stage: Stage):
    return Checked(stage, WORKSHOP, 4).sent(2)


def checked_and_granted(stage: Stage):
    told = Checked(stage, WORKSHOP, 15).sent(13).found(11, True)
    told.decide(10, 9, 8)
    return told


def failed(stage: Stage):
    return Checked(stage, GAS, 6).sent(4).found(2, False)


def sent_too_late(stage: Stage):
    """The five days were over when two people were named: a yellow card of the step."""
    return Checked(stage, GAS, 9).sent(2)


STORIES = [
    told_the_demo_citizen,
    wanted_not_announced_yet,
    announced,
    announced_in_the_other_bureau,
    held_and_granted,
    never_held,
    let_pass,
    nobody_sent_yet,
    result_awaited,
    checked_and_granted,
    failed,
    sent_too_late,
]
