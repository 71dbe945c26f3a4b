"""Lines that people add to an archive, and corrections: proposed by one, signed by another, nothing overwritten."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, Post, User
from integrity.models import ArchiveNote
from integrity.permissions import can_propose_note, can_sign_note, disciplines
from records.actions import as_actor, deed, record
from records.deeds import another, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Noted:
    kind: str
    happened_on: date
    words: str
    source: str
    corrects: str = ""


@deed(makes=True)
def propose(person: User, *, by, now, organisation: Organisation, noted: Noted) -> ArchiveNote:
    """A line for an archive; whoever asks about the own archive has to name the line that is to be put right."""
    may(can_propose_note(by, person, organisation))
    if not Post.objects.filter(user=person, organisation=organisation).exists():
        raise Refused(None, _("This person does not work in the unit."))
    if not disciplines(by, organisation) or by.user == person:
        needed(noted.corrects, "corrects", _("Choose the line that is to be put right."))
    if noted.happened_on > timezone.localdate(now):
        raise Refused(None, _("This day has not come yet."), field="happened_on")
    as_actor(by)
    texts = {"words": needed(noted.words, "words"), "source": needed(noted.source, "source")}
    made = ArchiveNote.objects.create(
        person=person,
        organisation=organisation,
        kind=noted.kind,
        happened_on=noted.happened_on,
        corrects=noted.corrects,
        proposed_at=now,
        proposed_by=by.user,
        **texts,
    )
    record("integrity.note.proposed", made, actor=by, now=now, kind=made.kind)
    return made


@deed
def decide(note: ArchiveNote, *, by, now, signed: bool, reason: str = "") -> ArchiveNote:
    """The second signature, or the refusal with its reason."""
    rows = ArchiveNote.objects.select_for_update(of=("self",)).select_related("organisation__parent")
    note = rows.get(pk=note.pk)
    another(by, note.proposed_by_id)
    may(can_sign_note(by, note))
    step = note.sign if signed else note.refuse
    step()
    as_actor(by)
    note.refusal = "" if signed else needed(reason, "reason")
    note.signed_at, note.signed_by = now, by.user
    note.save(update_fields=["state", "refusal", "signed_at", "signed_by"])
    record("integrity.note.signed" if signed else "integrity.note.refused", note, actor=by, now=now)
    return note
