"""Recording a session: only while both sides know and agree; either stops it; every piece is kept with its digest."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from complaints.actions.sessions import check_side, lock
from complaints.models import Part, Recording, Session, Side
from records import attachments
from records.actions import WRONG_ORDER, deed, record
from records.files import RECORDINGS
from records.refusal import Refused

LONGEST_PART = 60  # seconds; with half a million bits a second it stays below four megabytes
LATE_PART = timedelta(minutes=2)  # the last piece is on its way when somebody has pressed stop
MOST_PARTS = 240


def open_one(session: Session) -> Recording | None:
    return session.recordings.select_for_update().filter(ended_at=None).first()


@deed(makes=True)
def agree(session: Session, *, by, now) -> Recording:
    """Ask for a recording, or agree to one that the other side asked for: with that it runs."""
    session = lock(session)
    side = check_side(by, session, Side.CITIZEN, Side.UNIT)
    if not session.is_open_at(now):
        raise Refused(WRONG_ORDER, _("A recording is made while the session is held."))
    asked = open_one(session)
    if asked is None:
        asked = Recording.objects.create(session=session, asked_side=side, asked_by=by.user, asked_at=now)
        record("complaints.recording.asked", session, actor=by, now=now, recording=asked.pk, side=side)
    elif asked.began_at is None and asked.asked_side != side:
        asked.agreed_by, asked.began_at = by.user, now
        asked.save(update_fields=["agreed_by", "began_at"])
        record("complaints.recording.began", session, actor=by, now=now, recording=asked.pk, side=side)
    return asked


@deed
def stop(session: Session, *, by, now) -> Recording:
    """Either side ends it, or says no to what the other asked; no reason is needed."""
    session = lock(session)
    side = check_side(by, session, Side.CITIZEN, Side.UNIT)
    running = open_one(session)
    if running is not None:
        running.ended_at, running.ended_side = now, side
        running.save(update_fields=["ended_at", "ended_side"])
        record("complaints.recording.ended", session, actor=by, now=now, recording=running.pk, side=side)
    return running


@deed
def keep_part(recording: Recording, file, *, by, now, number: int, after: timedelta, seconds: int) -> Part:
    """Keep a piece that the unit's browser recorded, so long after the recording began. Sent twice it is kept once."""
    session = lock(recording.session)
    recording = session.recordings.get(pk=recording.pk)
    check_side(by, session, Side.UNIT)
    if known := recording.parts.filter(number=number).first():
        return known
    check_time(recording, number, seconds, now)
    kept = attachments.store(file, by=by, now=now, kind="session-part", formats=RECORDINGS)
    place = session.village.name if session.village_id else session.slot.organisation.name
    taken_at = taken(recording, after, now)
    made = Part.objects.create(recording=recording, number=number, taken_at=taken_at, seconds=seconds, place=place)
    attachments.bind([kept], made, by=by, now=now)
    detail = {"recording": recording.pk, "part": number, "place": place, "taken_at": taken_at.isoformat()}
    record("complaints.recording.kept", session, actor=by, now=now, sha256=kept.sha256, **detail)
    return made


def check_time(recording: Recording, number: int, seconds: int, now):
    """Raise PermissionDenied for a piece that nobody agreed to, Refused for one that cannot be."""
    if recording.began_at is None:
        raise PermissionDenied(_("Both sides have to agree before anything is recorded."))
    if recording.ended_at is not None and now > recording.ended_at + LATE_PART:
        raise PermissionDenied(_("This recording has ended."))
    if not (1 <= number <= MOST_PARTS and 0 <= seconds <= LONGEST_PART):
        raise Refused(None, _("A recorded stretch lasts a minute at most."))


def taken(recording: Recording, after: timedelta, now) -> datetime:
    """The server's clock gives the time; a piece lies between the beginning and now."""
    return min(recording.began_at + max(after, timedelta(0)), now)
