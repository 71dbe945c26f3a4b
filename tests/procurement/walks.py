"""Tenders of the other four trades and the way through their courses, with what each of them needs besides."""

from procurement import actions
from procurement.models import Method, Trade
from tests.conftest import at
from tests.procurement.course import WAY, Course

LATER = {
    "qualification": ("2026-03-19", {}),
    "offers": ("2026-04-02 10:00", {}),
    "result": ("2026-04-07", {}),
    "payment": ("2026-04-13", {}),
}
SALE = {"start_price": 900_000_000, "guarantee": 180_000_000}
ABOUT = {
    Trade.PROCUREMENT: {"matter": "goods"},
    Trade.LAND: {"method": Method.LISTING, "matter": "rights", "start_price": 900_000_000},
    Trade.PROPERTY: {"method": Method.LISTING, "matter": "rights", "start_price": 900_000_000},
    Trade.DRUGS: {"matter": "goods"},
}
# trade → step → facts that differ from those of construction
OWN = {
    Trade.PROCUREMENT: {"documents": {"duration_days": None}, "contract": {"duration_days": None}},
    Trade.LAND: {
        "method": {"method": Method.LISTING},
        "documents": SALE,
        "award": {"moment": "2026-04-03"},
    },
    Trade.PROPERTY: {
        "method": {"method": Method.LISTING},
        "documents": SALE,
        "notice": {"bids_due_at": at("2026-03-31 09:30")},
        "award": {"moment": "2026-04-03"},
        "filing_contract": {"moment": "2026-04-20"},
    },
    Trade.DRUGS: {"contract": {"duration_days": None}},
}


class Walk(Course):
    """`to(step)` as in a course of construction, for any trade."""

    def facts(self, code: str) -> dict:
        found = super().facts(code) if code in WAY else LATER[code][1]
        return found | {name: value for name, value in self.own(code).items() if name != "moment"}

    def own(self, code: str) -> dict:
        return OWN.get(self.tender.trade, {}).get(code, {})

    def do(self, code: str, *, moment=None, by=None, **changes):
        usual = (WAY | LATER)[code][0]
        return super().do(code, moment=moment or self.own(code).get("moment") or usual, by=by, **changes)

    def hand_bids_in(self):
        if self.tender.trade not in (Trade.LAND, Trade.PROPERTY):
            super().hand_bids_in()

    def before(self, code: str):
        if code == "filing_contract" and self.tender.trade != Trade.CONSTRUCTION:
            self.settle()
        else:
            super().before(code)

    def settle(self):
        """What is owed after the contract."""
        centre, tenderer, now = self.cast["centre"], self.cast["tenderer"], at("2026-04-14")
        whose = ["losers"] if self.tender.trade in (Trade.LAND, Trade.PROPERTY) else ["losers", "winner"]
        for kind in whose:
            actions.guarantees_returned(self.tender, by=centre, now=now, whose=kind)
        if self.tender.trade == Trade.PROCUREMENT:
            actions.publish_contract(self.tender, by=tenderer, now=at("2026-04-13"))


def walk(hand_in, cast, agent_firm, firms, trade) -> Walk:
    return Walk(hand_in(trade=trade, **ABOUT.get(trade, {})), cast, agent_firm, firms)
