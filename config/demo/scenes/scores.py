"""Scores of the year: towns with a tie that people decided, stations, months of approvals, reviews, consequences.

All days are counted from today: the two halves before this one, and the three months before this one. The office of
appraisal enters, its head confirms, the county leader decides the grades.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role
from config.demo.scenes.indicators import goals_year
from config.demo.staged import Stage
from monitoring import actions as supervision
from monitoring.models import Card
from monitoring.permissions_cards import can_decide
from scoring.actions import consequences, gathering, marks, reviews, rounds, schemes
from scoring.actions.marks import Wish
from scoring.forms.desk import equals
from scoring.models import Consequence, Item, Mark, Review, Round, Scheme, Sheet
from scoring.participants import participants

Moments = Iterator[tuple[datetime, Callable]]
PART, BONUS, DEDUCTION = Mark.Kind.PART, Mark.Kind.BONUS, Mark.Kind.DEDUCTION
BUREAUS = ["scjg", "zjj", "zrzy", "wjw", "jtj", "rsj", "mzj", "nyj", "sthj", "sws"]
OF_GOALS = [*BUREAUS, "fgj", "jyj", "sfj"]
# town → item code and points lost, in the half before and in the last one: places 2 and 3 of the last are equal
LOST = {
    "chengguan": (("4.1", "1"), ("4.1", "1")),
    "donghu": (("3.3", "2.5"), ("3.3", "1.5")),
    "beicheng": (("5.1", "3"), ("4.2", "1.5")),
    "qinghe": (("6.1", "2"), ("5.1", "2.5")),
    "shimen": (("8.1", "3"), ("8.1", "3")),
    "baisha": (("1.2", "2"), ("3.4", "2")),
    "liulin": (("3.5", "1"), ("6.1", "2.2")),
    "daping": (("4.3", "3"), ("8.2", "2.8")),
    "shuangqiao": (("3.6", "2.8"), ("3.6", "3")),
}
# station → questionnaire where no meeting was held, judgement from above, of the town; in the half before and the last
STATIONS = {
    "zs-chengguan": (("52.2", "9", "8.5"), ("55.4", "9.2", "9")),
    "zs-qinghe": (("50", "8.5", "8"), ("49.6", "8.5", "8.4")),
    "zs-baisha": (("54.8", "9", "9"), ("53.1", "9", "8.8")),
    "zs-liulin": (("41.5", "8", "7.5"), ("42.8", "8", "8")),
    "zs-shuiwu": (("43.2", "7.5", "7"), ("42", "7.4", "7.2")),
    "zs-caizheng": (("51", "8.8", "8.6"), ("52.7", "8.9", "8.6")),
}


class Office:
    """The people, the periods, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.rng = Random(f"scores {self.today}")  # noqa: S311
        self.clerk, self.head, self.leader = (stage.cast.demo[name] for name in ("ren", "shen", "sun"))
        this = self.today.replace(month=1 if self.today.month <= 6 else 7, day=1)
        self.this_half = this, half_end(this)
        last = (this - timedelta(days=1)).replace(month=7 if this.month == 1 else 1, day=1)
        self.last_half = last, half_end(last)
        before = (last - timedelta(days=1)).replace(month=7 if last.month == 1 else 1, day=1)
        self.half_before = before, half_end(before)

    def at(self, day: date, hour: int) -> datetime:
        """A moment of the first working day from this day on."""
        day = self.stage.hours.calendar.roll(day)
        moment = time(hour, self.rng.randrange(60), self.rng.randrange(60), self.rng.randrange(1_000_000))
        return timezone.make_aware(datetime.combine(day, moment))

    def moments(self, start: date, *steps: tuple[int, int]) -> list[datetime]:
        """So many days after the start, at these hours; each later than the one before, also after holidays."""
        found: list[datetime] = []
        for days, hour in steps:
            moment = self.at(start + timedelta(days=days), hour)
            while found and moment <= found[-1]:
                moment = self.at(timezone.localdate(moment) + timedelta(days=1), hour)
            found.append(moment)
        return found

    def head_of(self, code: str) -> Actor:
        posts, unit = self.stage.cast.posts, self.stage.cast.unit(code)
        return posts[unit.pk, Role.HEAD][0]

    def open(self, code: str, name: str, period, units, now):
        """Begin a round of the newest scheme of this code for these units."""
        scheme = Scheme.objects.get(code=code, state=Scheme.State.IN_FORCE)
        offered = [one for one in participants(scheme) if one.unit and one.unit.code in units]
        about = {"name": name, "first": period[0], "last": period[1]}
        rounds.open_round(scheme, [one.as_row() for one in offered], by=self.clerk, now=now, **about)

    def round(self, code: str, period) -> Round:
        return Round.objects.select_related("scheme").get(code=code, first=period[0])

    def sheet(self, code: str, period, unit: str) -> Sheet:
        return self.round(code, period).sheets.select_related("round__scheme").get(organisation__code=unit)

    def item(self, code: str, period, number: str) -> Item:
        category, place = number.split(".")
        scheme = self.round(code, period).scheme
        return Item.objects.get(category__scheme=scheme, category__number=category, number=place)

    def step(self, deed, code: str, period, by: Actor, now, **more):
        """Propose, sign, publish, count …"""
        deed(self.round(code, period), by=by, now=now, **more)

    def ending(self, code: str, period, moments: list[datetime]) -> Moments:
        """Proposed by the clerk, signed by the leader, published."""
        deeds = [(rounds.propose, self.clerk), (rounds.sign, self.leader), (rounds.publish, self.clerk)]
        for (deed, by), now in zip(deeds, moments, strict=True):
            yield now, partial(self.step, deed, code, period, by, now)


def half_end(first: date) -> date:
    return date(first.year, 6, 30) if first.month == 1 else date(first.year, 12, 31)


def half_name(period) -> str:
    return f"{period[0].year}年{'上' if period[0].month == 1 else '下'}半年"


def scene(stage: Stage) -> Moments:
    office = Office(stage)
    yield from quotas(office)
    for place, period in enumerate((office.half_before, office.last_half)):
        start = office.today - timedelta(days=184) if place == 0 else period[1] + timedelta(days=4)
        yield from towns(office, period, start, place)
        yield from stations(office, period, start + timedelta(days=1), place)
    yield from town_review(office)
    yield from afterwards(office)
    yield from months(office)
    yield from this_half(office)
    yield from whole_year(office)


def quotas(office: Office) -> Moments:
    """Nine towns: the next version of the scheme has places for nine."""
    drafted, amended, signed = office.moments(office.today - timedelta(days=190), (0, 9), (0, 11), (1, 10))

    def draft(now=drafted):
        schemes.draft(Scheme.objects.get(code="towns", version=1), by=office.clerk, now=now)

    def amend(now=amended):
        scheme = Scheme.objects.get(code="towns", version=2)
        about = {"quotas": [2, 5, 2], "basis": "乡镇工作目标评估办法（修订：九个乡镇街道，名额2、5、2）"}
        schemes.amend(scheme, by=office.clerk, now=now, about=about, parts=schemes.parts_of(scheme))

    yield drafted, draft
    yield amended, amend
    yield signed, lambda: schemes.sign(Scheme.objects.get(code="towns", version=2), by=office.head, now=signed)


def towns(office: Office, period, start: date, place: int) -> Moments:
    """A half-year of the towns; in the last one two are equal for the second place."""
    steps = (0, 9), (2, 10), (3, 11), (5, 16), (8, 9), (10, 10), (10, 11), (11, 15)
    opened, entered, bonus, confirmed, proposed, decided, signed, out = office.moments(start, *steps)
    name = half_name(period)
    yield opened, lambda: office.open("towns", name, period, LOST, opened)

    def enter():
        rows = [
            (number, office.sheet("towns", period, town), wish)
            for number, (town, lost) in enumerate(LOST.items(), 2)
            for wish in wishes(office, period, lost[place], town)
        ]
        marks.take_in(office.round("towns", period), rows, by=office.clerk, now=entered)

    yield entered, enter
    given = Wish(BONUS, "纠风工作经验在全市推广", Decimal(1))
    yield bonus, lambda: marks.enter(office.sheet("towns", period, "chengguan"), given, by=office.clerk, now=bonus)
    yield confirmed, lambda: marks.confirm(waiting(office, period), by=office.head, now=confirmed)
    yield proposed, lambda: office.step(rounds.propose, "towns", period, office.clerk, proposed)
    if place:
        yield decided, lambda: order_equals(office, period, decided)
    yield signed, lambda: office.step(rounds.sign, "towns", period, office.leader, signed)
    yield out, lambda: office.step(rounds.publish, "towns", period, office.clerk, out)


def wishes(office: Office, period, lost, town: str) -> Iterator[Wish]:
    code, points = lost
    yield Wish(PART, "年中检查台账不全", Decimal(points), item=office.item("towns", period, code))
    if town in ("shimen", "daping", "shuangqiao"):
        yield Wish(DEDUCTION, "信息月报迟报", Decimal(1), ground="late")
        yield Wish(DEDUCTION, "专项清理既迟又不实", Decimal(2), ground="late_and_poor")


def waiting(office: Office, period) -> Mark:
    return Mark.objects.waiting().get(sheet__round=office.round("towns", period))


def order_equals(office: Office, period, now):
    """常委会: of two equals for one place the leader's meeting takes one; where nobody is equal nothing is decided."""
    round = office.round("towns", period)
    open_ones = [row.sheet for row in equals(round)]
    if open_ones:
        grades = {sheet: int(place > 0) for place, sheet in enumerate(open_ones)}
        rounds.decide(round, grades, by=office.leader, now=now, words="县纪委常委会研究：信访办结率高者列前。")


def stations(office: Office, period, start: date, place: int) -> Moments:
    """The questionnaire comes from the survey of the half-year (config.demo.scenes.surveys), the rest by hand."""
    opened, counted, entered, *ends = office.moments(start, (0, 9), (2, 10), (3, 14), (5, 10), (7, 11), (9, 15))
    yield opened, lambda: office.open("stations", half_name(period), period, STATIONS, opened)
    yield counted, lambda: office.step(gathering.count, "stations", period, office.clerk, counted)

    def enter():
        rows = [
            (number, office.sheet("stations", period, unit), wish)
            for number, (unit, halves) in enumerate(STATIONS.items(), 2)
            for wish in judgements(office, period, unit, halves[place])
        ]
        marks.take_in(office.round("stations", period), rows, by=office.clerk, now=entered)

    yield entered, enter
    yield from office.ending("stations", period, ends)


def judgements(office: Office, period, unit: str, told) -> Iterator[Wish]:
    """What people enter about a station: nothing for what a source has given."""
    words = ["本期没有召开测评会，按书面问卷统计结果记入", "上级主管部门评估", "乡镇党委政府评估"]
    sheet = office.sheet("stations", period, unit)
    for points, code, text in zip(told, ("1.1", "2.1", "2.2"), words, strict=True):
        item = office.item("stations", period, code)
        if not marks.given(sheet, item).exists():
            yield Wish(PART, text, Decimal(points), item=item)


def town_review(office: Office) -> Moments:
    """A town contests a deduction, it is accepted, and the next version is published."""
    period, start = office.last_half, office.last_half[1] + timedelta(days=22)
    asked, proposed, decided, changed = office.moments(start, (0, 10), (4, 10), (6, 10), (8, 10))

    def ask():
        sheet = office.sheet("towns", period, "daping")
        line = sheet.marks.counting().filter(ground="late_and_poor").get()
        words = "专项清理材料已于规定日期送达并附签收单，请核实。"
        reviews.ask(sheet, by=office.head_of("daping"), now=asked, grounds=words, mark=line)

    def review() -> Review:
        return Review.objects.get(sheet=office.sheet("towns", period, "daping"))

    answer = {"outcome": "grant", "points": Decimal(0), "opinion": "签收单属实，材料按期送达，扣分予以撤销。"}
    yield asked, ask
    yield proposed, lambda: reviews.propose(review(), by=office.clerk, now=proposed, **answer)
    yield decided, lambda: reviews.decide(review(), by=office.head, now=decided)
    yield changed, lambda: reviews.change(review(), by=office.clerk, now=changed)


def afterwards(office: Office) -> Moments:
    """The head confirms what follows from the towns and the stations; one town reports its rectification."""
    start = office.last_half[1] + timedelta(days=34)
    for number, (code, kind) in enumerate(
        [("towns", "commendation"), ("towns", "criticism"), ("towns", "rectify"), ("stations", "plaque_good")]
        + [("stations", "letter"), ("stations", "rectify")]
    ):
        now = office.at(start + timedelta(days=number // 3), 9 + number)
        yield now, partial(confirm_first, office, code, kind, now)
    answered = office.at(start + timedelta(days=14), 15)
    yield answered, lambda: rectify(office, answered)


def confirm_first(office: Office, code: str, kind: str, now):
    """The first open proposal of this kind in the last half."""
    rows = Consequence.objects.filter(publication__round=office.round(code, office.last_half), kind=kind)
    if found := rows.filter(state=Consequence.State.PROPOSED).order_by("pk").first():
        consequences.confirm(found, by=office.head, now=now)


def rectify(office: Office, now):
    rows = Consequence.objects.filter(kind="rectify", state=Consequence.State.CONFIRMED, sheet__round__code="towns")
    if found := rows.select_related("sheet__organisation").first():
        words = "已补齐台账，明确专人负责信息报送，按月自查。"
        consequences.answer(found, by=office.head_of(found.sheet.organisation.code), now=now, words=words)


def months(office: Office) -> Moments:
    """Three months of approvals; a card of the last one is withdrawn after publication, and the robot follows."""
    first = office.today.replace(day=1)
    for back in (3, 2, 1):
        begin = month_before(first, back)
        period = begin, month_before(first, back - 1) - timedelta(days=1)
        yield from month(office, period)
    yield from withdrawn(office, (month_before(first, 1), first - timedelta(days=1)))


def month_before(first: date, count: int) -> date:
    for _month in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def month(office: Office, period) -> Moments:
    start, code = period[1] + timedelta(days=1), "approvals-month"
    opened, counted, *ends = office.moments(start, (0, 9), (1, 11), (2, 10), (3, 11), (5, 15))
    name = f"{period[0].year}年{period[0].month}月"
    yield opened, lambda: office.open(code, name, period, BUREAUS, opened)
    yield counted, lambda: office.step(gathering.count, code, period, office.clerk, counted)
    yield from office.ending(code, period, ends)


def withdrawn(office: Office, period) -> Moments:
    """The unit appeals in the last days of the month; the second inspector withdraws the card after publication."""
    appealed = office.at(period[1] - timedelta(days=3), 16)
    decided = office.at(period[1] + timedelta(days=8), 10)
    asked = office.at(period[1] + timedelta(days=10), 14)
    inspectors = [office.stage.cast.demo[name] for name in ("qian", "zhao")]

    def appeal():
        cards = Card.objects.scored().filter(
            finding__organisation__code__in=BUREAUS, issued_at__date__gte=period[0], appeals=None
        )
        open_ones = cards.filter(state=Card.State.ISSUED, appeal_until__gte=timezone.localdate(appealed))
        if card := open_ones.select_related("finding__organisation").order_by("pk").first():
            by = office.head_of(card.finding.organisation.code)
            supervision.appeal(card, by=by, now=appealed, grounds="补正期间未扣除，附补正告知书。")

    def decide():
        cards = Card.objects.filter(appeals__grounds__startswith="补正期间未扣除", appeals__decided_at=None)
        asked = [card.appeals.get(decided_at=None) for card in cards.order_by("pk")[:1]]
        free = [(found, by) for found in asked for by in inspectors if can_decide(by, found)]
        for found, by in free[:1]:
            about = {"outcome": "withdrawn", "reason": "补正期间应当扣除，经核属实。"}
            supervision.decide(found, by=by, now=decided, **about)

    def ask():
        sheet = office.sheet("approvals-month", period, "zjj")
        reviews.ask(sheet, by=office.head_of("zjj"), now=asked, grounds="满意度项评价样本偏少，请核实评价记录。")

    yield appealed, appeal
    yield decided, decide
    yield asked, ask


def this_half(office: Office) -> Moments:
    """The departments' half-year is open: points are collected, one waits for the second person."""
    period, code = office.this_half, "departments"
    opened = office.at(period[0] + timedelta(days=10), 9)
    entered = office.at(max(period[0] + timedelta(days=14), office.today - timedelta(days=6)), 10)
    yield opened, lambda: office.open(code, half_name(period), period, BUREAUS, opened)
    given = Wish(BONUS, "“一件事一次办”做法获省级通报表扬", Decimal(2))
    yield entered, lambda: marks.enter(office.sheet(code, period, "wjw"), given, by=office.clerk, now=entered)


def whole_year(office: Office) -> Moments:
    """The departments' year is open: goals count as far as they are signed (config.demo.scenes.indicators)."""
    year = goals_year(office.today)
    period, code = (date(year, 1, 1), date(year, 12, 31)), "units-year"
    opened, counted = office.moments(office.today - timedelta(days=9), (0, 9), (7, 10))
    yield opened, lambda: office.open(code, f"{year}年度", period, OF_GOALS, opened)
    yield counted, lambda: office.step(gathering.count, code, period, office.clerk, counted)
