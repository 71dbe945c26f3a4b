"""Looking through cameras (视频巡查): every look is on record, with what was seen and the pictures that were kept."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Camera, Patrol, PatrolNote, Shot
from monitoring.permissions_inspections import can_look, can_plan
from records import attachments
from records.actions import deed, record
from records.files import RECORDINGS
from records.models import Attachment
from records.refusal import Refused

LONGEST_LOOK = timedelta(hours=12)  # a picture that is lost and found again within this time is one look
LONGEST_CLIP = 60  # seconds; with a million bits a second it stays below ten megabytes
LATENESS = timedelta(seconds=5)  # what clocks of the two ends of a line may differ


def check(camera: Camera, by):
    if not can_look(by, camera):
        raise PermissionDenied(_("Cameras are looked through by those who watch the unit."))


@deed
def look(camera: Camera, *, by, now, patrol: Patrol | None = None) -> Patrol:
    """Begin to look, or go on after the line was lost. Only whoever gets this may be told the camera's address."""
    check(camera, by)
    if patrol is not None and goes_on(patrol, camera, by, now):
        return patrol
    made = Patrol.objects.create(camera=camera, by=by.user, began_at=now)
    record("monitoring.camera.looked", camera, actor=by, now=now, patrol=made.pk)
    return made


def goes_on(patrol: Patrol, camera: Camera, by, now) -> bool:
    """The same person through the same camera, not left, not from yesterday."""
    same = patrol.camera_id == camera.pk and patrol.by_id == by.user.pk
    recent = now - patrol.began_at < LONGEST_LOOK
    return same and recent and not patrol.notes.filter(kind=PatrolNote.Kind.LEFT).exists()


@deed(makes=True)
def say(camera: Camera, *, by, now, kind: str, text: str = "", patrol: Patrol | None = None) -> PatrolNote:
    """What was seen. Without a patrol of one's own the look is recorded with it."""
    check(camera, by)
    if kind not in PatrolNote.SAYABLE:
        raise Refused(None, _("Say whether all was in order."), field="kind")
    if kind == PatrolNote.Kind.IRREGULAR and not text.strip():
        raise Refused(None, _("Write down what was not in order."), field="text")
    patrol = look(camera, by=by, now=now, patrol=patrol)
    made = PatrolNote.objects.create(patrol=patrol, kind=kind, text=text.strip(), at=now)
    record("monitoring.camera.seen", camera, actor=by, now=now, patrol=patrol.pk, kind=kind)
    return made


@deed
def leave(patrol: Patrol, *, by, now) -> PatrolNote:
    """The picture was closed. The first one counts: a page that is closed may say so twice."""
    if by.user is None or patrol.by_id != by.user.pk:
        raise PermissionDenied(_("This look is somebody else's."))
    made, is_new = PatrolNote.objects.get_or_create(patrol=patrol, kind=PatrolNote.Kind.LEFT, defaults={"at": now})
    if is_new:
        record("monitoring.camera.left", patrol.camera, actor=by, now=now, patrol=patrol.pk)
    return made


@deed
def keep_shot(patrol: Patrol, file, *, by, now, kind: str, after: timedelta, seconds: int = 0) -> Shot:
    """Keep a snapshot or a recorded stretch, so long after the look began: the server's clock gives the time."""
    camera = patrol.camera
    check(camera, by)
    if not can_plan(by) or patrol.by_id != by.user.pk:
        raise PermissionDenied(_("Pictures are kept by the inspector who looks."))
    if kind not in Shot.Kind.values:
        raise Refused(None, _("Choose a snapshot or a recorded stretch."), field="kind")
    taken_at = moment(patrol, after, seconds, now)
    formats = {"formats": RECORDINGS} if kind == Shot.Kind.CLIP else {}
    kept = attachments.store(file, by=by, now=now, kind=f"camera-{kind}", **formats)
    about = {"camera": camera, "taken_at": taken_at, "by": by.user}
    made = Shot.objects.create(patrol=patrol, kind=kind, seconds=seconds, **about)
    attachments.bind([kept], made, by=by, now=now)
    detail = {"shot": made.pk, "place": camera.place, "taken_at": taken_at.isoformat(), "sha256": kept.sha256}
    record("monitoring.camera.kept", camera, actor=by, now=now, **detail)
    return made


def moment(patrol: Patrol, after: timedelta, seconds: int, now) -> datetime:
    """When the picture was taken. Raises Refused for one of the future, or a stretch that is too long."""
    taken_at = patrol.began_at + after
    if after < timedelta(0) or taken_at > now + LATENESS:
        raise Refused(None, _("This time has not come yet."))
    if not 0 <= seconds <= LONGEST_CLIP:
        raise Refused(None, _("A recorded stretch lasts a minute at most."))
    return min(taken_at, now)


def hang_shots(shots, subject, *, by, now) -> int:
    """Hang copies of kept pictures on a finding or a card, with place, time and digest on record. Returns how many."""
    copies = []
    for shot in shots:
        for original in Attachment.objects.about(shot):
            copies.append(attachments.copy(original, by=by, now=now, kind="camera"))
            taken = timezone.localtime(shot.taken_at).isoformat()
            detail = {"shot": shot.number, "place": shot.camera.place, "taken_at": taken, "sha256": original.sha256}
            record("monitoring.camera.evidence", subject, actor=by, now=now, **detail)
    return attachments.bind(copies, subject, by=by, now=now) if copies else 0
