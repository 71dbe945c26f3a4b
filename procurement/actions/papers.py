"""Issuing the papers of a tender: one for each step that is done, and for deeds whose answer is owed in writing."""

from django.db.models import Q

from procurement import letters
from procurement.flows import Asked
from procurement.flows.base import Capacity
from procurement.models import Bid, Paddle, Paper, Party, Tender
from records.actions import issue_document
from records.models import Document


def issue_of_step(asked: Asked) -> Paper | None:
    """The paper of this step; whoever lost is told with the award (招标投标法 第四十五条)."""
    if not asked.step.document or asked.step.code not in letters.STEPS:
        return None
    tender, to = asked.tender, letters.STEPS[asked.step.code].to
    award = tender.awards.filter(round=tender.round).select_related("winner").first() if to == "winner" else None
    made = keep(
        tender,
        asked.step.code,
        title=letters.title_of(tender, asked.step),
        body=letters.body(asked),
        addressee=letters.names(tender)[to],
        by=asked.by,
        now=asked.now,
        organisation=office(asked),
        party=award.winner if award else None,
    )
    if asked.step.code == "award":
        tell_losers(asked, award.winner)
    return made


def office(asked: Asked):
    """Under whose name the paper goes out. A firm issues through the centre, the system for it."""
    tender = asked.tender
    if asked.by.organisation is not None:
        return asked.by.organisation
    return (tender.tenderer_organisation if Capacity.TENDERER in asked.step.by else None) or tender.centre


def tell_losers(asked: Asked, winner: Party):
    """Whoever bid, or was admitted to the auction, and did not win."""
    tender, place = asked.tender, {"tender": asked.tender, "round": asked.tender.round}
    bids = Bid.objects.filter(**place).values("party")
    paddles = Paddle.objects.filter(**{f"auction__{name}": value for name, value in place.items()}).values("party")
    for party in Party.objects.filter(Q(pk__in=bids) | Q(pk__in=paddles)).exclude(pk=winner.pk).order_by("pk"):
        tell(tender, "loser", party, by=asked.by, now=asked.now, organisation=office(asked))


def tell(tender: Tender, code: str, party: Party | None, words="", *, by, now, organisation=None) -> Paper:
    """A paper for one firm about a deed beside the course. Until the opening its name stands on it nowhere."""
    return keep(
        tender,
        code,
        title=letters.DEEDS[code][0],
        body=letters.deed_body(tender, code, words),
        addressee=party.name if party and tender.opened_at else "当事人" if party else tender.tenderer_name,
        by=by,
        now=now,
        organisation=organisation or by.organisation or tender.tenderer_organisation or tender.centre,
        party=party,
    )


def keep(tender: Tender, code: str, *, party, by, now, **about) -> Paper:
    document = issue_document(Document.Kind.TRADE, tender, actor=by, now=now, **about)
    return Paper.objects.create(tender=tender, round=tender.round, code=code, document=document, party=party)
