"""Projects of the year: plans, starts, nodes in time and late, monthly reports with photographs, problems, visits.

All days are counted from today, so that any day gives the same year: plans that began some two hundred days ago, most
of them on their way, a few behind, five with a node that was missed.
"""

import io
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.actor import Actor
from accounts.models import Organisation, Role
from config.demo.county import DATA
from config.demo.staged import Stage
from projects import figures
from projects.actions import entering, following, nodes, reporting, solving, watching, working
from projects.actions.entering import Facts, Planned
from projects.actions.following import Visit
from projects.actions.reporting import Told
from projects.clocks import next_month
from projects.models import Change, MonthlyReport, Node, Problem, Project
from projects.tables import fact
from records import attachments

Moments = Iterator[tuple[datetime, Callable]]
WAN = 1_000_000  # fen of ten thousand yuan
USUAL = 112  # percent of what the time asks for: most are a little ahead
PHOTOGRAPHED = 12  # of the projects in the list: reports bring a photograph
SKIPPED = {"ZD-006", "SS-013"}  # the report of the last month is still owed
WAITING = {"ZD-002", "ZD-004", "ZD-014", "SS-002", "SS-009", "XZ-001"}  # …or waits to be read
SENT_BACK = {"ZD-026"}  # …or was sent back


class Sites:
    """The people, and when things happen."""

    def __init__(self, stage: Stage):
        self.stage, self.today = stage, timezone.localdate(stage.now)
        self.told = json.loads((DATA / "projects.json").read_text("utf-8"))
        self.rng = Random(f"projects {self.today}")  # noqa: S311
        self.calendar = stage.hours.calendar

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, day: date, hour: int) -> datetime:
        """A moment of the last working day up to this day."""
        day = self.calendar.numbered(self.calendar.count(day))
        moment = time(hour, self.rng.randrange(60), self.rng.randrange(60), self.rng.randrange(1_000_000))
        return timezone.make_aware(datetime.combine(day, moment))

    def unit(self, code: str) -> Organisation:
        return self.stage.cast.unit(code)

    def someone(self, code: str, *roles: str) -> Actor:
        """The first post of a unit in one of these roles; the demo accounts come first."""
        posts, unit = self.stage.cast.posts, self.unit(code)
        return next(posts[unit.pk, role][0] for role in roles if (unit.pk, role) in posts)

    def clerk(self, code: str) -> Actor:
        return self.someone(code, Role.CLERK, Role.REVIEWER, Role.HEAD)

    @property
    def reader(self) -> Actor:
        """The follow-up office: who reads and goes there."""
        return self.stage.cast.demo["shi"]

    @property
    def director(self) -> Actor:
        """…and who signs."""
        return self.stage.cast.demo["dong"]


def scene(stage: Stage) -> Moments:
    sites = Sites(stage)
    for place, told in enumerate(sites.told["projects"]):
        yield from plan(sites, told)
        if told.get("state") is None:
            yield from life(sites, told)
            yield from reports(sites, told, place)
    for ask in months(sites, -260):
        now = timezone.make_aware(datetime.combine(ask, time(9, 0, 20)))
        yield now, partial(watching.run, now)
    for part in (problems, visits, changes):
        yield from part(sites)


def months(sites: Sites, since: int) -> list[date]:
    """The first days of the months after the one of that day, up to this month."""
    month, found = next_month(sites.day(since)), []
    while month <= sites.today:
        found.append(month)
        month = next_month(month)
    return found


# plans


def plan(sites: Sites, told: dict) -> Moments:
    """Entered with its nodes, submitted, approved by the follow-up office."""
    wanted, state = sites.day(told["begin"] - 9), told.get("state")
    entered = sites.at(min(wanted, sites.day(-4)), 10)
    yield entered, partial(enter, sites, told, entered)
    if state == "draft":
        return
    submitted = sites.at(min(wanted + timedelta(days=1), sites.day(-2)), 15)
    yield submitted, partial(submit, sites, told, submitted)
    if state is None:
        approved = sites.at(wanted + timedelta(days=4), 16)
        yield approved, partial(approve, sites, told, approved)


def enter(sites: Sites, told: dict, now: datetime):
    unit, by = sites.unit(told["unit"]), sites.clerk(told["unit"])
    begin, end = sites.calendar.roll(sites.day(told["begin"])), sites.day(told["end"])
    facts = Facts(
        code=told["code"],
        name=told["name"],
        kind=told["kind"],
        year=begin.year,
        content=told["content"],
        standard=told.get("standard", ""),
        rank=told.get("rank", ""),
        leader="孙立群" if told.get("rank", "").startswith("自治区") else "",
        place=told["place"],
        responsible=sites.someone(told["unit"], Role.REVIEWER, Role.HEAD).user,
        total=told["total"] * WAN,
        year_total=told["year"] * WAN,
        planned_start=begin,
        planned_finish=end,
        planned_production=sites.day(told["end"] + told["produce"]) if "produce" in told else None,
    )
    project = entering.enter(unit, facts, by=by, now=now)
    entering.write_plan(project, by=by, now=now, nodes=planned(sites, told))


def planned(sites: Sites, told: dict) -> list[Planned]:
    """The nodes of the pattern, spread over the days of the project; land may be another unit's."""
    whole = told["end"] - told["begin"]

    def on(part: float) -> date:
        return sites.day(told["begin"] + round(whole * part))

    return [
        Planned(stage, name, weight, on(first), on(last), sites.unit(unit_of(told, stage)))
        for stage, name, weight, first, last in sites.told["patterns"][told["pattern"]]
    ]


def unit_of(told: dict, stage: str) -> str:
    return told.get("land", told["unit"]) if stage == "land" else told["unit"]


def project_of(told: dict) -> Project:
    return Project.objects.get(code=told["code"])


def submit(sites: Sites, told: dict, now: datetime):
    entering.submit(project_of(told), by=sites.clerk(told["unit"]), now=now)


def approve(sites: Sites, told: dict, now: datetime):
    entering.approve(project_of(told), by=sites.director, now=now)


# works


def life(sites: Sites, told: dict) -> Moments:
    """Started, its nodes done one after the other, finished; or suspended on the way."""
    begin = sites.day(told["begin"])
    started = sites.at(sites.calendar.roll(begin + timedelta(days=9 if told.get("pace", 100) < 80 else 0)), 11)
    yield started, partial(start, sites, told, started)
    if told.get("suspended"):
        now = sites.at(sites.day(-50), 16)
        yield now, partial(suspend, sites, told, now)
    for number, node in enumerate(planned(sites, told), 1):
        if (day := done_on(sites, told, number, node.planned_on)) is not None:
            now = sites.at(day, 17)
            yield now, partial(do, sites, told, number, now)
    if told.get("done"):
        now = sites.at(min(sites.day(told["end"]), sites.day(-3)), 17) + timedelta(hours=1, minutes=30)
        yield now, partial(finish, sites, told, now)


def done_on(sites: Sites, told: dict, number: int, due: date) -> date | None:
    """The day on which a node is told done; None for what is not done yet."""
    late = told.get("late", {})
    missed = min((int(key) for key, days in late.items() if days is None), default=99)
    if number >= missed or (told.get("suspended") and due > sites.day(-50)):
        return None
    if told.get("done"):
        due = min(due, sites.day(-4))
    day = due + timedelta(days=late.get(str(number)) or -sites.rng.randint(0, 6))
    return day if day < sites.today else None


def start(sites: Sites, told: dict, now: datetime):
    working.start(project_of(told), by=sites.clerk(told["unit"]), now=now, on=timezone.localdate(now))


def do(sites: Sites, told: dict, number: int, now: datetime):
    node = Node.objects.select_related("organisation").get(project__code=told["code"], number=number)
    words = f"{node.name}，资料已归档。"
    nodes.do(node, by=sites.clerk(node.organisation.code), now=now, words=words)


def finish(sites: Sites, told: dict, now: datetime):
    words = "现场核验，建设内容与标准一致，验收通过。"
    working.finish(project_of(told), by=sites.director, now=now, on=timezone.localdate(now), words=words)


def suspend(sites: Sites, told: dict, now: datetime):
    working.suspend(project_of(told), by=sites.director, now=now, reason="选址与国土空间规划调整衔接，暂停实施")


# monthly reports


def reports(sites: Sites, told: dict, place: int) -> Moments:
    """Each month handed in within five working days and accepted; of the last one some are late or wait."""
    asked = months(sites, told["begin"] - 5)
    for first in asked:
        is_last, code = first == asked[-1], told["code"]
        if is_last and code in SKIPPED:
            continue
        later = sites.calendar.add(first, sites.rng.randint(1, 3))
        now, then = sites.at(later, 10), sites.at(sites.calendar.add(later, 1), 15)
        month = (first - timedelta(days=1)).replace(day=1)
        yield now, partial(hand_in, sites, told, month, now, place < PHOTOGRAPHED)
        if is_last and code in SENT_BACK:
            yield then, partial(send_back, sites, told, month, then)
        elif not (is_last and code in WAITING):
            yield then, partial(accept, sites, told, month, then)


def report_of(told: dict, month: date) -> MonthlyReport | None:
    """None where none was asked for: a project that was finished or stood still."""
    return MonthlyReport.objects.filter(project__code=told["code"], month=month).select_related("project").first()


def hand_in(sites: Sites, told: dict, month: date, now: datetime, with_photograph: bool):
    report = report_of(told, month)
    if report is None:
        return
    project, end = report.project, next_month(month) - timedelta(days=1)
    pace, shares, stages = told.get("pace", USUAL), {}, []
    for node in project.nodes.select_related("organisation").order_by("number"):
        share = 100 if node.done_on else min(99, max(node.share, int(figures.pace(fact(node), end) * pace / 100)))
        shares[node.pk] = share
        if 0 < share < 100:
            stages.append(node.stage)
    words = {stage: sites.rng.choice(sites.told["words"][stage]) for stage in stages or ["look"]}
    by = sites.clerk(told["unit"])
    files = [photograph(f"{month:%Y-%m}现场.jpg", figures_done(project, shares), by, now)] if with_photograph else []
    told_now = Told(spent(project, month, pace), words, shares, files)
    reporting.submit(report, by=by, now=now, told=told_now)


def figures_done(project: Project, shares: dict[int, int]) -> int:
    """Percent of the project as this report says."""
    return sum(node.weight * shares[node.pk] for node in project.nodes.all()) // 100


def spent(project: Project, month: date, pace: int) -> int:
    """Investment of a month in fen: what the plan asks for, as far as it is kept."""
    first, last = project.planned_start, project.planned_finish
    end = next_month(month) - timedelta(days=1)
    asked = figures.money_planned(project.year_total, first, last, end)
    before = (
        figures.money_planned(project.year_total, first, last, month - timedelta(days=1)) if month.month > 1 else 0
    )
    return max(0, asked - before) * min(pace, 97) // 100 // 10_000 * 10_000


def accept(sites: Sites, told: dict, month: date, now: datetime):
    if report := report_of(told, month):
        reporting.accept(report, by=sites.reader, now=now)


def send_back(sites: Sites, told: dict, month: date, now: datetime):
    if report := report_of(told, month):
        reporting.send_back(report, by=sites.reader, now=now, reason="缺少设备标段招标进展，请补充后重报。")


def photograph(name: str, percent: int, by: Actor, now: datetime):
    """A building that grows with the project, as far as a few rectangles go."""
    image = Image.new("RGB", (640, 480), (176, 205, 228))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 380, 640, 480), fill=(158, 140, 112))
    top = 380 - 3 * percent
    draw.rectangle((170, top, 470, 380), fill=(206, 198, 186), outline=(110, 100, 92), width=3)
    for floor in range(top + 18, 370, 40):
        for left in range(190, 450, 52):
            draw.rectangle((left, floor, left + 28, floor + 20), fill=(112, 138, 160))
    draw.line((540, 380, 540, 60), fill=(196, 150, 30), width=6)
    draw.line((420, 70, 600, 70), fill=(196, 150, 30), width=5)
    data = io.BytesIO()
    image.save(data, "JPEG", quality=70)
    return attachments.store(SimpleUploadedFile(name, data.getvalue()), by=by, now=now)


# problems, visits, changes


def problems(sites: Sites) -> Moments:
    """Raised by the lead unit; solved and confirmed where the list says how. Days are counted back from today."""
    for told in sites.told["problems"]:
        code, _stage, unit, _words, raised, due, answer = told
        now = sites.at(sites.day(-raised), 9)
        yield now, partial(raise_problem, sites, told, now)
        if answer:
            solved = sites.at(sites.day(-max(due, 6) - 2), 14)
            yield solved, partial(solve, sites, code, unit, answer, solved)
        if answer and due > 0:
            confirmed = sites.at(sites.day(-max(due, 6) - 1), 15)
            yield confirmed, partial(confirm, sites, code, confirmed)


def raise_problem(sites: Sites, told: list, now: datetime):
    code, stage, unit, words, _raised, due, _answer = told
    project = Project.objects.select_related("organisation").get(code=code)
    about = {"stage": stage, "organisation": sites.unit(unit), "words": words, "due_on": sites.day(-due)}
    solving.raise_problem(project, by=sites.clerk(project.organisation.code), now=now, **about)


def solve(sites: Sites, code: str, unit: str, answer: str, now: datetime):
    solving.solve(Problem.objects.get(project__code=code), by=sites.clerk(unit), now=now, answer=answer)


def confirm(sites: Sites, code: str, now: datetime):
    solving.confirm(Problem.objects.get(project__code=code), by=sites.reader, now=now)


def visits(sites: Sites) -> Moments:
    for told in sites.told["visits"]:
        now = sites.at(sites.day(-told[1]), 16)
        yield now, partial(visit, sites, told, now)


def visit(sites: Sites, told: list, now: datetime):
    """The second visit to a project looks after the demand of the first."""
    code, _ago, result, found, demanded, number = told
    project = Project.objects.get(code=code)
    node = project.nodes.filter(number=number).first()
    previous = project.followups.unsettled().first()
    said = Visit(timezone.localdate(now), result, found, demanded, node=node, previous=previous)
    following.follow(project, by=sites.reader, now=now, visit=said)


def changes(sites: Sites) -> Moments:
    """Days to be moved: agreed to, refused, waiting."""
    for told in sites.told["changes"]:
        now = sites.at(sites.day(-told[3]), 10)
        yield now, partial(propose, sites, told, now)
        if told[5] != "proposed":
            then = sites.at(sites.day(-told[3] + 3), 16)
            yield then, partial(decide, sites, told, then)


def propose(sites: Sites, told: list, now: datetime):
    code, number, days, _ago, reason, _end = told
    node = Node.objects.select_related("organisation").get(project__code=code, number=number)
    to_on = node.planned_on + timedelta(days=days)
    nodes.propose_change(node, by=sites.clerk(node.organisation.code), now=now, to_on=to_on, reason=reason)


def decide(sites: Sites, told: list, now: datetime):
    change = Change.objects.get(node__project__code=told[0])
    if told[5] == "approved":
        nodes.approve_change(change, by=sites.director, now=now, opinion="情况属实，同意调整。")
    else:
        nodes.refuse_change(change, by=sites.director, now=now, opinion="目录调整不影响工期，按原计划执行。")
