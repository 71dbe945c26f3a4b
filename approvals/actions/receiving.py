"""What the window does with an application: accept it, ask once for everything missing, or refuse it."""

from django.utils.translation import gettext as _

from approvals import letters, renewals
from approvals.actions.applying import missing_documents
from approvals.actions.branches import ask_units
from approvals.actions.common import check_duty, check_place, letter, lock, note_unlisted, settle, within
from approvals.flow import MISSING_DOCUMENT, PROMISE, REVIEW, SITE_CHECK, SITE_CHECK_DAYS, STEP, TOLD_TWICE
from approvals.models import Case, Correction
from approvals.permissions import stays_in_village
from approvals.places import is_below, was_sent_up
from deadlines import actions as deadlines
from deadlines.models import Deadline
from records.actions import WRONG_ORDER, deed, record
from records.models import Document
from records.refusal import Refused


@deed
def accept(case: Case, *, by, now) -> Case:
    """Accept the application: from tomorrow on the promise counts (行政许可法 第三十二条第五项、第四十二条).

    Raises Refused(V03) when a mandatory document is missing.
    """
    case = lock(case, by, now)
    check_duty(by, "accept", case)
    case.accept()
    if is_below(case):
        raise Refused(WRONG_ORDER, _("The first review below comes before; the unit that decides accepts after it."))
    have = set(case.materials.values_list("document_id", flat=True))
    if lacking := missing_documents(case.item, have):
        names = "、".join(document.name for document in lacking)
        message = _("Mandatory documents are missing: %(names)s. Ask for them with the one-time notice.")
        raise Refused(MISSING_DOCUMENT, message % {"names": names})
    settle(case, now)
    start_clocks(case, responsible=by.user, now=now)
    case.clerk, case.accepted_at = by.user, now
    case.save(update_fields=["state", "clerk", "accepted_at", "clock", "step_clock"])
    letter(Document.Kind.ACCEPTANCE, case, letters.acceptance(case), by=by, now=now)
    record("approvals.case.accepted", case, actor=by, now=now, due_on=case.clock.due_on)
    note_unlisted(case, case.item, "approvals.accept", by=by, now=now)
    ask_units(case, by=by, now=now)
    return case


def start_clocks(case: Case, *, responsible, now):
    """The clock of the promise, and that of the first step where the item limits it.

    In a joint case the units that are asked come first: the review begins when all of them have agreed.
    """
    about = {"organisation": case.organisation_id, "responsible": responsible, "now": now}
    clocks = [deadlines.build(case, PROMISE, limits=case.item.limits, **about)]
    review = None if case.item.is_joint else within(case.review_days)
    if review:
        clocks.append(deadlines.build(case, STEP + REVIEW, limits=review, **about))
    Deadline.objects.bulk_create([*clocks, *clocks_beside(case, **about)])
    case.clock, case.step_clock, *_rest = [*clocks, None]


def clocks_beside(case: Case, **about) -> list[Deadline]:
    """The clocks that run beside the steps: two people sent to the place, the end of the licence to be renewed."""
    beside = []
    if case.item.needs_site_check:
        beside.append(deadlines.build(case, STEP + SITE_CHECK, limits=within(SITE_CHECK_DAYS), **about))
    if case.renews_id and (clock := renewals.clock(case, responsible=about["responsible"])):
        beside.append(clock)
    return beside


@deed
def request_correction(case: Case, *, by, now, missing, message: str) -> Correction:
    """Tell the applicant once, in writing, everything that is missing (行政许可法 第三十二条第四项).

    Raises Refused(V02) the second time: what was not named at once can no longer be asked for.
    """
    case = lock(case, by, now)
    check_duty(by, "request_correction", case)
    case.request_correction()
    if case.corrections.exists():
        words = _("Everything had to be named in the first notice. Now accept the application or refuse it.")
        raise Refused(TOLD_TWICE, words)
    missing = list(missing)
    refuse_outside_turn(case, missing)
    if not missing and not message.strip():
        raise Refused(None, _("Name at least one document or say what has to be corrected."), field="message")
    correction = Correction.objects.create(case=case, message=message.strip(), requested_at=now)
    correction.missing.set(missing)
    settle(case, now)
    case.save(update_fields=["state", "step_clock"])
    letter(Document.Kind.CORRECTION, case, letters.correction(case, missing, message.strip()), by=by, now=now)
    codes = [document.code for document in missing]
    record("approvals.case.correction_requested", case, actor=by, now=now, missing=codes)
    return correction


def refuse_outside_turn(case: Case, missing):
    """The village only forwards, and nobody above asks again for what came from below (行政许可法 第三十五条)."""
    if stays_in_village(case):
        check_place(case, "request_correction")
    have = set(case.materials.values_list("document_id", flat=True)) if was_sent_up(case) else set()
    if have and (not missing or have & {document.pk for document in missing}):
        words = _("These papers came up with the case; the applicant need not hand them in again.")
        raise Refused(WRONG_ORDER, words, field="missing")


@deed
def refuse(case: Case, *, by, now, reason: str) -> Case:
    """Do not accept the application; in writing, with reasons and remedies (行政许可法 第三十八条)."""
    case = lock(case, by, now)
    check_duty(by, "refuse", case)
    case.refuse()
    check_place(case, "refuse")
    if not reason.strip():
        raise Refused(None, _("A refusal must give its reasons."), field="reason")
    settle(case, now)
    case.reason, case.clerk, case.closed_at = reason.strip(), by.user, now
    case.save(update_fields=["state", "reason", "clerk", "closed_at", "step_clock"])
    letter(Document.Kind.REFUSAL, case, letters.refusal(case, case.reason), by=by, now=now)
    record("approvals.case.refused", case, actor=by, now=now, reason=case.reason)
    return case
