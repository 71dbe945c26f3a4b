"""Programmes on the air: plan an episode, note what is asked, answer, promise, follow up until all is settled."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from complaints.actions.promises import Pledge, give_word
from complaints.actions.receiving import Filing, receive
from complaints.models import Call, Channel, Episode, Footage, Kind, Order, Programme
from complaints.permissions_meetings import can_make_programmes
from records.actions import WRONG_ORDER, deed, record
from records.deeds import for_update, needed
from records.refusal import Refused

DIGITS = re.compile(r"\d{7}")  # a telephone or identity number
TITLE = 40  # signs of a question that stand above its order


@dataclass(frozen=True)
class Said:
    """What is planned for an episode."""

    airs_at: datetime
    organisation: Organisation
    guest: str
    is_head: bool = True
    stands_in_because: str = ""
    host: str = ""


@dataclass(frozen=True)
class Filmed:
    """What journalists filmed in secret, and where the material lies."""

    title: str
    medium: str
    filmed_on: date
    place: str
    reference: str
    organisation: Organisation


def check(by):
    if not can_make_programmes(by):
        raise PermissionDenied(_("Programmes are kept by the hotline office and the discipline office."))


def lock(episode: Episode) -> Episode:
    return for_update(episode, "programme", "organisation")


@deed(makes=True)
def plan(programme: Programme, *, by, now, said: Said) -> Episode:
    """The next episode: the unit, who answers; who stands in for the head says why."""
    check(by)
    if not said.is_head:
        needed(said.stands_in_because, "stands_in_because", _("Say why the head of the unit does not come."))
    programme = for_update(programme)
    last = programme.episodes.aggregate(last=Max("number"))["last"] or 0
    made = Episode.objects.create(
        programme=programme,
        number=last + 1,
        airs_at=said.airs_at,
        organisation=said.organisation,
        guest=needed(said.guest, "guest"),
        is_head=said.is_head,
        stands_in_because="" if said.is_head else said.stands_in_because.strip(),
        host=said.host.strip(),
        planned_by=by.user,
        planned_at=now,
    )
    record("complaints.episode.planned", made, actor=by, now=now, unit=said.organisation.code, head=said.is_head)
    return made


@deed
def air(episode: Episode, *, by, now, recording: str = "") -> Episode:
    """It is on the air: from now on calls are noted. Not before its day."""
    episode = lock(episode)
    check(by)
    episode.air()
    if timezone.localdate(now) < timezone.localdate(episode.airs_at):
        raise Refused(None, _("This episode is on another day."))
    episode.recording = recording.strip()
    episode.save(update_fields=["state", "recording"])
    record("complaints.episode.aired", episode, actor=by, now=now)
    return episode


@deed
def cancel(episode: Episode, *, by, now, reason: str) -> Episode:
    """The episode does not take place; the reason stays."""
    episode = lock(episode)
    check(by)
    episode.cancel()
    episode.reason = needed(reason, "reason")
    episode.save(update_fields=["state", "reason"])
    record("complaints.episode.cancelled", episode, actor=by, now=now, reason=episode.reason)
    return episode


@deed(makes=True)
def note_call(
    episode: Episode, *, by, now, question: str, nick: str = "", place: str = "", category=None, answer=""
) -> Call:
    """Write down what somebody asks, while it is asked. With an `answer` it was settled on the spot.

    Raises Refused where the nick name holds a number that would lead to a person.
    """
    episode = lock(episode)
    check(by)
    if episode.state != Episode.State.AIRED:
        raise Refused(WRONG_ORDER, _("Calls are noted from the moment the episode is on the air."))
    if DIGITS.search(nick):
        words = _("Only a nick name, please: leave telephone and identity numbers out.")
        raise Refused(None, words, field="nick")
    made = Call(
        episode=episode,
        number=(episode.calls.aggregate(last=Max("number"))["last"] or 0) + 1,
        nick=nick.strip(),
        question=needed(question, "question"),
        place=place.strip(),
        category=category,
        noted_at=now,
        noted_by=by.user,
    )
    if answer.strip():
        made.outcome, made.answer, made.answered_at = Call.Outcome.AT_ONCE, answer.strip(), now
    made.save()
    record("complaints.call.noted", episode, actor=by, now=now, call=made.number, outcome=made.outcome)
    return made


def open_call(call: Call) -> Call:
    """The call, locked with its episode; Refused when it was answered before."""
    lock(call.episode)
    call = Call.objects.select_related("episode__programme", "episode__organisation", "category").get(pk=call.pk)
    if call.outcome != Call.Outcome.WAITING:
        raise Refused(WRONG_ORDER, _("This call has been answered already."))
    return call


@deed
def answer_call(call: Call, *, by, now, answer: str) -> Call:
    """Answered on the spot: nothing is left to do."""
    check(by)
    call = open_call(call)
    words = needed(answer, "answer", _("Write the answer."))
    return settled(call, Call.Outcome.AT_ONCE, words, by=by, now=now)


@deed
def promise_call(call: Call, *, by, now, pledge: Pledge, answer: str = "") -> Call:
    """The unit promised on the air: the call becomes its order, the promise gets a clock for each step."""
    check(by)
    call = open_call(call)
    call.order = order_of(call, by=by, now=now)
    unit, guest = call.episode.organisation, call.episode.guest
    give_word(call.order, pledge, unit=unit, made_by=guest, by=by, now=now)
    return settled(call, Call.Outcome.PROMISED, answer.strip(), by=by, now=now)


@deed
def take_call(call: Call, *, by, now, answer: str = "") -> Call:
    """Nobody could say on the air: the unit has the call as an order and answers in its term."""
    check(by)
    call = open_call(call)
    call.order = order_of(call, by=by, now=now)
    return settled(call, Call.Outcome.TAKEN, answer.strip(), by=by, now=now)


def order_of(call: Call, *, by, now) -> Order:
    """The order of the unit on the air. Nobody is known behind it but a nick name, which stays with the call."""
    episode = call.episode
    filing = Filing(
        kind=Kind.COMPLAINT if episode.programme.kind == Programme.Kind.FACE else Kind.CONSULTATION,
        title=headline(call.question),
        text=call.question,
        channel=Channel.MEDIA,
        category=call.category,
        place=call.place,
        addressed=episode.organisation,
        taken_by=episode.organisation,
        source_number=f"{episode}-{call.number}",
    )
    return receive(filing, by=by, now=now)


def headline(text: str) -> str:
    """The first sentence, no longer than a line."""
    first = re.split(r"[。！？!?\n；;]", text.strip(), maxsplit=1)[0]
    return first[:TITLE] or text.strip()[:TITLE]


def settled(call: Call, outcome, answer: str, *, by, now) -> Call:
    call.outcome, call.answer, call.answered_at = outcome, answer, now
    call.save(update_fields=["outcome", "answer", "answered_at", "order"])
    detail = {"call": call.number, "outcome": outcome, "order": call.order.number if call.order else None}
    record("complaints.call.answered", call.episode, actor=by, now=now, **detail)
    return call


@deed
def close(episode: Episode, *, by, now) -> Episode:
    """Everything is settled: each call answered, each order answered, each promise kept. Says what is still open."""
    episode = lock(episode)
    check(by)
    episode.close()
    left = episode.calls.aggregate(
        waiting=Count("pk", filter=Q(outcome=Call.Outcome.WAITING)),
        orders=Count("pk", filter=Q(order__isnull=False, order__replied_at=None, order__closed_at=None)),
        promises=Count("pk", filter=Q(order__promise__isnull=False, order__promise__kept_at=None)),
    )
    if any(left.values()):
        words = _("Still open: %(waiting)s calls, %(orders)s orders, %(promises)s promises.")
        raise Refused(None, words % left)
    episode.closed_at = now
    episode.save(update_fields=["state", "closed_at"])
    record("complaints.episode.closed", episode, actor=by, now=now)
    return episode


@deed(makes=True)
def note_footage(episode: Episode, *, by, now, filmed: Filmed) -> Footage:
    """Secret filming that the programme showed: where the material lies, and an order past the unit shown."""
    check(by)
    episode = lock(episode)
    if filmed.filmed_on > timezone.localdate(now):
        raise Refused(None, _("This day has not come yet."), field="filmed_on")
    made = Footage.objects.create(episode=episode, noted_at=now, noted_by=by.user, **vars(filmed))
    filing = Filing(
        kind=Kind.EFFICIENCY,
        title=headline(filmed.title),
        text=f"{filmed.medium}暗访：{filmed.title}。地点：{filmed.place}；拍摄日期：{filmed.filmed_on:%Y-%m-%d}。",
        channel=Channel.MEDIA,
        place=filmed.place,
        accused=filmed.organisation,
        about=(made,),
    )
    made.order = receive(filing, by=by, now=now)
    made.save(update_fields=["order"])
    record("complaints.footage.noted", episode, actor=by, now=now, footage=made.pk, order=made.order.number)
    return made
