"""Two departments with systems of their own: one tells its cases every day, the other has fallen silent."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from accounts.models import Role
from config.demo.staged import Stage
from exchange import actions
from exchange.intake import take
from exchange.models import Problem, SourceSystem

DAYS = 45  # working days told
CODE, SILENT = "sthj-province", "gaj-window"
SYSTEMS = {
    CODE: ("sthj", "省生态环境一体化审批系统", "许工", "0000-5521281", 24),
    SILENT: ("gaj", "公安窗口业务系统", "龚工", "0000-5521221", 24),
}
# code, name, promised and statutory days, documents
ITEMS = {
    "sthj": [
        ("ST-01", "排污许可证核发（简化管理）", 10, 20, ["申请表", "承诺书"]),
        ("ST-02", "建设项目环境影响报告表审批", 7, 20, ["报告表"]),
        ("ST-03", "危险废物收集经营许可证核发", 12, 20, ["申请表"]),
    ],
    "gaj": [("GA-01", "旅馆业特种行业许可证核发", 8, 20, ["申请表", "消防意见"])],
}
# Working days from acceptance to the decision of the n-th case, and back again from the first; None is still open.
USED = [4, 6, 3, 7, 9, 5, None, 6, 2, 8, 11, 5, 7, 4]


class System:
    """Tells what one system sends, day by day."""

    def __init__(self, stage: Stage, code: str):
        self.stage, self.code = stage, code
        unit, self.name, self.contact, self.telephone, self.hours = SYSTEMS[code]
        self.unit = stage.cast.unit(unit)
        self.items = ITEMS[unit]
        self.handlers = [actor.user.name for actor in stage.cast.posts[self.unit.pk, Role.CLERK]]
        self.days: dict = defaultdict(list)

    def at(self, back: int) -> datetime:
        return self.stage.hours.office(self.stage.hours.nth_before(self.stage.today_or_next, back))

    def say(self, kind: str, when: datetime, /, **about):
        """One event; it is sent with the others of its day, an hour before midnight or at once on the last day."""
        number = f"{self.code}-{sum(map(len, self.days.values())) + 1:05d}"
        event = {"id": number, "at": timezone.localtime(when).isoformat(timespec="seconds"), "type": kind}
        if when <= self.stage.now:
            self.days[timezone.localdate(when)].append((when, event | about))

    def define(self, back: int):
        for code, name, promised, statutory, documents in self.items:
            limits = {"promised_days": promised, "statutory_days": statutory, "steps": [], "fees": []}
            facts = {"item": code, "name": name, "organisation": self.unit.code, "kind": "promised", **limits}
            self.say("item.defined", self.at(back), **facts, documents=documents, joint=False)

    def case(self, number: int, back: int):
        """A case accepted so many working days ago, decided after so many days or still open."""
        hours, item = self.stage.hours, self.items[number % len(self.items)]
        received, used = self.at(back), USED[number % len(USED)]
        about = {
            "case": f"{self.code[:4].upper()}{received:%Y%m%d}{number:03d}",
            "actor": self.handlers[number % 2 - 1],
        }
        self.say("case.received", received, item=item[0], documents=item[4], **about)
        accepted = hours.shortly(received)
        self.say("case.accepted", accepted, **about)
        if number % 5 == 3 and (used is None or used > 4):
            paused = hours.later(accepted, 1)
            self.say("case.paused", paused, kind="expert_review", limit_days=10, document="专家评审告知书", **about)
            self.say("case.resumed", hours.later(paused, 2), kind="expert_review", **about)
        if used is not None:
            decided = hours.later(accepted, used)
            self.say("case.decided", decided, result="granted", reason="", **about)
            self.say("case.delivered", hours.shortly(decided), **about)

    def moments(self) -> Iterator[tuple[datetime, partial]]:
        """One delivery for each day, after its last event."""
        for day in sorted(self.days):
            told = sorted(self.days[day], key=lambda pair: pair[0])
            when = min(told[-1][0] + timedelta(minutes=5), self.stage.now)
            yield when, partial(deliver, self.code, [event for _at, event in told], when)


def deliver(code: str, events: list, now: datetime):
    """What arrives at `POST /api/v1/events`."""
    lines = [(n, e if isinstance(e, str) else json.dumps(e, ensure_ascii=False)) for n, e in enumerate(events, 1)]
    take(SourceSystem.objects.get(code=code), lines, now, skip_bad=True)


def register(system: System, keeper, now: datetime):
    facts = {"code": system.code, "name": system.name, "contact": system.contact, "telephone": system.telephone}
    source = actions.register_source(system.unit, by=keeper, now=now, **facts, quiet_hours=system.hours)
    actions.issue_token(source, by=keeper, now=now)


def propose(item, keeper, now: datetime):
    """The administrator says what an unknown name means; an inspector still has to confirm it."""
    waiting = Problem.objects.waiting().filter(field="item").first()
    facts = {"kind": "item", "name": waiting.value, "item": item}
    actions.propose_mapping(waiting.source, by=keeper, now=now, **facts)


def scene(stage: Stage) -> Iterator[tuple[datetime, partial]]:
    """Registered two months ago; cases since then; what could not be read waits in the queue."""
    keeper = stage.cast.demo["sysadmin"]
    for code, last in ((CODE, 0), (SILENT, 4)):
        system = System(stage, code)
        start = system.at(DAYS + 3)
        yield start, partial(register, system, keeper, start)
        system.define(DAYS + 2)
        for number, back in enumerate([*range(DAYS, 2, -3), 2, 1, 0] if code == CODE else range(DAYS, last, -7)):
            system.case(number, back)
        if last:
            silent_from = stage.hours.nth_before(stage.today_or_next, last)
            system.days = {day: told for day, told in system.days.items() if day < silent_from}
        yield from system.moments()
    yield from faults(stage, keeper)


def faults(stage: Stage, keeper) -> Iterator[tuple[datetime, partial]]:
    """Lines of yesterday and the day before that could not be taken in, and what is being done about one of them."""
    system = System(stage, CODE)
    first, second = system.at(2), system.at(1)
    about = {"case": "STHJ-W-001", "actor": system.handlers[0], "documents": []}
    local = timezone.localtime(first).isoformat(timespec="seconds")
    unknown = {"id": "sthj-x1", "at": local, "type": "case.received", "item": "夜间施工许可", **about}
    ahead = timezone.localtime(second + timedelta(days=30)).isoformat(timespec="seconds")
    future = {"id": "sthj-x2", "at": ahead, "type": "case.accepted", "case": "STHJ-W-002"}
    yield first, partial(deliver, CODE, [unknown], first)
    yield second, partial(deliver, CODE, [future, '{"id": "sthj-x3", "at": '], second)
    item = stage.cast.item("XK-STHJ-004")
    later = stage.hours.shortly(second)
    if later <= stage.now:
        yield later, partial(propose, item, keeper, later)
