"""The room of the last weeks: turns of duty, faults of the platform that are gone, reports issued and waiting."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import Organisation
from config.demo.scenes.offices import ago
from config.demo.staged import Stage
from monitoring import actions, reports, watcher
from monitoring.models import Duty, PlatformFinding, Report

TURNS = 8  # working days with a full log
WEEKS, MONTHS = 4, 2  # reports issued
LOG = [
    ("call", "电话提醒市场监管局窗口：两件办件明日到期，经办人答复今日报批。"),
    ("look", "视频巡查政务大厅3号窗口，9时20分无人在岗，已电话通知首席代表。"),
    ("card", "住建局黄牌已到反馈期，提醒责任人今日反馈。"),
    ("call", "自然资源局来电说明特别程序依据，请其补传检测委托书。"),
    ("other", "政务服务中心报告叫号机故障，10分钟后恢复，未影响受理时间。"),
    ("look", "视频巡查乡镇便民服务中心，人员在岗、秩序正常。"),
]
HANDOVERS = [
    "红黄牌均已通知到人；住建局一张黄牌明日到反馈期，请跟进。",
    "今日无红牌。自然资源局中止计时的依据待补传，请核对。",
    "督办事项按期推进，无未了事项。",
]


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    yield from turns(stage)
    yield from faults(stage)
    yield from issued(stage)


def turns(stage: Stage):
    """The two inspectors take turns; today's is open."""
    pair = [stage.cast.demo["zhao"], stage.cast.demo["qian"]]
    for back in range(TURNS, 0, -1):
        morning = ago(stage, back).replace(hour=8, minute=25, second=0)
        yield from turn(morning, pair[back % 2], stage.rng.sample(LOG, 3), HANDOVERS[back % len(HANDOVERS)])
    start = min(stage.now - timedelta(minutes=5), ago(stage, 0).replace(hour=8, minute=25, second=0))
    yield start, partial(begin, pair[0], start)
    yield start + timedelta(minutes=3), partial(note, pair[0], *LOG[0], start + timedelta(minutes=3))


def turn(morning: datetime, who, lines, handover: str):
    yield morning, partial(begin, who, morning)
    for number, (kind, text) in enumerate(lines, 1):
        when = morning + timedelta(hours=2 * number, minutes=7 * number)
        yield when, partial(note, who, kind, text, when)
    evening = morning.replace(hour=17, minute=40)
    yield evening, partial(end, who, handover, evening)


def begin(who, now):
    actions.begin_duty(who.organisation, by=who, now=now)


def note(who, kind, text, now):
    actions.note_duty(current(who), by=who, now=now, kind=kind, text=text)


def end(who, handover, now):
    actions.hand_over_duty(current(who), by=who, now=now, handover=handover)


def current(who) -> Duty:
    return Duty.objects.open().get(organisation=who.organisation)


def faults(stage: Stage):
    """The server stood still for a quarter of an hour; a month earlier the sealer did."""
    for back, code, about, minutes in (
        (14, PlatformFinding.Code.LATE_SWEEP, watcher.SWEEP, 16),
        (31, PlatformFinding.Code.STALE_SEAL, "seal", 9),
    ):
        start = ago(stage, back)
        last = start - timedelta(minutes=minutes)
        end = start + timedelta(minutes=2)
        yield start, partial(watcher.found, code, about, now=start, last=last)
        yield end, partial(watcher.gone, code, about, now=end)


def issued(stage: Stage):
    """Weekly reports of four weeks, monthly ones of two months; the newest weekly report waits for a signature."""
    today = timezone.localdate(stage.now)
    for kind, count in (("week", WEEKS), ("month", MONTHS), ("summary", MONTHS), ("circular", MONTHS)):
        period = reports.last_whole(kind, today)
        for number in range(count):
            waits = kind == "week" and number == 0
            yield from one(stage, kind, period, waits)
            period = reports.last_whole(kind, period.first)


def one(stage: Stage, kind: str, period, waits: bool):
    """Written on the first working morning after the period, signed an hour and a half later."""
    written = stage.hours.office(stage.hours.calendar.roll(period.last + timedelta(days=1)))
    signed = written + timedelta(minutes=90)
    yield written, partial(propose, stage, kind, period, written)
    if not waits:
        yield signed, partial(sign, stage, kind, period, signed)


def propose(stage: Stage, kind: str, period, now):
    county = Organisation.objects.get(path=stage.cast.demo["zhao"].watched_path)
    about = {"kind": kind, "first": period.first, "recipients": reports.recipients(kind, county)}
    actions.propose_report(county, by=stage.cast.demo["zhao"], now=now, **about)


def sign(stage: Stage, kind: str, period, now):
    waiting = Report.objects.get(kind=kind, first=period.first, state=Report.State.PROPOSED)
    actions.issue_report(waiting, by=stage.cast.demo["sun" if kind == "summary" else "qian"], now=now)
