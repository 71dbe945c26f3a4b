"""Citizens' events: figures of the day, opinions typed in, each turned into an order, closed when all are answered."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from complaints.actions.media import headline
from complaints.actions.receiving import Filing, receive
from complaints.models import Channel, Event, EventRating, Kind, Opinion
from complaints.permissions_meetings import can_hold_events
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

KINDS = {
    Opinion.Treatment.AT_ONCE: Kind.COMPLAINT,
    Opinion.Treatment.STUDY: Kind.SUGGESTION,
    Opinion.Treatment.RECTIFY: Kind.COMPLAINT,
}


@dataclass(frozen=True)
class Gathering:
    """What is written down about an event."""

    name: str
    held_on: date
    place: str
    participants: int = 0
    leaflets: int = 0
    about: str = ""


@dataclass(frozen=True)
class Voice:
    """One opinion as typed; with a treatment it becomes an order at once."""

    text: str
    organisation: Organisation | None = None
    treatment: str = ""


def check(by):
    if not can_hold_events(by):
        raise PermissionDenied(_("Events are kept by the hotline office and the discipline office."))


def lock(event: Event) -> Event:
    """The event as it is; Refused when it is closed."""
    event = for_update(event)
    if event.state != Event.State.OPEN:
        raise Refused(WRONG_ORDER, _("This event is closed."))
    return event


@deed(makes=True)
def make(host, *, by, now, said: Gathering) -> Event:
    """Write an event down."""
    check(by)
    needed(said.name, "name")
    needed(said.place, "place")
    if said.held_on > timezone.localdate(now):
        raise Refused(None, _("This day has not come yet."), field="held_on")
    if Event.objects.filter(name=said.name.strip()).exists():
        raise Refused(None, _("There is an event with this name already."), field="name")
    made = Event.objects.create(host=host, made_at=now, made_by=by.user, **vars(said))
    record("complaints.event.made", made, actor=by, now=now, name=made.name)
    return made


@deed(makes=True)
def rate_unit(
    event: Event, *, by, now, organisation, satisfied: int, basically: int, dissatisfied: int
) -> EventRating:
    """The figures of one unit, counted on the spot; typed once."""
    check(by)
    event = lock(event)
    if event.ratings.filter(organisation=organisation).exists():
        raise Refused(None, _("This unit has its figures already."), field="organisation")
    figures = {"satisfied": satisfied, "basically": basically, "dissatisfied": dissatisfied}
    made = EventRating.objects.create(event=event, organisation=organisation, **figures)
    record("complaints.event.rated", event, actor=by, now=now, unit=organisation.code, **figures)
    return made


@deed
def type_in(event: Event, *, by, now, voices) -> list[Opinion]:
    """Opinions as they stand on the sheets; all or none. Those with a treatment become orders at once."""
    check(by)
    event, made = lock(event), []
    last = event.opinions.aggregate(last=Max("number"))["last"] or 0
    for number, voice in enumerate(voices, last + 1):
        text = needed(voice.text, "text")
        opinion = Opinion(event=event, number=number, text=text, typed_at=now, typed_by=by.user)
        opinion.organisation = voice.organisation
        opinion.save()
        if voice.treatment:
            turn(opinion, voice.treatment, by=by, now=now)
        made.append(opinion)
    record("complaints.event.opinions", event, actor=by, now=now, opinions=len(made))
    return made


@deed
def treat(opinion: Opinion, *, by, now, treatment: str, organisation=None) -> Opinion:
    """Decide how an opinion is treated; with that it is an order, with the unit or with the dispatcher."""
    check(by)
    lock(opinion.event)
    opinion = Opinion.objects.select_related("event", "organisation").get(pk=opinion.pk)
    if opinion.order_id is not None:
        raise Refused(WRONG_ORDER, _("This opinion is an order already."))
    if organisation is not None:
        opinion.organisation = organisation
    return turn(opinion, treatment, by=by, now=now)


def turn(opinion: Opinion, treatment: str, *, by, now) -> Opinion:
    """The opinion becomes an order of nobody in particular."""
    if treatment not in Opinion.Treatment.values:
        raise Refused(None, _("Choose how it is treated."), field="treatment")
    filing = Filing(
        kind=KINDS[treatment],
        title=headline(opinion.text),
        text=opinion.text,
        channel=Channel.EVENT,
        addressed=opinion.organisation,
        taken_by=opinion.organisation,
        source_number=f"{opinion.event_id}-{opinion.number}",
    )
    opinion.order, opinion.treatment = receive(filing, by=by, now=now), treatment
    opinion.save(update_fields=["order", "treatment", "organisation"])
    number = opinion.order.number
    record("complaints.opinion.treated", opinion, actor=by, now=now, treatment=treatment, order=number)
    return opinion


@deed
def close(event: Event, *, by, now) -> Event:
    """Every opinion has its answer; says how many have not."""
    check(by)
    event = lock(event)
    event.close()
    if left := event.opinions.unanswered().count():
        raise Refused(None, _("%(count)s opinions have no answer yet.") % {"count": left})
    event.closed_at = now
    event.save(update_fields=["state", "closed_at"])
    record("complaints.event.closed", event, actor=by, now=now)
    return event
