"""A person deals with a fault of the platform; for a clock that jumped this is the one confirmation."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from monitoring import watcher
from monitoring.models import Heartbeat, PlatformFinding
from monitoring.permissions_room import can_resolve
from records.actions import deed, record
from records.deeds import for_update
from records.refusal import Refused


@deed
def resolve_fault(fault: PlatformFinding, *, by, now, note: str) -> PlatformFinding:
    """Close the finding with a note. A jump of the clock is confirmed by it: the rounds go on from `now`.

    What is still wrong is found again by the next look.
    """
    fault = for_update(fault)
    if not can_resolve(by, fault):
        raise PermissionDenied(_("A jump of the clock is confirmed by an inspector."))
    if fault.resolved_at is not None:
        raise Refused(None, _("This fault is closed already."))
    fault.resolved_at, fault.resolved_by, fault.note = now, by.user, note.strip()
    fault.save(update_fields=["resolved_at", "resolved_by", "note"])
    if fault.is_clock:
        Heartbeat.beat(watcher.CLOCK, now)
    record("monitoring.platform.resolved", fault, actor=by, now=now, code=fault.code, note=fault.note)
    return fault
