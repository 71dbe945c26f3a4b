"""The lists of the desks: which tenders wait for whom, what is owed next, by when. Rows in, plain lines out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines import calendar as calendars
from deadlines.actions import midnight
from deadlines.models import Deadline
from procurement.flows import FLOWS, flow_of
from procurement.flows.base import Capacity
from procurement.models import BidComplaint, Inquiry, Objection, Tender, WithdrawnGuarantee
from procurement.parameters import amount_of
from records.money import yuan

State = Tender.State
MOVING = [State.APPLIED, State.RUNNING]
LAMPS = {
    State.APPLIED: "warn",
    State.RUNNING: "ok",
    State.SUSPENDED: "pause",
    State.FAILED: "over",
    State.TERMINATED: "info",
    State.COMPLETED: "done",
}
CAPACITIES = {
    Capacity.CENTRE: gettext_lazy("the centre"),
    Capacity.SUPERVISOR: gettext_lazy("the supervising department"),
    Capacity.TENDERER: gettext_lazy("the tenderer"),
    Capacity.AGENT: gettext_lazy("the agent"),
    Capacity.COMMITTEE: gettext_lazy("the committee"),
    "system": gettext_lazy("the system"),
}
# tile → tone of its lamp, words, which of the waiting tenders
TILES = {
    "late": ("over", gettext_lazy("A limit has passed"), lambda today: Q(due__lt=today)),
    "soon": (
        "warn",
        gettext_lazy("A limit ends within three days"),
        lambda today: Q(due__range=(today, today + timedelta(days=3))),
    ),
    "step": ("ok", gettext_lazy("A step is up to you"), lambda today: Q(turn=True)),
    "dispute": ("warn", gettext_lazy("Questions, objections and complaints"), lambda today: Q(disputed=True)),
    "stopped": ("pause", gettext_lazy("Suspended or failed"), lambda today: Q(state__in=["suspended", "failed"])),
}


def turn_of(*capacities) -> Q:
    """The tenders whose next step one of these capacities does or confirms."""
    found = Q(pk__in=[])
    for trade, flow in FLOWS.items():
        codes = [step.code for step in flow.steps if set(capacities) & set(step.by) or step.confirmed_by in capacities]
        found |= Q(trade=trade, step__in=codes)
    return found & Q(state__in=MOVING)


def turn(actor) -> Q:
    """The tenders whose next step is up to this post."""
    own = actor.units
    return (
        (Q(centre__in=own) & turn_of(Capacity.CENTRE, Capacity.COMMITTEE))
        | (Q(supervisor__in=own) & turn_of(Capacity.SUPERVISOR))
        | (Q(tenderer_organisation__in=own) & turn_of(Capacity.TENDERER))
    )


def turn_of_firms(firms) -> Q:
    """The tenders whose next step is up to these firms, as agents or as tenderers."""
    return (Q(agent__in=firms) & turn_of(Capacity.AGENT)) | (Q(tenderer_party__in=firms) & turn_of(Capacity.TENDERER))


def disputed() -> Q:
    objections = Objection.objects.filter(tender=OuterRef("pk"), state=Objection.State.OPEN)
    complaints = BidComplaint.objects.filter(tender=OuterRef("pk"), state__in=BidComplaint.OPEN)
    inquiries = Inquiry.objects.filter(tender=OuterRef("pk"), answered_at=None)
    return Q(Exists(objections)) | Q(Exists(complaints)) | Q(Exists(inquiries))


def timed(tenders: QuerySet, mine: Q) -> QuerySet:
    """The tenders with `due` (the first limit that runs), `turn` and `disputed`."""
    kind = ContentType.objects.get_for_model(Tender).pk
    clocks = Deadline.objects.running().filter(subject_type_id=kind, subject_id=OuterRef("pk"))
    due = Subquery(clocks.order_by("due_on").values("due_on")[:1])
    return tenders.annotate(due=due, turn=mine, disputed=disputed()).select_related(
        "tenderer_organisation", "tenderer_party", "supervisor", "centre", "agent"
    )


def refunds(actor) -> QuerySet:
    """Tenders of this centre whose withdrawn bids wait for their guarantee."""
    owed = WithdrawnGuarantee.objects.filter(sealed_bid__box__tender=OuterRef("pk"), returned_at=None)
    return Tender.objects.filter(Exists(owed), centre__in=actor.units).order_by("pk")


def waiting(tenders: QuerySet) -> QuerySet:
    """What this desk owes something in, least time left first."""
    return tenders.filter(Q(turn=True) | Q(disputed=True) | Q(due__isnull=False) | Q(state="failed"))


def narrowed(tenders: QuerySet, asked: dict) -> QuerySet:
    """The tenders a filter form asks for; `asked` holds only what was typed validly."""
    conditions = [Q(**{name: asked[name]}) for name in ("trade", "state", "method") if asked.get(name)]
    if asked.get("since"):
        conditions.append(Q(applied_at__gte=midnight(asked["since"])))
    if asked.get("until"):
        conditions.append(Q(applied_at__lt=midnight(asked["until"] + timedelta(days=1))))
    if text := asked.get("q"):
        names = ("number", "project_number", "project_name", "tenderer_organisation__name", "tenderer_party__name")
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__icontains": text})
        conditions.append(found)
    return tenders.filter(*conditions)


@dataclass(frozen=True)
class Line:
    """One row of a list, ready to print."""

    tender: Tender
    number: str
    title: str
    tenderer: str
    trade: str
    method: str
    amount: str
    step: str
    place: str
    whose: str
    tone: str
    state: str
    due: date | None
    left: str
    left_tone: str
    applied: datetime
    turn: bool


def line(tender: Tender, today: date) -> Line:
    flow = flow_of(tender)
    link = flow.after(tender.done) if tender.is_open else None
    left, tone = time_left(getattr(tender, "due", None), today)
    return Line(
        tender=tender,
        number=tender.number,
        title=tender.title,
        tenderer=tender.tenderer_name,
        trade=tender.get_trade_display(),
        method=tender.get_method_display(),
        amount=yuan(amount_of(tender) or tender.start_price),
        step=link.name if link else "",
        place=f"{min(tender.done + 1, len(flow.steps))}/{len(flow.steps)}" if link else "",
        whose=whose(link) if link else "",
        tone=LAMPS[tender.state],
        state=str(tender.get_state_display()),
        due=getattr(tender, "due", None),
        left=left,
        left_tone=tone,
        applied=tender.applied_at,
        turn=bool(getattr(tender, "turn", False)),
    )


def whose(link) -> str:
    return "、".join(str(CAPACITIES[name]) for name in link.by)


def time_left(due: date | None, today: date) -> tuple[str, str]:
    """Words and tone of the first limit that runs."""
    if due is None:
        return "", ""
    left = calendars.calendar().between(today, due)
    if due < today:
        return _("overdue since %(day)s") % {"day": due}, "over"
    if due == today:
        return _("due today"), "warn"
    return _("%(count)s working days left") % {"count": left}, "warn" if left <= 2 else "ok"


EXPORT = {
    "number": gettext_lazy("Tender number"),
    "title": gettext_lazy("Project"),
    "trade": gettext_lazy("Trade"),
    "method": gettext_lazy("Method"),
    "tenderer": gettext_lazy("Tenderer"),
    "amount": gettext_lazy("Amount (yuan)"),
    "step": gettext_lazy("Next step"),
    "whose": gettext_lazy("Up to"),
    "state": gettext_lazy("State"),
    "due": gettext_lazy("Due on"),
    "applied": gettext_lazy("Handed in"),
}


def sheet(tenders: QuerySet):
    """The rows of a workbook, one by one."""
    today = timezone.localdate()
    for tender in tenders.iterator(chunk_size=500):
        found = line(tender, today)
        yield [getattr(found, key) for key in EXPORT]
