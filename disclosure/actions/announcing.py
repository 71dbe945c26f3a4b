"""Announcements: written, amended, released by a second person, withdrawn with a reason."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Organisation
from disclosure.models import Announcement
from disclosure.permissions import can_release, can_withdraw, writes_for
from records import attachments
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Words:
    """What is announced. `comments_until` is for drafts shown beforehand."""

    kind: str
    title: str
    body: str
    comments_until: date | None = None
    files: tuple = ()


def locked(row: Announcement) -> Announcement:
    return for_update(row, "organisation__parent")


def check(words: Words):
    """Raises Refused that names the field."""
    needed(words.title, "title")
    needed(words.body, "body")
    is_preview = words.kind == Announcement.Kind.PREVIEW
    if is_preview and words.comments_until is None:
        raise Refused(None, _("Say until when comments are taken."), field="comments_until")
    if not is_preview and words.comments_until is not None:
        raise Refused(None, _("Comments are taken on drafts shown beforehand only."), field="comments_until")


def texts(words: Words) -> dict:
    return {name: value for name, value in vars(words).items() if name != "files"}


@deed(makes=True)
def write(organisation: Organisation, *, by, now, words: Words) -> Announcement:
    """Write an announcement of this unit; somebody else releases it."""
    may(writes_for(by, organisation))
    check(words)
    as_actor(by)
    row = Announcement.objects.create(organisation=organisation, drafted_at=now, drafted_by=by.user, **texts(words))
    attachments.bind(words.files, row, by=by, now=now)
    record("disclosure.announcement.written", row, actor=by, now=now, title=row.title)
    return row


@deed
def amend(row: Announcement, *, by, now, words: Words) -> Announcement:
    """Write it anew, as long as it is not released. Who amends it becomes its writer."""
    row = locked(row)
    may(writes_for(by, row.organisation))
    if row.state != Announcement.State.DRAFT:
        raise Refused(None, _("What is open to everybody is withdrawn and written anew, not changed."))
    check(words)
    as_actor(by)
    for name, value in texts(words).items():
        setattr(row, name, value)
    row.drafted_by, row.drafted_at = by.user, now
    row.save()
    attachments.bind(words.files, row, by=by, now=now)
    record("disclosure.announcement.amended", row, actor=by, now=now, title=row.title)
    return row


@deed
def publish(row: Announcement, *, by, now) -> Announcement:
    """Released by another person: from now on everybody reads it and finds it."""
    row = locked(row)
    another(by, row.drafted_by_id)
    may(can_release(by, row))
    as_actor(by)
    row.publish()
    row.published_at, row.published_by = now, by.user
    row.save()
    record("disclosure.announcement.published", row, actor=by, now=now, title=row.title)
    return row


@deed
def withdraw(row: Announcement, *, by, now, reason: str) -> Announcement:
    """Taken from view with a reason that stays on its page; nothing is deleted."""
    row = locked(row)
    may(can_withdraw(by, row))
    as_actor(by)
    row.withdraw()
    row.reason = needed(reason, "reason")
    row.withdrawn_at, row.withdrawn_by = now, by.user
    row.save()
    record("disclosure.announcement.withdrawn", row, actor=by, now=now, reason=row.reason)
    return row
