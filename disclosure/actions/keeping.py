"""The library: entered by one, released by another, ended with a day and a reason."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from disclosure.models import LibraryDocument
from disclosure.permissions import is_myself, is_office
from records import attachments
from records.actions import deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class Facts:
    """What is entered about a document. `names`: how it is cited inside 《》 besides its title."""

    code: str
    title: str
    kind: str
    issuer: str
    summary: str
    number: str = ""
    issued_on: date | None = None
    in_force_on: date | None = None
    text: str = ""
    names: list[str] = field(default_factory=list)
    files: tuple = ()


@deed(makes=True)
def enter(_library, *, by, now, facts: Facts) -> LibraryDocument:
    """Enter a document. Raises Refused for a code or a title that is known."""
    may(is_office(by))
    for name in ("code", "title"):
        if LibraryDocument.objects.filter(**{name: getattr(facts, name)}).exists():
            raise Refused(None, _("The library holds such a document already."), field=name)
    about = {name: value for name, value in vars(facts).items() if name != "files"}
    row = LibraryDocument.objects.create(organisation=by.organisation, entered_at=now, entered_by=by.user, **about)
    attachments.bind(facts.files, row, by=by, now=now)
    record("disclosure.document.entered", row, actor=by, now=now, title=row.title)
    return row


def can_release(actor, row) -> bool:
    return is_office(actor) and not is_myself(actor, row.entered_by_id)


@deed
def release(row: LibraryDocument, *, by, now) -> LibraryDocument:
    """Another person of the office lets everybody read it."""
    row = for_update(row)
    another(by, row.entered_by_id)
    may(can_release(by, row))
    row.release()
    row.released_at, row.released_by = now, by.user
    row.save()
    record("disclosure.document.released", row, actor=by, now=now, title=row.title)
    return row


@deed
def end(row: LibraryDocument, *, by, now, ended_on: date, reason: str, replaced_by=None):
    """It is no longer in force; it stays in the library, marked so."""
    row = for_update(row)
    may(is_office(by))
    row.end()
    row.ended_on, row.reason, row.replaced_by = ended_on, needed(reason, "reason"), replaced_by
    row.save()
    record("disclosure.document.ended", row, actor=by, now=now, ended_on=ended_on, reason=row.reason)
    return row
