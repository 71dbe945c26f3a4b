"""Goals of the year: a document with some fifty indicators over the departments, progress, ratings, notices of delay;
and the weekly reports of the communities of a street.

The document is of this year from July on, of last year before that; what has not happened yet by today is left out.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.county import DATA
from config.demo.staged import Stage
from scoring import indicators
from scoring.actions.indicators import delays, goals, importing, rollups, tasks, weekly
from scoring.actions.indicators.goals import Paper
from scoring.actions.indicators.tasks import Progress
from scoring.actions.indicators.weekly import Template
from scoring.models import Delay, GoalDocument, Task, WeeklyForm
from scoring.weekly import monday, month_of, next_month

Moments = Iterator[tuple[datetime, Callable]]
HALF_YEAR = 7  # the month from which on the goals are those of this year
QUARTERS = [(3, 24), (5, 20), (7, 22), (9, 23), (11, 12), (12, 22)]  # days on which progress is entered
WEEKS = 13  # of reports before this one


class Year:
    """The people, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.told = json.loads((DATA / "indicators.json").read_text("utf-8"))
        self.rng = Random(f"indicators {self.today}")  # noqa: S311
        self.calendar = stage.hours.calendar
        self.year = goals_year(self.today)
        self.begins_on = max(date(self.year, 1, 12), self.today - timedelta(days=320))

    def at(self, day: date, hour: int) -> datetime:
        """A moment of the first working day from this day on."""
        day = self.calendar.roll(day)
        moment = time(hour, self.rng.randrange(60), self.rng.randrange(60), self.rng.randrange(1_000_000))
        return timezone.make_aware(datetime.combine(day, moment))

    def ago(self, days: int) -> date:
        """So many working days before today."""
        return self.stage.hours.nth_before(self.stage.today_or_next, days)

    def day(self, text: str) -> date:
        return date.fromisoformat(f"{self.year}-{text}")

    def someone(self, code: str, *roles: str) -> Actor:
        """The first post of a unit in one of these roles; the demo accounts come first."""
        posts, unit = self.stage.cast.posts, self.unit(code)
        return next(posts[unit.pk, role][0] for role in roles if (unit.pk, role) in posts)

    def unit(self, code: str) -> Organisation:
        return self.stage.cast.unit(code)

    @property
    def clerk(self) -> Actor:
        """The office of appraisal: who writes and reviews."""
        return self.stage.cast.demo["ren"]

    @property
    def head(self) -> Actor:
        """…and who signs."""
        return self.stage.cast.demo["shen"]

    def document(self) -> GoalDocument:
        return GoalDocument.objects.get(number=self.told["number"].format(year=self.year))

    def task(self, code: str) -> Task:
        return (
            Task.objects.measured()
            .select_related("document", "indicator")
            .get(document__year=self.year, indicator__code=code)
        )


def goals_year(today: date) -> int:
    """The year whose goals are told: in its first half a year has little to show."""
    return today.year if today.month >= HALF_YEAR else today.year - 1


def scene(stage: Stage) -> Moments:
    year = Year(stage)
    entered, filled, signed = (year.at(year.begins_on + timedelta(days=n), 9 + n) for n in (0, 1, 3))
    yield entered, partial(enter, year, entered)
    yield filled, partial(fill, year, filled)
    yield signed, partial(sign, year, signed)
    for _code, _name, _weight, rows in year.told["groups"]:
        for row in rows:
            yield from progress(year, row, timezone.localdate(signed))
    yield from ratings(year)
    yield from notices(year)
    yield from street(year)


def enter(year: Year, now: datetime):
    paper = Paper(
        title=year.told["title"].format(year=year.year),
        number=year.told["number"].format(year=year.year),
        year=year.year,
        issued_on=timezone.localdate(now),
    )
    goals.enter(year.head.organisation, paper, by=year.clerk, now=now)


def fill(year: Year, now: datetime):
    """The whole tree as one list, as the office reads it in."""
    rows = []
    for code, name, weight, leaves in year.told["groups"]:
        rows.append({"code": code, "name": name, "weight": Decimal(weight)})
        rows += [leaf(year, code, row) for row in leaves]
    importing.read_tree(year.document(), list(enumerate(rows, 2)), by=year.clerk, now=now)


def leaf(year: Year, group: str, row: list) -> dict:
    code, name, measure, target, direction, unit, weight, due, _pace, standard = row
    return {
        "code": code,
        "parent": group,
        "name": name,
        "measure": measure,
        "standard": standard,
        "direction": direction,
        "target": Decimal(str(target)),
        "weight": Decimal(weight),
        "due_on": year.day(due),
        "organisation": year.unit(unit),
        "responsible": year.someone(unit, Role.APPROVER, Role.HEAD).user,
    }


def sign(year: Year, now: datetime):
    goals.sign(year.document(), by=year.head, now=now)


# progress


def progress(year: Year, row: list, since: date) -> Moments:
    """What the unit enters: as far as its pace says, the rest in the last days before the task is due."""
    code, due = row[0], year.day(row[7])
    due += timedelta(days=year.told["late"].get(code, 0))
    days = [date(year.year, month, day) for month, day in QUARTERS]
    for day in [day for day in days if since < day < due - timedelta(days=8)]:
        now = year.at(day + timedelta(days=year.rng.randrange(6)), 10 + year.rng.randrange(6))
        yield now, partial(observe, year, row, now, False)
    if row[8] >= indicators_whole(row) and code not in year.told["missed"]:
        last = year.at(due - timedelta(days=4), 15)
        yield last, partial(observe, year, row, last, True)


def indicators_whole(row: list) -> float:
    """The pace from which on a task is done by its day; a limit is never to be reached."""
    return 99 if row[4] == indicators.FALL else 0.95


def observe(year: Year, row: list, now: datetime, is_last: bool):
    """Bring the sum to where it should be by now; nothing where it is there already."""
    task, day = year.task(row[0]), timezone.localdate(now)
    wanted = task.target if is_last else reached(row, task, day)
    amount = wanted - task.done
    if amount <= 0:
        return
    by = year.someone(row[5], Role.CLERK, Role.REVIEWER, Role.HEAD)
    words = year.rng.choice(year.told["words"])
    tasks.observe(task, Progress(day, amount, words), by=by, now=now)
    rollups.fold(now)


def reached(row: list, task: Task, day: date) -> Decimal:
    """The share of the time times the pace, in steps that people would write: pieces, or tenths."""
    if row[4] == indicators.DONE:
        return Decimal(0)
    share = indicators.time_share(task.begins_on, task.due_on, day)
    step = Decimal(1) if task.target == task.target.to_integral() else Decimal("0.1")
    step = Decimal(1) if row[4] == indicators.FALL else step
    part = task.target * share / indicators.WHOLE * Decimal(str(row[8]))
    return min(task.target, part.quantize(step, ROUND_DOWN))


# ratings


def ratings(year: Year) -> Moments:
    """After its day a task is rated by the unit, reviewed by the office, signed off by its head."""
    for code, until in year.told["rated"].items():
        due = due_of(year, code)
        steps = ["self", "reviewed", "signed"]
        for place, step in enumerate(steps[: steps.index(until) + 1]):
            now = year.at(due + timedelta(days=5 + 4 * place), 9 + 2 * place)
            yield now, partial(STEPS[step], year, code, now)


def due_of(year: Year, code: str) -> date:
    """The day on which everything about the task is done."""
    row = next(row for *_group, rows in year.told["groups"] for row in rows if row[0] == code)
    return year.day(row[7]) + timedelta(days=year.told["late"].get(code, 0))


def rate(year: Year, code: str, now: datetime):
    task = year.task(code)
    late = task.done_on is None or task.done_on > task.due_on
    points, words = (Decimal(82), "完成时间晚于时限，已完成。") if late else (Decimal(96), "按期完成，材料齐全。")
    by = year.someone(task.organisation.code, Role.HEAD)
    tasks.rate(task, by=by, now=now, points=points, words=words)


def review(year: Year, code: str, now: datetime):
    task = year.task(code)
    points = task.self_points - Decimal(year.rng.choice(["0", "1.5", "2", "3.5"]))
    tasks.review(task, by=year.clerk, now=now, points=points, words="经核查台账和现场，完成情况属实。")


def sign_off(year: Year, code: str, now: datetime):
    tasks.sign_off(year.task(code), by=year.head, now=now)


STEPS = {"self": rate, "reviewed": review, "signed": sign_off}


# notices of delay


def notices(year: Year) -> Moments:
    """One explained and accepted, one that nobody explained in time, one of these days."""
    for code, (days, course) in year.told["delays"].items():
        issued = year.at(year.ago(days), 9)
        yield issued, partial(issue, year, code, issued)
        if course == "accepted":
            explained, accepted = year.at(year.ago(days - 8), 16), year.at(year.ago(days - 11), 10)
            yield explained, partial(explain, year, code, explained)
            yield accepted, partial(accept, year, code, accepted)


def issue(year: Year, code: str, now: datetime):
    """Only where the task is behind on that day: in January nothing is."""
    task = year.task(code)
    if task.state == Task.State.OPEN and delays.standing(task, timezone.localdate(now))[2]:
        delays.issue(task, by=year.head, now=now)


def delay_of(year: Year, code: str) -> Delay | None:
    return Delay.objects.filter(task=year.task(code)).first()


def explain(year: Year, code: str, now: datetime):
    if delay := delay_of(year, code):
        by = year.someone(delay.task.organisation.code, Role.CLERK, Role.REVIEWER, Role.HEAD)
        why = "两个亿元项目因用地手续未完成，合同外资金未能按期到位。"
        measures = "由分管副局长包抓，月底前完成用地报批；每周调度一次，年底前补足差额。"
        delays.explain(delay, by=by, now=now, why=why, measures=measures)


def accept(year: Year, code: str, now: datetime):
    if delay := delay_of(year, code):
        delays.accept(delay, by=year.head, now=now)


# weekly reports


def street(year: Year) -> Moments:
    """Thirteen weeks of five communities: one of them late now and then, one that forgets."""
    told, first = year.told["weekly"], monday(year.today) - timedelta(weeks=WEEKS)
    made = year.at(first - timedelta(days=4), 11)
    yield made, partial(make_form, year, first, made)
    squads = [code for code in year.stage.cast.units if code.startswith(f"{told['unit']}-")]
    for number in range(WEEKS):
        for place, code in enumerate(sorted(squads)):
            yield from report(year, first + timedelta(weeks=number), number, place, code)
    month = month_of(first)
    while next_month(month) <= year.today:
        summed, signed = (year.at(next_month(month) + timedelta(days=n), 14 + n) for n in (3, 5))
        yield summed, partial(sum_up, year, month, summed)
        yield signed, partial(publish, year, month, signed)
        month = next_month(month)


def make_form(year: Year, first: date, now: datetime):
    told = year.told["weekly"]
    unit = year.unit(told["unit"])
    squads = Organisation.objects.filter(parent=unit).order_by("sort")
    template = Template(told["code"], told["name"], list(squads), [tuple(field) for field in told["fields"]], first)
    weekly.make(unit, template, by=year.stage.cast.demo["ma"], now=now)


def report(year: Year, week: date, number: int, place: int, code: str) -> Moments:
    """On Friday or on Monday; the third community is late every fourth week, the fifth leaves one out of five."""
    if place == 4 and number % 5 == 3:
        return
    days = 9 if place == 2 and number % 4 == 1 else year.rng.choice([4, 4, 7])
    now = year.at(week + timedelta(days=days), 9 + year.rng.randrange(8))
    yield now, partial(submit, year, week, code, now)


def submit(year: Year, week: date, code: str, now: datetime):
    told, firms = year.told["weekly"], year.rng.randrange(6, 24)
    found = year.rng.randrange(0, 1 + firms // 3)
    solved = max(0, found - year.rng.randrange(0, 3))
    values = {"n1": firms, "n2": found, "n3": found - found // 2, "n4": solved}
    words = year.rng.choice(told["words"]) if found else told["words"][-1]
    by = year.someone(code, Role.CLERK)
    weekly.submit(WeeklyForm.objects.get(code=told["code"]), by=by, now=now, week=week, values=values, words=words)


def sum_up(year: Year, month: date, now: datetime):
    form = WeeklyForm.objects.get(code=year.told["weekly"]["code"])
    words = "各社区巡查工作总体正常，迟报、缺报的社区要按时报送。"
    weekly.sum_up(form, by=year.stage.cast.demo["ma"], now=now, month=month, words=words)


def publish(year: Year, month: date, now: datetime):
    form = WeeklyForm.objects.get(code=year.told["weekly"]["code"])
    if summary := form.summaries.filter(month=month).first():
        weekly.publish(summary, by=year.someone(year.told["weekly"]["unit"], Role.HEAD), now=now)
