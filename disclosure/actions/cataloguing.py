"""The lines of the publication catalogue: entered by one, released by another; changed from a day on; ended."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions import publishing, watching
from disclosure.citations import cited
from disclosure.models import CatalogueChange, CatalogueEntry, LibraryDocument
from disclosure.models.catalogue import WORDS
from disclosure.permissions import can_release_drawn, can_release_line, is_office
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Refused


@dataclass(frozen=True)
class LineWords:
    """What a line says. `basis` names a document of the library inside 《》; `days` after the end of the period."""

    name: str
    category: str
    content: str
    basis: str
    days: int
    in_calendar_days: bool = False
    page: str = ""


def check(words: LineWords, besides=None):
    """Raises Refused that names the field. `besides`: the line itself, which may keep its name.

    Whoever gives a name waits for others who do: a change that took a name must not fail on its day.
    """
    for name in ("name", "category", "content", "basis"):
        needed(getattr(words, name), name)
    if not any(row.state == LibraryDocument.State.IN_FORCE for row in cited(words.basis)):
        raise Refused(None, _("The basis names a document of the library that is in force."), field="document")
    if not 1 <= words.days <= 366:
        raise Refused(None, _("Between 1 and 366 days."), field="days")
    publishing.check_link(words.page, "page")
    others = CatalogueEntry.objects.exclude(state=CatalogueEntry.State.ENDED).filter(name=words.name.strip())
    coming = CatalogueChange.objects.filter(state__in=CatalogueChange.OPEN, name=words.name.strip())
    key = besides.pk if besides else 0
    if others.exclude(pk=key).exists() or coming.exclude(entry=key).exists():
        raise Refused(None, _("The catalogue has a line of this name already."), field="name")


def put(row, words: LineWords):
    for name, value in vars(words).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


@deed(makes=True)
def enter(_catalogue, *, by, now, code: str, cycle: str, words: LineWords) -> CatalogueEntry:
    """Enter a line; nobody owes it before somebody else releases it. Raises Refused for a code that is known."""
    may(is_office(by))
    CatalogueEntry.objects.hold()
    if CatalogueEntry.objects.filter(code=needed(code, "code")).exists():
        raise Refused(None, _("The catalogue has a line of this code already."), field="code")
    check(words)
    place = CatalogueEntry.objects.aggregate(last=Max("sort"))["last"] or 0
    row = CatalogueEntry(code=code, cycle=cycle, sort=place + 1, entered_at=now, entered_by=by.user)
    put(row, words)
    row.save()
    record("disclosure.line.entered", row, actor=by, now=now, name=row.name, cycle=cycle)
    return row


@deed
def amend(entry: CatalogueEntry, *, by, now, words: LineWords) -> CatalogueEntry:
    """Write a line anew as long as it is not released. Who amends it becomes its writer."""
    CatalogueEntry.objects.hold()
    entry = for_update(entry)
    may(is_office(by))
    if entry.state != CatalogueEntry.State.DRAFT:
        raise Refused(None, _("A released line is changed with effect from a day."))
    check(words, entry)
    put(entry, words)
    entry.entered_at, entry.entered_by = now, by.user
    entry.save()
    record("disclosure.line.amended", entry, actor=by, now=now, name=entry.name)
    return entry


@deed
def release(entry: CatalogueEntry, *, by, now) -> CatalogueEntry:
    """Another of the office: from now on everybody reads the line, and units can owe it."""
    entry = for_update(entry)
    another(by, entry.entered_by_id)
    may(can_release_line(by, entry))
    entry.release()
    entry.released_at, entry.released_by = now, by.user
    entry.save()
    record("disclosure.line.released", entry, actor=by, now=now, name=entry.name)
    return entry


@deed
def propose(entry: CatalogueEntry, *, by, now, words: LineWords, valid_from: date, why: str) -> CatalogueEntry:
    """Write new words of a line with effect from a day; what is owed by then keeps its term."""
    CatalogueEntry.objects.hold()
    entry = for_update(entry)
    may(is_office(by))
    if entry.state != CatalogueEntry.State.IN_FORCE:
        raise Refused(None, _("Only a line in force is changed."))
    if entry.open_change is not None:
        raise Refused(None, _("A change of this line waits already; release it or give it up first."))
    if valid_from < timezone.localdate(now):
        raise Refused(None, _("The day lies in the past."), field="valid_from")
    check(words, entry)
    change = CatalogueChange(entry=entry, valid_from=valid_from, why=needed(why, "why"))
    change.drafted_at, change.drafted_by = now, by.user
    put(change, words)
    if not change.differences():
        raise Refused(None, _("Nothing was changed: these are the words in force."), field="name")
    as_actor(by)
    change.save()
    record("disclosure.line.change_written", entry, actor=by, now=now, change=change.pk, valid_from=valid_from)
    return entry


def waiting(entry: CatalogueEntry, *states) -> CatalogueChange:
    """The open change of this line, locked. Raises Refused where there is none in one of the states."""
    rows = CatalogueChange.objects.select_for_update(of=("self",)).filter(entry=entry, state__in=states)
    change = rows.first()
    if change is None:
        raise Refused(None, _("No change of this line waits here."))
    change.entry = entry
    return change


@deed
def release_change(entry: CatalogueEntry, *, by, now) -> CatalogueEntry:
    """Another of the office: the change takes effect on its day, or at once where that day has come."""
    entry = for_update(entry)
    change = waiting(entry, CatalogueChange.State.DRAFT)
    another(by, change.drafted_by_id)
    may(can_release_drawn(by, change))
    as_actor(by)
    change.release()
    change.valid_from = max(change.valid_from, timezone.localdate(now))
    change.released_at, change.released_by = now, by.user
    change.save()
    record("disclosure.line.change_released", entry, actor=by, now=now, change=change.pk, valid_from=change.valid_from)
    watching.take_effect(change.pk, timezone.localdate(now), now)
    return for_update(entry)


@deed
def drop_change(entry: CatalogueEntry, *, by, now, reason: str) -> CatalogueEntry:
    """A change that has not taken effect is given up."""
    entry = for_update(entry)
    may(is_office(by))
    give_up(waiting(entry, *CatalogueChange.OPEN), by=by, now=now, reason=needed(reason, "reason"))
    return entry


def give_up(change: CatalogueChange, *, by, now, reason: str):
    as_actor(by)
    change.drop()
    change.reason = reason
    change.save(update_fields=["state", "reason"])
    record("disclosure.line.change_dropped", change.entry, actor=by, now=now, change=change.pk, reason=reason)


@deed
def end(entry: CatalogueEntry, *, by, now, reason: str) -> CatalogueEntry:
    """Nobody owes this line any more. Pieces of the past stay owed by their day, what was published stays open."""
    entry = for_update(entry)
    may(is_office(by))
    reason, today = needed(reason, "reason"), timezone.localdate(now)
    watching.ask_line(entry, today, now)
    for duty in entry.duties.active().select_for_update().order_by("pk"):
        publishing.finish(duty, by=by, now=now, reason=reason)
    if change := entry.open_change:
        give_up(change, by=by, now=now, reason=reason)
    entry.end()
    entry.ended_on, entry.ended_by, entry.reason = today, by.user, reason
    entry.save()
    record("disclosure.line.ended", entry, actor=by, now=now, reason=reason)
    return entry


def words_of(row) -> LineWords:
    """What a line, or a change of it, says."""
    return LineWords(**{name: getattr(row, name) for name in WORDS})
