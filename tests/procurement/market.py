"""A market in plain facts: tenders with bids, as the red flags see them. Amounts in yuan for reading."""

from datetime import date
from itertools import count

from procurement.facts.plain import Bid, TenderFacts, Who
from procurement.facts.store import store
from procurement.flags import BY_CODE
from procurement.flags.look import look
from tests.conftest import at

NOW = at("2026-06-30")
numbers = count(1)


def who(code: str, **more) -> Who:
    return Who(code, f"{code}公司", **more)


def bid(code: str, yuan=None, *, marks=None, scores=None, founded_on=None, **more) -> Bid:
    amount = None if yuan is None else round(yuan * 100)
    return Bid(who(code, founded_on=founded_on), amount, keys=marks or {}, scores=scores or {}, **more)


def trade(bids=None, *, day="2026-03-23", winner=None, buyer="T", ocid=None, **more) -> TenderFacts:
    """One tender; bidders as a mapping of code to price, or as bids."""
    ocid = ocid or f"t-{next(numbers)}"
    if isinstance(bids, dict):
        bids = [bid(code, price) for code, price in bids.items()]
    about = {"matter": "works", "method": "open", "title": f"项目{ocid}"} | more
    for role in ("agent",):
        about[role] = who(about[role]) if about.get(role) else None
    return TenderFacts(
        ocid,
        ocid,
        date.fromisoformat(day),
        buyer=who(buyer) if buyer else None,
        winner=who(winner) if winner else None,
        bids=None if bids is None else tuple(bids),
        **about,
    )


def flagged(code: str, *tenders: TenderFacts, **parameters) -> list:
    """What one rule finds in this market: rows with the OCID, the codes of the firms and the rest of `Found`."""
    from procurement.models import FactParty, FactTender

    store(tenders, NOW)
    rule = BY_CODE[code]
    ocids = dict(FactTender.objects.values_list("pk", "ocid"))
    firms = dict(FactParty.objects.values_list("pk", "code"))
    found = look(rule, rule.complete(parameters))
    rows = [row._replace(tender=ocids[row.tender], parties=[firms[pk] for pk in row.parties]) for row in found]
    return sorted(rows, key=lambda row: (row.tender, row.topic))
