"""The duty of the room: taken up, noted down, handed over to a named colleague."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import Organisation, Role, User
from monitoring.models import Duty, DutyNote
from monitoring.permissions_room import can_keep_duty
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused


def colleagues(duty: Duty):
    """Who may take over: the other inspectors of the same office."""
    posts = {
        "posts__organisation": duty.organisation_id,
        "posts__role": Role.INSPECTOR,
        "posts__ended_on": None,
        "posts__suspended_on": None,
    }
    return User.objects.filter(is_active=True, **posts).exclude(pk=duty.user_id).order_by("pk").distinct()


def current(organisation: Organisation) -> Duty | None:
    """Who is on duty in the room of this office now."""
    return Duty.objects.open().filter(organisation=organisation).select_related("user").first()


def locked(duty: Duty) -> Duty:
    return for_update(duty, "user", "organisation")


@deed(makes=True)
def begin_duty(office: Organisation, *, by, now) -> Duty:
    """An inspector takes the empty room of the own office."""
    for_update(office)
    if not can_keep_duty(by, office):
        raise PermissionDenied(_("The room is kept by the inspectors of the office."))
    if current(office):
        raise Refused(None, _("Somebody is on duty already; the duty is handed over by whoever has it."))
    duty = Duty.objects.create(organisation=office, user=by.user, began_at=now)
    record("monitoring.duty.began", duty, actor=by, now=now)
    return duty


@deed
def note_duty(duty: Duty, *, by, now, kind: str, text: str) -> DutyNote:
    """A line of the log, by whoever is on duty."""
    duty = locked(duty)
    check_keeper(duty, by)
    line = DutyNote.objects.create(duty=duty, kind=kind, text=text.strip(), noted_at=now)
    record("monitoring.duty.noted", duty, actor=by, now=now, note=line.pk, kind=kind, text=line.text)
    return line


@deed
def hand_over_duty(duty: Duty, *, by, now, handover: str, successor: User | None = None) -> Duty:
    """End the turn with a summary; the successor, if one is named, is on duty from this moment."""
    duty = locked(duty)
    check_keeper(duty, by)
    if successor is not None and not colleagues(duty).filter(pk=successor.pk).exists():
        raise Refused(None, _("Choose an inspector of the same office."), field="successor")
    duty.ended_at, duty.handover, duty.successor = now, handover.strip(), successor
    duty.save(update_fields=["ended_at", "handover", "successor"])
    record("monitoring.duty.ended", duty, actor=by, now=now, successor=successor.pk if successor else None)
    if successor is None:
        return duty
    following = Duty.objects.create(organisation=duty.organisation, user=successor, began_at=now)
    record("monitoring.duty.began", following, actor=by, now=now, handed_over_by=by.user.pk)
    return following


def check_keeper(duty: Duty, by):
    if not can_keep_duty(by, duty.organisation) or duty.user_id != by.user.pk:
        raise PermissionDenied(_("The log is written by whoever is on duty."))
    if duty.ended_at is not None:
        raise Refused(None, _("This turn of duty has ended."))
