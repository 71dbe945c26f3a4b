"""How tenderers, bidders, agents and experts did (seed S1-42): plain facts for later scoring. Reads, never acts."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Count, Q, Sum

from procurement.models import Appraisal, Award, Bid, BidComplaint, Deduction, Misconduct, Objection, Participation
from procurement.models import Tender as Deal

Capacity = Participation.Capacity
PROVEN = [Misconduct.State.DECIDED, Misconduct.State.ENDED]


@dataclass
class Standing:
    """One party in one period. `appraised` is the number of appraisals behind `score` (percent)."""

    key: int
    name: str
    tenders: int = 0
    won: int = 0
    objections: int = 0
    complaints: int = 0
    misconducts: int = 0
    points_lost: int = 0
    appraised: int = 0
    score: Decimal | None = None
    misconduct_numbers: list[str] = field(default_factory=list)


def keep(found: dict[int, Standing], rows, name: str):
    """Put a number of (id, name, value) rows into the standings."""
    for key, words, value in rows:
        if key is not None:
            setattr(found.setdefault(key, Standing(key, words)), name, value)


def appraised(found: dict[int, Standing], relation: str, capacity: str, first: date, last: date):
    rows = Appraisal.objects.filter(capacity=capacity, appraised_at__date__range=(first, last))
    rows = rows.exclude(**{relation: None}).order_by().values_list(relation, f"{relation}__name")
    for key, name, count, mean in rows.annotate(count=Count("pk"), mean=Avg("score")):
        line = found.setdefault(key, Standing(key, name))
        line.appraised, line.score = count, mean.quantize(Decimal("0.01"))


def blamed(found: dict[int, Standing], relation: str, first: date, last: date):
    """Proven bad behaviour, by the day of its decision."""
    rows = Misconduct.objects.filter(state__in=PROVEN, decided_at__date__range=(first, last))
    for key, name, number in rows.exclude(**{relation: None}).values_list(relation, f"{relation}__name", "number"):
        line = found.setdefault(key, Standing(key, name))
        line.misconducts += 1
        line.misconduct_numbers.append(number)


def per(rows, key: str) -> list[tuple]:
    """(id, name, count) of a relation."""
    return list(rows.order_by().values_list(key, f"{key}__name").annotate(count=Count("pk")))


def bidders(first: date, last: date) -> list[Standing]:
    """Firms that bid or won."""
    found: dict[int, Standing] = {}
    keep(found, per(Bid.objects.filter(opened_at__date__range=(first, last)), "party"), "tenders")
    keep(found, per(Award.objects.filter(determined_on__range=(first, last)), "winner"), "won")
    blamed(found, "party", first, last)
    appraised(found, "party", Capacity.BIDDER, first, last)
    return ordered(found)


def agents(first: date, last: date) -> list[Standing]:
    """Tender agents, with what was objected to in the tenders they handled."""
    return callers("agent", Capacity.AGENT, "party", first, last)


def tenderers(first: date, last: date) -> list[Standing]:
    """Offices that call for bids."""
    return callers("tenderer_organisation", Capacity.TENDERER, "organisation", first, last)


def callers(relation: str, capacity: str, appraised_as: str, first: date, last: date) -> list[Standing]:
    found: dict[int, Standing] = {}
    keep(found, per(Deal.objects.filter(published_at__date__range=(first, last)), relation), "tenders")
    disputes = {"objections": (Objection, "lodged_at"), "complaints": (BidComplaint, "filed_at")}
    for name, (model, day) in disputes.items():
        rows = model.objects.filter(**{f"{day}__date__range": (first, last)})
        keep(found, per(rows, f"tender__{relation}"), name)
    if appraised_as == "party":
        mine = Q(party__in=found)
        rows = Misconduct.objects.filter(mine, state__in=PROVEN, decided_at__date__range=(first, last))
        keep(found, per(rows, "party"), "misconducts")
    appraised(found, appraised_as, capacity, first, last)
    return ordered(found)


def experts(first: date, last: date) -> list[Standing]:
    """Experts: points lost, appraisals. Who sat where is known after the awards only."""
    found: dict[int, Standing] = {}
    rows = Deduction.objects.effective().filter(happened_on__range=(first, last)).order_by()
    keep(found, rows.values_list("expert", "expert__name").annotate(sum=Sum("points")), "points_lost")
    seats = Participation.objects.filter(capacity=Capacity.COMMITTEE, since__date__range=(first, last))
    seats = seats.filter(user__expert__isnull=False).order_by()
    keep(found, seats.values_list("user__expert", "user__expert__name").annotate(count=Count("pk")), "tenders")
    blamed(found, "expert", first, last)
    appraised(found, "expert", Capacity.COMMITTEE, first, last)
    return ordered(found)


def ordered(found: dict[int, Standing]) -> list[Standing]:
    return sorted(found.values(), key=lambda line: (-line.tenders, line.name))
