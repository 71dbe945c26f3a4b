"""Tenders as compiled releases of OCDS 1.1 (with the bids extension), from the facts. Amounts in yuan (CNY).

What OCDS has no place for (scores, devices, accounts) stays here; of firms the code and the name are told, which the
notices of results publish as well.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from procurement.models import FactBid, FactTender

EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_bid_extension/v1.1.5/extension.json"
BATCH = 500
RELATED = ("buyer", "agent", "winner", "tender")
MATTERS = {"goods", "works", "services"}


def money(fen: int | None) -> dict | None:
    """An amount as OCDS has it: a number of yuan, exact to the fen."""
    if fen is None:
        return None
    yuan = Decimal(fen) / 100
    return {"amount": int(yuan) if yuan == yuan.to_integral_value() else float(yuan), "currency": "CNY"}


def instant(day) -> str | None:
    """The beginning of a local day, with its offset."""
    if day is None:
        return None
    return timezone.make_aware(datetime(day.year, day.month, day.day)).isoformat()  # noqa: DTZ001


def filled(**fields) -> dict:
    """Without what is unknown: OCDS leaves out rather than say null."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def releases(tenders) -> Iterator[dict]:
    """One compiled release a tender, in the order of the ids; memory stays flat."""
    last = 0
    while rows := list(tenders.filter(pk__gt=last).select_related(*RELATED).order_by("pk")[:BATCH]):
        bids = defaultdict(list)
        for bid in FactBid.objects.filter(tender__in=rows).select_related("party").order_by("tender", "pk"):
            bids[bid.tender_id].append(bid)
        for row in rows:
            yield release(row, bids[row.pk])
        last = rows[-1].pk


def release(fact: FactTender, bids: list[FactBid]) -> dict:
    stamp = timezone.localtime(fact.refreshed_at).isoformat()
    return filled(
        ocid=fact.ocid,
        id=f"{fact.ocid}-{fact.refreshed_at:%Y%m%dT%H%M%S}",
        date=stamp,
        tag=["compiled"],
        initiationType="tender",
        language="zh",
        parties=parties(fact, bids),
        buyer=reference(fact.buyer),
        planning=planning(fact),
        tender=tender(fact, bids),
        bids=filled(details=[details(bid) for bid in bids]),
        awards=awards(fact),
        contracts=contracts(fact),
    )


def reference(party) -> dict | None:
    return filled(id=party.code, name=party.name) if party else None


def parties(fact: FactTender, bids: list[FactBid]) -> list[dict]:
    """Everybody who is referred to, once, with all roles."""
    roles = defaultdict(list)
    for party, role in [
        (fact.buyer, "buyer"),
        (fact.agent, "procuringAgent"),
        *((bid.party, "tenderer") for bid in bids),
    ]:
        if party is not None and role not in roles[party]:
            roles[party].append(role)
    if fact.winner is not None:
        roles[fact.winner].append("supplier")
    return [reference(party) | {"roles": held} for party, held in roles.items()]


def planning(fact: FactTender) -> dict:
    return filled(budget=filled(amount=money(fact.estimate), projectID=fact.project))


def tender(fact: FactTender, bids: list[FactBid]) -> dict:
    since = timezone.localdate(fact.tender.published_at) if fact.tender and fact.tender.published_at else None
    return filled(
        id=fact.number,
        title=fact.title,
        status=status(fact),
        procuringEntity=reference(fact.buyer),
        value=money(fact.control_price),
        procurementMethod=fact.method,
        procurementMethodDetails=fact.tender.get_method_display() if fact.tender else None,
        mainProcurementCategory=fact.matter if fact.matter in MATTERS else None,
        additionalProcurementCategories=None if fact.matter in MATTERS else [fact.matter] if fact.matter else None,
        tenderPeriod=filled(startDate=instant(since), endDate=instant(fact.day)),
        numberOfTenderers=fact.bids,
        tenderers=[reference(bid.party) for bid in bids],
    )


def status(fact: FactTender) -> str:
    """The state of the tender in the words of OCDS."""
    states = {"applied": "planning", "failed": "unsuccessful", "terminated": "cancelled", "completed": "complete"}
    if fact.tender is not None:
        return states.get(fact.tender.state, "active")
    return "complete" if fact.winner_id else "active"


def details(bid: FactBid) -> dict:
    return filled(
        id=str(bid.pk),
        date=timezone.localtime(bid.submitted_at).isoformat() if bid.submitted_at else None,
        status=bid.status,
        tenderers=[reference(bid.party)],
        value=money(bid.amount),
    )


def awards(fact: FactTender) -> list[dict]:
    if fact.winner is None:
        return []
    return [
        filled(
            id=f"{fact.number}-award",
            status="active",
            date=instant(fact.decided_on),
            value=money(fact.award_amount),
            suppliers=[reference(fact.winner)],
            contractPeriod=filled(durationInDays=fact.award_days),
        )
    ]


def contracts(fact: FactTender) -> list[dict]:
    if fact.contract_amount is None:
        return []
    return [
        filled(
            id=f"{fact.number}-contract",
            awardID=f"{fact.number}-award",
            status="active",
            value=money(fact.contract_amount),
            dateSigned=instant(fact.contract_on),
            period=filled(durationInDays=fact.contract_days),
        )
    ]


def package(rows: list[dict], now: datetime) -> dict:
    """A release package around releases, with who publishes and under which terms."""
    county = settings.COUNTY["name"]
    return {
        "uri": "urn:mingjing:ocds:releases",
        "publishedDate": timezone.localtime(now).isoformat(),
        "version": "1.1",
        "extensions": [EXTENSION],
        "publisher": {"name": county},
        "releases": rows,
    }
