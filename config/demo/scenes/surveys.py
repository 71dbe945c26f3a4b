"""Surveys and ratings: a meeting of forty evaluators about stations with what became of their opinions, a meeting that
is going on today, an appraisal of persons, and ratings by citizens.

A vote leaves no trace but the vote itself, so all votes of a meeting fall at one moment here.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from config.demo.people import Inventor
from config.demo.staged import Stage
from records.refusal import Refused
from scoring.actions.surveys import counting, course, draws, opinions, pool, satisfaction, votes
from scoring.actions.surveys.course import Appointment, Plan
from scoring.models import (
    EvaluatorCategory,
    Invitation,
    Opinion,
    Survey,
    SurveyMeeting,
    UnitRating,
)
from scoring.surveys import ASPECTS, OVERALL

Moments = Iterator[tuple[datetime, Callable]]
GOOD, FAIR, BAD = "satisfied", "basically", "unsatisfied"
SIZES = {"deputies": 12, "cppcc": 10, "firms": 14, "traders": 12, "villagers": 16, "clients": 16}  # of the pool
SHARES = [  # of forty slips, for each unit
    *((33, 5, 2), (24, 10, 6), (30, 6, 4)),
    *((15, 14, 11), (16, 12, 12), (28, 9, 3)),
]
# number of the unit, what was said, in the words of the office, the way, the answer and after how many working days
SAID = [
    (
        *(0, "中午窗口没有人值班，办事要等到下午", "午间无人值班，群众办事需等候", "at_once"),
        *("已实行午间轮班，公示值班安排和电话。", 3),
    ),
    (
        *(1, "收费项目没有上墙", "收费项目未在办事场所公示", "at_once"),
        *("收费项目、依据和标准已上墙并在网上公开。", 4),
    ),
    (
        *(2, "去了三次才一次说清要什么材料", "一次性告知落实不到位，群众多次往返", "rectify"),
        *("已修订一次性告知单，逐岗培训，窗口主动发放；因换岗延误，已向考评办说明。", 33),  # three days late
    ),
    (
        *(3, "停车不方便", "办事场所停车位不足", "study"),
        *("与相邻单位协商共用停车场，新增停车位三十个，已设指示牌。", 18),
    ),
    (2, "某某态度不好", "", "", "", 0),
]
# heard on a visit before the meeting of today; the unit studies it
VISITED = (0, "户籍窗口周末能不能开", "周末不办理户籍业务，上班群众不便", "study")
COMMENTS = [
    (GOOD, "窗口人员很耐心，十分钟就办好了。", True),
    (BAD, "电话打了几次都没有人接，希望改进。", True),
    (FAIR, "材料清单能不能再简单一点？", True),
    (GOOD, "上门帮老人办证，点赞。", None),
    (BAD, "某科长某某收了东西才办事！", False),
]
RATED = ["scjg", "zjj", "rsj", "mzj", "wjw", "jyj", "gaj", "zrzy", "chengguan", "qinghe"]


class Asked:
    """The office of appraisal and its half-years."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.rng = Random(f"surveys {self.today}")  # noqa: S311
        self.clerk, self.head = stage.cast.demo["ren"], stage.cast.demo["shen"]
        half = date(self.today.year, 7 if self.today.month > 6 else 1, 1)
        self.now_first, self.past_last = half, half - timedelta(days=1)
        self.past_first = date(self.past_last.year, 1 if self.past_last.month == 6 else 7, 1)
        self.now_last = date(half.year, 12, 31) if half.month == 7 else date(half.year, 6, 30)

    @property
    def office(self) -> Organisation:
        return self.clerk.organisation

    def ago(self, days: int) -> datetime:
        """In the office hours of the working day so many working days back."""
        hours = self.stage.hours
        return hours.office(hours.nth_before(self.stage.today_or_next, days))

    def since_end(self, days: int) -> datetime:
        """In the office hours of a working day, counted from the last one of the half-year before (0)."""
        calendar = self.stage.hours.calendar
        return self.stage.hours.office(calendar.numbered(calendar.count(self.past_last) + days))

    def objects(self) -> list[Organisation]:
        """The stations in which people work; towns where the county has no stations of its own."""
        units = sorted(self.stage.cast.units.values(), key=lambda unit: unit.sort)
        stations = [unit for unit in units if unit.level == Organisation.Level.STATION]
        towns = [unit for unit in units if unit.level == Organisation.Level.TOWN]
        return (stations if len(stations) >= 4 else towns)[: len(SHARES)]

    def someone(self, unit: Organisation) -> Actor:
        posts = self.stage.cast.posts
        return next(
            posts[unit.pk, role][0] for role in (Role.HEAD, Role.REVIEWER, Role.CLERK) if (unit.pk, role) in posts
        )

    def name(self, first: date, words: str) -> str:
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年{words}"


def scene(stage: Stage) -> Moments:
    asked = Asked(stage)
    filled = asked.since_end(-27)
    yield filled, partial(fill, asked, filled)
    for part in (told, going_on, persons, ratings):
        yield from part(asked)


def fill(asked: Asked, now: datetime):
    """The pool, from one list."""
    inventor, number, rows = Inventor(asked.stage.cast.people, asked.rng), 0, []
    for code, size in SIZES.items():
        category = EvaluatorCategory.objects.get(code=code)
        for _person in range(size):
            number += 1
            rows.append((number, pool.Person(category, inventor.name(), f"1380003{number:04d}")))
    pool.take_in(rows, by=asked.clerk, now=now)


# the meeting that is over


def told(asked: Asked) -> Moments:
    """In the last weeks of the half-year, so that the score of the half-year rests on it."""
    name = asked.name(asked.past_first, "基层站所效能形象测评")
    days = {"opened": -25, "planned": -23, "drawn": -21, "called": -19, "printed": -15, "held": -14}
    at = {step: asked.since_end(day) for step, day in days.items()}
    yield at["opened"], partial(open_units, asked, name, at["opened"], asked.past_first, asked.past_last)
    held_on = timezone.localdate(at["held"])
    place = Appointment(held_on, "县政务服务中心三楼会议室", "沈国华", 40)
    yield at["planned"], partial(plan, asked, name, place, at["planned"])
    yield at["drawn"], partial(draw, asked, name, at["drawn"])
    for number in range(6):
        when = at["called"] + timedelta(minutes=4 * number)
        yield when, partial(call, asked, name, number, when)
    yield at["printed"], partial(print_slips, asked, name, 42, at["printed"])
    opened = at["held"]
    yield opened, partial(open_box, asked, name, opened)
    yield opened + timedelta(minutes=25), partial(vote, asked, name, 40)
    closed, published = opened + timedelta(minutes=40), opened + timedelta(minutes=50)
    yield closed, partial(close, asked, name, closed)
    yield published, partial(publish, asked, name, published)
    yield from heard(asked, name)
    ended = asked.since_end(-1)
    yield ended, partial(conclude, asked, name, ended)


def open_units(asked: Asked, name: str, now: datetime, first: date, last: date):
    basis = "《云溪县基层站所效能形象测评办法》"
    said = Plan(name, Survey.Kind.UNITS, first, last, ASPECTS, asked.objects(), basis=basis)
    course.open_survey(asked.office, said, by=asked.clerk, now=now)


def plan(asked: Asked, name: str, said: Appointment, now: datetime):
    course.plan_meeting(Survey.objects.get(name=name), said, by=asked.clerk, now=now)


def meeting(name: str) -> SurveyMeeting:
    return SurveyMeeting.objects.select_related("survey").get(survey__name=name)


def draw(asked: Asked, name: str, now: datetime):
    seed = asked.rng.randbytes(32).hex()
    draws.draw(meeting(name), by=asked.clerk, now=now, total=40, seed=seed)


def call(asked: Asked, name: str, number: int, now: datetime):
    """One of the calls; the second person cannot come."""
    rows = Invitation.objects.filter(meeting=meeting(name), answer="").order_by("pk")
    about = {"answer": "excused", "reason": "在外地出差"} if number == 1 else {"answer": "coming"}
    draws.answer(rows[number], by=asked.clerk, now=now, **about)


TOKENS: dict[str, list[str]] = {}  # between printing and voting, in the memory of this one play


def print_slips(asked: Asked, name: str, count: int, now: datetime):
    TOKENS[name] = votes.print_slips(meeting(name), count, by=asked.clerk, now=now)


def open_box(asked: Asked, name: str, now: datetime):
    votes.open_box(meeting(name), by=asked.clerk, now=now)


def vote(asked: Asked, name: str, count: int):
    """So many slips, with the shares of each unit; some say an opinion."""
    survey = Survey.objects.get(name=name)
    columns = [options(asked, shares, count) for shares in SHARES[: survey.objects_asked.count()]]
    for place, token in enumerate(TOKENS.pop(name)[:count]):
        answers = {str(n): wavering(asked, column[place], survey.aspects) for n, column in enumerate(columns, 1)}
        heard = [(SAID[place][0] + 1, SAID[place][1])] if place < len(SAID) and count > 20 else []
        votes.cast(token, answers, heard)


def wavering(asked: Asked, option: str, aspects: list) -> list[str]:
    """The same answer for most aspects of a slip."""
    return [option if asked.rng.random() < 0.85 else asked.rng.choice([GOOD, FAIR]) for _aspect in aspects]


def options(asked: Asked, shares: tuple, count: int) -> list[str]:
    found = [GOOD] * shares[0] + [FAIR] * shares[1] + [BAD] * shares[2]
    asked.rng.shuffle(found)
    return found[:count]


def close(asked: Asked, name: str, now: datetime):
    votes.close_box(meeting(name), by=asked.clerk, now=now)


def publish(asked: Asked, name: str, now: datetime):
    words = "会前参评人员实地走访了各单位；各单位负责人作了汇报，参评人员现场提问、发言。"
    counting.publish(meeting(name), by=asked.clerk, now=now, course=words)


def conclude(asked: Asked, name: str, now: datetime):
    course.conclude(Survey.objects.get(name=name), by=asked.clerk, now=now)


def heard(asked: Asked, name: str) -> Moments:
    """What was said is given to the units; all have answered and are shown, one of them late; one is dropped."""
    for place, (_unit, words, wording, way, answer, days) in enumerate(SAID):
        given = asked.since_end(place - 11)
        yield given, partial(deal, asked, name, words, wording, way, given)
        if answer:
            answered, shown = asked.since_end(place - 11 + days), asked.since_end(place - 9 + days)
            yield answered, partial(reply, asked, name, words, answer, answered)
            yield shown, partial(show, asked, name, words, shown)


def opinion(name: str, words: str) -> Opinion:
    rows = Opinion.objects.select_related("survey", "about__organisation", "organisation")
    return rows.get(survey__name=name, words=words)


def deal(asked: Asked, name: str, words: str, wording: str, way: str, now: datetime):
    row = opinion(name, words)
    if not way:
        opinions.drop(row, by=asked.clerk, now=now, reason="指名道姓且无具体事实，不予公开办理")
        return
    opinions.give(row, by=asked.clerk, now=now, wording=wording, way=way, organisation=row.about.organisation)


def reply(asked: Asked, name: str, words: str, answer: str, now: datetime):
    row = opinion(name, words)
    opinions.answer(row, by=asked.someone(row.organisation), now=now, words=answer)


def show(asked: Asked, name: str, words: str, now: datetime):
    opinions.show(opinion(name, words), by=asked.clerk, now=now)


# the meeting of today


def going_on(asked: Asked) -> Moments:
    """Votes are being taken; the office can print more slips for whoever wants to try it."""
    name = asked.name(asked.now_first, "基层站所效能形象测评")
    begin = asked.stage.now - timedelta(minutes=50)
    opened, planned, noted, given = (asked.ago(days) for days in (9, 7, 4, 3))
    yield opened, partial(open_units, asked, name, opened, asked.now_first, asked.now_last)
    place = Appointment(asked.today, "城关街道办事处二楼会议室", "沈国华", 30)
    yield planned, partial(plan, asked, name, place, planned)
    drawn = asked.ago(5)
    yield drawn, partial(draw_thirty, asked, name, drawn)
    _unit, words, wording, way = VISITED
    yield noted, partial(note, asked, name, words, noted)
    yield given, partial(deal, asked, name, words, wording, way, given)
    yield begin, partial(print_slips, asked, name, 30, begin)
    yield begin + timedelta(minutes=10), partial(open_box, asked, name, begin + timedelta(minutes=10))
    yield begin + timedelta(minutes=30), partial(vote, asked, name, 12)


def note(asked: Asked, name: str, words: str, now: datetime):
    survey = Survey.objects.get(name=name)
    about = survey.objects_asked.get(number=VISITED[0] + 1)
    opinions.note(survey, by=asked.clerk, now=now, about=about, words=words)


def draw_thirty(asked: Asked, name: str, now: datetime):
    draws.draw(meeting(name), by=asked.clerk, now=now, total=30, seed=asked.rng.randbytes(32).hex())


# persons


def persons(asked: Asked) -> Moments:
    """Three people of a unit; with one of them too few are satisfied, and the head of the office has to decide."""
    name = asked.name(asked.past_first, "窗口工作人员民主测评")
    at = [asked.ago(days) for days in (45, 44, 40, 38)]
    yield at[0], partial(open_persons, asked, name, at[0])
    place = Appointment(timezone.localdate(at[2]), "县政务服务中心一楼", "沈国华", 0)
    yield at[1], partial(plan, asked, name, place, at[1])
    yield at[2], partial(print_slips, asked, name, 20, at[2])
    moments = [at[2] + timedelta(minutes=minutes) for minutes in (10, 30, 40, 45)]
    yield moments[0], partial(open_box, asked, name, moments[0])
    yield moments[1], partial(vote_persons, asked, name)
    yield moments[2], partial(close, asked, name, moments[2])
    yield moments[3], partial(publish, asked, name, moments[3])
    yield at[3], partial(conclude, asked, name, at[3])


def open_persons(asked: Asked, name: str, now: datetime):
    unit = asked.stage.cast.unit("rsj")
    posts = Post.objects.active().filter(organisation=unit, role=Role.CLERK).select_related("user").order_by("pk")
    people = [(post.user, unit) for post in posts[:3]]
    said = Plan(name, Survey.Kind.PERSONS, asked.past_first, asked.past_last, OVERALL, people)
    course.open_survey(asked.office, said, by=asked.clerk, now=now)


def vote_persons(asked: Asked, name: str):
    count = Survey.objects.get(name=name).objects_asked.count()
    shares = [(15, 4, 1), (13, 6, 1), (6, 5, 9)][3 - count :]
    columns = [options(asked, share, 20) for share in shares]
    for place, token in enumerate(TOKENS.pop(name)):
        votes.cast(token, {str(n): [column[place]] for n, column in enumerate(columns, 1)})


# ratings by citizens


def ratings(asked: Asked) -> Moments:
    """Some every day; comments are read the next working day."""
    citizens = list(asked.stage.cast.citizens)
    for days in range(80, 0, -2):
        now = asked.stage.now - timedelta(days=days, minutes=asked.rng.randrange(300))
        yield now, partial(rate_some, asked, citizens, now)
    for place, (option, words, released) in enumerate(COMMENTS):
        code, now = RATED[place], asked.ago(12 - 2 * place) + timedelta(minutes=3)
        yield now, partial(rate, asked, code, asked.rng.choice(citizens), option, now, words)
        if released is not None:
            read = asked.ago(11 - 2 * place)
            yield read, partial(judge, asked, words, released, read)


def rate_some(asked: Asked, citizens: list[Actor], now: datetime):
    for _rating in range(6):
        option = asked.rng.choices([GOOD, FAIR, BAD], [70, 20, 10])[0]
        rate(asked, asked.rng.choice(RATED), asked.rng.choice(citizens), option, now)


def rate(asked: Asked, code: str, who: Actor, option: str, now: datetime, comment=""):
    """One rating; whoever has rated the unit in that week already is refused, as on the page."""
    try:
        satisfaction.rate(asked.stage.cast.unit(code), who.user, option=option, comment=comment, now=now)
    except Refused:
        return


def judge(asked: Asked, words: str, released: bool, now: datetime):
    row = UnitRating.objects.filter(comment=words).first()
    if row is None:
        return
    if released:
        satisfaction.release(row, by=asked.clerk, now=now)
    else:
        satisfaction.withhold(row, by=asked.clerk, now=now, reason="指名道姓的举报，已告知向纪检监察机关反映")
