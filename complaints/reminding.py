"""Reminding both sides of a session by video, on the morning before. The words are Chinese data, like the letters."""

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.messaging.outbox import BOTH, Draft, send
from accounts.models import Post
from complaints.models import UNIT_ROLES, Session

AHEAD = timedelta(hours=32)  # from the morning on: today's sessions, and those of the next day
MORNING = time(8)


def remind(now) -> int:
    """Tell everybody whose session is today or tomorrow, each once. Returns how many messages were written."""
    rows = Session.objects.ahead(now).filter(slot__starts_at__lt=now + AHEAD)
    found = rows.select_related("slot__organisation", "village").order_by("pk")
    return len(send([draft for session in found for draft in drafts(session, now)], now))


def drafts(session: Session, now) -> list[Draft]:
    """To who comes, and to the people of the unit that answers."""
    begins = timezone.localtime(session.slot.starts_at)
    when, unit = f"{begins:%m月%d日%H:%M}", session.slot.organisation
    common = {
        "kind": "session.soon",
        "title": f"视频会面提醒：{when} {unit.short_name}",
        "thread": f"session:{session.pk}",
        "made_at": timezone.make_aware(datetime.combine(timezone.localdate(now), MORNING)),
    }
    guest = {
        "source": f"session:{session.pk}:guest",
        "words": f"您预约的视频会面{session.number}定于{when}开始，会面室提前十五分钟开放。",
        "address": reverse("complaints:session", args=[session.number]),
        "channels": BOTH,
    }
    host = {
        "source": f"session:{session.pk}:host",
        "words": f"视频会面{session.number}定于{when}开始，请按时接待。",
        "address": reverse("complaints:desk_session", args=[session.number]),
        "recipients": people_of(unit),
    }
    made = [Draft(**common, **guest, **to_guest(session)), Draft(**common, **host)]
    if session.village_id:
        room = guest | {"source": f"session:{session.pk}:room", "recipients": people_of(session.village)}
        made.append(Draft(**common, **room))
    return made


def to_guest(session: Session) -> dict:
    """The account, else the telephone."""
    if session.user_id:
        return {"recipients": frozenset({session.user_id})}
    return {"telephone": session.telephone}


def people_of(unit) -> frozenset[int]:
    posts = Post.objects.active().filter(organisation=unit, role__in=UNIT_ROLES)
    return frozenset(posts.values_list("user", flat=True))
