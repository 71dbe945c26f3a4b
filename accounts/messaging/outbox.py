"""Writing messages into inboxes, and what will have to leave the house by e-mail or SMS.

Everything is a row before anything is sent: a broker that forgets, a gateway that is down or a process that dies
loses nothing. Called by the apps above, which know what happened and whom it concerns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Channel, Delivery, Message, Preference, Tone, User
from accounts.models.messages import MessageQuerySet

QUIET = (time(22), time(7))  # no telephone rings between; the inbox has the message at once
NEWS_FOR = timedelta(hours=24)  # what happened longer ago goes into the inbox only
BOTH = (Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True)
class Draft:
    """One piece of news for several people.

    `words` leaves the house: it names no person and nothing of the matter but its number. `title` and `text` stand in
    the inbox behind a sign-in. `telephone` reaches an applicant without an account. `escalate_at` is when the matter
    goes further up if nobody in its thread has read about it.
    """

    source: str
    thread: str
    kind: str
    title: str
    words: str
    made_at: datetime
    text: str = ""
    address: str = ""
    tone: str = Tone.INFO
    channels: tuple[str, ...] = (Channel.EMAIL,)
    recipients: frozenset[int] = frozenset()
    telephone: str = ""
    escalate_at: datetime | None = None

    def messages(self) -> list[Message]:
        """One for each person; for nobody with an account one to the telephone."""
        common = {
            "kind": self.kind,
            "tone": self.tone,
            "title": self.title[:120],
            "text": self.text[:2000],
            "address": self.address,
            "thread": self.thread,
            "source": self.source,
            "made_at": self.made_at,
            "escalate_at": self.escalate_at,
        }
        told = [Message(recipient_id=pk, **common) for pk in sorted(self.recipients)]
        return told or ([Message(telephone=self.telephone, **common)] if self.telephone else [])


@transaction.atomic
def send(drafts: Iterable[Draft], now: datetime) -> list[Message]:
    """Put the drafts into the inboxes; what a person was told before is left out. Returns the new messages."""
    drafts = {draft.source: draft for draft in drafts}
    fresh = new_ones([message for draft in drafts.values() for message in draft.messages()])
    Message.objects.bulk_create(fresh, batch_size=1000)
    news = [message for message in fresh if now - message.made_at <= NEWS_FOR]
    users = User.objects.in_bulk({message.recipient_id for message in news} - {None})
    chosen = {row.user_id: row for row in Preference.objects.filter(user__in=users)}
    Delivery.objects.bulk_create(
        [
            delivery(message, channel, to, drafts[message.source], now)
            for message in news
            for channel, to in ways(message, users.get(message.recipient_id), chosen)
            if channel in drafts[message.source].channels
        ],
        batch_size=1000,
    )
    return fresh


def new_ones(messages: list[Message]) -> list[Message]:
    """Without what the same person has been told already. The database's constraint has the last word."""
    known = set(
        Message.objects.filter(source__in={message.source for message in messages}).values_list(
            "source", "recipient_id", "telephone"
        )
    )
    return [one for one in messages if (one.source, one.recipient_id, one.telephone) not in known]


def ways(message: Message, user: User | None, chosen: dict[int, Preference]):
    """The (channel, address) pairs by which this person is reached besides the inbox, as far as they are open."""
    wish = chosen.get(user.pk) if user else None
    wish = wish or Preference()
    number = user.telephone if user else message.telephone
    open_ways = [(Channel.EMAIL, user.email if user else "", wish.by_email), (Channel.SMS, number, wish.by_sms)]
    return [(name, to) for name, to, wanted in open_ways if to and wanted and name in settings.MESSAGE_BACKENDS]


def delivery(message: Message, channel: str, to: str, draft: Draft, now: datetime) -> Delivery:
    """The row of one way out, not saved."""
    due = after_the_night(now) if channel == Channel.SMS else now
    return Delivery(message=message, channel=channel, to=to, words=draft.words[:300], made_at=now, next_at=due)


def after_the_night(now: datetime) -> datetime:
    """The moment itself by day; in the quiet hours seven in the morning."""
    begin, end = QUIET
    local = timezone.localtime(now)
    if end <= local.time() < begin:
        return now
    morning = timezone.make_aware(datetime.combine(local.date(), end), local.tzinfo)
    return morning if local.time() < end else morning + timedelta(days=1)


def read(user: User, messages: Iterable[int] | None, now: datetime) -> int:
    """The person has read these messages, or all of theirs with None. What was read goes no further up."""
    rows = Message.objects.of(user).unread()
    if messages is not None:
        rows = rows.filter(pk__in=list(messages))
    return mark_read(user, rows, now)


def read_about(user: User, thread: str, now: datetime) -> int:
    """The person has opened the matter itself: what was told about it is read."""
    return mark_read(user, Message.objects.of(user).unread().filter(thread=thread), now)


def mark_read(user: User, rows: MessageQuerySet, now: datetime) -> int:
    """These messages of the person are read; the page that shows their number asks anew."""
    changed = rows.update(read_at=now)
    if changed and hasattr(user, "unread"):
        del user.unread  # of accounts.backends, counted when the request began
    return changed


def prefer(user: User, *, by_email: bool, by_sms: bool, email: str) -> None:
    """The person's own choice of ways; what is waiting already goes out as it was written."""
    Preference.objects.update_or_create(user=user, defaults={"by_email": by_email, "by_sms": by_sms})
    if user.email != email:
        user.email = email
        user.save(update_fields=["email"])


# Matters that nobody has read about; who is above, the caller knows.


@transaction.atomic
def take_unread(now: datetime, most: int = 500) -> list[str]:
    """The threads whose time to be read is over and that nobody has read. Each is taken once."""
    due = Message.objects.filter(escalate_at__lte=now).select_for_update(skip_locked=True).order_by("pk")
    rows = list(due.values_list("pk", "thread")[:most])
    Message.objects.filter(pk__in=[pk for pk, _thread in rows]).update(escalate_at=None)
    threads = dict.fromkeys(thread for _pk, thread in rows)
    seen = Message.objects.filter(~Q(read_at=None), thread__in=threads).values_list("thread", flat=True)
    return [thread for thread in threads if thread not in set(seen)]
