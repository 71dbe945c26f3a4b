"""Joint handling (并联审批): the asked unit's reviewer proposes an opinion, another person signs it or sends it back.

The last agreement joins the branches; one signed disagreement closes the case. A longer term is asked for by the head
of the unit that leads and granted by the government of this level (行政许可法 第四十二条第二款) with `extend`.
"""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import letters
from approvals.actions.common import check_duty, lock, owe
from approvals.actions.deciding import close_with, refuse_while_paused
from approvals.actions.hearings import check_hearing
from approvals.branches import own_branch, waiting
from approvals.flow import JOINT_EXTENSION_DAYS, REVIEW, SAME_PERSON, STEP
from approvals.models import Branch, Case, ExtensionRequest, Result
from approvals.permissions import can_do, may_follow
from deadlines import actions as deadlines
from records.actions import WRONG_ORDER, deed, record
from records.refusal import Refused


def asked_branch(case: Case, by, name: str) -> Branch:
    """The branch of the actor's unit; raises PermissionDenied where the unit was not asked or the post is another."""
    if not can_do(by, name, case):
        raise PermissionDenied(_("This opinion is not the duty of your post in this unit."))
    return own_branch(by, case, name)


@deed
def propose_opinion(case: Case, *, by, now, agrees: bool, opinion: str = "") -> Case:
    """The reviewer of the asked unit writes its opinion; a disagreement gives its reasons."""
    case = lock(case, by, now)
    branch = asked_branch(case, by, "propose_opinion")
    branch.propose()
    if not agrees and not opinion.strip():
        raise Refused(None, _("A disagreement must give its reasons: they stand in the decision."), field="opinion")
    branch.agrees, branch.opinion, branch.proposed_by = agrees, opinion.strip(), by.user
    branch.save(update_fields=["state", "agrees", "opinion", "proposed_by"])
    record("approvals.case.opinion_proposed", case, actor=by, now=now, part=branch.part.code, agrees=agrees)
    return case


@deed
def return_opinion(case: Case, *, by, now, reason: str) -> Case:
    """The approver of the asked unit does not sign: the reviewer writes it again; the days go on."""
    case = lock(case, by, now)
    branch = asked_branch(case, by, "return_opinion")
    branch.send_back()
    if not reason.strip():
        raise Refused(None, _("Say what has to be changed."), field="reason")
    branch.save(update_fields=["state"])
    about = {"part": branch.part.code, "reason": reason.strip()}
    record("approvals.case.opinion_returned", case, actor=by, now=now, **about)
    return case


@deed
def sign_opinion(case: Case, *, by, now) -> Case:
    """The opinion becomes that of the unit; never signed by its author (分权, seed S3-11)."""
    case = lock(case, by, now)
    branch = asked_branch(case, by, "sign_opinion")
    if branch.agrees:
        branch.agree()
    else:
        branch.disagree()
    refuse_while_paused(case)
    if branch.proposed_by_id == by.user.pk:
        raise Refused(SAME_PERSON, _("You wrote this opinion; somebody else must sign it."))
    branch.signed_by, branch.closed_at = by.user, now
    branch.save(update_fields=["state", "signed_by", "closed_at"])
    deadlines.meet(branch.clock, now)
    about = {"part": branch.part.code, "unit": branch.organisation.short_name, "agrees": branch.agrees}
    record("approvals.case.opinion_signed", case, actor=by, now=now, **about, used_days=branch.clock.used_days)
    if not branch.agrees:
        return close_by(branch, case, by=by, now=now)
    return case if waiting(case) else join(case, by=by, now=now)


def close_by(branch: Branch, case: Case, *, by, now) -> Case:
    """One unit refuses: the case is denied with its reasons; the lead hands the decision over."""
    case.close_by_branch()
    check_hearing(case, by, now)
    return close_with(case, by=by, now=now, result=Result.DENIED, reason=letters.disagreement(branch))


def join(case: Case, *, by, now) -> Case:
    """Everybody has agreed: from tomorrow on the days of the lead's review count."""
    if case.review_days is not None:
        owe(case, STEP + REVIEW, case.review_days, now=now)
        case.save(update_fields=["step_clock"])
    record("approvals.case.joined", case, actor=by, now=now)
    return case


@deed
def request_extension(case: Case, *, by, now, reason: str, days: int = JOINT_EXTENSION_DAYS) -> Case:
    """The head of the leading unit asks the government for up to fifteen working days more."""
    case = lock(case, by, now)
    check_duty(by, "request_extension", case)
    if not may_follow(case, "request_extension"):
        raise Refused(WRONG_ORDER, _("A longer term cannot be asked for in this case now."))
    if case.clock.statutory_on and timezone.localdate(now) > case.clock.statutory_on:
        raise Refused(None, _("The limit has already expired; it can no longer be extended."), field="days")
    if not reason.strip():
        raise Refused(None, _("Give the reasons: the applicant is told."), field="reason")
    if not 1 <= days <= JOINT_EXTENSION_DAYS:
        words = _("The law allows at most %(days)s working days.")
        raise Refused(None, words % {"days": JOINT_EXTENSION_DAYS}, field="days")
    about = {"days": days, "reason": reason.strip(), "asked_by": by.user, "asked_at": now}
    ExtensionRequest.objects.create(case=case, **about)
    record("approvals.case.extension_requested", case, actor=by, now=now, days=days)
    return case


@deed
def refuse_extension(case: Case, *, by, now, reason: str) -> Case:
    """The government does not grant the longer term; the old one stays."""
    case = lock(case, by, now)
    check_duty(by, "refuse_extension", case)
    request = case.extension_requests.filter(state=ExtensionRequest.State.OPEN).first()
    if request is None:
        raise Refused(WRONG_ORDER, _("No request waits for an answer."))
    if not reason.strip():
        raise Refused(None, _("A refusal must give its reasons."), field="reason")
    request.refuse()
    request.answer, request.answered_by, request.answered_at = reason.strip(), by.user, now
    request.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    record("approvals.case.extension_refused", case, actor=by, now=now)
    return case
