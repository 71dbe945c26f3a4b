"""Live tenders of all five trades: each walks the course of its trade from its first day on and stands today where
the limits of the law have let it come. Bids are really sealed, committees really drawn, scores really locked.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import ROBOT, Actor
from accounts.models import Organisation, Role
from config.demo.scenes.afterwards import afterwards
from config.demo.scenes.around import prequalified, questioned, reconsidered
from config.demo.scenes.auctions import auction
from config.demo.scenes.bidding import bids, drawn, evaluation, keys_and_witness
from config.demo.scenes.offices import Office
from config.demo.scenes.stated import FACTS, LONG, SALES
from config.demo.staged import Stage
from config.demo.trading import CENTRE, acting, bidders, data
from procurement import actions
from procurement.actions import complaining, objecting, scoring
from procurement.actions import opening as room
from procurement.flows import FLOWS
from procurement.models import Against, Business, Objection, Party, Tender, Trade
from procurement.periods import period

CRITERIA = [("投标报价", "lowest", 50), ("技术方案", "judged", 35), ("业绩和信誉", "judged", 15)]
AFTER_DEADLINE = {"closing": 1, "opening": 75}  # minutes
PAPERS = {
    Trade.CONSTRUCTION: ("项目批准文件", "资金落实证明", "初步设计批复"),
    Trade.PROCUREMENT: ("采购计划备案表", "预算批复", "采购需求论证意见"),
    Trade.LAND: ("出让方案批复", "规划条件", "地价评估报告"),
    Trade.PROPERTY: ("转让行为批准文件", "审计报告", "资产评估报告"),
    Trade.DRUGS: ("采购需求汇总表", "采购目录", "资金来源说明"),
}
SUMMARY = "{name}，建设（采购、出让）内容、数量和技术要求见招标（采购、出让）文件。"
OBJECTION = "招标文件要求的类似业绩超出项目规模，排斥了中小企业，请求予以修改。"
RESULT_OBJECTION = "第一中标候选人拟派项目经理有在建工程，不符合招标文件要求，请求核查。"
ANSWERS = {
    Against.DOCUMENTS: (True, "异议成立。类似业绩要求调整为近三年完成一项同类项目，修改内容已同步发布。"),
    Against.RESULT: (False, "经核查，该项目经理原项目已于开标前竣工验收，符合招标文件要求，异议不成立。"),
}
COMPLAINT = "评标过程中对我公司类似业绩认定有误，请求监督部门调查处理。"


def scene(stage: Stage):
    for number, row in enumerate(data()["projects"]):
        yield from Course(stage, row, number).moments()


class Course:
    """One project of trading.json: the moments of its steps, counted from the working day on which it began."""

    def __init__(self, stage: Stage, row: dict, number: int):
        self.stage, self.row, self.number = stage, row, number
        self.trade = Trade(row["trade"])
        self.flow = FLOWS[self.trade]
        self.calendar = stage.hours.calendar
        self.first = stage.hours.nth_before(stage.today_or_next, row["days"])
        self.code = f"{self.first.year}-420583-{number + 11:02d}-01-{100 + number * 7:06d}"
        self.due = self.deadline()

    # when

    def day(self, working_days: int) -> date:
        return self.calendar.add(self.first, working_days)

    def at(self, day: date, hour: int = 10, minute: int | None = None) -> datetime:
        """A moment of that day; the number of the project keeps two deeds apart."""
        told = (self.number * 7) % 50 if minute is None else minute
        return timezone.make_aware(datetime.combine(day, time(hour, told, self.number % 60, self.number * 911)))

    def deadline(self) -> datetime:
        published = self.day(10)
        method = self.row.get("method", "public")
        found = period(self.flow.regime, f"bids_{method}") or period(self.flow.regime, "bids")
        last = self.calendar.add(self.calendar.roll(found.end(published)), 1 if method in LONG else 8)
        if "opened" in self.row:  # so many working days ago or, below nothing, ahead
            last = self.stage.hours.nth_before(self.stage.today_or_next, self.row["opened"])
        return timezone.make_aware(datetime.combine(last, time(9, 30)))

    def documents_until(self) -> date:
        issued = period(self.flow.regime, "documents")
        return issued.end(self.day(10)) if issued else self.day(11)

    @property
    def opened(self) -> date:
        return timezone.localdate(self.due)

    def plan(self) -> Iterator[tuple[datetime, Callable]]:
        """The deeds in the order of the course with the days they take."""
        published = self.day(10)
        until = self.documents_until()
        days = {
            "register": self.day(1),
            "conditions": self.day(3),
            "method": self.day(4),
            "agent": self.day(5),
            "documents": self.day(7),
            "filing": self.day(9),
            "notice": published,
            "issue": self.calendar.next_working(until),
            "clarify": self.calendar.add(self.calendar.next_working(until), 2),
            "guarantee": self.stage.hours.nth_before(self.opened, 2),
            "qualification": self.stage.hours.nth_before(self.opened, 2),
            "committee": self.stage.hours.nth_before(self.opened, 2 if self.row.get("opened", 0) < 0 else 1),
            "closing": self.opened,
            "opening": self.opened,
            "evaluation": self.opened,
            "offers": self.offers_end(),
        }
        after = self.offers_end() if self.trade in SALES else self.opened
        days |= self.later(after)
        hours = {"evaluation": 15, "committee": 16, "offers": 16}
        for link in self.flow.steps:
            code = link.code
            when = self.at(days[code], hours.get(code, 10))
            if code in AFTER_DEADLINE:
                when = self.due + timedelta(minutes=AFTER_DEADLINE[code], seconds=self.number)
            yield when, partial(self.step, code)

    def offers_end(self) -> date:
        found = period(self.flow.regime, "listing")
        return self.calendar.next_working(found.end(self.opened)) if found else self.calendar.next_working(self.opened)

    def later(self, after: date) -> dict[str, date]:
        """From the evaluation on: the publicity, the award, the contract, its filing."""
        shown = self.calendar.add(after, 1)
        publicity = period(self.flow.regime, "publicity")
        award = self.calendar.next_working(publicity.end(shown)) if publicity else self.calendar.add(shown, 2)
        signed = self.calendar.add(award, 40 if self.row.get("late_contract") else 6)
        return {
            "candidates": shown,
            "ranking": self.calendar.add(after, 1),
            "decide": self.calendar.add(after, 3),
            "award": self.calendar.add(award, 4) if self.row.get("objection") == "result" else award,
            "result": self.calendar.add(award, 1),
            "contract": signed,
            "payment": self.calendar.add(signed, 2),
            "filing_contract": self.calendar.add(signed, 5),
        }

    # who

    @property
    def tender(self) -> Tender:
        return Tender.objects.get(project_number=self.code)

    @property
    def seller(self) -> Party | None:
        return Party.objects.filter(name=self.row["tenderer"]).first()

    @property
    def centre(self) -> Office:
        return Office(self.stage, CENTRE)

    def tenderer(self) -> Actor:
        party = self.seller
        if party:
            return acting(party)
        office = Office(self.stage, self.row["tenderer"])
        return office.clerk if (office.unit.pk, Role.CLERK) in self.stage.cast.posts else office.reviewer

    def firms(self) -> list[Party]:
        """Three or four firms of the trade; two where the tender is to fail."""
        return bidders(self.trade, self.row.get("turn", self.number))[: self.row.get("bidders", 3 + self.number % 2)]

    def agent_firm(self) -> Party:
        firms = list(Party.objects.doing(Business.AGENT).order_by("pk"))
        return firms[self.number % len(firms)]

    def who(self, code: str) -> Actor:
        link = self.flow.step(code)
        if code == "closing":
            return ROBOT
        if "centre" in link.by:
            return self.centre.clerk
        if link.by[0] == "supervisor":
            return Office(self.stage, self.row["supervisor"]).reviewer
        if link.by[0] == "agent":
            agent = self.tender.agent
            return acting(agent) if agent else self.tenderer()
        return self.tenderer()

    # what

    def moments(self):
        began = self.at(self.day(0))
        yield began, partial(self.hand_in, began)
        for when, deed in self.plan():
            code = deed.args[0]
            yield from self.before(code, when)
            if code != "notice" or not self.row.get("prequalify"):
                yield when, partial(deed, when)
        yield from afterwards(self)

    def hand_in(self, now):
        seller = self.seller
        sells = self.trade in SALES
        office = None if seller else Organisation.objects.get(code=self.row["tenderer"])
        wanted = actions.Application(
            trade=self.trade,
            project_number=self.code,
            project_name=self.row["name"],
            centre=Organisation.objects.get(code=CENTRE),
            supervisor=Organisation.objects.get(code=self.row["supervisor"]),
            tenderer_organisation=office,
            tenderer_party=seller,
            matter=self.row["matter"],
            method=self.row.get("method", "public"),
            summary=SUMMARY.format(name=self.row["name"]),
            approval_number=f"云发改审批〔{now.year}〕{self.number + 21}号",
            funds_source="" if sells else "县级财政资金",
            estimate=None if sells else self.row["estimate"],
            budget=None if sells else self.row["estimate"],
            start_price=self.row["estimate"] if sells else None,
            papers=PAPERS[self.trade],
        )
        actions.hand_in(seller or office, wanted, by=self.tenderer(), now=now)

    def before(self, code: str, when: datetime):
        """What is done beside the course before a step."""
        beside = BESIDE.get(code)
        if beside is not None:
            yield from beside(self, when)

    def step(self, code: str, now):
        """Do the step if the course has come to it; what stopped it before stops everything after."""
        tender = self.tender
        if tender.step != code or tender.state not in (Tender.State.APPLIED, Tender.State.RUNNING):
            return
        if code == "opening":
            room.open_bids(tender, by=self.who(code), now=now)
            return
        if code == "evaluation":
            evaluation(self, tender, now)
            if "scored" in self.row:  # the others have not finished
                return
        actions.advance(tender, code, by=self.who(code), now=now, data=self.facts(code, tender))

    def facts(self, code: str, tender: Tender) -> dict:
        make = FACTS.get(code)
        return make(self, tender) if make else {}

    def when_at(self, code: str, act, now):
        """Call `act(tender, now)` if this is the step that is owed and the tender is running."""
        tender = self.tender
        if tender.step == code and tender.state == Tender.State.RUNNING:
            act(tender, now)


def confirmed(course: Course, when):
    earlier = when - timedelta(hours=2)
    yield earlier, partial(course.when_at, "conditions", partial(confirm, course), earlier)


def confirm(course, tender, now):
    by = Office(course.stage, course.row["supervisor"]).reviewer
    actions.confirm(tender, "conditions", by=by, now=now, opinion="项目批准、资金和预算审核资料齐全，具备交易条件。")


def settled(course: Course, when):
    """The evaluation method, fixed by the notice."""
    if not course.flow.has("evaluation"):
        return
    earlier = when - timedelta(minutes=40)
    yield earlier, partial(course.when_at, "notice", partial(settle, course), earlier)
    yield from prequalified(course, when)


def settle(course, tender, now):
    rows = [{"name": name, "kind": kind, "points": points} for name, kind, points in CRITERIA]
    by = acting(tender.agent) if tender.agent else course.tenderer()
    scoring.settle_criteria(tender, by=by, now=now, rows=rows)


def doubted(course: Course, when):
    """In some tenders somebody objects to the documents; the agent answers two days later."""
    yield from questioned(course, when)
    if course.row.get("objection") != "documents":
        return
    lodged, answered = course.at(course.day(12), 15), course.at(course.day(13), 16)
    yield lodged, partial(object_to, course, Against.DOCUMENTS, OBJECTION, lodged)
    yield answered, partial(answer, course, answered)


def asked(course: Course, when):
    """A clarification for everybody."""
    if not course.flow.has("issue"):
        return
    earlier = when - timedelta(minutes=30)
    yield earlier, partial(course.when_at, "clarify", partial(clarify, course), earlier)


def clarify(course, tender, now):
    by = acting(tender.agent) if tender.agent else course.tenderer()
    text = "现场踏勘不统一组织，投标人可自行前往。"
    actions.clarify(tender, by=by, now=now, question="是否组织现场踏勘？", text=text, changes_bids=False)


def object_to(course, against, text, now):
    tender, firm = course.tender, course.firms()[-1]
    if tender.state != Tender.State.RUNNING or objecting.last_day(tender, against) is None:
        return
    if timezone.localdate(now) > objecting.last_day(tender, against):
        return
    objecting.lodge(tender, by=acting(firm), now=now, party=firm, against=against, text=text)


def objected(course: Course, when):
    """In one tender somebody objects to the result within the publicity; it is answered in time."""
    if course.row.get("objection") != "result":
        return
    shown = course.later(course.opened)["candidates"]
    lodged = course.at(course.calendar.next_working(shown), 15)
    answered = course.at(course.calendar.add(course.calendar.next_working(shown), 1), 16)
    yield lodged, partial(object_to, course, Against.RESULT, RESULT_OBJECTION, lodged)
    yield answered, partial(answer, course, answered)


def answer(course, now):
    row = Objection.objects.filter(tender=course.tender, state=Objection.State.OPEN).first()
    if row is not None:
        is_upheld, text = ANSWERS[row.against]
        objecting.answer(row, by=course.tenderer(), now=now, text=text, is_upheld=is_upheld)


def complained(course: Course, when):
    """After the award one bidder complains to the department; it is accepted, and waits for its decision."""
    yield from objected(course, when)
    if not course.row.get("complaint"):
        return
    filed = course.at(course.later(course.opened)["candidates"], 16)
    accepted = course.at(course.calendar.next_working(timezone.localdate(filed)), 15)
    yield filed, partial(complain, course, filed)
    yield accepted, partial(accept, course, accepted)


def complain(course, now):
    firm, tender = course.firms()[-1], course.tender
    if tender.opened_at is None or tender.state != Tender.State.RUNNING:
        return
    about = {"party": firm, "against": Against.OTHER, "text": COMPLAINT, "knew_on": timezone.localdate(now)}
    complaining.file(tender, by=acting(firm), now=now, **about)


def accept(course, now):
    found = course.tender.complaints.filter(state="filed").first()
    if found is not None:
        by = Office(course.stage, course.row["supervisor"]).reviewer
        complaining.accept(found, by=by, now=now, suspends=True)


def guaranteed(course: Course, when):
    """The bids, and one that is taken back."""
    yield from reconsidered(course, when)
    yield from bids(course, when)


BESIDE = {
    "conditions": confirmed,
    "notice": settled,
    "issue": doubted,
    "clarify": asked,
    "guarantee": guaranteed,
    "qualification": bids,
    "committee": drawn,
    "opening": keys_and_witness,
    "offers": auction,
    "award": complained,
}
