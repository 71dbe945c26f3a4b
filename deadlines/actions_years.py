"""A new official year in two steps: one person uploads the notice, another sees what moves and switches it on."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from deadlines import calendar as calendars
from deadlines.models import YearDraft
from deadlines.permissions import can_propose_year, can_switch_on
from deadlines.years import Move, Notice, import_year
from records.actions import EntryDraft, deed, record, record_many
from records.deeds import for_update
from records.refusal import Refused


def notice_of(draft: YearDraft) -> Notice:
    days = [(date.fromisoformat(day), working, name) for day, working, name in draft.days]
    return Notice(draft.year, draft.source, draft.status, days)


@deed(makes=True)
def propose_year(notice: Notice, *, by, now) -> YearDraft:
    """Keep the notice; nothing counts differently yet."""
    if not can_propose_year(by):
        raise PermissionDenied(_("Official years are uploaded by the system administrator."))
    if YearDraft.objects.filter(year=notice.year, state=YearDraft.State.PROPOSED).exists():
        raise Refused(None, _("A notice of this year waits for a second person already."), field="file")
    draft = YearDraft.objects.create(
        year=notice.year,
        source=notice.source,
        status=notice.status,
        days=[[day.isoformat(), working, name] for day, working, name in notice.days],
        proposed_by=by.user,
        proposed_at=now,
    )
    record("deadlines.year.proposed", draft, actor=by, now=now, year=draft.year, source=draft.source, days=draft.days)
    return draft


@deed
def switch_on_year(draft: YearDraft, *, by, now) -> YearDraft:
    """The second person switches the year on: every running clock that it moves is planned again, with an entry."""
    draft = for_update(draft)
    if not can_switch_on(by, draft):
        raise PermissionDenied(_("A calendar is switched on by somebody other than who uploaded it."))
    draft.switch_on()
    moved = import_year(notice_of(draft))
    draft.decided_by, draft.decided_at, draft.moved = by.user, now, len(moved)
    draft.save(update_fields=["state", "decided_by", "decided_at", "moved"])
    record("deadlines.year.switched_on", draft, actor=by, now=now, year=draft.year, moved=len(moved))
    record_many(moved_entry(move, draft, by, now) for move in moved)
    transaction.on_commit(lambda: calendars.refresh(force=True))
    return draft


def moved_entry(move: Move, draft: YearDraft, by, now) -> EntryDraft:
    """A promise that moved says so in the record."""
    detail = {"before": move.before, "after": move.after, "draft": draft.pk}
    return EntryDraft("deadlines.clock.moved", move.deadline, by, now, detail)


@deed
def drop_year(draft: YearDraft, *, by, now, reason: str) -> YearDraft:
    """The notice was wrong: it is given up with a reason, by its author or by the second person."""
    draft = for_update(draft)
    if not (can_propose_year(by) or can_switch_on(by, draft)):
        raise PermissionDenied(_("Official years are uploaded by the system administrator."))
    draft.drop()
    draft.decided_by, draft.decided_at, draft.reason = by.user, now, reason.strip()
    draft.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record("deadlines.year.dropped", draft, actor=by, now=now, reason=draft.reason)
    return draft
