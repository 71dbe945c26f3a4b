"""Red flags over last year's trades: taken over from the old system in one go, then handled one after the other.

What was traded before the portal came is known as facts only (suspicions.json): a market with planted patterns beside
ordinary tenders. Those are leads of history: most still rest, inspectors took some up. Two of them lie since, which is
what supervision's cards are about; suspicions about tenders of these days are handled in their ten days.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organisation, Post, Role
from config.demo.county import DATA
from config.demo.staged import Stage
from procurement.actions import facts, flagging
from procurement.facts.plain import Bid, Change, Complaint, TenderFacts, Who
from procurement.models import Flag, Party

SUPERVISORS = {"jtj": "jtj", "goods": "czj", "services": "czj"}  # by the buyer or by what is bought; others zjj
MOST = 6  # suspicions handled in one round
AGO = 48  # working days before today on which the old trades were taken over
TEN_THOUSAND = 1_000_000  # fen

# code, working days ago, deed, words, how it ends
HANDLED = [
    ("RF-04", 45, "ask", "请湖北正大、湖北楚峰说明项目经理罗志刚同时出现在两份投标文件中的原因。", ""),
    ("RF-06", 44, "propose", "四家均按最新定额组价，主材为甲供，报价接近有合理解释，建议排除。", "dismissed"),
    ("RF-04", 41, "explain", "两公司书面承认投标文件由同一人编制，罗志刚社保在湖北楚峰缴纳。", ""),
    ("RF-06", 41, "decide", "核对工程量清单，同意排除。", "yes"),
    ("RF-04", 38, "propose", "不同投标人项目管理成员为同一人，事实清楚，建议认定查实。", "verified"),
    ("RF-04", 35, "decide", "同意，移交住建局依法处理。", "yes"),
    ("RF-07", 33, "propose", "中标价高于控制价百分之九十九，但项目小、材料涨价有依据，建议排除。", "dismissed"),
    ("RF-07", 30, "decide", "同意。", "yes"),
    ("RF-12", 28, "ask", "请县教育局说明一年内四次采购同类设备均略低于限额的原因和预算安排。", ""),
    ("RF-15", 22, "ask", "请彭国庆专家对两项评分偏离作出书面说明。", ""),
    ("RF-12", 15, "explain", "县教育局说明：经费分批到账，未统筹编制采购计划。", ""),
    ("RF-03", 9, "propose", "两家投标人的保证金由同一账户转出，银行回单已调取，建议认定查实。", "verified"),
    ("RF-10", 6, "ask", "请宏远建设、第二建筑、恒泰装饰说明六次共同投标的情况。", ""),
]


# What is found about tenders that run now: (proposal, end, decision) by code.
USUAL = ("已核对招标文件和投标文件，未发现异常，建议排除。", "dismissed", "同意排除。")
LIVE = {
    "BL-01": (
        "该企业受处理的行为已执行完毕，本次投标资格经核实符合要求，建议排除。",
        "dismissed",
        "核对处理决定，同意。",
    ),
    "RF-10": ("两家企业专业相近，报价独立，未发现协同迹象，建议排除。", "dismissed", "同意排除，后续继续关注。"),
    "RF-11": ("潜在投标人少系专业资质要求所致，招标文件无排斥性条款，建议排除。", "dismissed", "同意。"),
}
EACH = 5  # working days between two rounds of handling: well within the limit


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable]]:
    yield moment(stage, AGO, 9), partial(taken_over, stage)
    for number, (code, ago, deed, words, end) in enumerate(HANDLED):
        if ago > 0:
            at = moment(stage, ago, 10 + number % 5, number)
            yield at, partial(handled, code, deed, words, end, at)
    for ago in range(AGO - EACH, 0, -EACH):
        for number in range(MOST):
            at = moment(stage, ago, 15, number)
            yield at, partial(proposed, at)
            at = moment(stage, ago, 16, number)
            yield at, partial(decided, at)


def moment(stage: Stage, days: int, hour: int, number: int = 0) -> datetime:
    day = stage.hours.nth_before(stage.today_or_next, days)
    return timezone.make_aware(datetime.combine(day, time(hour, 17 + number, 5, 300 + number)))


def taken_over(stage: Stage):
    """One deed: the facts of the old trades, and what they show."""
    now = moment(stage, AGO, 9)
    told = json.loads((DATA / "suspicions.json").read_text("utf-8"))
    facts.put(Market(told, timezone.localdate(stage.now)).tenders(), now=now)


class Market:
    """The old trades, counted back from today."""

    def __init__(self, told: dict, today: date):
        self.told, self.today = told, today
        names = [*told["firms"].values(), *told["agents"].values()]
        self.firms = {party.name: party for party in Party.objects.filter(name__in=names)}
        codes = {row["buyer"] for row in told["tenders"]} | set(SUPERVISORS.values()) | {"zjj"}
        self.units = {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)}

    def tenders(self) -> list[TenderFacts]:
        rows = [row for row in self.told["tenders"] if row["buyer"] in self.units]
        return [self.tender(number, row) for number, row in enumerate(rows, 1)]

    def tender(self, number: int, row: dict) -> TenderFacts:
        day = self.today - timedelta(days=round(row["months"] * 30.4))
        matter = row.get("matter", "works")
        winner = row.get("winner") or min(row["bids"], key=row["bids"].get)
        award = fen(row.get("award") or row["bids"][winner])
        unit = self.units[SUPERVISORS.get(row["buyer"]) or SUPERVISORS.get(matter, "zjj")]
        code = f"YXOLD{day:%Y%m%d}-{number:04d}"
        return TenderFacts(
            ocid=f"ocds-mingjing-{code}",
            number=code,
            day=day,
            title=row["title"],
            trade="construction" if matter == "works" else "procurement",
            matter=matter,
            method=row.get("method", "open"),
            project=f"{row['buyer']}-{number}",
            buyer=Who(row["buyer"], self.units[row["buyer"]].name),
            agent=self.firm("agents", row["agent"]) if "agent" in row else None,
            winner=self.firm("firms", winner),
            decided_on=day + timedelta(days=8),
            control_price=fen(row["control"]),
            award_amount=award,
            award_days=120,
            contract_amount=fen(row["contract"]) if "contract" in row else award,
            contract_days=120,
            contract_on=day + timedelta(days=25),
            bids=tuple(self.bid(row, key, amount, day) for key, amount in row["bids"].items()),
            experts=tuple(self.experts()) if "scores" in row else (),
            complaints=self.complaints(row, day),
            changes=(Change(day - timedelta(days=40), *row["change"]),) if "change" in row else (),
            organisation=unit.pk,
        )

    def firm(self, kind: str, key: str) -> Who:
        if key == "new":
            told = self.told["new_firm"]
            since = self.today - timedelta(days=round(4 * 30.4) + told["months"] * 30)
            return Who(told["code"], told["name"], since)
        party = self.firms[self.told[kind][key]]
        return Who(party.code, party.name, party.founded_on)

    def bid(self, row: dict, key: str, amount: float, day: date) -> Bid:
        who = self.firm("firms", key)
        scores = dict(zip((each.code for each in self.experts()), row.get("scores", {}).get(key, []), strict=False))
        marks = {"account": [f"6217{who.code[-8:]}"], "author": [f"{who.name}经营部"]}
        return Bid(who, fen(amount), keys=marks | row.get("marks", {}).get(key, {}), scores=scores)

    def experts(self) -> list[Who]:
        return [Who(f"expert:old-{number}", name) for number, name in enumerate(self.told["experts"], 1)]

    def complaints(self, row: dict, day: date) -> tuple[Complaint, ...]:
        if "complaint" not in row:
            return ()
        return (Complaint(self.firm("agents", row["agent"]), row["complaint"], day + timedelta(days=5)),)


def fen(ten_thousand_yuan: float) -> int:
    return round(ten_thousand_yuan * TEN_THOUSAND)


def handled(code: str, deed: str, words: str, end: str, now: datetime):
    """One deed on the first open suspicion of this code; the second person is another inspector."""
    flag = Flag.objects.open().filter(code=code, fact__tender=None).order_by("pk").first()
    first, second = inspectors()
    if flag is None:
        return
    if deed == "decide":
        flagging.decide(flag, by=second, now=now, agrees=end == "yes", text=words)
    elif deed == "propose":
        flagging.propose(flag, by=first, now=now, end=end, text=words)
    else:
        getattr(flagging, deed)(flag, by=first, now=now, text=words)


def live(*states: str):
    """The oldest suspicion about a tender of these days in one of these states."""
    return Flag.objects.owed().filter(fact__tender__isnull=False, state__in=states).order_by("pk").first()


def proposed(now: datetime):
    """The oldest suspicion of these days: an inspector proposes how it ends."""
    flag = live(Flag.State.OPEN)
    if flag is not None:
        words, end, _said = LIVE.get(flag.code, USUAL)
        flagging.propose(flag, by=inspectors()[0], now=now, end=end, text=words)


def decided(now: datetime):
    """The second inspector agrees."""
    flag = live(Flag.State.PROPOSED)
    if flag is not None:
        flagging.decide(flag, by=inspectors()[1], now=now, agrees=True, text=LIVE.get(flag.code, USUAL)[2])


def inspectors() -> list[Actor]:
    posts = Post.objects.active().filter(role=Role.INSPECTOR).select_related("user", "organisation").order_by("pk")
    return [Actor(post.user, post) for post in posts[:2]]
