"""Walking a construction tender through its course in tests: the moment and the facts of every step."""

from procurement import actions
from procurement.actions.common import MEDIA
from procurement.flows import flow_of
from procurement.guards.common import TERMS
from procurement.models import Reveal, Tender
from tests.conftest import at
from tests.procurement import sealing
from tests.procurement.committee import criteria, evaluated, seated
from tests.procurement.sealing import PRICES

# step → (moment, facts); prices in fen. The documents are issued on Monday 2026-03-02.
WAY = {
    "register": ("2026-02-03", {}),
    "conditions": ("2026-02-04", {"audit_number": "云审预〔2026〕8号", "audited": 980_000_000}),
    "method": ("2026-02-05", {"method": "public", "organised_by": "agent"}),
    "agent": ("2026-02-06", {"way": "随机抽取"}),
    "documents": (
        "2026-02-10",
        {"control_price": 960_000_000, "guarantee": 19_000_000, "validity_days": 90, "duration_days": 360},
    ),
    "filing": ("2026-02-12", {"terms": list(TERMS), "opinion": "予以备案"}),
    "notice": (
        "2026-03-02 09:30",
        {
            "media": MEDIA[:2],
            "documents_from": at("2026-03-02").date(),
            "documents_until": at("2026-03-09").date(),
            "bids_due_at": at("2026-03-23 09:30"),
            "place": "交易中心第一开标室",
        },
    ),
    "issue": ("2026-03-10", {}),
    "clarify": ("2026-03-12", {}),
    "guarantee": ("2026-03-20", {}),
    "committee": ("2026-03-22 16:00", {"members": 5, "experts": 4}),
    "closing": ("2026-03-23 09:30", {}),
    "opening": ("2026-03-23 10:35", {}),
    "evaluation": ("2026-03-24", {}),
    "candidates": ("2026-03-25", {}),
    "award": ("2026-03-31", {}),
    "ranking": ("2026-03-25", {}),
    "decide": ("2026-03-26", {}),
    "contract": (
        "2026-04-10",
        {
            "contract_number": "YX-2026-018",
            "amount": 900_000_000,
            "signed_on": at("2026-04-10").date(),
            "performance_guarantee": 90_000_000,
        },
    ),
    "filing_contract": ("2026-04-16", {}),
}


class Course:
    """`to(step)` does everything before the step; `do(step, …)` does it, at its usual moment and with its facts."""

    def __init__(self, tender: Tender, cast: dict, agent_firm, firms: dict):
        self.tender, self.cast, self.agent_firm, self.firms = tender, cast, agent_firm, firms
        self.keys = {}
        criteria(tender)

    def facts(self, code: str) -> dict:
        more = {
            "agent": {"agent": self.agent_firm},
            "candidates": {"candidates": [{"party": self.firms[key], "price": PRICES[key]} for key in PRICES]},
            "ranking": {"candidates": [{"party": self.firms[key], "price": PRICES[key]} for key in PRICES]},
            "decide": {"winner": self.firms["alpha"]},
            "award": {"winner": self.firms["alpha"], "price": PRICES["alpha"]},
        }
        return WAY[code][1] | more.get(code, {})

    def actor(self, code: str):
        capacity = flow_of(self.tender).step(code).by
        return self.cast["centre" if capacity[0] == "system" else capacity[0]]

    def do(self, code: str, *, moment=None, by=None, **changes) -> Tender:
        now = at(moment or WAY[code][0])
        if code == "closing":
            self.hand_bids_in()
        if code == "opening":
            return self.open(now, by)
        if code == "conditions":
            actions.confirm(self.tender, code, by=self.cast["supervisor"], now=now, opinion="条件具备")
        about = {"by": by or self.actor(code), "now": now, "data": self.facts(code) | changes}
        self.tender = actions.advance(self.tender, code, **about)
        return self.tender

    def hand_bids_in(self):
        """A day before the deadline, unless somebody did or the tender stands still."""
        if self.keys or not Tender.objects.filter(pk=self.tender.pk, state=Tender.State.RUNNING).exists():
            return
        self.keys = {name: sealing.drop(self.tender, firm, PRICES[name]) for name, firm in self.bidding().items()}

    def bidding(self) -> dict:
        return {name: firm for name, firm in self.firms.items() if name in PRICES}

    def open(self, now, by=None) -> Tender:
        """The firms bring their keys, the supervisor signs in, the centre opens."""
        for name, keys in self.keys.items():
            if not Reveal.objects.filter(sealed_bid__digest=keys["digest"]).exists():
                sealing.bring(self.tender, self.firms[name], keys)
        people = {"centre": by or self.cast["centre"], "supervisor": self.cast["supervisor"]}
        self.tender = sealing.opened(self.tender, now=now, **people)
        return self.tender

    def to(self, code: str) -> Tender:
        for link in flow_of(self.tender).steps[self.tender.done :]:
            if link.code == code:
                break
            self.before(link.code)
            self.do(link.code)
        return self.tender

    def before(self, code: str):
        """What has to be done beside the course before a step."""
        if code == "committee":
            seated(self.tender)
        if code == "evaluation":
            evaluated(self.tender, {row["party"]: row["price"] for row in self.facts("candidates")["candidates"]})
        if code == "filing_contract":
            actions.report(self.tender, by=self.cast["tenderer"], now=at("2026-04-09"), text="招标投标情况书面报告")
            actions.guarantees_returned(self.tender, by=self.cast["centre"], now=at("2026-04-14"), whose="losers")
            actions.guarantees_returned(self.tender, by=self.cast["centre"], now=at("2026-04-14"), whose="winner")
