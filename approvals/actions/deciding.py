"""What the unit does with an accepted case: review, decide, deliver; pause and extend its clock."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from approvals import letters, letters_licence
from approvals.actions import licences
from approvals.actions.branches import approve_request, end_asking
from approvals.actions.clocks import end_the_rest, open_pauses, restart_clocks, stop_clocks
from approvals.actions.common import check_duty, letter, lock, owe, settle
from approvals.actions.hearings import check_hearing, check_not_chair
from approvals.actions.site_checks import check_site, check_site_passed
from approvals.branches import refuse_while_asked
from approvals.flow import (
    APPROVE,
    DELIVERY,
    DELIVERY_DAYS,
    EXTENSION_DAYS,
    HEARING,
    JOINT_EXTENSION_DAYS,
    PAUSES,
    SAME_PERSON,
    STEP,
)
from approvals.models import Case, Result
from approvals.permissions import may_follow
from deadlines import actions as deadlines
from records.actions import WRONG_ORDER, deed, record
from records.models import Document
from records.refusal import Refused


def refuse_while_paused(case: Case):
    """A special procedure is open: its result is missing, so the course does not go on."""
    if case.clock.paused_on:
        raise Refused(WRONG_ORDER, _("A special procedure is still open; record its result first."))


@deed
def review(case: Case, *, by, now, opinion: str) -> Case:
    """The reviewer's opinion; the case passes on to the decision."""
    case = lock(case, by, now)
    check_duty(by, "review", case)
    case.review()
    refuse_while_paused(case)
    refuse_while_asked(case)
    check_not_chair(case, by)
    check_site(case)
    if not opinion.strip():
        raise Refused(None, _("Write your opinion: the approver decides on it."), field="opinion")
    settle(case, now)
    if case.approve_days is not None:
        owe(case, STEP + APPROVE, case.approve_days, now=now)
    case.reviewer, case.review_opinion = by.user, opinion.strip()
    case.save(update_fields=["state", "reviewer", "review_opinion", "step_clock"])
    record("approvals.case.reviewed", case, actor=by, now=now)
    return case


@deed
def decide(case: Case, *, by, now, result: str, reason: str = "") -> Case:
    """Grant or deny; never by the person who reviewed (分权, seed S3-11). A denial gives its reasons."""
    case = lock(case, by, now)
    check_duty(by, "decide", case)
    case.decide()
    refuse_while_paused(case)
    refuse_while_asked(case)
    if case.reviewer_id == by.user.pk:
        raise Refused(SAME_PERSON, _("You reviewed this case; somebody else must decide it."))
    check_hearing(case, by, now)
    check_site_passed(case, result)
    case.approver = by.user
    return close_with(case, by=by, now=now, result=result, reason=reason)


@deed
def decide_at_once(case: Case, *, by, now, result: str = Result.GRANTED, reason: str = "") -> Case:
    """An immediate item is decided at the window by the clerk who accepted it (行政许可法 第三十四条)."""
    case = lock(case, by, now)
    check_duty(by, "decide_at_once", case)
    case.decide_at_once()
    refuse_while_asked(case)
    check_site(case)
    return close_with(case, by=by, now=now, result=result, reason=reason)


def close_with(case: Case, *, by, now, result: str, reason: str) -> Case:
    """Write down the decision, meet the promise, issue the document."""
    if result not in Result.values:
        raise Refused(None, _("Choose whether to grant or to deny."), field="result")
    if result == Result.DENIED and not reason.strip():
        raise Refused(None, _("A refusal must give its reasons."), field="reason")
    case.result, case.reason, case.decided_at = result, reason.strip(), now
    settle(case, now)
    deadlines.meet(case.clock, now)
    end_asking(case, now)
    if case.renews_id or case.item.needs_site_check or case.is_deemed:
        end_the_rest(case, now)
    owe(case, DELIVERY, DELIVERY_DAYS, now=now, responsible=case.clerk)
    case.save(update_fields=["state", "result", "reason", "decided_at", "approver", "step_clock"])
    letter(Document.Kind(result), case, letters.decision(case), by=by, now=now)
    if licences.results_in_licence(case):
        licences.issue(case, by=by, now=now)
    record("approvals.case.decided", case, actor=by, now=now, result=result, used_days=case.clock.used_days)
    return case


@deed
def deliver(
    case: Case, *, by, now, how: str = letters_licence.WINDOW, receiver: str = "", post_number: str = ""
) -> Case:
    """The result has been handed over at the window, by post or electronically; the case is closed.

    `receiver` is who took it, by default the applicant. The certificate of delivery (送达回证) says all of it.
    """
    case = lock(case, by, now)
    check_duty(by, "deliver", case)
    case.deliver()
    check_delivery(case, how, post_number)
    receiver = receiver.strip() or case.applicant_name
    case.closed_at = now
    settle(case, now)
    case.save(update_fields=["state", "closed_at", "step_clock"])
    body = letters_licence.delivery(case, how, receiver, post_number.strip(), now)
    letter(Document.Kind.DELIVERY, case, body, by=by, now=now)
    record("approvals.case.delivered", case, actor=by, now=now, how=how)
    return case


def check_delivery(case: Case, how: str, post_number: str):
    """By post there is a number; electronically the applicant needs an account to find the document in."""
    if how not in letters_licence.WAYS:
        raise Refused(None, _("Choose how the result was handed over."), field="how")
    if how == letters_licence.POST and not post_number.strip():
        raise Refused(None, _("Write down the number of the postal item."), field="post_number")
    if how == letters_licence.ELECTRONIC and case.applicant_id is None:
        words = _("The applicant has no account here; hand the result over at the window or by post.")
        raise Refused(None, words, field="how")


def check_clock_deed(case: Case, by, name: str):
    """Pausing, resuming and extending are no transitions; the same order is asked for all the same."""
    check_duty(by, name, case)
    if not may_follow(case, name):
        raise Refused(WRONG_ORDER, _("The clock of this case cannot be changed like this now."))


def is_heard(case: Case) -> bool:
    """Is the hearing open by the applicant's right? Then it ends when it is held, not by a mere result."""
    hearing = getattr(case, "hearing", None)
    return hearing is not None and hearing.state in hearing.RUNNING


@deed
def pause(case: Case, *, by, now, kind: str, ground: str, told_days: int) -> Case:
    """Open one of the eight special procedures; the time needed is told in writing (行政许可法 第四十五条)."""
    case = lock(case, by, now)
    check_clock_deed(case, by, "pause")
    if kind not in PAUSES:
        raise Refused(None, _("Only the eight procedures of the law stop the clock."), field="kind")
    if not ground.strip() or told_days < 1:
        raise Refused(None, _("Give the ground and the working days needed: the applicant is told."), field="ground")
    stop_clocks(case, kind=kind, ground=ground.strip(), told_days=told_days, now=now)
    body = letters.procedure(case, str(PAUSES[kind]), ground.strip(), told_days)
    letter(Document.Kind.PROCEDURE, case, body, by=by, now=now)
    record("approvals.case.paused", case, actor=by, now=now, kind=kind, told_days=told_days)
    return case


@deed
def resume(case: Case, *, by, now) -> Case:
    """The special procedure has brought its result; the clock counts on from tomorrow."""
    case = lock(case, by, now)
    check_clock_deed(case, by, "resume")
    kind = next(kind for kind in open_pauses(case) if kind != HEARING or not is_heard(case))
    restart_clocks(case, kind=kind, now=now)
    record("approvals.case.resumed", case, actor=by, now=now, kind=kind, due_on=case.clock.due_on)
    return case


@deed
def extend(case: Case, *, by, now, reason: str, days: int | None = None) -> Case:
    """One extension with the reason told: ten working days by the head, fifteen by the government in a joint case
    (行政许可法 第四十二条). `days` may ask for less.
    """
    case = lock(case, by, now)
    check_clock_deed(case, by, "extend")
    most = JOINT_EXTENSION_DAYS if case.item.is_joint else EXTENSION_DAYS
    days = most if days is None else days
    if not 1 <= days <= most:
        raise Refused(None, _("The law allows at most %(days)s working days.") % {"days": most}, field="days")
    try:
        deadlines.extend(case.clock, days=days, approver=by.user, reason=reason, now=now)
    except ValidationError as error:
        raise Refused(None, " ".join(error.messages), field="reason") from error
    approve_request(case, by=by, now=now)
    letter(Document.Kind.EXTENSION, case, letters.extension(case, days, reason.strip()), by=by, now=now)
    record("approvals.case.extended", case, actor=by, now=now, days=days)
    return case
