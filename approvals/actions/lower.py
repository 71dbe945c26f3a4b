"""First review below (village → town → county): accepted in the town, reviewed there first, sent up in time."""

from django.utils.translation import gettext as _

from approvals import letters
from approvals.actions.applying import missing_documents
from approvals.actions.common import check_duty, check_place, letter, lock, next_round, owe, settle
from approvals.flow import FIRST_REVIEW, FIRST_REVIEW_DAYS, MISSING_DOCUMENT, NOTICE, NOTICE_DAYS, STEP
from approvals.models import Case
from records.actions import deed, record
from records.models import Document
from records.refusal import Refused


@deed
def forward(case: Case, *, by, now) -> Case:
    """The village has taken the papers in and passes them on to its town, which owes the answer from now on.

    The five days go on from the day of receipt; a card for being late falls on whoever has the papers then.
    """
    case = lock(case, by, now)
    check_duty(by, "forward", case)
    case.forward()
    check_place(case, "forward")
    town = case.organisation.parent
    case.organisation = town
    if case.step_clock is not None and case.step_clock.is_running:
        case.step_clock.organisation = town
        case.step_clock.save(update_fields=["organisation"])
    case.save(update_fields=["state", "organisation"])
    record("approvals.case.forwarded", case, actor=by, now=now, to=town.code)
    return case


@deed
def accept_below(case: Case, *, by, now) -> Case:
    """The town accepts; it has twenty working days for its review (行政许可法 第四十三条)."""
    case = lock(case, by, now)
    check_duty(by, "accept_below", case)
    case.accept_below()
    check_place(case, "accept_below")
    have = set(case.materials.values_list("document_id", flat=True))
    if lacking := missing_documents(case.item, have):
        names = "、".join(document.name for document in lacking)
        message = _("Mandatory documents are missing: %(names)s. Ask for them with the one-time notice.")
        raise Refused(MISSING_DOCUMENT, message % {"names": names})
    settle(case, now)
    owe(case, STEP + FIRST_REVIEW, FIRST_REVIEW_DAYS, now=now, responsible=by.user)
    case.clerk = by.user
    case.save(update_fields=["state", "step_clock", "clerk"])
    letter(Document.Kind.ACCEPTANCE, case, letters.received_below(case), by=by, now=now)
    record("approvals.case.accepted_below", case, actor=by, now=now, send_up_by=case.step_clock.due_on)
    return case


@deed
def send_up(case: Case, *, by, now, opinion: str) -> Case:
    """The first review is done: opinion and complete papers go straight to the unit that decides."""
    case = lock(case, by, now)
    check_duty(by, "send_up", case)
    case.send_up()
    if not opinion.strip():
        raise Refused(None, _("Write your opinion: the unit above decides on it."), field="opinion")
    settle(case, now)
    case.organisation = case.item.organisation
    owe(case, NOTICE, NOTICE_DAYS, now=now, round=next_round(case, NOTICE))
    case.save(update_fields=["state", "organisation", "step_clock"])
    record("approvals.case.sent_up", case, actor=by, now=now, opinion=opinion.strip())
    return case
