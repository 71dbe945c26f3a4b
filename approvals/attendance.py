"""Who was at the windows (到岗): one mark for each post and working day, the sums of a month. Rows in, marks out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Post
from approvals.models import Attendance
from deadlines import calendar as calendars
from records.models import Entry

MARKS = {  # mark → tone of its lamp, words, sign in the month's table
    "on_time": ("ok", _("came in time"), "√"),
    "late": ("warn", _("came late"), "迟"),
    "missing": ("over", _("did not come to the window"), "缺"),
    "away": ("pause", _("away, deputy appointed"), "离"),
    "not_yet": ("info", _("not there yet"), ""),
    "rest": ("done", _("rest day"), ""),
}
TO_NOTICE = ("missing", "late", "away")
AWAY, BACK = "approvals.post.away", "approvals.post.back"


@dataclass(frozen=True)
class Line:
    """One post on one day."""

    post: Post
    mark: str
    attendance: Attendance | None = None

    @property
    def tone(self) -> str:
        return MARKS[self.mark][0]

    @property
    def words(self) -> str:
        return MARKS[self.mark][1]

    @property
    def deputy(self) -> str:
        """Who sat there for the holder."""
        other = self.attendance is not None and self.attendance.user_id != self.post.user_id
        return str(self.attendance.user) if other else ""


@dataclass
class Month:
    """One post in one month: mark → days."""

    post: Post
    days: dict[str, list[date]] = field(default_factory=dict)

    def add(self, mark: str, day: date):
        self.days.setdefault(mark, []).append(day)

    @property
    def due(self) -> int:
        """Working days on which the window had to be attended by this post."""
        return sum(len(self.days.get(mark, ())) for mark in ("on_time", "late", "missing"))

    def count(self, mark: str) -> int:
        return len(self.days.get(mark, ()))

    def dates(self, mark: str) -> str:
        """The days of the month as people write them: "3、12"."""
        return "、".join(str(day.day) for day in self.days.get(mark, ()))


def late_after() -> time:
    """The end of the minute up to which somebody is on time; a setting of the county."""
    return time.fromisoformat(settings.LATE_AFTER)


def is_late(arrived_at: datetime) -> bool:
    return timezone.localtime(arrived_at).time().replace(second=0, microsecond=0) > late_after()


def mark(day: date, arrived_at: datetime | None, away: bool, now: datetime) -> str:
    """What a post and day is called."""
    if not calendars.calendar().is_working(day):
        return "rest"
    if arrived_at is not None:
        return "late" if is_late(arrived_at) else "on_time"
    if away:
        return "away"
    local = timezone.localtime(now)
    return "not_yet" if day == local.date() and local.time() <= late_after() else "missing"


def absences(posts, first: date) -> dict[int, list[tuple[date, date]]]:
    """Post → the times of declared absence that had not ended by `first`, from the record."""
    kind = ContentType.objects.get_for_model(Post)
    entries = Entry.objects.filter(subject_type=kind, subject_id__in=[p.pk for p in posts], verb__in=[AWAY, BACK])
    times: dict[int, list[tuple[date, date]]] = {}
    for post, verb, at, body in entries.order_by("pk").values_list("subject_id", "verb", "happened_at", "body"):
        day, known = timezone.localdate(at), times.setdefault(post, [])
        if verb == AWAY:
            known.append((day, date.fromisoformat(body["until"])))
        elif known:  # came back before the time was up: present again on that day
            known[-1] = (known[-1][0], min(known[-1][1], day - timedelta(days=1)))
    return {post: [span for span in spans if span[1] >= first] for post, spans in times.items()}


def was_away(times, post: Post, day: date) -> bool:
    return any(first <= day <= last for first, last in times.get(post.pk, ()))


def of_day(posts, day: date, now) -> list[Line]:
    """Every post on this day, in the order of hall and window."""
    posts = in_order(posts)
    seen = {a.post_id: a for a in Attendance.objects.filter(day=day, post__in=posts).select_related("user")}
    times = absences(posts, day)
    return [of_post(post, seen.get(post.pk), was_away(times, post, day), day, now) for post in posts]


def of_post(post: Post, seen: Attendance | None, away: bool, day: date, now) -> Line:
    return Line(post, mark(day, seen.arrived_at if seen else None, away, now), seen)


def in_order(posts) -> list[Post]:
    related = posts.select_related("user", "window", "organisation", "deputy")
    return list(related.order_by("window__hall", "window__number", "pk"))


def of_month(posts, first: date, last: date, now) -> list[Month]:
    """Every post over the working days from `first` to `last`."""
    posts = in_order(posts)
    rows = Attendance.objects.filter(day__range=(first, last), post__in=posts)
    seen = {(post, day): at for post, day, at in rows.values_list("post_id", "day", "arrived_at").order_by("pk")}
    times = absences(posts, first)
    calendar = calendars.calendar()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [day for day in days if calendar.is_working(day)]
    months = [Month(post) for post in posts]
    for month in months:
        for day in working:
            away = was_away(times, month.post, day)
            month.add(mark(day, seen.get((month.post.pk, day)), away, now), day)
    return months


def sums(lines: list[Line]) -> Counter:
    return Counter(line.mark for line in lines)


def by_hall(lines: list[Line]) -> dict[str, Counter]:
    """Hall → mark → number of windows."""
    halls: dict[str, Counter] = {}
    for line in lines:
        halls.setdefault(line.post.window.hall, Counter())[line.mark] += 1
    return halls
