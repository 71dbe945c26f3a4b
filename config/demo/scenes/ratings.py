"""好差评 of half a year: every evening some people rate what was finished lately; bad ratings are followed up.

The rest stays silent and is rated by default. The units of the demo accounts have bad ratings in every state.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from approvals import actions as approvals
from approvals.actions import ratings as actions
from approvals.actions.applying import PAPER, Applicant
from approvals.models import Case, Rating
from approvals.ratings import ASPECTS, RATED_AFTER
from config.demo.play import Beginning
from config.demo.scenes.offices import Office, ago
from config.demo.staged import ZHANG, Stage

A_DAY, DAYS = 5, 125  # ratings each working day; working days
LATELY = timedelta(days=4)
STARS, WEIGHTS = [5, 4, 3, 2, 1], [64, 22, 9, 3, 2]
WORDS = {
    5: ["窗口态度很好，一次就办成了。", "比承诺的时间还快，点赞！", "材料清单写得清楚，没有跑冤枉路。", "", "", ""],
    4: ["办得挺快，就是停车不方便。", "总体满意，短信提醒很及时。", "", "", ""],
    3: ["还可以，叫号等了一会儿。", "", "", ""],
    2: ["网上填表老是要重新上传，希望改进。", "来回补了两次材料，应该一次说清。"],
    1: ["问了三个窗口说法都不一样，耽误了半天。"],
}
CONTACTS = ["已电话联系申请人，反映的是办理过程中沟通不够，已当面致歉。", "已上门了解情况，申请人对等候时间不满意。"]
CURES = ["已增设引导人员并修订一次性告知单，组织窗口人员学习。", "已更新网上填报说明，压减重复上传的两份材料。"]
VISITS = [("电话回访，申请人对整改结果表示满意。", True), ("回访时申请人表示理解，但仍希望再快一些。", False)]

# (unit, working days ago, stars, words, what was done on which working day after)
BAD = [
    ("scjg", 0, 1, "窗口说系统有问题让我下午再来，下午又说下班了。", []),
    ("scjg", 4, 2, "补正通知只写“材料不全”，打电话才知道缺什么。", [("contact", 1)]),
    ("scjg", 9, 1, "排队一个多小时，轮到我说要先网上预约。", [("contact", 1), ("rectify", 6)]),
    ("scjg", 24, 2, "同一份证明两个窗口要求不一样。", [("contact", 1), ("rectify", 9), ("visit_back", 12)]),
    ("zjj", 1, 2, "现场核查约了两次都没有来人。", []),
    ("zjj", 5, 1, "施工许可来回跑了三趟，没人一次说清楚。", []),
    ("zjj", 11, 2, "网上显示办结，到窗口说还没有盖章。", [("contact", 1), ("rectify", 8)]),
]


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    calendar, last = stage.hours.calendar, stage.hours.nth_before(stage.today_or_next, 0)
    kept = set()  # ratings with a story of their own
    for number in range(DAYS, -1, -1):
        day = calendar.numbered(calendar.count(last) - number)
        evening = at(day, time(20, 15))
        yield evening, partial(rate_some, stage, evening)
        morning = at(day, time(9, 40))
        yield morning, partial(follow_up, stage, morning, kept)
    for unit, days, stars, words, deeds in BAD:
        yield from told(stage, kept, unit, days, stars, words, deeds)
    yield from to_rate(stage)


def at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def rateable(when: datetime, **narrow):
    """What was finished in the last days and nobody has rated."""
    done = Case.objects.filter(closed_at__lte=when, closed_at__gt=when - LATELY, state__in=RATED_AFTER, rating=None)
    return done.filter(**narrow).select_related("applicant").order_by("pk")


def rate_some(stage: Stage, when: datetime):
    """Some of those who were served in these days rate from home."""
    cases = list(rateable(when))
    own = [case for case in cases if case.applicant and case.applicant.username != ZHANG]
    for case in stage.rng.sample(own or cases, min(A_DAY, len(own or cases))):
        [stars] = stage.rng.choices(STARS, WEIGHTS)
        rate(stage, case, when, stars, stage.rng.choice(WORDS[stars]))


def rate(stage: Stage, case: Case, when: datetime, stars: int, words: str) -> Rating:
    """The applicant, or with the code of the receipt who came to the window without an account."""
    aspects = {code: max(1, min(5, stars + stage.rng.choice([-1, 0, 0, 1]))) for code, _name in ASPECTS[case.channel]}
    by = Actor(case.applicant) if case.applicant else Actor()
    return actions.rate(case, by=by, now=when, stars=stars, aspects=aspects, comment=words, code=case.query_code)


def follow_up(stage: Stage, when: datetime, kept: set):
    """Each morning the units do the next thing about what applicants were dissatisfied with."""
    today, calendar = timezone.localdate(when), stage.hours.calendar
    waiting = Rating.objects.filter(state__in=Rating.FOLLOWED).exclude(pk__in=kept)
    for rating in waiting.select_related("organisation", "case").order_by("pk"):
        days = calendar.between(timezone.localdate(rating.rated_at), today)
        office = Office(stage, rating.organisation.code)
        late = 2 if rating.case.number.endswith(FORGOTTEN) else 0  # some units forget to call: a yellow card
        if days >= PATIENCE[rating.state] + late:
            do(stage, rating, DEED_OF[rating.state], office, when)


FORGOTTEN = "0"  # last digit of the case: the same in each county of this day, unlike a key
PATIENCE = {Rating.State.OPEN: 1, Rating.State.CONTACTED: 7, Rating.State.RECTIFIED: 10}
DEED_OF = {Rating.State.OPEN: "contact", Rating.State.CONTACTED: "rectify", Rating.State.RECTIFIED: "visit_back"}


def do(stage: Stage, rating: Rating, deed: str, office: Office, when: datetime):
    """One step of the follow-up: the clerk calls and puts right, the head visits back."""
    if deed == "contact":
        actions.contact(rating, by=office.clerk, now=when, contact_note=stage.rng.choice(CONTACTS))
    elif deed == "rectify":
        actions.rectify(rating, by=office.clerk, now=when, rectification=stage.rng.choice(CURES))
    else:
        note, satisfied = stage.rng.choice(VISITS)
        actions.visit_back(rating, by=office.head, now=when, visit_note=note, is_satisfied_now=satisfied)


def told(stage: Stage, kept: set, unit: str, days: int, stars: int, words: str, deeds: list):
    """A bad rating of one of the units with demo accounts, and how far its follow-up has come."""
    office, made = Office(stage, unit), {}
    evening = at(stage.hours.nth_before(stage.today_or_next, days + 1), time(21, 5))

    def complain():
        mine = rateable(evening + timedelta(seconds=1), organisation=office.unit)
        case = mine.exclude(applicant__username=ZHANG).last()
        if case is not None:
            made["pk"] = rate(stage, case, evening, stars, words).pk
            kept.add(made["pk"])

    def go_on(deed, when):
        if made:
            do(stage, Rating.objects.get(pk=made["pk"]), deed, office, when)

    yield evening, complain
    for deed, later in deeds:
        when = stage.hours.later(evening, later)
        yield when, partial(go_on, deed, when)


def to_rate(stage: Stage):
    """A case of the demo citizen that was finished two days ago and waits to be rated."""
    items = [item for item in stage.immediate if item.is_online and item.organisation.code == "scjg"]
    if not items:
        return
    item, office, zhang = items[0], Office(stage, "scjg"), stage.cast.demo[ZHANG]
    applied, accepted = ago(stage, 3), ago(stage, 2)
    made = {}

    def apply():
        person = Applicant("张建国", "11010519491231002X", ZHANG, "云溪县建设路26号", f"申请办理{item.name}。")
        about = {"applicant": person, "materials": dict.fromkeys(item.documents.all(), PAPER)}
        made["case"] = approvals.apply(item, by=zhang, now=applied, **about)

    def go_on(deed, when):
        deed(made["case"], by=office.clerk, now=when)

    yield applied, Beginning(apply)
    for deed, minutes in ((approvals.accept, 0), (approvals.decide_at_once, 9), (approvals.deliver, 12)):
        when = accepted + timedelta(minutes=minutes)
        yield when, partial(go_on, deed, when)
