"""Inspections of firms: asked for, approved for next week, joined, carried out with and without problems, refused; and
two reports of inspections without a slip.
"""

from functools import partial

from accounts.models import Organisation
from approvals.actions import slip_reports
from approvals.actions import slips as actions
from approvals.models import Slip, SlipReport
from config.demo.scenes.offices import Office, ago, ahead, firm
from config.demo.staged import Stage

FOOD, SITE, PLANT, SMOKE = "JC-SCJG-001", "JC-ZJJ-001", "JC-YJJ-001", "JC-STHJ-001"
FIRMS = {
    "food": ("云溪县宏达食品有限公司", "云溪县工业园区3号"),
    "plant": ("云溪县新锐机械制造有限公司", "云溪县工业园区18号"),
    "site": ("云溪县安居建筑工程有限公司", "云溪县云溪大道（锦绣苑二期工地）"),
    "shop": ("云溪县佳惠超市有限公司", "云溪县解放路88号"),
}


class Story:
    """One scene: knows the firms and remembers the slips that were made."""

    def __init__(self, stage: Stage):
        self.stage = stage
        self.inspector = stage.cast.demo["zhao"]
        self.firms = {key: firm(stage, *about) for key, about in FIRMS.items()}

    def applied(self, made: dict, code: str, key: str, purpose: str, days: int, after: int, long: int = 4, join=None):
        """A unit asks so many working days ago for a visit that begins `after` calendar days later."""
        item, when = self.stage.cast.item(code), ago(self.stage, days)
        office = Office(self.stage, item.organisation.code)
        start = ahead(self.stage, when, after)
        end = ahead(self.stage, when, after + long)
        visit = actions.Visit(**self.firms[key], purpose=purpose, from_on=start, until_on=end)
        made |= {"office": office, "start": start, "when": when}

        def call():
            people = [office.clerk.user, office.second.user]
            host = Slip.objects.get(pk=join["pk"]) if join else None
            made["pk"] = actions.apply(item, by=office.clerk, now=when, visit=visit, inspectors=people, join=host).pk

        return when, call

    def answered(self, made: dict, name: str, host=None, **detail):
        """The efficiency office answers the next working day."""
        when = self.stage.hours.later(made["when"], 1)

        def call():
            into = {"into": Slip.objects.get(pk=host["pk"])} if host else {}
            getattr(actions, name)(Slip.objects.get(pk=made["pk"]), by=self.inspector, now=when, **into, **detail)

        return when, call

    def visited(self, made: dict, has_problems: bool, result: str):
        """On the first day of the period."""
        office, on = made["office"], made["start"]
        when = self.stage.hours.office(on)

        def call():
            people = [office.clerk.user, office.second.user]
            slip = Slip.objects.get(pk=made["pk"])
            about = {"inspectors": people, "has_problems": has_problems, "result": result}
            actions.carry_out(slip, by=office.clerk, now=when, on=on, **about)

        return when, call


def scene(stage: Stage):
    story = Story(stage)
    yield from carried_out(story)
    yield from next_week(story)
    yield from too_many(story)
    yield from reports(stage)


def carried_out(story: Story):
    """One visit found nothing, one found what becomes a penalty case."""
    clean, bad = {}, {}
    yield story.applied(clean, PLANT, "plant", "有限空间作业、粉尘防爆和应急预案落实情况。", 60, 7)
    yield story.answered(clean, "approve")
    yield story.visited(clean, False, "安全生产责任制健全，现场管理规范，未发现问题。")
    yield story.applied(bad, SITE, "site", "施工许可、深基坑支护和起重机械备案情况。", 30, 5)
    yield story.answered(bad, "approve")
    found = "现场已开挖基坑并浇筑垫层，未能出示建筑工程施工许可证；起重机械未办理使用登记。"
    yield story.visited(bad, True, found)


def next_week(story: Story):
    """Approved for next week, joined by a second unit; a third asks for the same firm and waits for the answer."""
    host, guest, late, site = {}, {}, {}, {}
    yield story.applied(host, PLANT, "food", "液氨制冷设备和用电安全。", 4, 14)
    yield story.answered(host, "approve")
    yield story.applied(guest, SMOKE, "food", "污水处理设施运行和排污许可证执行情况。", 2, 12, join=host)
    yield story.answered(guest, "merge", host=host, reason="同一企业，合并为一次检查。")
    yield story.applied(late, FOOD, "food", "原料进货查验、生产过程控制和出厂检验记录。", 1, 10)
    yield story.applied(site, SITE, "plant", "新建厂房施工现场质量安全。", 1, 9)


def too_many(story: Story):
    """A unit that was there twice this year asks a third time and is refused."""
    first, second, third = {}, {}, {}
    yield story.applied(first, FOOD, "shop", "食品经营许可、冷链食品贮存条件。", 40, 4)
    yield story.answered(first, "approve")
    yield story.visited(first, False, "证照齐全，冷柜温度符合要求，未发现问题。")
    yield story.applied(second, FOOD, "shop", "散装食品标签和临期食品管理。", 22, 4)
    yield story.answered(second, "approve")
    yield story.visited(second, False, "临期食品专区设置规范，现场指出标签字号偏小，已当场改正。")
    yield story.applied(third, FOOD, "shop", "食用农产品进货查验。", 6, 8)
    reason = "本年度对该企业的检查已达上限，未发现新的风险线索，不予同意；可与下年度计划合并。"
    yield story.answered(third, "refuse", reason=reason)


def reports(stage: Stage):
    """One report is confirmed and becomes a yellow card, one waits for the efficiency office."""
    told = [
        ("xfj", 9, "云溪县好运来酒店有限公司", "两人上门检查消防通道，要求停业整改，未出示备案单，也未留下任何文书。"),
        ("baisha", 2, "白沙镇永兴砖厂", "镇里来了三个人检查安全生产，问有没有备案单，说镇上检查不需要。"),
    ]
    inspector = stage.cast.demo["zhao"]
    for code, days, name, what in told:
        when = ago(stage, days)
        on = stage.hours.nth_before(stage.today_or_next, days + 1)
        unit = Organisation.objects.get(code=code)
        yield (
            when,
            partial(
                slip_reports.report,
                unit,
                by=slip_reports.ANYBODY,
                now=when,
                firm_name=name,
                happened_on=on,
                what=what,
            ),
        )
    looked = ago(stage, 5)
    note = "经向企业和该局核实，当日确有两名工作人员入企检查，未申请备案，情况属实。"

    def confirm():
        found = SlipReport.objects.get(firm_name=told[0][2])
        slip_reports.confirm(found, by=inspector, now=looked, note=note)

    yield looked, confirm
