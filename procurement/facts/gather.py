"""The facts of our own tenders, from their rows. Of bids nothing is taken before they are open."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from procurement.facts.plain import Bid, Change, Complaint, Period, TenderFacts, Term, Who
from procurement.flags.terms import found_in
from procurement.flows import flow_of
from procurement.models import (
    Against,
    Award,
    BidComplaint,
    Clarification,
    Draw,
    FactKey,
    Matter,
    Method,
    MethodChange,
    Notice,
    Objection,
    Party,
    Report,
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


class Around:
    """What hangs on these tenders: one statement for each table, however many tenders they are."""

    def __init__(self, tenders: Iterable[Tender]):
        self.rounds = {tender.pk: tender.round for tender in tenders}
        self.opened = [tender.pk for tender in tenders if tender.opened_at is not None]

    def rows(self, model, *related: str) -> dict[int, list]:
        """Tender → its rows of this table, in the order in which they were written."""
        found = defaultdict(list)
        for row in model.objects.filter(tender__in=self.rounds).select_related(*related).order_by("pk"):
            found[row.tender_id].append(row)
        return found

    def columns(self, model, *names: str, **which) -> dict[int, list[tuple]]:
        """The same for some columns of a table; `which` narrows the rows."""
        found = defaultdict(list)
        rows = model.objects.filter(tender__in=self.rounds, **which).order_by("pk")
        for tender, *values in rows.values_list("tender", *names):
            found[tender].append(tuple(values))
        return found

    def of_round(self, rows: dict[int, list], tender: Tender) -> list:
        return [row for row in rows[tender.pk] if row.round == tender.round]

    @cached_property
    def awards(self):
        return self.rows(Award, "winner", "contract")

    @cached_property
    def bids(self):
        return self.rows(Opened, "party") if self.opened else defaultdict(list)

    @cached_property
    def objections(self):
        return self.columns(Objection, "against", "lodged_at")

    @cached_property
    def complaints(self):
        return self.columns(BidComplaint, "against", "filed_at")

    @cached_property
    def changes(self):
        return self.columns(MethodChange, "changed_at", "was", "becomes")

    @cached_property
    def notices(self):
        """Kind, round, moment and text of those that tell something."""
        kinds = [Notice.Kind.TENDER, Notice.Kind.CORRECTION, Notice.Kind.CANDIDATES]
        return self.columns(Notice, "kind", "round", "published_at", "text", kind__in=kinds)

    @cached_property
    def clarifications(self):
        return self.columns(Clarification, "text")

    @cached_property
    def reported(self) -> set[tuple[int, int]]:
        """Tender and round of the reports that are made."""
        return set(Report.objects.filter(tender__in=self.rounds).values_list("tender", "round"))

    @cached_property
    def draws(self):
        """The committees whose report is made: before it no score is taken, so that nobody learns of one."""
        if not self.reported:
            return defaultdict(list)
        return self.rows(Draw)

    def draw(self, tender: Tender) -> Draw | None:
        drawn = [Draw.State.DRAWN, Draw.State.REVEALED]
        found = [row for row in self.of_round(self.draws, tender) if row.state in drawn]
        return found[-1] if found and (tender.pk, tender.round) in self.reported else None


def facts_of(tender: Tender) -> TenderFacts:
    return facts_in(tender, Around([tender]))


def facts_of_many(tenders: Iterable[Tender]) -> list[TenderFacts]:
    """With as many statements as for one; the caller has fetched tenderers and agents with the tenders."""
    tenders = list(tenders)
    around = Around(tenders)
    return [facts_in(tender, around) for tender in tenders]


def facts_in(tender: Tender, around: Around) -> TenderFacts:
    award = next(iter(around.of_round(around.awards, tender)), None)
    draw = around.draw(tender)
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
        bids=bids_of(tender, around, draw),
        complaints=complaints_of(tender, around, award),
        changes=tuple(Change(timezone.localdate(at), was, becomes) for at, was, becomes in around.changes[tender.pk]),
        periods=periods_of(tender, around, award),
        terms=terms_of(tender, around),
        tender=tender.pk,
        organisation=tender.supervisor_id,
        **awarded(tender, award),
        **committee_of(draw),
    )


def awarded(tender: Tender, award: Award | None) -> dict:
    """The award and its contract, as they stand."""
    if award is None:
        return {}
    about = {"winner": firm(award.winner), "award_amount": award.price, "award_days": tender.duration_days}
    about["decided_on"] = award.determined_on
    contract = getattr(award, "contract", None)
    if contract is not None:
        about |= {"contract_amount": contract.amount, "contract_days": contract.duration_days}
        about["contract_on"] = contract.signed_on
    return about


def bids_of(tender: Tender, around: Around, draw: Draw | None) -> tuple[Bid, ...] | None:
    """The opened bids of this round; None before the opening. Void bids were opened as well, and count."""
    if tender.opened_at is None:
        return None
    given = scores_of(draw)
    rows = around.of_round(around.bids, tender)
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


def seat_code(draw: Draw, number: int) -> str:
    """Scores stand under the seat: who sits on it is told after the award only."""
    return f"seat:{draw.pk}:{number}"


def scores_of(draw: Draw | None) -> dict[int, dict[str, int]]:
    """Party → seat → points of all criteria together, in hundredths, from the locked sheets."""
    found: dict[int, dict[str, int]] = {}
    if draw is None:
        return found
    rows = Score.objects.filter(sheet__seat__draw=draw, sheet__seat__state=Seat.State.ACCEPTED).order_by("pk")
    for party, number, points in rows.values_list("party", "sheet__seat__number", "points"):
        given = found.setdefault(party, {})
        code = seat_code(draw, number)
        given[code] = given.get(code, 0) + int(points * 100)
    return found


def committee_of(draw: Draw | None) -> dict:
    """Who scored: seats by number until the award; then the experts, and the pool they were drawn from."""
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


def complaints_of(tender: Tender, around: Around, award: Award | None) -> tuple[Complaint, ...]:
    """Objections and complaints, against those who answer for what is complained of."""
    rows = around.objections[tender.pk] + around.complaints[tender.pk]
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


def periods_of(tender: Tender, around: Around, award: Award | None) -> tuple[Period, ...]:
    """The minimum periods of the law that have run, with the earliest day on which each might have ended."""
    due = timezone.localdate(tender.bids_due_at) if tender.bids_due_at else None
    spans = [("documents", tender.documents_from, tender.documents_until)]
    if tender.method in (Method.PUBLIC, Method.INVITATION):
        spans.append(("bids", tender.documents_from, due))
    candidates = (Notice.Kind.CANDIDATES, tender.round)
    shown = next((at for *what, at, _text in around.notices[tender.pk] if tuple(what) == candidates), None)
    if shown is not None and award is not None:
        spans.append(("publicity", timezone.localdate(shown), award.determined_on))
    regime = flow_of(tender).regime
    rules = [(period(regime, code), code, since, until) for code, since, until in spans if since and until]
    return tuple(
        Period(code, rule.law, since, until, rule.end(since)) for rule, code, since, until in rules if rule is not None
    )


def terms_of(tender: Tender, around: Around) -> tuple[Term, ...]:
    """What the check list finds in everything that was published about the tender."""
    if tender.matter == Matter.RIGHTS:
        return ()
    read = [Notice.Kind.TENDER, Notice.Kind.CORRECTION]
    texts = [tender.summary, *(text for kind, _round, _at, text in around.notices[tender.pk] if kind in read)]
    texts += [text for (text,) in around.clarifications[tender.pk]]
    hits = [hit for text in texts for hit in found_in(text)]
    return tuple(Term(code, words) for code, words in dict.fromkeys(hits))
