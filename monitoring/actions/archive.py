"""Lines added to efficiency archives: proposed by one person, signed by a second, never overwritten."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from monitoring.models import ArchiveLine
from monitoring.permissions_notices import (
    NOT_YOUR_DUTY,
    asks_for_correction,
    can_propose_line,
    can_sign_line,
)
from records.actions import deed, record
from records.deeds import for_update, needed
from records.refusal import Refused


@deed(makes=True)
def propose_line(
    organisation: Organisation,
    *,
    by,
    now,
    kind: str,
    happened_on: date,
    text: str,
    source: str,
    person: User | None = None,
    corrects: str = "",
) -> ArchiveLine:
    """Propose a line of the unit's archive, or of a person's. Whoever it is about may only ask for a correction."""
    if not can_propose_line(by, person, organisation):
        raise PermissionDenied(str(NOT_YOUR_DUTY))
    if asks_for_correction(by, person, organisation) and not corrects:
        raise Refused(
            None, _("In your own archive you may ask to correct a line: choose which one."), field="corrects"
        )
    if happened_on > timezone.localdate(now):
        raise Refused(None, _("This day has not come yet."), field="happened_on")
    line = ArchiveLine.objects.create(
        organisation=organisation,
        person=person,
        kind=kind,
        happened_on=happened_on,
        text=needed(text, "text"),
        source=needed(source, "source"),
        corrects=corrects,
        proposed_by=by.user,
        proposed_at=now,
    )
    detail = {"kind": kind, "person": person.pk if person else None, "corrects": corrects}
    record("monitoring.archive.proposed", line, actor=by, now=now, **detail)
    return line


def begin(line: ArchiveLine, by) -> ArchiveLine:
    line = for_update(line, "organisation")
    if not can_sign_line(by, line):
        raise PermissionDenied(_("A line is signed by an inspector who neither proposed it nor is its subject."))
    return line


@deed
def sign_line(line: ArchiveLine, *, by, now) -> ArchiveLine:
    """The second signature: from now on the line stands in the archive."""
    line = begin(line, by)
    line.sign()
    line.signed_by, line.signed_at = by.user, now
    line.save(update_fields=["state", "signed_by", "signed_at"])
    record("monitoring.archive.signed", line, actor=by, now=now, kind=line.kind)
    return line


@deed
def refuse_line(line: ArchiveLine, *, by, now, reason: str) -> ArchiveLine:
    """The line does not go into the archive, with the reason; the proposal itself is kept."""
    line = begin(line, by)
    line.refuse()
    line.refusal = needed(reason, "reason", _("Give the reasons."))
    line.signed_by, line.signed_at = by.user, now
    line.save(update_fields=["state", "signed_by", "signed_at", "refusal"])
    record("monitoring.archive.refused", line, actor=by, now=now, kind=line.kind)
    return line
