"""The ten clears: said by one of the unit, confirmed by another."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Organisation
from powers.models import Clear, Clears
from powers.permissions import can_confirm, can_say
from records.actions import as_actor, deed, record
from records.attachments import bind
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@deed(makes=True)
def say(
    organisation: Organisation,
    *,
    by,
    now,
    number: int,
    words: str,
    evidence: str,
    files: Sequence = (),
) -> Clear:
    """Say what was made clear on one of the ten points, and by which paper; a newer word replaces an older one."""
    may(can_say(by, organisation))
    if number not in Clears.values:
        raise Refused(None, _("Choose one of the ten points."), field="number")
    as_actor(by)
    about = {"words": needed(words, "words"), "evidence": needed(evidence, "evidence")}
    row = Clear.objects.create(organisation=organisation, number=number, said_at=now, said_by=by.user, **about)
    bind(files, row, by=by, now=now)
    record("powers.clear.said", row, actor=by, now=now, number=number)
    return row


@deed
def confirm(clear: Clear, *, by, now) -> Clear:
    """Another person has seen the evidence."""
    clear = for_update(clear, "organisation__parent")
    another(by, clear.said_by_id)
    may(can_confirm(by, clear))
    if clear.confirmed_at:
        raise Refused(None, _("This is confirmed already."))
    as_actor(by)
    clear.confirmed_at, clear.confirmed_by = now, by.user
    clear.save(update_fields=["confirmed_at", "confirmed_by"])
    record("powers.clear.confirmed", clear, actor=by, now=now, number=clear.number)
    return clear
