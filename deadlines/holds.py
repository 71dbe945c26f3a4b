"""A subject may not move until …: holds, the one lever that supervision has on the business.

Supervision holds and releases; every deed of the business asks before it acts.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.models import Hold
from records.actions import WRONG_ORDER, EntryDraft, record, record_many
from records.deeds import for_update
from records.refusal import Refused


def hold(subject, ground: str, until=None, *, by, now, reference="") -> Hold:
    """Stop the subject from now on, up to and including the day `until` (None: until somebody releases it).

    `reference` names what the hold rests on, such as the number of a card.
    """
    row = Hold(subject=subject, ground=ground, until=until, reference=reference)
    return hold_many([row], by=by, now=now)[0]


def hold_many(holds: list[Hold], *, by, now) -> list[Hold]:
    """Place many holds; the rows come with their subject, ground and reference."""
    for row in holds:
        row.held_at, row.held_by = now, by.user
    Hold.objects.bulk_create(holds, batch_size=1000)
    record_many(
        EntryDraft("deadlines.held", row, by, now, {"ground": row.ground, "reference": row.reference}) for row in holds
    )
    return holds


def release(held: Hold, *, by, now, reason: str) -> Hold:
    """Let the subject move again. Raises Refused without a reason, or where it is released already."""
    held = for_update(held)
    if held.released_at is not None:
        raise Refused(None, _("It has been unlocked already."))
    if not reason.strip():
        raise Refused(None, _("Give the reason for unlocking."), field="reason")
    held.released_at, held.released_by, held.release_reason = now, by.user, reason.strip()
    held.save(update_fields=["released_at", "released_by", "release_reason"])
    record("deadlines.released", held, actor=by, now=now, reason=held.release_reason)
    return held


def ground_of(model, today) -> Subquery:
    """For a statement that looks at everything at once: why its row of `model` is held on this day, or NULL."""
    kind = ContentType.objects.get_for_model(model).pk
    rows = Hold.objects.filter(subject_type_id=kind, subject_id=OuterRef("pk")).in_force(today)
    return Subquery(rows.order_by("pk").values("ground")[:1])


def refuse(ground: str):
    """Say that the subject is locked, and why; supervision sees the attempt."""
    raise Refused(WRONG_ORDER, _("Locked by supervision: %(ground)s. An inspector unlocks it.") % {"ground": ground})


def check(subject, now):
    """Raise Refused where the subject is held."""
    held = Hold.objects.about(subject).in_force(timezone.localdate(now)).order_by("pk")
    for ground in held.values_list("ground", flat=True)[:1]:
        refuse(ground)
