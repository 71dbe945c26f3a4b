"""First reviews below: in the village, in the town, late, sent up, asked for correction, refused, deemed, done."""

from datetime import timedelta

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.people import id_number
from config.demo.scenes.telling import Telling
from config.demo.staged import LI, ZHANG, Stage

POOR, DISABLED, HOUSE = "QR-MZJ-003", "QR-CL-001", "XK-ZRZY-004"
TOWN, VILLAGE = "chengguan", "chengguan-wenchang"
VISITED = "经入户核查和民主评议，申请人家庭收入、财产状况属实，公示七日无异议，同意上报。"
CHECKED = "经核对，申请人户籍在本辖区，申请表、照片和病历资料齐全，同意上报。"
ELSEWHERE = "申请人户籍不在本乡镇（街道），依法应当向户籍所在地提出申请。"
MISSING = "未提交家庭成员收入证明，请一次性补齐共同生活的全部家庭成员的收入证明。"


def scene(stage: Stage):
    for tell in STORIES:
        yield from tell(stage)


class Lower(Telling):
    """A case handed in at a town or village."""

    def __init__(self, stage: Stage, code: str, place: str):
        super().__init__(stage, code)
        self.place = stage.cast.unit(place)
        is_village = self.place.level == Organisation.Level.VILLAGE
        self.town = self.place.parent if is_village else self.place

    def window(self, back: int):
        """Registered on paper at the window of the place."""
        self.apply(self.ago(back), by=self.someone(self.place, Role.CLERK))

    def forward(self, back: int):
        self.do("forward", self.ago(back), self.someone(self.place, Role.CLERK))

    def accept(self, back: int):
        self.do("accept_below", self.ago(back), self.clerk)

    def send_up(self, back: int, opinion: str):
        self.do("send_up", self.ago(back), self.someone(self.town, Role.REVIEWER), opinion=opinion)

    @property
    def clerk(self) -> Actor:
        return self.someone(self.town, Role.CLERK)

    @property
    def above(self) -> Actor:
        return self.someone(self.item.organisation, Role.CLERK)


def just_in_the_village(stage: Stage):
    """An online application of this morning."""
    told = Lower(stage, POOR, VILLAGE)
    known = {"applicant_name": "李秀英", "telephone": LI, "id_number": id_number(stage.rng)}
    told.apply(stage.now - timedelta(minutes=95), by=stage.cast.demo[LI], place=told.place, **known)
    return told


def lying_in_the_village(stage: Stage):
    told = Lower(stage, POOR, VILLAGE)
    told.window(3)
    return told


def forwarded(stage: Stage):
    told = Lower(stage, POOR, VILLAGE)
    told.window(2)
    told.forward(1)
    return told


def under_review(stage: Stage):
    told = Lower(stage, POOR, "chengguan-gulou")
    told.window(8)
    told.forward(8)
    told.accept(7)
    return told


def of_the_demo_citizen(stage: Stage):
    told = Lower(stage, DISABLED, TOWN)
    known = {"applicant_name": "张建国", "telephone": ZHANG, "id_number": "11010519491231002X"}
    told.apply(told.ago(6), by=stage.cast.demo[ZHANG], place=told.place, **known)
    told.accept(5)
    return told


def nearly_late(stage: Stage):
    told = Lower(stage, DISABLED, TOWN)
    told.window(20)
    told.accept(20)
    return told


def late(stage: Stage):
    told = Lower(stage, DISABLED, "qinghe")
    told.window(23)
    told.accept(23)
    return told


def asked_for_correction(stage: Stage):
    told = Lower(stage, POOR, TOWN)
    told.window(3)
    missing = [document for document in told.item.documents.all() if document.is_required][-1:]
    told.do("request_correction", told.ago(2), told.clerk, missing=missing, message=MISSING)
    return told


def refused(stage: Stage):
    told = Lower(stage, DISABLED, TOWN)
    told.window(15)
    told.do("refuse", told.ago(14), told.clerk, reason=ELSEWHERE)
    return told


def deemed(stage: Stage):
    """Nobody answered in the village for five days."""
    told = Lower(stage, POOR, "shimen-baishui")
    told.window(9)
    return told


def sent_up(stage: Stage):
    told = Lower(stage, DISABLED, TOWN)
    told.window(10)
    told.accept(10)
    told.send_up(1, CHECKED)
    return told


def in_hand_above(stage: Stage):
    told = Lower(stage, POOR, VILLAGE)
    told.window(24)
    told.forward(23)
    told.accept(22)
    told.send_up(10, VISITED)
    told.do("accept", told.ago(9), told.above)
    return told


def done(stage: Stage):
    told = Lower(stage, DISABLED, TOWN)
    told.window(38)
    told.accept(38)
    told.send_up(31, CHECKED)
    told.do("accept", told.ago(30), told.above)
    told.decide(27, 25, 23)
    return told


def house_in_the_village(stage: Stage):
    told = Lower(stage, HOUSE, "liulin-dahuai")
    told.window(6)
    told.forward(5)
    told.accept(4)
    return told


STORIES = [
    just_in_the_village,
    lying_in_the_village,
    forwarded,
    under_review,
    of_the_demo_citizen,
    nearly_late,
    late,
    asked_for_correction,
    refused,
    deemed,
    sent_up,
    in_hand_above,
    done,
    house_in_the_village,
]
