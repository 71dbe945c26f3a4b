"""Joint cases in every situation: opinions outstanding, late, joined, refused by one unit; longer terms."""

from accounts.models import Organisation, Role
from config.demo.scenes.telling import Telling
from config.demo.staged import LI, ZHANG, Stage

RESTAURANT, PROJECT, COMPLETION = "XK-XZSP-001", "XK-XZSP-002", "XK-ZJJ-090"
AGREED = {
    "scjg": "经现场核查，加工经营场所布局、设施设备符合食品经营许可条件，同意。",
    "zjj": "装饰装修工程消防设计符合要求，抽查未发现问题，同意。",
    "cgj": "招牌设置的位置、尺寸符合户外广告设置规范，同意。",
    "xfj": "疏散通道、消防设施符合消防安全要求，同意。",
    "fgj": "项目符合国家产业政策和县域发展规划，同意核准。",
    "zrzy": "项目用地符合国土空间规划，规划条件已落实，同意。",
    "sthj": "环评文件编制规范，污染防治措施可行，同意。",
    "slj": "水土保持方案满足防治标准，同意。",
}
CLOSE_TO_WATER = (
    "项目选址位于青石河饮用水水源二级保护区内，依据《中华人民共和国水污染防治法》第六十六条，"
    "不得新建排放污染物的建设项目。"
)
UNCLEAR = "未写明核查时间和核查人员，请补充后重新报签。"
LONGER = "项目用地涉及跨县域的防洪影响评价，省级主管部门的复函尚未送达，四十五个工作日内无法作出决定。"
BUSY = "近期申报项目集中，经办人员不足，申请延长办理期限。"
NOT_BUSY = "人手不足不属于可以延长期限的情形，请统筹力量按期办结。"


def scene(stage: Stage):
    for tell in STORIES:
        yield from tell(stage)


class Joint(Telling):
    """A joint case, accepted so many working days ago; for a citizen it came online."""

    def __init__(self, stage: Stage, code: str, accepted: int, citizen: str = "", **known):
        super().__init__(stage, code)
        lead = self.item.organisation
        clerk = self.someone(lead, Role.CLERK)
        by = stage.cast.demo[citizen] if citizen else clerk
        self.apply(self.ago(accepted + 1), by=by, **known)
        self.do("accept", self.ago(accepted), clerk)

    def unit(self, code: str) -> Organisation:
        return self.stage.cast.unit(code)

    def propose(self, code: str, back: int, *, agrees=True, opinion=""):
        reviewer = self.someone(self.unit(code), Role.REVIEWER)
        self.do("propose_opinion", self.ago(back), reviewer, agrees=agrees, opinion=opinion or AGREED[code])

    def sign(self, code: str, back: int):
        self.do("sign_opinion", self.ago(back), self.someone(self.unit(code), Role.APPROVER))

    def agree(self, back: int, *codes: str):
        for code in codes:
            self.propose(code, back)
            self.sign(code, back)


def of_the_demo_citizen(stage: Stage):
    """Two have agreed, one opinion waits for its signature, one is still to be written."""
    zhang = {"applicant_name": "张建国", "telephone": ZHANG, "id_number": "11010519491231002X"}
    told = Joint(stage, RESTAURANT, 3, ZHANG, **zhang)
    told.agree(2, "cgj")
    told.agree(1, "scjg")
    told.propose("zjj", 1)
    return told


def to_be_written(stage: Stage):
    told = Joint(stage, RESTAURANT, 2)
    told.propose("cgj", 1)
    return told


def to_be_signed(stage: Stage):
    told = Joint(stage, RESTAURANT, 4)
    told.propose("scjg", 2)
    told.agree(2, "cgj", "xfj")
    return told


def sent_back(stage: Stage):
    told = Joint(stage, RESTAURANT, 4)
    told.propose("scjg", 3)
    approver = told.someone(told.unit("scjg"), Role.APPROVER)
    told.do("return_opinion", told.ago(2), approver, reason=UNCLEAR)
    told.agree(1, "cgj", "zjj")
    return told


def one_is_late(stage: Stage):
    """The fire brigade had four days; the others kept theirs."""
    told = Joint(stage, RESTAURANT, 7)
    told.agree(5, "cgj")
    told.agree(4, "scjg")
    told.agree(3, "zjj")
    return told


def joined(stage: Stage):
    """Everybody has agreed; the lead reviews."""
    told = Joint(stage, COMPLETION, 5)
    told.agree(3, "cgj")
    told.agree(2, "zrzy", "xfj")
    return told


def joined_and_granted(stage: Stage):
    told = Joint(stage, RESTAURANT, 32)
    told.agree(30, "cgj", "scjg")
    told.agree(29, "xfj", "zjj")
    told.decide(28, 27, 26)
    return told


def refused_by_one(stage: Stage):
    told = Joint(stage, PROJECT, 14)
    told.agree(9, "fgj")
    told.propose("sthj", 6, agrees=False, opinion=CLOSE_TO_WATER)
    told.sign("sthj", 5)
    return told


def longer_asked(stage: Stage):
    told = Joint(stage, COMPLETION, 4)
    told.agree(2, "cgj")
    head = told.someone(told.item.organisation, Role.HEAD)
    told.do("request_extension", told.ago(1), head, reason=LONGER, days=15)
    return told


def longer_granted(stage: Stage):
    told = Joint(stage, PROJECT, 24)
    told.agree(16, "fgj", "slj")
    told.agree(12, "zrzy", "sthj")
    head = told.someone(told.item.organisation, Role.HEAD)
    told.do("request_extension", told.ago(11), head, reason=LONGER, days=15)
    told.do("extend", told.ago(10), stage.cast.demo["sun"], reason=LONGER, days=15)
    told.do(
        "review", told.ago(8), told.someone(told.item.organisation, Role.REVIEWER), opinion="各单位均同意，建议准予。"
    )
    return told


def longer_refused(stage: Stage):
    told = Joint(stage, COMPLETION, 12)
    told.agree(9, "cgj", "zrzy")
    told.agree(8, "xfj")
    head = told.someone(told.item.organisation, Role.HEAD)
    told.do("request_extension", told.ago(8), head, reason=BUSY, days=10)
    told.do("refuse_extension", told.ago(7), stage.cast.demo["sun"], reason=NOT_BUSY)
    told.decide(6, 5, 4)
    return told


def withdrawn(stage: Stage):
    told = Joint(stage, RESTAURANT, 20, LI, applicant_name="李秀英", telephone=LI)
    told.agree(18, "cgj")
    told.do("withdraw", told.ago(17), stage.cast.demo[LI])
    return told


STORIES = [
    of_the_demo_citizen,
    to_be_written,
    to_be_signed,
    sent_back,
    one_is_late,
    joined,
    joined_and_granted,
    refused_by_one,
    longer_asked,
    longer_granted,
    longer_refused,
    withdrawn,
]
