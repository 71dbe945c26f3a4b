"""Cameras of the hall, looks through them, an open check with findings put right, a secret one that is under way."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Organisation, Window
from config.demo.hall_picture import png
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from monitoring.actions import cameras, inspections
from monitoring.models import Camera, Inspection, SpotFinding

WATCHED = ("scjg", "zjj", "zrzy", "rsj", "wjw", "cgj")  # a camera at the first window of each
RULES = "《云溪县政务服务大厅管理办法》第九条"
CONDUCT = "《云溪县政务服务窗口工作人员行为规范》第六条"
SAID = [  # (working days ago, unit, kind, what was seen)
    (12, "zjj", "order", "窗口秩序正常，排队5人以内。"),
    (9, "scjg", "order", "人员在岗，去向牌摆放规范。"),
    (6, "rsj", "irregular", "9时40分至10时10分窗口无人值守，未放置去向牌。"),
    (4, "wjw", "order", "正常。"),
    (2, "cgj", "irregular", "工作人员在窗口吃早餐，已电话提醒。"),
    (1, "scjg", "order", "正常，取号等候3人。"),
]


def scene(stage: Stage):
    demo = stage.cast.demo
    story = Story(stage, demo["zhao"], demo["qian"])
    yield ago(stage, 60), story.hang_cameras
    yield from story.patrols()
    yield from story.open_check()
    yield from story.secret_check()


class Story:
    """The two inspectors, and what the steps have made so far: findings by unit, patrols by camera."""

    def __init__(self, stage: Stage, zhao, qian):
        self.stage, self.zhao, self.qian = stage, zhao, qian
        self.check, self.secret, self.found = None, None, {}

    def step(self, days: int, deed, *words):
        """One deed so many working days ago; it is told the moment as its last argument."""
        when = ago(self.stage, days)
        return when, partial(deed, *words, when)

    def hang_cameras(self):
        """Two of the hall, and one at the first window of some units."""
        county = Organisation.objects.get(level=Organisation.Level.COUNTY)
        windows = [Window.objects.filter(organisation__code=code).order_by("number").first() for code in WATCHED]
        hall = next((window.hall for window in windows if window), "政务服务大厅")
        for code, place in (("hall-entrance", "大厅入口、取号处"), ("hall-waiting", "大厅等候区")):
            self.hang(code, place, hall, None, county)
        for code, window in zip(WATCHED, windows, strict=True):
            if window:
                place = f"{window.number}号窗口（{window.organisation.short_name}）"
                self.hang(f"window-{code}", place, window.hall, window, window.organisation)

    def hang(self, code, place, hall, window, organisation):
        stream = f"{settings.DEMO_CAMERA}/{code}/whep"
        about = {"place": place, "hall": hall, "window": window, "organisation": organisation, "stream": stream}
        Camera.objects.create(code=code, **about)

    def patrols(self):
        for days, code, kind, text in SAID:
            if Window.objects.filter(organisation__code=code).exists():
                yield from self.patrol(f"window-{code}", ago(self.stage, days), kind, text)

    def patrol(self, code: str, began, kind: str, text: str):
        """A look of two minutes; what is not in order is kept as a picture."""
        shot, said, left = (began + timedelta(seconds=seconds) for seconds in (50, 60, 120))
        yield began, partial(self.look, code, began)
        if kind == "irregular":
            yield shot, partial(self.keep_shot, code, began, shot)
        yield said, partial(self.say, code, said, kind, text)
        yield left, partial(self.leave, code, left)

    def look(self, code: str, when):
        camera = Camera.objects.select_related("organisation").get(code=code)
        self.found[code] = cameras.look(camera, by=self.zhao, now=when)

    def keep_shot(self, code: str, began, when):
        file = SimpleUploadedFile("snapshot.png", png(10, timezone.localtime(began)))
        about = {"kind": "picture", "after": timedelta(seconds=40)}
        cameras.keep_shot(self.found[code], file, by=self.zhao, now=when, **about)

    def say(self, code: str, when, kind: str, text: str):
        patrol = self.found[code]
        cameras.say(patrol.camera, by=self.zhao, now=when, kind=kind, text=text, patrol=patrol)

    def leave(self, code: str, when):
        cameras.leave(self.found[code], by=self.zhao, now=when)

    # the open check

    def open_check(self):
        planned, began = ago(self.stage, 16), ago(self.stage, 14)
        yield planned, partial(self.plan_open, planned, timezone.localdate(began))
        yield self.step(15, self.approve, "check")
        facts = "10时20分至10时45分窗口无人在岗，2名群众等候，去向牌未摆放。"
        yield began, partial(self.note, "zjj", began, "absence", facts, RULES, "查明空岗原因，落实A、B岗制度。")
        facts = "窗口公示的收费标准仍为上年度版本，与事项目录不一致。"
        yield began, partial(self.note, "cgj", began, "disclosure", facts, RULES, "更换公示内容，逐项核对。")
        facts = "两名工作人员上班时间观看与工作无关的视频。"
        yield began, partial(self.note, "scjg", began, "discipline", facts, CONDUCT, "批评教育，开展纪律学习。")
        told = ago(self.stage, 13)
        for code in ("zjj", "cgj"):
            yield told, partial(self.issue, code, told)
        yield self.step(2, self.issue, "scjg")
        yield self.step(10, self.report, "zjj", "已安排B岗，离岗须登记，现场已整改。")
        yield self.step(9, self.report, "cgj", "公示栏已更换，核对事项26项。")
        yield self.step(8, self.settle, "zjj")
        yield self.step(1, self.conclude)

    def plan_open(self, when, day):
        said = inspections.Plan("窗口作风和公示情况检查", "县政务服务大厅", "到岗、纪律、公示、收费", day, day)
        self.check = self.plan(when, said, ("zjj", "cgj", "scjg"))

    def plan(self, when, said, codes) -> Inspection:
        units = list(Organisation.objects.filter(code__in=codes))
        about = {"by": self.zhao, "now": when, "units": units, "inspectors": [self.qian.user]}
        return inspections.plan(self.zhao.organisation, said=said, **about)

    def approve(self, name: str, when):
        inspections.approve(getattr(self, name), by=self.qian, now=when)

    def note(self, code, when, kind, facts, basis, demand):
        office = Office(self.stage, code)
        window = Window.objects.filter(organisation=office.unit).order_by("number").first()
        place = f"{window.number}号窗口" if window else "办公室"
        seen = inspections.Seen(kind, place, when, facts, basis, demand, window=window)
        photo = SimpleUploadedFile("现场照片.png", png(25, timezone.localtime(when)))
        about = {"unit": office.unit, "said": seen, "files": [photo]}
        self.found[code] = inspections.note(self.check, by=self.zhao, now=when, **about)

    def issue(self, code: str, when):
        inspections.issue(self.found[code], by=self.qian, now=when)

    def report(self, code: str, measure: str, when):
        photo = SimpleUploadedFile("整改后照片.png", png(60, timezone.localtime(when)))
        finding = SpotFinding.objects.get(pk=self.found[code].pk)
        inspections.report(finding, by=Office(self.stage, code).clerk, now=when, measure=measure, files=[photo])

    def settle(self, code: str, when):
        finding = SpotFinding.objects.get(pk=self.found[code].pk)
        inspections.settle(finding, by=self.zhao, now=when, reason="现场复查，窗口有人值守，登记本填写规范。")

    def conclude(self, when):
        result = "本次检查三个单位，总体情况较好。发现的问题均已通知单位限期整改，将对整改情况逐一复查。"
        inspections.conclude(self.check, by=self.zhao, now=when, result=result)

    # the secret check

    def secret_check(self):
        planned, approved = ago(self.stage, 3), ago(self.stage, 2)
        yield planned, partial(self.plan_secret, planned, timezone.localdate(approved))
        yield approved, partial(self.approve, "secret", approved)

    def plan_secret(self, when, day):
        last = timezone.localdate(self.stage.now) + timedelta(days=10)
        focus = "以群众身份咨询办事，查看是否一次性告知、有无推诿、是否索要目录以外材料。"
        said = inspections.Plan("窗口服务暗访", "县政务服务大厅及两个乡镇便民中心", focus, day, last, secret=True)
        self.secret = self.plan(when, said, ("wjw", "mzj", "rsj"))
