"""答疑、澄清和修改: what is made clear about the documents, and the deadline that may have to move for it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.words import chinese_date
from procurement.actions.common import Locked, enter, lock, publish, today
from procurement.actions.effects import moment
from procurement.flows import flow_of
from procurement.flows.base import SHORTENED, Capacity, Missing
from procurement.models import Clarification, Notice, Tender
from procurement.periods import period
from records.actions import WRONG_ORDER, deed, record
from records.deeds import needed
from records.refusal import Refused


@deed
def clarify(
    tender: Tender,
    *,
    by,
    now,
    text: str,
    question: str = "",
    changes_bids: bool = True,
    deadline: datetime | None = None,
) -> Clarification:
    """Make something clear to everybody at once; who asked is not named.

    What may change bids is owed 15 days before the deadline; later it needs a later `deadline` (招标投标法实施条例
    第二十一条). Raises Locked(RF-17) otherwise.
    """
    tender = lock(tender, now)
    enter(tender, [Capacity.AGENT, Capacity.TENDERER], by, now)
    before_deadline(tender, now)
    text, was = needed(text, "text"), tender.bids_due_at
    move_deadline(tender, deadline, now)
    if changes_bids:
        far_enough(tender, "clarification", tender.bids_due_at, now)
    facts = [("原截止时间", moment(was)), ("现截止时间", moment(tender.bids_due_at))] if deadline else []
    shown = f"问：{question.strip()}\n答：{text}" if question.strip() else text
    made = Clarification.objects.create(
        tender=tender,
        round=tender.round,
        question=question.strip(),
        text=text,
        changes_bids=changes_bids,
        issued_at=now,
        issued_by=by.user,
        deadline_was=was if deadline else None,
        deadline_is=deadline,
        notice=publish(tender, Notice.Kind.CORRECTION, shown, by=by, now=now, facts=facts),
    )
    record("procurement.tender.clarified", tender, actor=by, now=now, clarification=made.pk, deadline=deadline)
    return made


def before_deadline(tender: Tender, now):
    """Raise Refused outside of the time between the notice and the deadline."""
    published = tender.published_at is not None and tender.opened_at is None
    if not published or tender.state not in (Tender.State.RUNNING, Tender.State.SUSPENDED):
        raise Refused(WRONG_ORDER, _("Documents are made clear between the notice and the opening."))
    if now >= tender.bids_due_at and tender.state == Tender.State.RUNNING:
        raise Refused(WRONG_ORDER, _("The deadline has passed; the documents stay as they are."))


def move_deadline(tender: Tender, deadline: datetime | None, now):
    """A deadline only moves to a later moment."""
    if deadline is None:
        return
    if deadline <= tender.bids_due_at or deadline <= now:
        raise Refused(None, _("The deadline can only be moved to a later moment."), field="deadline")
    tender.bids_due_at = deadline
    tender.save(update_fields=["bids_due_at"])


def far_enough(tender: Tender, code: str, deadline: datetime, now):
    """Raise Locked where less than the days of this period are left for those who prepare."""
    found = period(flow_of(tender).regime, code)
    if found is None:
        return
    earliest, due = found.end(today(now)), timezone.localdate(deadline)
    if due >= earliest:
        return
    words = _("Less than %(days)s days before the deadline: move the deadline to %(day)s or later (%(law)s).")
    about = {"days": found.amount, "day": chinese_date(earliest), "law": found.law}
    raise Locked(SHORTENED, [Missing(words % about, "deadline", SHORTENED)])
