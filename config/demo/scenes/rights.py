"""Rights and units: people who came and moved, a right that waits, a unit with another name, the yearly review.

The review of the last year is over: most units confirmed all, two posts were suspended and one of them restored.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role, User
from administration.actions import granting, posts, reorganising, reviewing, robot
from administration.actions.granting import Wanted
from administration.actions.reorganising import Ordered
from administration.models import Campaign, Confirmation, Grant, Reorganisation
from administration.permissions import can_confirm
from config.demo.founding import person
from config.demo.staged import Stage

Moments = Iterator[tuple[datetime, Callable]]
PAPER = "云人社〔{year}〕{number}号"
NEWCOMERS = [  # user name, name, unit, role, title, days ago, how it stands
    ("xinren01", "韩雨桐", "scjg", Role.CLERK, "综合窗口工作人员", 70, "in_force"),
    ("xinren02", "阿里木江", "zjj", Role.REVIEWER, "质量安全股副股长", 41, "in_force"),
    ("xinren03", "邵文轩", "scjg", Role.REVIEWER, "登记注册股科员", 18, "refused"),
    ("xinren04", "骆思远", "scjg", Role.CLERK, "窗口工作人员", 2, "waits"),
    ("xinren05", "古丽娜", "zjj", Role.CLERK, "窗口工作人员", 1, "waits"),
]
UNCONFIRMED = 2  # posts that nobody confirmed in the review


class Office:
    """The two who sign, the one who enters units, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        demo = stage.cast.demo
        self.first, self.second, self.system = demo["secadmin"], demo["secadmin2"], demo["sysadmin"]

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """A moment of the last working day so many days ago."""
        calendar = self.stage.hours.calendar
        day = calendar.numbered(calendar.count(self.today - timedelta(days=ago)))
        return timezone.make_aware(datetime.combine(day, time(hour, minute, 17)))

    def head(self, code: str) -> Actor:
        return self.stage.cast.posts[self.stage.cast.unit(code).pk, Role.HEAD][0]


def scene(stage: Stage) -> Moments:
    office = Office(stage)
    for number, told in enumerate(NEWCOMERS, 11):
        yield from newcomer(office, number, *told)
    yield from renaming(office)
    yield from review(office)


def newcomer(office: Office, number: int, username, name, unit, role, title, ago, fate) -> Moments:
    """Proposed in the morning, signed in the afternoon by the head or the second security administrator."""
    proposed = office.at(ago, 9, number)
    about = (username, name, unit, role, title, PAPER.format(year=proposed.year, number=number))
    yield proposed, partial(propose, office, about, proposed)
    signed = office.at(ago, 15, number)
    if fate == "in_force":
        yield signed, partial(sign, office, username, office.head(unit), "同意接收，请尽快到岗。", signed)
    elif fate == "refused":
        yield signed, partial(refuse, office, username, signed)


def propose(office: Office, about: tuple, now: datetime):
    username, name, unit, role, title, paper = about
    user = person(username, name, now)
    user.save()
    wanted = Wanted(user, role, "新录用人员到岗", paper, timezone.localdate(now), title=title)
    granting.propose(office.stage.cast.unit(unit), by=office.first, now=now, wanted=wanted)


def grant_of(username: str) -> Grant:
    return Grant.objects.get(user=User.objects.get(username=username))


def sign(office: Office, username: str, by: Actor, words: str, now: datetime):
    granting.activate(grant_of(username), by=by, now=now, opinion=words)


def refuse(office: Office, username: str, now: datetime):
    granting.refuse(grant_of(username), by=office.second, now=now, opinion="该股室编制已满，请核对通知后另行提出。")


def renaming(office: Office) -> Moments:
    """The archive got its new name some weeks ago; another unit's new name waits for its second signature."""
    entered, signed = office.at(33, 10), office.at(32, 11)
    yield entered, partial(enter, office, "daj", ("云溪县档案史志馆", "档案史志馆"), signed, entered)
    yield signed, partial(confirm, office, "daj", signed)
    waits = office.at(3, 16)
    later = waits + timedelta(days=40)
    yield waits, partial(enter, office, "kgj", ("云溪县工业和信息化局", "工信局"), later, waits)


def enter(office: Office, code: str, names: tuple[str, str], day: datetime, now: datetime):
    unit = Organisation.objects.filter(code=code).first()
    if unit is None or unit.name == names[0]:
        return
    day = max(timezone.localdate(day), timezone.localdate(now))
    ordered = Ordered("rename", f"云编〔{now.year}〕6号", "县级机构改革", day, *names)
    reorganising.propose(unit, by=office.system, now=now, ordered=ordered)


def confirm(office: Office, code: str, now: datetime):
    row = Reorganisation.objects.filter(organisation__code=code, state=Reorganisation.State.PROPOSED).first()
    if row is not None:
        reorganising.confirm(row, by=office.second, now=now, opinion="与批复核对一致。")


def review(office: Office) -> Moments:
    """Opened two months ago, answered by the heads within days, closed by the robot."""
    opened = office.at(62, 9, 30)
    due = timezone.localdate(opened) + timedelta(days=30)
    yield opened, partial(begin, office, due, opened)
    answered = office.at(55, 16)
    yield answered, partial(answer, office, answered)
    over = timezone.make_aware(datetime.combine(due + timedelta(days=1), time(0, 5)))
    yield over, partial(robot.run, over)
    restored = office.at(28, 10, 20)
    yield restored, partial(restore, office, restored)


def begin(office: Office, due, now: datetime):
    county = office.first.organisation
    basis = f"云委办〔{now.year}〕8号 关于开展平台权限年度复核的通知"
    reviewing.begin(county, by=office.first, now=now, year=now.year, basis=basis, due_on=due)


def answer(office: Office, now: datetime):
    """The heads confirm their people, the security administrators the heads; two clerks are forgotten."""
    campaign = Campaign.objects.get()
    forgotten = set(forgotten_posts(office))
    people = [*heads(office), office.first, office.second]
    for by in people:
        rows = [row for row in open_rows(campaign, by) if row.post_id not in forgotten]
        if rows:
            reviewing.confirm_all(campaign, by=by, now=now, rows=rows)


def heads(office: Office) -> list[Actor]:
    cast = office.stage.cast
    found = [actors[0] for (_unit, role), actors in cast.posts.items() if role == Role.HEAD]
    return [*sorted(found, key=lambda actor: actor.post.pk), cast.demo["sun"]]


def open_rows(campaign: Campaign, by: Actor) -> list[Confirmation]:
    rows = Confirmation.objects.filter(campaign=campaign, state=Confirmation.State.OPEN)
    rows = rows.select_related("organisation__parent", "post", "user").order_by("pk")
    if by.role != Role.SECURITY_ADMIN:
        rows = rows.filter(organisation=by.organisation)
    return [row for row in rows if can_confirm(by, row)]


def forgotten_posts(office: Office) -> list[int]:
    """The last clerks of the market bureau that have no demo account."""
    unit = office.stage.cast.unit("scjg")
    known = [actor.user.pk for actor in office.stage.cast.demo.values()]
    rows = Post.objects.active().filter(organisation=unit, role=Role.CLERK).exclude(user__in=known).order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:UNCONFIRMED])


def restore(office: Office, now: datetime):
    post = Post.objects.standing().exclude(suspended_on=None).order_by("pk").first()
    if post is not None:
        posts.restore(post, by=office.head("scjg"), now=now, reason="本人仍在窗口工作，复核时漏报。")
