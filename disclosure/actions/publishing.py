"""What is owed to the public: duties, each owed piece with its clock, written by one and released by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from deadlines import calendar as calendars
from disclosure import clocks, periods
from disclosure.models import CatalogueEntry, Publication, PublicationDuty
from disclosure.permissions import can_release, can_withdraw, is_office, writes_for
from records import attachments
from records.actions import as_actor, deed, record
from records.deeds import another, for_update, may, needed
from records.refusal import Faulty, Refused, RowFault

AGAIN = 5  # working days to publish anew what was taken back
PORTAL = ("/", "//")  # a link is a page of this portal: it begins with one bar, never with two


@dataclass(frozen=True)
class Piece:
    """What is published: text, or a page of the portal that shows it, or both."""

    title: str
    body: str = ""
    link: str = ""
    files: tuple = ()


@dataclass(frozen=True)
class Owing:
    """A duty as it is entered: this unit owes this line of the catalogue since a day."""

    entry: CatalogueEntry
    organisation: Organisation
    begun_on: date


def locked(row: Publication) -> Publication:
    return for_update(row, "duty__entry", "duty__organisation__parent")


@deed(makes=True)
def impose(organisation: Organisation, *, by, now, entry: CatalogueEntry, begun_on: date) -> PublicationDuty:
    """The openness office says that a unit owes this. What is owed already is asked for at once."""
    may(is_office(by) and organisation.path.startswith(by.watched_path))
    return make(Owing(entry, organisation, begun_on), by=by, now=now)


@deed
def impose_all(rows: Sequence[tuple[int, dict]], *, by, now) -> int:
    """A list of duties, all or none. Raises Faulty for those that stand already."""
    may(is_office(by))
    CatalogueEntry.objects.hold()
    duties = [(number, Owing(**row)) for number, row in rows]
    if faults := twice(duties):
        raise Faulty(faults)
    for _number, owing in duties:
        may(owing.organisation.path.startswith(by.watched_path))
        make(owing, by=by, now=now)
    return len(rows)


def twice(duties: Sequence[tuple[int, Owing]]) -> list[RowFault]:
    """Rows that say what an earlier row said, or what stands already."""
    seen, faults = {}, []
    for number, owing in duties:
        key = (owing.organisation.pk, owing.entry.pk)
        if key in seen:
            words = _("Row %(row)s says the same; delete one of them.") % {"row": seen[key]}
            faults.append(RowFault(number, "entry", words))
        elif stands(*key):
            told = {"unit": owing.organisation.short_name, "entry": owing.entry.name}
            faults.append(RowFault(number, "entry", _("%(unit)s owes “%(entry)s” already; delete the row.") % told))
        seen.setdefault(key, number)
    return faults


def make(owing: Owing, *, by, now) -> PublicationDuty:
    """Save a duty, and what it owes at once. Raises Refused."""
    if for_update(owing.entry).state != CatalogueEntry.State.IN_FORCE:
        raise Refused(None, _("This line of the catalogue is not in force; choose another one."), field="entry")
    begin = periods.begin_of(owing.entry.cycle, owing.begun_on)
    about = {"entry": owing.entry, "organisation": owing.organisation, "begun_on": owing.begun_on}
    if stands(owing.organisation.pk, owing.entry.pk):
        words = _("%(unit)s owes “%(entry)s” already.")
        told = {"unit": owing.organisation.short_name, "entry": owing.entry.name}
        raise Refused(None, words % told, field="entry")
    is_periodic = owing.entry.cycle in periods.MONTHS
    asked = begin if is_periodic else None
    duty = PublicationDuty.objects.create(**about, asked_until=asked, entered_at=now, entered_by=by.user)
    record("disclosure.duty.imposed", duty, actor=by, now=now, entry=owing.entry.code, begun_on=owing.begun_on)
    if owing.entry.cycle == periods.Cycle.ONCE:
        owe(duty, owing.begun_on, by=by, now=now)
    return duty


def stands(organisation_id: int, entry_id: int) -> bool:
    """Does this unit owe this line of the catalogue already?"""
    return PublicationDuty.objects.active().filter(entry=entry_id, organisation=organisation_id).exists()


@deed
def release_from(duty: PublicationDuty, *, by, now, reason: str) -> PublicationDuty:
    """The unit does not owe this any more; what it owes of the past it still owes."""
    duty = for_update(duty)
    may(is_office(by) and duty.organisation.path.startswith(by.watched_path))
    if duty.ended_on is not None:
        raise Refused(None, _("This duty has ended already."))
    return finish(duty, by=by, now=now, reason=needed(reason, "reason"))


def finish(duty: PublicationDuty, *, by, now, reason: str) -> PublicationDuty:
    """The duty ends today; a locked row."""
    duty.ended_on = max(duty.begun_on, timezone.localdate(now))
    duty.save(update_fields=["ended_on"])
    record("disclosure.duty.ended", duty, actor=by, now=now, reason=reason)
    return duty


def owe(duty: PublicationDuty, begin: date, *, by, now, event: str = "") -> Publication:
    """Ask for one piece: it exists and its clock runs. The same one twice is one."""
    due = periods.due_on(duty.entry, begin, calendars.calendar())
    row, is_new = Publication.objects.get_or_create(
        duty=duty, period=begin, event=event, defaults={"due_on": due, "owed_at": now}
    )
    if is_new:
        clocks.start_until(row, clocks.PUBLISH, due, now=now)
        record("disclosure.publication.owed", row, actor=by, now=now, period=begin, due_on=due)
    return row


@deed(makes=True)
def note_event(duty: PublicationDuty, *, by, now, on: date, event: str) -> Publication:
    """Something happened that has to be published within its days: a budget approved, a document signed …"""
    duty = for_update(duty, "entry", "organisation__parent")
    may(writes_for(by, duty.organisation))
    if duty.entry.cycle != periods.Cycle.EVENT or duty.ended_on is not None:
        raise Refused(None, _("This duty is not one after events, or it has ended."))
    if on > timezone.localdate(now):
        raise Refused(None, _("An event lies in the past or is of today."), field="on")
    return owe(duty, on, by=by, now=now, event=needed(event, "event"))


@deed
def write(row: Publication, *, by, now, piece: Piece) -> Publication:
    """Write what is owed; a second person releases it."""
    row = locked(row)
    may(writes_for(by, row.organisation))
    check(piece)
    as_actor(by)
    row.write()
    row.title, row.body, row.link = piece.title.strip(), piece.body.strip(), piece.link.strip()
    row.drafted_at, row.drafted_by, row.reason = now, by.user, ""
    row.published_at = row.published_on = row.published_by = None
    row.save()
    attachments.bind(piece.files, row, by=by, now=now)
    record("disclosure.publication.written", row, actor=by, now=now, title=row.title)
    return row


def check(piece: Piece):
    """Raises Refused that names the field."""
    needed(piece.title, "title")
    if not piece.body.strip() and not piece.link.strip():
        raise Refused(None, _("Give the text, or the page of the portal that shows it."), field="body")
    check_link(piece.link, "link")


def check_link(link: str, field: str):
    """Raises Refused unless it is a page of this portal, or nothing."""
    link, (one, two) = link.strip(), PORTAL
    if link and (not link.startswith(one) or link.startswith(two) or "\\" in link):
        raise Refused(None, _("Give a page of this portal, beginning with “/”, such as /results/."), field=field)


@deed
def send_back(row: Publication, *, by, now, reason: str) -> Publication:
    """Not released: written anew, while the clock goes on."""
    row = locked(row)
    may(can_release(by, row))
    as_actor(by)
    row.send_back()
    row.reason = needed(reason, "reason")
    row.save(update_fields=["state", "reason"])
    record("disclosure.publication.returned", row, actor=by, now=now, reason=row.reason)
    return row


@deed
def publish(row: Publication, *, by, now) -> Publication:
    """Released by another person: everybody reads it, and the clock is met."""
    row = locked(row)
    another(by, row.drafted_by_id)
    may(can_release(by, row))
    as_actor(by)
    row.publish()
    row.published_at, row.published_by, row.published_on = now, by.user, timezone.localdate(now)
    row.save()
    clocks.meet(row, clocks.PUBLISH, now)
    PublicationDuty.objects.filter(pk=row.duty_id).update(last_on=row.published_on)
    record("disclosure.publication.published", row, actor=by, now=now, title=row.title)
    return row


@deed
def take_back(row: Publication, *, by, now, reason: str) -> Publication:
    """A mistake is taken from view; the piece is owed again within five working days."""
    row = locked(row)
    may(can_withdraw(by, row))
    as_actor(by)
    row.take_back()
    row.reason = needed(reason, "reason")
    row.due_on = calendars.calendar().add(timezone.localdate(now), AGAIN)
    row.save(update_fields=["state", "reason", "due_on"])
    clocks.start_until(row, clocks.PUBLISH, row.due_on, now=now)
    record("disclosure.publication.taken_back", row, actor=by, now=now, reason=row.reason)
    return row
