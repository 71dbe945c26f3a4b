"""Powers and risk points: every unit that handles items declares its list, the office of powers checks and publishes
it; a few villages follow; risk points are found, assessed and decided, some wait; a second version shows a change,
another one waits for its check.

All days are counted from today: the lists are some seven months old, so that the first half-yearly reviews are due.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Role
from approvals.models import Item
from config.demo.county import DATA
from config.demo.scenes.offices import ago
from config.demo.staged import Stage
from powers.actions import clears, importing, lists, points
from powers.actions.lists import Facts
from powers.actions.points import Found
from powers.models import Clear, Clears, Power, PowerList, RiskPoint

Moments = Iterator[tuple[datetime, Callable]]
READ, ASSESSED, DECIDED = 152, 140, 133  # working days ago; the later units some days afterwards
SECOND, WAITING = "scjg", "kgj"  # a second version in force; one that waits to be checked
RETURNED = "cgj"  # sent back once
UNDECIDED = ("swj", "kgj", "gjj")  # their levels wait to be decided
POINTS = 9  # of a unit, about
EARLY = 6  # units whose points were decided more than half a year ago
SAID = {
    Clears.GROUP: ("成立廉政风险防控领导小组，主要负责人任组长，办公室设在纪检组。", "领导小组文件"),
    Clears.PLAN: ("印发廉政风险防控工作方案，分清权、查点、评权、晒权四步推进。", "工作方案"),
    Clears.POSTS: ("审核、审批、审签环节的岗位列为重点岗位。", "重点岗位目录"),
    Clears.RISKS: ("风险点逐一评估，A级由主要负责人督导。", "风险目录"),
    Clears.PEOPLE: ("每个环节明确责任人，制作风险提示卡。", "岗位责任表"),
    Clears.PROMISE: ("重点岗位人员签订廉政承诺书并公示。", "承诺书台账"),
    Clears.COURSE: ("每项权力绘制运行流程图并上墙。", "流程图册"),
    Clears.MEETING: ("建立风险等级会审会制度，每半年会审一次。", "会审会制度"),
    Clears.DEPUTIES: ("窗口和审批岗位实行AB岗。", "AB岗登记表"),
    Clears.MEASURES: ("一点一策制定防控措施，纳入年度考核。", "防控措施汇编"),
}


class Offices:
    """The people and the words; each unit gets the same on every day."""

    def __init__(self, stage: Stage):
        self.stage, self.cast = stage, stage.cast
        self.told = json.loads((DATA / "powers.json").read_text("utf-8"))
        self.rng = Random("powers")  # noqa: S311
        self.checker, self.director = stage.cast.demo["du"], stage.cast.demo["yan"]
        self.inspector = stage.cast.demo["zhao"]

    @property
    def units(self) -> list[Organisation]:
        """Every unit with items in force, in the order of the catalogue."""
        return list({item.organisation_id: item.organisation for item in self.cast.catalogue}.values())

    def post(self, unit: Organisation, *roles: str) -> Actor:
        return next(self.cast.posts[unit.pk, role][0] for role in roles if (unit.pk, role) in self.cast.posts)

    def head(self, unit: Organisation) -> Actor:
        return self.post(unit, Role.HEAD)

    def writer(self, unit: Organisation) -> Actor:
        return self.post(unit, Role.REVIEWER, Role.CLERK)

    def people(self, unit: Organisation, role: str) -> tuple:
        """Holder and deputy of a step: the first two people whose post fits."""
        order = dict.fromkeys([role, Role.REVIEWER, Role.APPROVER, Role.HEAD, Role.CLERK])
        found = dict.fromkeys(actor.user for one in order for actor in self.cast.posts.get((unit.pk, one), ()))
        return tuple([*found, None, None][:2])

    def steps(self, unit: Organisation, told: list, item: Item | None = None) -> list[dict]:
        """The steps as an import reads them, with their people and risk hints."""
        limits = {step.code: f"{step.days}个工作日" for step in item.steps.all()} if item else {}
        found = []
        for stage, name, post, role in told:
            holder, deputy = self.people(unit, role)
            limit = limits.get({"review": "review", "decide": "approve"}.get(stage), "")
            hint = self.told["risks"].get(stage, self.told["risks"]["other"])[0][1]
            about = {"stage": stage, "name": name, "post": post, "limit": limit, "hint": hint}
            found.append(about | {"holder": holder, "deputy": deputy})
        return found


def scene(stage: Stage) -> Moments:
    offices = Offices(stage)
    for place, unit in enumerate(offices.units):
        yield from listed(offices, unit, place % 12)
        yield from risks(offices, unit, place)
        yield from ten(offices, unit, place)
    for place, code in enumerate(offices.told["villages"]):
        yield from village(offices, Organisation.objects.select_related("parent").get(code=code), place)
    for part in (second, waiting, by_data, again):
        yield from part(offices)


def at(offices: Offices, days: int) -> datetime:
    return ago(offices.stage, days)


# lists


def listed(offices: Offices, unit: Organisation, late: int) -> Moments:
    """Read in, declared, checked, published; one was sent back in between."""
    day = READ - late // 3
    read, declared, checked, published = (at(offices, day - step) for step in (0, 2, 5, 7))
    yield read, partial(read_list, offices, unit, read)
    yield declared, partial(declare, offices, unit, declared)
    if unit.code == RETURNED:
        back, anew = at(offices, day - 3), at(offices, day - 4)
        yield back, partial(send_back, offices, unit, back)
        yield anew, partial(declare, offices, unit, anew)
    yield checked, partial(check, offices, unit, checked)
    yield published, partial(publish, offices, unit, published)


def draft_of(unit: Organisation) -> PowerList:
    return PowerList.objects.open().select_related("organisation__parent").get(organisation=unit)


def read_list(offices: Offices, unit: Organisation, now):
    rows = [*of_items(offices, unit), *inside(offices, unit)]
    importing.read_powers(list(enumerate(rows, 2)), by=offices.writer(unit), now=now)


def of_items(offices: Offices, unit: Organisation) -> Iterator[dict]:
    """One power for the items that name it, with the words of the first of them."""
    mine = {item.code: item for item in offices.cast.catalogue if item.organisation_id == unit.pk}
    for code in sorted({item.power_code for item in mine.values()}):
        yield row_of(offices, unit, mine[code])


KINDS = {Item.Kind.REWARD: "payment"}  # of the catalogue → of the list, where they differ


def row_of(offices: Offices, unit: Organisation, item: Item) -> dict:
    kind = KINDS.get(item.kind, str(item.kind))
    told = offices.told["kinds"][kind]
    promised = f"{item.promised_days}个工作日" if item.promised_days else "当场办结"
    return {
        "organisation": unit,
        "code": item.power_code,
        "name": item.name.split("（")[0],
        "kind": kind,
        "basis": "；".join(item.legal_basis)[:1000] or "本单位三定规定",
        "object": item.audience or "公民、法人和其他组织",
        "procedure": told["procedure"],
        "limit": f"{promised}（法定{item.statutory_days}个工作日）",
        "result": item.certificate or "办理结果告知",
        "discretion": told["discretion"],
        "steps": offices.steps(unit, told["steps"], item),
    }


def inside(offices: Offices, unit: Organisation) -> Iterator[dict]:
    """What the unit manages itself."""
    for number, told in enumerate(offices.told["internal"], 1):
        about = {"organisation": unit, "code": f"NB-{unit.code.upper()}-{number:03d}", "kind": "internal"}
        facts = {name: told[name] for name in ("name", "object", "basis", "procedure", "limit", "result")}
        yield about | facts | {"discretion": "", "steps": offices.steps(unit, told["steps"])}


def declare(offices: Offices, unit: Organisation, now):
    draft = draft_of(unit)
    words = f"对照法律法规和三定规定逐项清理，保留{draft.powers.count()}项，清单之外无权力。"
    lists.declare(draft, by=declarer(offices, unit), now=now, words=words)


def declarer(offices: Offices, unit: Organisation) -> Actor:
    return offices.head(unit if (unit.pk, Role.HEAD) in offices.cast.posts else unit.parent)


def send_back(offices: Offices, unit: Organisation, now):
    lists.send_back(
        draft_of(unit), by=offices.checker, now=now, reason="行政强制事项的依据请写明条款，补充后重新申报。"
    )


def check(offices: Offices, unit: Organisation, now):
    lists.check_off(draft_of(unit), by=offices.checker, now=now, opinion="与法律法规和三定规定相符，五公开要素齐全。")


def publish(offices: Offices, unit: Organisation, now):
    lists.publish(draft_of(unit), by=offices.director, now=now)


def village(offices: Offices, unit: Organisation, place: int) -> Moments:
    """Written with the help of the town, whose head declares it."""
    moments = [at(offices, 118 - place - step) for step in (0, 2, 6, 8)]
    for now, deed in zip(moments, (read_village, declare, check, publish), strict=True):
        yield now, partial(deed, offices, unit, now)


def read_village(offices: Offices, unit: Organisation, now):
    names = ("kind", "name", "basis", "object", "procedure", "limit", "result")
    rows = []
    for number, told in enumerate(offices.told["village"], 1):
        about = dict(zip(names, told, strict=True))
        about |= {"organisation": unit, "code": f"CQ-{unit.code.upper()}-{number:02d}", "discretion": ""}
        rows.append((number + 1, about | {"steps": offices.steps(unit, offices.told["village_steps"])}))
    importing.read_powers(rows, by=offices.post(unit, Role.CLERK), now=now)


def second(offices: Offices) -> Moments:
    """A shorter limit and a new power: the second version of the first bureau."""
    unit = offices.cast.unit(SECOND)
    begun, declared, checked, published = (at(offices, day) for day in (42, 40, 36, 34))
    yield (
        begun,
        partial(revise, offices, unit, begun, "CF-SCJG-003", "对虚假广告的处罚", "《中华人民共和国广告法》第五十五条"),
    )
    yield declared, partial(declare, offices, unit, declared)
    yield checked, partial(check, offices, unit, checked)
    yield published, partial(publish, offices, unit, published)


def waiting(offices: Offices) -> Moments:
    unit = offices.cast.unit(WAITING)
    begun, declared = at(offices, 4), at(offices, 2)
    basis = "《中华人民共和国节约能源法》第十二条"
    yield begun, partial(revise, offices, unit, begun, "JC-KGJ-001", "重点用能单位节能监督检查", basis)
    yield declared, partial(declare, offices, unit, declared)


def revise(offices: Offices, unit: Organisation, now, code: str, name: str, basis: str):
    """A new version with one power more; the first power that people apply for gets a shorter limit."""
    by = offices.writer(unit)
    draft = lists.begin(unit, by=by, now=now)
    first = draft.powers.filter(kind__in=["permit", "confirmation", "payment"]).first()
    facts = vars(lists.facts_of(first)) | {"limit": "5个工作日（法定20个工作日）"}
    steps = [lists.step_of(step) for step in first.steps.all()]
    lists.amend(first, by=by, now=now, facts=Facts(**facts), steps=steps)
    kind = "penalty" if code.startswith("CF") else "inspection"
    told = offices.told["kinds"][kind]
    facts = Facts(
        code,
        name,
        kind,
        basis,
        "从事相关活动的单位和个人",
        told["procedure"],
        "90日",
        "处罚或者检查结果",
        told["discretion"],
    )
    steps = [lists.Step(**step) for step in offices.steps(unit, told["steps"])]
    lists.add(draft, by=by, now=now, facts=facts, steps=steps)


# risk points


def risks(offices: Offices, unit: Organisation, place: int) -> Moments:
    """Found and assessed by the unit, decided by the office; the units named above still wait."""
    later = 0 if place < EARLY else 60
    assessed, decided = at(offices, ASSESSED - later - place % 7), at(offices, DECIDED - later - place % 7)
    yield assessed, partial(assess, offices, unit, assessed)
    if unit.code not in UNDECIDED:
        yield decided, partial(decide, offices, unit, decided)


FINDERS = ["own", "own", "public", "leader", "delegates", "organisation", "own"]
CHARGES = {"sign": "main", "decide": "deputy"}


def assess(offices: Offices, unit: Organisation, now):
    powers = Power.objects.in_force().filter(list__organisation=unit).exclude(kind="service")
    rng = Random(f"risks {unit.code}")  # noqa: S311
    steps = [(power, step) for power in powers.prefetch_related("steps") for step in power.steps.all()]
    chosen = rng.sample(steps, min(len(steps), POINTS + len(steps) // 12))
    rows = [point_row(offices, unit, power, step, rng, now) for power, step in chosen]
    importing.read_points(list(enumerate(rows, 2)), by=offices.writer(unit), now=now)


def point_row(offices: Offices, unit: Organisation, power: Power, step, rng: Random, now) -> dict:
    told = offices.told["risks"].get(step.stage, offices.told["risks"]["other"])
    kind, words, measure = rng.choice(told)
    grave = {"sign": 4, "decide": 3, "review": 3}.get(step.stage, 2) - (power.kind == "internal")
    factors = {name: min(5, max(1, grave + rng.choice([-1, 0, 0, 1]))) for name in importing.FACTORS}
    holder = step.holder
    due: date = timezone.localdate(now) + timedelta(days=rng.choice([60, 120, 360]))
    return factors | {
        "organisation": unit,
        "power": power,
        "step": step,
        "post": step.post,
        "person": holder,
        "person_name": str(holder or ""),
        "kind": kind,
        "finder": rng.choice(FINDERS),
        "source": "",
        "description": f"{power.name}：{words}",
        "charge": CHARGES.get(step.stage, "staff"),
        "level": "",
        "measure": measure,
        "measure_due_on": due,
    }


def decide(offices: Offices, unit: Organisation, now):
    rows = list(RiskPoint.objects.waiting().filter(organisation=unit))
    points.decide_all(rows, by=offices.director, now=now, reason="风险等级会审会集体评定，按评估等级确定。")
    rng = Random(f"measures {unit.code}")  # noqa: S311
    for row in rng.sample(rows, len(rows) * 9 // 10):
        points.put_in_place(row, by=offices.writer(unit), now=now, words="措施已落实并公示。")


def by_data(offices: Offices) -> Moments:
    """The inspector sees a point in a complaint, which the unit has still to assess; another one is lifted."""
    found, raised = at(offices, 6), at(offices, 20)
    yield found, partial(find, offices, found)
    yield raised, partial(lift, offices, raised)


def find(offices: Offices, now):
    power = Power.objects.in_force().select_related("list__organisation__parent").get(code="XK-SCJG-001")
    step = power.steps.get(stage="review")
    words = "食品经营许可：投诉反映现场核查时推荐指定装修公司"
    found = Found(step.post, "business", "complaint", words, "deputy", step, step.holder, source="12345热线工单反映")
    points.find(power, by=offices.inspector, now=now, found=found)


def lift(offices: Offices, now):
    row = RiskPoint.objects.decided().filter(organisation__code="zjj", level="B").order_by("pk").first()
    if row is not None:
        points.decide(row, by=offices.inspector, now=now, level="A", reason="同类问题近期两次被投诉，社会关注度高。")


def again(offices: Offices) -> Moments:
    """The half-yearly review of one early unit has begun."""
    now = at(offices, 1)
    yield now, partial(look_again, offices, now)


def look_again(offices: Offices, now):
    rows = RiskPoint.objects.review_due(timezone.localdate(now)).order_by("pk").select_related("organisation")
    for row in rows[:4]:
        words = "对照半年来的办件、投诉和牌，风险没有变化。"
        about = {"by": offices.writer(row.organisation), "now": now}
        points.look_again(row, factors=row.factors, words=words, **about)


# the ten clears


def ten(offices: Offices, unit: Organisation, place: int) -> Moments:
    """Nearly every unit said all ten; the head has confirmed most of them."""
    said, seen = at(offices, 128 - place % 9), at(offices, 125 - place % 9)
    yield said, partial(say, offices, unit, 10 - (place % 5 == 4) * 2, said)
    yield seen, partial(confirm, offices, unit, 10 - place % 4, seen)


def say(offices: Offices, unit: Organisation, count: int, now):
    for number, (words, paper) in list(SAID.items())[:count]:
        evidence = f"{unit.short_name}〔{now.year}〕{number:d}号 {paper}"
        clears.say(unit, by=offices.writer(unit), now=now, number=int(number), words=words, evidence=evidence)


def confirm(offices: Offices, unit: Organisation, count: int, now):
    for row in Clear.objects.filter(organisation=unit).select_related("organisation").order_by("number")[:count]:
        clears.confirm(row, by=offices.head(unit), now=now)
