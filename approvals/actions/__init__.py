"""Everything that can be done to a case. One function per deed; each locks, asks, changes, clocks and records."""

from approvals.actions.applying import Applicant, apply, correct, withdraw
from approvals.actions.checking import check_documents
from approvals.actions.deciding import decide, decide_at_once, deliver, extend, pause, resume, review
from approvals.actions.deeming import deem_accepted, deem_renewed
from approvals.actions.fees import charge, record_charge, refund
from approvals.actions.hearings import (
    apply_for_hearing,
    hold_hearing,
    schedule_hearing,
    tell_hearing_right,
    waive_hearing,
)
from approvals.actions.joint import (
    propose_opinion,
    refuse_extension,
    request_extension,
    return_opinion,
    sign_opinion,
)
from approvals.actions.licences import revoke_licence
from approvals.actions.lower import accept_below, forward, send_up
from approvals.actions.messages import write
from approvals.actions.ratings import rate
from approvals.actions.receiving import accept, refuse, request_correction
from approvals.actions.site_checks import assign_site_check, record_site_check

__all__ = [
    "Applicant",
    "accept",
    "accept_below",
    "apply",
    "apply_for_hearing",
    "assign_site_check",
    "charge",
    "check_documents",
    "correct",
    "decide",
    "decide_at_once",
    "deem_accepted",
    "deem_renewed",
    "deliver",
    "extend",
    "forward",
    "hold_hearing",
    "pause",
    "propose_opinion",
    "rate",
    "record_charge",
    "record_site_check",
    "refund",
    "refuse",
    "refuse_extension",
    "request_correction",
    "request_extension",
    "resume",
    "return_opinion",
    "review",
    "revoke_licence",
    "schedule_hearing",
    "send_up",
    "sign_opinion",
    "tell_hearing_right",
    "waive_hearing",
    "withdraw",
    "write",
]
