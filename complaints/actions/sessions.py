"""Face to face by video: hours offered, booked, given back; who came; the record that both sides sign."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from complaints.actions.media import headline
from complaints.actions.promises import Pledge, give_word
from complaints.actions.receiving import Contact, Filing, receive
from complaints.models import Arrival, Category, Channel, Kind, Minutes, Order, Session, Side, Signature, Slot
from complaints.permissions_meetings import can_book, can_offer, is_video_room, side_of
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.numbers import next_number
from records.refusal import Refused

State = Session.State
MOST_AHEAD = 3  # sessions of one person that have not begun
MOST_SLOTS = 12  # hours offered with one form
FARTHEST = timedelta(days=90)
SAME_ARRIVAL = timedelta(minutes=10)  # a line that is lost and found again is one arrival


@dataclass(frozen=True)
class Offer:
    """Hours in a row: the first moment, how long each lasts, how many, how many people at a time."""

    starts_at: datetime
    minutes: int = 30
    count: int = 1
    capacity: int = 1
    category: Category | None = None


@deed
def offer(organisation, *, by, now, offered: Offer) -> list[Slot]:
    """The unit offers hours. All of them or none: an hour that is offered already is named."""
    check_unit(by, organisation.pk)
    if not 1 <= offered.count <= MOST_SLOTS:
        raise Refused(None, _("Offer one to twelve hours at a time."), field="count")
    if offered.starts_at <= now or offered.starts_at > now + FARTHEST:
        raise Refused(None, _("Choose a time within the next ninety days."), field="starts_at")
    made = [
        Slot(
            organisation=organisation,
            category=offered.category,
            starts_at=offered.starts_at + number * timedelta(minutes=offered.minutes),
            minutes=offered.minutes,
            capacity=offered.capacity,
            offered_by=by.user,
            offered_at=now,
        )
        for number in range(offered.count)
    ]
    same = Slot.objects.filter(organisation=organisation, category=offered.category, withdrawn_at=None)
    taken = same.filter(starts_at__in=[slot.starts_at for slot in made]).first()
    if taken is not None:
        words = _("%(time)s is offered already.")
        raise Refused(None, words % {"time": f"{timezone.localtime(taken.starts_at):%H:%M}"}, field="starts_at")
    Slot.objects.bulk_create(made)
    record("complaints.slots.offered", organisation, actor=by, now=now, slots=[slot.pk for slot in made])
    return made


def check_unit(by, organisation_id: int):
    if not (can_offer(by) and by.works_for(organisation_id)):
        raise PermissionDenied(_("Hours are offered by the unit that answers in them."))


@deed
def withdraw_slot(slot: Slot, *, by, now) -> Slot:
    """Take an hour back that nobody has booked."""
    slot = for_update(slot)
    check_unit(by, slot.organisation_id)
    if slot.sessions.exclude(state=State.CANCELLED).exists():
        raise Refused(None, _("Somebody has booked this hour; it can no longer be taken back."))
    slot.withdrawn_at = slot.withdrawn_at or now
    slot.save(update_fields=["withdrawn_at"])
    record("complaints.slot.withdrawn", slot, actor=by, now=now)
    return slot


@deed(makes=True)
def book(slot: Slot, *, by, now, name: str, telephone: str, matter: str) -> Session:
    """Take a place: a citizen for himself or herself, a village for somebody without an account."""
    if not can_book(by):
        raise PermissionDenied(_("Sessions are booked by citizens, or by the video room of a village."))
    slot = for_update(slot, "organisation", "category")
    village = by.organisation if is_video_room(by) else None
    check_bookable(slot, None if village else by.user, now)
    session = Session(
        slot=slot,
        user=None if village else by.user,
        village=village,
        name=needed(name, "name"),
        telephone=needed(telephone, "telephone"),
        matter=needed(matter, "matter"),
        booked_at=now,
        number=number_of(slot),
    )
    take_place(session)
    record("complaints.session.booked", session, actor=by, now=now, number=session.number, slot=slot.pk)
    return session


def check_bookable(slot: Slot, user, now):
    """Raise Refused for anything that speaks against this booking but a full hour."""
    if slot.withdrawn_at is not None or slot.starts_at <= now:
        raise Refused(None, _("Please choose one of the times on this page."))
    if user is None:
        return
    ahead = list(Session.objects.ahead(now).filter(user=user).select_related("slot"))
    if len(ahead) >= MOST_AHEAD:
        raise Refused(None, _("You have three sessions already. Cancel one that you do not need."))
    if any(one.slot.starts_at < slot.ends_at and slot.starts_at < one.slot.ends_at for one in ahead):
        raise Refused(None, _("You have another session at this time."))


def number_of(slot: Slot) -> str:
    """MDM20261123-007: the day and a serial of that day."""
    day = timezone.localdate(slot.starts_at)
    return f"MDM{day:%Y%m%d}-{next_number(f'session-{day:%m%d}', day.year):03d}"


def take_place(wanted: Session):
    """Save into the first free place of the hour; the constraint has the last word."""
    taken = set(wanted.slot.sessions.exclude(state=State.CANCELLED).values_list("place", flat=True))
    free = next((place for place in range(1, wanted.slot.capacity + 1) if place not in taken), None)
    if free is None:
        raise Refused(None, _("This time has just been taken. Please choose another one."))
    wanted.place = free
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        raise Refused(None, _("This time has just been taken. Please choose another one.")) from None


def lock(session: Session) -> Session:
    return for_update(session, "slot__organisation", "slot__category", "village", "user", "order")


def check_side(by, session: Session, *sides) -> Side:
    """Which side the actor is on; PermissionDenied unless it is one of these."""
    side = side_of(by, session)
    if side not in sides:
        raise PermissionDenied(_("This is up to the two sides of the session."))
    return side


@deed
def cancel(session: Session, *, by, now) -> Session:
    """Whoever booked gives the place back, until the hour begins."""
    session = lock(session)
    check_side(by, session, Side.CITIZEN)
    if session.state == State.CANCELLED:
        return session
    if now >= session.slot.starts_at:
        raise Refused(None, _("This session has begun; it can no longer be cancelled."))
    session.cancel()
    return closed(session, "cancelled", by, now)


@deed
def miss(session: Session, *, by, now) -> Session:
    """Nobody came until the hour was over."""
    session = lock(session)
    check_side(by, session, Side.UNIT)
    session.miss()
    if now < session.slot.ends_at:
        raise Refused(None, _("The time is not over yet; the person may still come."))
    if session.arrivals.filter(side=Side.CITIZEN).exists():
        raise Refused(None, _("The person was in the room. Write the record instead."))
    return closed(session, "missed", by, now)


def closed(session: Session, how: str, by, now) -> Session:
    session.save(update_fields=["state"])
    record(f"complaints.session.{how}", session, actor=by, now=now, number=session.number)
    return session


@deed
def arrive(session: Session, *, by, now) -> Arrival:
    """Somebody enters the room; a supervisor's listening stands on record before the first word is heard."""
    side = side_of(by, session)
    if side is None or not session.is_open_at(now):
        raise PermissionDenied(_("The room is open from a quarter of an hour before the session."))
    lately = session.arrivals.filter(side=side, by=by.user, at__gt=now - SAME_ARRIVAL).first()
    if lately is not None:
        return lately
    made = Arrival.objects.create(session=session, side=side, by=by.user, at=now)
    record("complaints.session.entered", session, actor=by, now=now, side=side)
    return made


@deed
def telephone(session: Session, *, by, now) -> Session:
    """Picture or sound do not work: they go on by telephone. The first time is noted."""
    session = lock(session)
    side = check_side(by, session, Side.CITIZEN, Side.UNIT)
    if session.telephoned_at is None:
        session.telephoned_at = now
        session.save(update_fields=["telephoned_at"])
        record("complaints.session.telephoned", session, actor=by, now=now, side=side)
    return session


@deed(makes=True)
def write_minutes(session: Session, *, by, now, question: str, answer: str, pledge: Pledge | None = None):
    """The unit writes down what was asked and answered, and signs it with that. With a pledge it becomes an order.

    After an objection it writes a new version; what was promised stays promised.
    """
    session = lock(session)
    check_side(by, session, Side.UNIT)
    first = session.state == State.BOOKED
    if first:
        hold(session, question, pledge, by=by, now=now)
    elif session.state != State.HELD or pledge is not None:
        raise Refused(WRONG_ORDER, _("This record is signed; it can no longer be changed."))
    version = 1 + (session.minutes.aggregate(last=Max("version"))["last"] or 0)
    made = Minutes.objects.create(
        session=session,
        version=version,
        question=needed(question, "question"),
        answer=needed(answer, "answer", _("Write the answer.")),
        written_by=by.user,
        written_at=now,
    )
    Signature.objects.create(minutes=made, side=Side.UNIT, agrees=True, by=by.user, at=now)
    record("complaints.session.recorded", session, actor=by, now=now, version=version, outcome=session.outcome)
    return made


def hold(session: Session, question: str, pledge: Pledge | None, *, by, now):
    """The session took place; saved, with its order where something was promised."""
    if now < session.slot.starts_at:
        raise Refused(None, _("This session has not begun yet."))
    session.hold()
    session.outcome = Session.Outcome.PROMISED if pledge else Session.Outcome.ANSWERED
    if pledge is not None:
        session.order = order_of(session, needed(question, "question"), by=by, now=now)
        unit = session.slot.organisation
        give_word(session.order, pledge, unit=unit, made_by=by.user.name, by=by, now=now)
    session.save(update_fields=["state", "outcome", "order"])


def order_of(session: Session, question: str, *, by, now) -> Order:
    """The order of the citizen, with the unit that answered; it stands among the citizen's own."""
    filing = Filing(
        kind=Kind.COMPLAINT,
        title=headline(session.matter),
        text=question.strip(),
        channel=Channel.SESSION,
        category=session.slot.category,
        area=session.village.parent if session.village_id else None,
        addressed=session.slot.organisation,
        taken_by=session.slot.organisation,
        source_number=session.number,
        contact=Contact(name=session.name, telephone=session.telephone),
    )
    return receive(filing, by=Actor(session.user) if session.user_id else by, now=now)


@deed(makes=True)
def sign(session: Session, *, by, now, agrees: bool, remark: str = "") -> Signature:
    """The citizen's side signs the record, or says what is wrong in it."""
    session = lock(session)
    check_side(by, session, Side.CITIZEN)
    minutes = session.minutes.last()
    if session.state != State.HELD or minutes is None or minutes.signatures.filter(side=Side.CITIZEN).exists():
        raise Refused(WRONG_ORDER, _("There is no record to be signed now."))
    if not agrees:
        needed(remark, "remark", _("Say what is not right in the record."))
    made = Signature.objects.create(
        minutes=minutes, side=Side.CITIZEN, agrees=agrees, remark=remark.strip(), by=by.user, at=now
    )
    if agrees:
        session.sign()
        session.save(update_fields=["state"])
    record("complaints.session.signed", session, actor=by, now=now, version=minutes.version, agrees=agrees)
    return made
