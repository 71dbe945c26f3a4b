"""Every row of the table of periods is asked for by a guard, a clock or a deed while tenders are lived through."""

from datetime import date

import pytest

from accounts.actor import ROBOT
from procurement import actions, periods
from procurement.actions import boxes, complaining, inquiring, objecting, prequalifying, supplying
from procurement.flows import Asked, flow_of
from procurement.guards.times import bids_long_enough
from procurement.models import Against, Method, Trade
from procurement.periods import PERIODS, Regime
from tests.conftest import at
from tests.procurement.prequalified import INVITED
from tests.procurement.sealing import acting_for, drop
from tests.procurement.walks import walk


class Watched(dict):
    """The table, with a note of every row that somebody asked for."""

    def __init__(self, rows):
        super().__init__(rows)
        self.asked = set()

    def get(self, key, default=None):
        if key in self:
            self.asked.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.asked.add(key)
        return super().__getitem__(key)


@pytest.fixture
def watched(monkeypatch):
    """The facts for red flags only compare afterwards; what they ask for is no guard and is not counted."""
    found = Watched(PERIODS)
    monkeypatch.setattr(periods, "PERIODS", found)
    monkeypatch.setattr("procurement.facts.gather.period", lambda regime, code: PERIODS.get((regime, code)))
    return found


def lodged(course, against, moment, **more):
    """An objection, and its answer the same day."""
    firm = course.firms["alpha"]
    made = objecting.lodge(
        course.tender, by=acting_for(firm), now=at(moment), party=firm, against=against, text="要求过高", **more
    )
    objecting.answer(made, by=course.cast["agent"], now=at(moment), text="不作调整", is_upheld=False)


def complained(course, against, moment, head):
    """A complaint, accepted and decided the same day."""
    firm, now = course.firms["alpha"], at(moment)
    about = {"party": firm, "against": against, "text": "请求纠正", "knew_on": now.date()}
    made = complaining.file(course.tender, by=acting_for(firm), now=now, **about)
    complaining.accept(made, by=course.cast["supervisor"], now=now)
    complaining.decide(made, by=head, now=now, outcome="dismissed", text="投诉缺乏事实依据")


def reconsidered(course):
    """A bid that is taken back, and its guarantee."""
    keys = drop(course.tender, course.firms["beta"])
    secret = bytes.fromhex(keys["withdrawal"])
    boxes.withdraw(course.tender, keys["digest"], secret, by=ROBOT, now=at("2026-03-22 10:00"))
    boxes.reclaim(course.tender, keys["digest"], secret, "BZ1", by=ROBOT, now=at("2026-03-22 10:00"))


def bidding(course, head):
    course.to("notice")
    about = {"by": course.cast["centre"], "now": at("2026-02-12 10:00"), "invitation": INVITED}
    found = prequalifying.begin(course.tender, **about)
    prequalifying.change(found, by=course.cast["agent"], now=at("2026-02-13"), text="业绩可以合并计算")
    lodged(course, Against.PREQUALIFICATION, "2026-02-13")
    found.notice.tender.prequalifications.update(state="failed", concluded_at=at("2026-03-01"))
    course.to("clarify")
    actions.clarify(course.tender, by=course.cast["agent"], now=at("2026-03-08"), text="补充图纸")
    lodged(course, Against.DOCUMENTS, "2026-03-11")
    reconsidered(course)
    course.to("award")
    complained(course, Against.OTHER, "2026-03-30", head)


def procurement(course, head):
    course.to("notice")
    link = flow_of(course.tender).step("notice")
    asked = Asked(course.tender, flow_of(course.tender), link, None, at("2026-03-02"), course.facts("notice"))
    for method in Method:
        course.tender.method = method
        bids_long_enough(asked)
    course.tender.refresh_from_db()
    course.to("clarify")
    actions.clarify(course.tender, by=course.cast["agent"], now=at("2026-03-08"), text="补充参数")
    reconsidered(course)
    firm = course.firms["alpha"]
    made = inquiring.ask(course.tender, by=acting_for(firm), now=at("2026-03-09"), party=firm, text="交货地点在哪里")
    inquiring.reply(made, by=course.cast["agent"], now=at("2026-03-10"), text="县人民医院")
    lodged(course, Against.DOCUMENTS, "2026-03-11", knew_on=date(2026, 3, 9))
    complained(course, Against.DOCUMENTS, "2026-03-12", head)
    actions.suspend(course.tender, by=head, now=at("2026-03-12"), reason="核查")
    actions.resume(course.tender, by=head, now=at("2026-03-12"))


def drugs(course, head):
    course.to("clarify")
    actions.clarify(course.tender, by=course.cast["tenderer"], now=at("2026-03-08"), text="补充目录")
    course.to("filing_contract")
    about = {"what": "第一批药品", "amount": 5_000_000, "accepted_on": date(2026, 4, 12)}
    supplying.accept_delivery(course.tender, by=course.cast["tenderer"], now=at("2026-04-12"), **about)


def nothing(course, head):
    """Its course alone asks for every row."""


LIVES = {
    Trade.CONSTRUCTION: (Regime.BIDDING, bidding),
    Trade.PROCUREMENT: (Regime.PROCUREMENT, procurement),
    Trade.LAND: (Regime.LAND, nothing),
    Trade.PROPERTY: (Regime.PROPERTY, nothing),
    Trade.DRUGS: (Regime.DRUGS, drugs),
}


@pytest.mark.parametrize("trade", LIVES)
def test_every_period_is_asked_for(hand_in, cast, agent_firm, firms, supervisor_head, watched, trade):
    regime, live = LIVES[trade]
    course = walk(hand_in, cast, agent_firm, firms, trade)
    live(course, supervisor_head)
    course.to("nothing")
    asked = {code for law, code in watched.asked if law == regime}
    assert asked == {code for law, code in PERIODS if law == regime}
