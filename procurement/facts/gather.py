"""The facts of one of our own tenders, from its rows. Of bids nothing is taken before they are open."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from procurement.facts.plain import Bid, Change, Complaint, Period, TenderFacts, Term, Who
from procurement.flags.terms import found_in
from procurement.flows import flow_of
from procurement.models import (
    Against,
    Award,
    Contract,
    Draw,
    FactKey,
    Matter,
    Method,
    Notice,
    Party,
    Score,
    Seat,
    Tender,
)
from procurement.models import Bid as Opened
from procurement.periods import period

# How our methods are called in OCDS.
METHODS = {
    Method.PUBLIC: "open",
    Method.INVITATION: "limited",
    Method.NEGOTIATION: "limited",
    Method.CONSULTATION: "limited",
    Method.INQUIRY: "limited",
    Method.SINGLE: "direct",
    Method.LISTING: "open",
    Method.AUCTION: "open",
}
PREFIX = "ocds-mingjing"


def ocid_of(tender: Tender) -> str:
    """OCID: the prefix of the publisher, the county's number of the tender."""
    return f"{settings.COUNTY.get('ocid_prefix', PREFIX)}-{tender.number}"


def firm(party: Party) -> Who:
    return Who(party.code, party.name, party.founded_on)


def facts_of(tender: Tender) -> TenderFacts:
    award = tender.awards.filter(round=tender.round).select_related("winner", "contract").first()
    due = timezone.localdate(tender.bids_due_at) if tender.bids_due_at else None
    buyer = tender.tenderer
    return TenderFacts(
        ocid=ocid_of(tender),
        number=tender.number,
        day=due or timezone.localdate(tender.published_at or tender.applied_at),
        title=tender.title,
        trade=tender.trade,
        matter=tender.matter,
        method=METHODS[Method(tender.method)],
        project=tender.project_number,
        buyer=firm(buyer) if tender.tenderer_party_id else Who(buyer.code, buyer.name),
        agent=firm(tender.agent) if tender.agent_id else None,
        place=tender.place,
        estimate=tender.estimate or tender.budget,
        control_price=tender.control_price,
        bids=bids_of(tender),
        complaints=complaints_of(tender, award),
        changes=changes_of(tender),
        periods=periods_of(tender, award),
        terms=terms_of(tender),
        tender=tender.pk,
        organisation=tender.supervisor_id,
        **awarded(tender, award),
        **committee_of(tender),
    )


def awarded(tender: Tender, award: Award | None) -> dict:
    """The award and its contract, as they stand."""
    if award is None:
        return {}
    about = {"winner": firm(award.winner), "award_amount": award.price, "award_days": tender.duration_days}
    about["decided_on"] = award.determined_on
    contract = Contract.objects.filter(award=award).first()
    if contract is not None:
        about |= {"contract_amount": contract.amount, "contract_days": contract.duration_days}
        about["contract_on"] = contract.signed_on
    return about


def bids_of(tender: Tender) -> tuple[Bid, ...] | None:
    """The opened bids of this round; None before the opening. Void bids were opened as well, and count."""
    if tender.opened_at is None:
        return None
    given = scores_of(tender)
    rows = tender.bids.filter(round=tender.round).select_related("party").order_by("pk")
    return tuple(opened(row, given.get(row.party_id, {})) for row in rows)


def opened(row: Opened, scores: dict[str, int]) -> Bid:
    """Its own marks, and those that the register knows of the firm."""
    marks = of_firm(row.party) | {kind: values for kind, values in row.marks.items() if kind in FactKey.Kind.values}
    status = "valid" if row.state == Opened.State.VALID else "disqualified"
    return Bid(firm(row.party), row.price, status, row.submitted_at, marks, scores)


def of_firm(party: Party) -> dict[str, list[str]]:
    """The marks that the register itself knows of a firm."""
    marks = {"legal": party.legal_representative, "address": party.address, "telephone": party.telephone}
    return {kind: [value] for kind, value in marks.items() if value}


def drawn(tender: Tender) -> Draw | None:
    """The committee whose report is made: before it no score is taken, so that nobody learns of one."""
    if not tender.reports.filter(round=tender.round).exists():
        return None
    rows = tender.draws.filter(round=tender.round, state__in=[Draw.State.DRAWN, Draw.State.REVEALED])
    return rows.order_by("pk").last()


def seat_code(draw: Draw, number: int) -> str:
    """Scores stand under the seat: who sits on it is told after the award only."""
    return f"seat:{draw.pk}:{number}"


def scores_of(tender: Tender) -> dict[int, dict[str, int]]:
    """Party → seat → points of all criteria together, in hundredths, from the locked sheets."""
    draw = drawn(tender)
    found: dict[int, dict[str, int]] = {}
    if draw is None:
        return found
    rows = Score.objects.filter(sheet__seat__draw=draw, sheet__seat__state=Seat.State.ACCEPTED).order_by("pk")
    for party, number, points in rows.values_list("party", "sheet__seat__number", "points"):
        given = found.setdefault(party, {})
        code = seat_code(draw, number)
        given[code] = given.get(code, 0) + int(points * 100)
    return found


def committee_of(tender: Tender) -> dict:
    """Who scored: seats by number until the award; then the experts, and the pool they were drawn from."""
    draw = drawn(tender)
    if draw is None:
        return {}
    numbers = Seat.objects.filter(draw=draw, sheet__isnull=False).order_by("number").values_list("number", flat=True)
    if draw.state != Draw.State.REVEALED or not draw.log:
        return {"scorers": tuple(Who(seat_code(draw, number), f"{number}号评委") for number in numbers)}
    sitting = {line["number"]: line for line in draw.log["seats"] if line["state"] == Seat.State.ACCEPTED}
    named = {number: line.get("name") or f"{number}号评委" for number, line in sitting.items()}
    pools = [part for part in draw.log["pools"] if part["eligible"]]
    return {
        "scorers": tuple(Who(seat_code(draw, n), f"{n}号评委 {named.get(n, '')}".strip()) for n in numbers),
        "experts": tuple(
            Who(f"expert:{line['expert']}", named[number]) for number, line in sitting.items() if line["expert"]
        ),
        "pool": sum(len(part["eligible"]) for part in pools) or None,
        "seats": sum(part["seats"] for part in pools),
    }


def complaints_of(tender: Tender, award: Award | None) -> tuple[Complaint, ...]:
    """Objections and complaints, against those who answer for what is complained of."""
    rows = [(row.against, row.lodged_at) for row in tender.objections.order_by("pk")]
    rows += [(row.against, row.filed_at) for row in tender.complaints.order_by("pk")]
    return tuple(complaint(tender, award, against, timezone.localdate(moment)) for against, moment in rows)


def complaint(tender: Tender, award: Award | None, against: str, on: date) -> Complaint:
    """The agent answers for documents and opening, the winner for the result, the tenderer for the rest."""
    if against == Against.RESULT and award is not None:
        return Complaint(firm(award.winner), "bidder", on)
    if against in (Against.DOCUMENTS, Against.PREQUALIFICATION, Against.OPENING) and tender.agent_id:
        return Complaint(firm(tender.agent), "agent", on)
    buyer = tender.tenderer
    who = firm(buyer) if tender.tenderer_party_id else Who(buyer.code, buyer.name)
    return Complaint(who, "buyer", on)


def changes_of(tender: Tender) -> tuple[Change, ...]:
    rows = tender.method_changes.order_by("pk")
    return tuple(Change(timezone.localdate(row.changed_at), row.was, row.becomes) for row in rows)


def periods_of(tender: Tender, award: Award | None) -> tuple[Period, ...]:
    """The minimum periods of the law that have run, with the earliest day on which each might have ended."""
    due = timezone.localdate(tender.bids_due_at) if tender.bids_due_at else None
    spans = [("documents", tender.documents_from, tender.documents_until)]
    if tender.method in (Method.PUBLIC, Method.INVITATION):
        spans.append(("bids", tender.documents_from, due))
    shown = tender.notices.filter(kind=Notice.Kind.CANDIDATES, round=tender.round).order_by("pk").first()
    if shown is not None and award is not None:
        spans.append(("publicity", timezone.localdate(shown.published_at), award.determined_on))
    regime = flow_of(tender).regime
    rules = [(period(regime, code), code, since, until) for code, since, until in spans if since and until]
    return tuple(
        Period(code, rule.law, since, until, rule.end(since)) for rule, code, since, until in rules if rule is not None
    )


def terms_of(tender: Tender) -> tuple[Term, ...]:
    """What the check list finds in everything that was published about the tender."""
    if tender.matter == Matter.RIGHTS:
        return ()
    notices = tender.notices.filter(kind__in=[Notice.Kind.TENDER, Notice.Kind.CORRECTION]).order_by("pk")
    texts = [tender.summary, *notices.values_list("text", flat=True)]
    texts += tender.clarifications.order_by("pk").values_list("text", flat=True)
    hits = [hit for text in texts for hit in found_in(text)]
    return tuple(Term(code, words) for code, words in dict.fromkeys(hits))
