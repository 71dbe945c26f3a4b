"""The hall of the last weeks: chief representatives (one changed too early), who came to the windows, who is away."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Post, Role
from approvals.actions import duty, hall
from approvals.models import Attendance
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from records.actions import EntryDraft

MANDATE = "代表本单位在政务服务大厅受理申请、组织审核、签批权限内的行政许可，使用行政审批专用章。"
EARLY = "原首席代表抽调参加县重点项目专班，工作需要调整。"
IN_TIME = "任职满一年，按计划轮岗。"
WEEKS = 16  # working days of attendance
OPENING, CLOSING = time(8), time(17, 30)
PUNCTUAL, LATE = 0.95, 0.985  # shares: in time up to the first, late up to the second, the others do not come
NOT_YET_TODAY = "wang"  # so that somebody who signs in finds the button


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    yield from representatives(stage)
    yield from absences(stage)
    yield from attendance(stage)


def at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def units(stage: Stage) -> list[Office]:
    """The units with windows and a head, in the order of the county."""
    keys = {key for key, role in stage.cast.posts if role == Role.HEAD}
    posts = [actors[0] for (key, role), actors in stage.cast.posts.items() if role == Role.CLERK and key in keys]
    codes = dict.fromkeys(actor.organisation.code for actor in posts if actor.post.window_id)
    return [Office(stage, code) for code in codes]


# chief representatives


def representatives(stage: Stage):
    for number, office in enumerate(units(stage)):
        first = stage.now - timedelta(days=300 if office.unit.code == "scjg" else 460 + 9 * number)
        yield first, partial(appoint, office, office.reviewer, "", first)
    for code, person, days, reason in (("scjg", "approver", 30, EARLY), ("zjj", "approver", 60, IN_TIME)):
        office, when = Office(stage, code), ago(stage, days)
        yield when, partial(appoint, office, getattr(office, person), reason, when)


def appoint(office: Office, person: Actor, reason: str, now: datetime):
    facts = {"user": person.user, "mandate": MANDATE, "reason": reason}
    hall.appoint_representative(office.unit, by=office.head, now=now, **facts)


# absences


def absences(stage: Stage):
    """The last clerk of some units is away; in the units of the demo accounts their clerk stands in."""
    for number, office in enumerate(units(stage)):
        clerks = stage.cast.posts[office.unit.pk, Role.CLERK]
        if len(clerks) < 2 or (number % 4 and office.unit.code not in ("scjg", "zjj")):
            continue
        when = ago(stage, 2)
        yield when, partial(leave_for_days, office, clerks[-1], stage.now, when)


def leave_for_days(office: Office, clerk: Actor, today: datetime, now: datetime):
    until = timezone.localdate(today) + timedelta(days=5)
    duty.go_away(Post.objects.get(pk=clerk.post.pk), by=office.head, now=now, until=until)


# attendance


def attendance(stage: Stage):
    last = stage.hours.calendar.numbered(stage.hours.calendar.count(timezone.localdate(stage.now)))
    for number in range(WEEKS, -1, -1):
        day = stage.hours.nth_before(last, number)
        yield at(day, OPENING), partial(come, stage, day)
        yield at(day, CLOSING), partial(go_home, stage, day)


def come(stage: Stage, day: date) -> list[EntryDraft]:
    """Everybody who comes this morning; many rows at once, each with its entry when the button would have been hit."""
    posts = Post.objects.active().filter(window__isnull=False, role=Role.CLERK).select_related("user", "deputy")
    today = day == timezone.localdate(stage.now)
    rows = []
    for post in posts.order_by("pk"):
        minute = arrival(stage)
        away = post.away_until is not None and post.away_until >= day
        if minute is None or away or (today and post.user.username == NOT_YET_TODAY):
            continue
        arrived = at(day, OPENING) + timedelta(minutes=minute, seconds=stage.rng.randrange(60))
        if arrived <= stage.now:
            about = {"post": post, "user": post.user, "organisation_id": post.organisation_id}
            rows.append(Attendance(day=day, arrived_at=arrived, **about))
    made = Attendance.objects.bulk_create(rows)
    return [entry("arrived", row, row.arrived_at) for row in made]


def arrival(stage: Stage) -> int | None:
    """Minutes after eight; None for whoever does not come."""
    luck = stage.rng.random()
    if luck > LATE:
        return None
    return stage.rng.randint(12, 39) if luck < PUNCTUAL else stage.rng.randint(42, 85)


def go_home(stage: Stage, day: date) -> list[EntryDraft]:
    """Who came leaves in the half hour after closing, as far as that has passed."""
    rows = list(Attendance.objects.filter(day=day, left_at=None).select_related("user", "post").order_by("pk"))
    for row in rows:
        row.left_at = at(day, CLOSING) + timedelta(minutes=stage.rng.randint(0, 30))
    gone = [row for row in rows if row.left_at <= stage.now]
    Attendance.objects.bulk_update(gone, ["left_at"])
    return [entry("left", row, row.left_at) for row in gone]


def entry(what: str, row: Attendance, when: datetime) -> EntryDraft:
    return EntryDraft(f"approvals.attendance.{what}", row, Actor(row.user, row.post), when)
