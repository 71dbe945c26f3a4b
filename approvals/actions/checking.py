"""The window compares the documents with the list before it accepts (核对清单)."""

from django.utils.translation import gettext as _

from approvals.actions.applying import PAPER, hand_in
from approvals.actions.common import check_duty, lock
from approvals.checks import COMPLETE, NOT_NEEDED, RESULTS, VERB
from approvals.models import Case
from records.actions import WRONG_ORDER, deed, record
from records.refusal import Refused


@deed
def check_documents(case: Case, *, by, now, checks: dict) -> Case:
    """Write down for each document of the list whether it is complete, missing or not legible, with remarks.

    `checks` maps each document of the item to (result, remark). A document ticked as complete that was not handed in
    before was seen on paper at the window now.
    """
    case = lock(case, by, now)
    check_duty(by, "accept", case)
    if case.state != Case.State.SUBMITTED:
        raise Refused(WRONG_ORDER, _("The case does not wait for acceptance any more."))
    documents = list(case.item.documents.all())
    if set(checks) != set(documents) or not {result for result, _remark in checks.values()} <= set(RESULTS):
        raise Refused(None, _("Say something about every document of the list."))
    for document in documents:
        if checks[document][0] == NOT_NEEDED and document.is_required:
            message = _("“%(name)s” is a mandatory document; it cannot be left out.")
            raise Refused(None, message % {"name": document.name}, field=f"result-{document.pk}")
    have = set(case.materials.values_list("document_id", flat=True))
    seen = [document for document in documents if checks[document][0] == COMPLETE and document.pk not in have]
    if seen:
        hand_in(case, dict.fromkeys(seen, PAPER), by=by, now=now)
    rows = [{"code": d.code, "result": checks[d][0], "remark": checks[d][1].strip()} for d in documents]
    record(VERB, case, actor=by, now=now, documents=rows)
    return case
