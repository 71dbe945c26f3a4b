"""What the deeds of the lead do to the units that are asked: ask them all, release them, end the asking."""

from approvals import letters
from approvals.actions.common import within
from approvals.flow import BRANCH, STEP
from approvals.models import Branch, Case, ExtensionRequest
from deadlines import actions as deadlines
from records.actions import issue_document, record
from records.models import Document


def ask_units(case: Case, *, by, now):
    """Every unit of a joint item gets a copy notice (抄告单) and a clock of its own; nothing for other items.

    The days of a unit count from the notice, also where the law deems the case accepted earlier. The review of the
    lead has no clock yet: it begins when the last unit has agreed.
    """
    if not case.item.is_joint:
        return
    parts = list(case.item.branches.select_related("organisation").order_by("sort", "pk"))
    for part in parts:
        name, unit = STEP + BRANCH + part.code, part.organisation
        clock = deadlines.start(case, name, organisation=unit, limits=within(part.days), now=now)
        Branch.objects.create(case=case, part=part, organisation=unit, opened_at=now, clock=clock)
        issue_document(
            Document.Kind.COPY_NOTICE,
            case,
            actor=by,
            now=now,
            organisation=case.organisation,
            body=letters.copy_notice(case, part, clock),
            addressee=unit.name,
        )
    units = [part.organisation.short_name for part in parts]
    record("approvals.case.asked", case, actor=by, now=now, units=units)


def end_asking(case: Case, now):
    """The case is closed: opinions still outstanding are not needed any more, nor is a longer term."""
    if not case.item.is_joint:
        return
    for branch in case.branches.filter(state__in=Branch.WAITING).select_related("clock"):
        branch.close()
        branch.closed_at = now
        branch.save(update_fields=["state", "closed_at"])
        if branch.clock.is_running:
            deadlines.cancel(branch.clock, now)
    for request in case.extension_requests.filter(state=ExtensionRequest.State.OPEN):
        request.lapse()
        request.save(update_fields=["state"])


def approve_request(case: Case, *, by, now):
    """The government has granted a longer term: the request for it, if there was one, is answered."""
    if not case.item.is_joint:
        return
    for request in case.extension_requests.filter(state=ExtensionRequest.State.OPEN):
        request.approve()
        request.answered_by, request.answered_at = by.user, now
        request.save(update_fields=["state", "answered_by", "answered_at"])


def branch_clocks(case: Case) -> list:
    """The clocks of the units still asked: a special procedure stops them with the promise (第四十五条)."""
    if not case.item.is_joint:
        return []
    return [branch.clock for branch in case.branches.filter(closed_at=None).select_related("clock")]
