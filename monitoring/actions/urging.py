"""催办 and 书面通报批评: papers that follow by themselves when an order is not answered in its term.

The reminder on the first working day after the term, with a copy to the leader in charge; the criticism when five more
working days have passed (the dates are those of the clock: overdue, grave). Each once for a clock, however often or
late the robot comes. Confidential orders are urged by those who may know of them.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.actor import ROBOT
from accounts.models import Organisation, Post, Role
from complaints.flow import REPLY, SECOND
from complaints.models import Order
from complaints.offices import discipline_of, hotline_of
from deadlines.models import Deadline
from monitoring.letters_urging import LETTERS
from monitoring.models import Urge
from records.actions import issue_document, record
from records.models import Document

BATCH = 200
LATE = [  # kind of paper, the date of the clock from which it is due, the paper
    (Urge.Kind.REMINDER, "overdue_on", Document.Kind.ORDER_REMINDER),
    (Urge.Kind.CRITICISM, "grave_on", Document.Kind.ORDER_CRITICISM),
]


def run(now) -> int:
    """Write every paper that is due at `now`. Returns how many. Safe to run late or twice."""
    return sum(urge_all(kind, since, paper, now) for kind, since, paper in LATE)


def urge_all(kind, since: str, paper, now) -> int:
    done = 0
    while made := urge_some(kind, since, paper, now):
        done += made
    return done


@transaction.atomic
def urge_some(kind, since: str, paper, now) -> int:
    """One batch of late clocks, each locked, so that two robots write no paper twice."""
    clocks = list(late(kind, since, timezone.localdate(now)).select_for_update(of=("self",), skip_locked=True)[:BATCH])
    orders = Order.objects.select_related("term", "organisation").in_bulk([clock.subject_id for clock in clocks])
    for clock in clocks:
        urge(kind, paper, clock, orders[clock.subject_id], getattr(clock, since), now)
    return len(clocks)


def late(kind, since: str, today):
    """Clocks of answers that run, are past this date, and of which no paper of this kind was written."""
    owed = Deadline.objects.running().filter(
        subject_type=ContentType.objects.get_for_model(Order), name__in=[REPLY, SECOND], paused_on=None
    )
    written = Urge.objects.filter(deadline=OuterRef("pk"), kind=kind)
    confidential = Order.objects.filter(pk=OuterRef("subject_id"), is_confidential=True)
    rows = owed.filter(~Exists(written), ~Exists(confidential), **{f"{since}__lte": today})
    return rows.select_related("organisation", "responsible").order_by("pk")


def urge(kind, paper, clock: Deadline, order: Order, effective_on, now) -> Urge:
    """One paper: its row, its number, its entry; messages follow from the entry."""
    made = Urge.objects.create(
        subject=order,
        kind=kind,
        deadline=clock,
        organisation=clock.organisation,
        responsible=clock.responsible,
        due_on=clock.due_on,
        effective_on=effective_on,
        made_at=now,
    )
    office = issuer(kind, order)
    body = LETTERS[kind](order, clock, said_before(kind, clock))
    about = {"organisation": office, "addressee": clock.organisation.name, "body": body}
    made.number = issue_document(paper, made, actor=ROBOT, now=now, **about).number
    made.save(update_fields=["number"])
    detail = {"number": made.number, "order": order.number, "organisation": clock.organisation_id}
    record(f"monitoring.urge.{kind}", made, actor=ROBOT, now=now, **detail)
    return made


def issuer(kind, order: Order) -> Organisation:
    """The hotline office reminds; supervision criticises."""
    office = discipline_of(order.county_path) if kind == Urge.Kind.CRITICISM else None
    return office or hotline_of(order.county_path)


def said_before(kind, clock: Deadline) -> str:
    """Of a reminder: who leads the unit and gets the copy. Of criticism: the number of the reminder."""
    if kind == Urge.Kind.REMINDER:
        leaders = Post.objects.active().filter(organisation=clock.organisation, role=Role.APPROVER)
        return "、".join(leaders.order_by("pk").values_list("user__name", flat=True))
    before = Urge.objects.filter(deadline=clock, kind=Urge.Kind.REMINDER).first()
    return before.number if before else ""
