"""What arrives by text message or in the e-mail box: an order, the word of a complainant, or nothing; once each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actor import ROBOT, Actor
from complaints import identity, pepper
from complaints.actions.closing import heard
from complaints.actions.common import lock
from complaints.actions.receiving import Contact, Filing, receive
from complaints.models import Complainant, Inbound, Kind, Order, Visit
from records import attachments
from records.refusal import Refused

MOST_A_DAY = 10  # orders of one sender
TITLE = 60  # signs of a text that become the title
WORDS = {"非常满意": 5, "满意": 4, "基本满意": 3, "不满意": 2, "非常不满意": 1}
GRADES = WORDS | {str(stars): stars for stars in WORDS.values()}
NOT_TAKEN = "（附件“{name}”未能接收：{why}）"


@dataclass(frozen=True)
class Arrival:
    """One letter or text message. `reference` is the number that the other side gave it; `files` are uploads."""

    channel: str
    reference: str
    text: str
    title: str = ""
    name: str = ""
    telephone: str = ""
    email: str = ""
    files: tuple = ()


@transaction.atomic
def arrive(arrival: Arrival, *, now: datetime, refused: str = "") -> Inbound:
    """Take it in. The same reference again changes nothing; `refused` says why it is none of ours (a machine wrote).

    Nobody who sends is told apart by an address: senders are known by keyed digests of telephone or e-mail alone.
    """
    mark = pepper.mark("inbound", f"{arrival.channel}:{arrival.reference}")
    known = Inbound.objects.filter(channel=arrival.channel, reference=mark).first()
    if known is not None:
        return known
    kept = {"channel": arrival.channel, "reference": mark, "received_at": now}
    why = refused or unfit(arrival, now)
    if why:
        return Inbound.objects.create(result=Inbound.Result.REFUSED, why=why[:300], **kept)
    if answered := rated(arrival, now):
        return Inbound.objects.create(result=Inbound.Result.ANSWER, order=answered, **kept)
    return Inbound.objects.create(result=Inbound.Result.ORDER, order=taken_in(arrival, now), **kept)


def unfit(arrival: Arrival, now: datetime) -> str:
    """Why it becomes no order; "" for what does."""
    if not arrival.text.strip():
        return _("There is no text in it.")
    if from_sender(arrival, now - timedelta(days=1)) >= MOST_A_DAY:
        return _("The sender has written very often today.")
    return ""


def from_sender(arrival: Arrival, since: datetime) -> int:
    mark = identity.sender_mark(arrival.telephone, arrival.email)
    rows = Complainant.objects.filter(caller=mark, order__received_at__gt=since)
    return rows.filter(order__channel=arrival.channel).count()


def rated(arrival: Arrival, now: datetime) -> Order | None:
    """The order of this telephone that waits for a word, if this is one: 满意, 不满意, or a grade from 1 to 5."""
    grade = GRADES.get(arrival.text.strip(" 。.！!"))
    if grade is None or not arrival.telephone:
        return None
    waiting = Order.objects.of_caller(arrival.telephone).filter(state=Order.State.REPLIED, parent=None)
    found = waiting.order_by("-replied_at", "-pk").first()
    if found is not None:
        order, said = lock(found), arrival.text.strip()
        heard(order, by=Actor(), now=now, stars=grade, text=said, is_solved=None, way=Visit.Way.SMS)
    return found


def taken_in(arrival: Arrival, now: datetime) -> Order:
    """A complaint like any other; the hotline office sorts what it really is."""
    files, lost = stored(arrival, now)
    text = "\n".join([arrival.text.strip(), *lost])[:5000]
    title = arrival.title.strip() or next(line for line in text.splitlines() if line.strip())
    contact = Contact(name=arrival.name[:50], telephone=arrival.telephone[:30], email=arrival.email[:200])
    filing = Filing(Kind.COMPLAINT, title[:TITLE], text, channel=arrival.channel, contact=contact)
    return receive(filing, by=ROBOT, now=now, files=files)


def stored(arrival: Arrival, now: datetime):
    """The files that can be kept, and a line for each that cannot."""
    kept, lost = [], []
    for upload in arrival.files:
        try:
            kept.append(attachments.store(upload, by=ROBOT, now=now))
        except Refused as refusal:
            lost.append(NOT_TAKEN.format(name=upload.name, why=refusal.message))
    return kept, lost
