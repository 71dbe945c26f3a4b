"""Everything that can be done to a case. One function per deed; each locks, asks, changes, clocks and records."""

from approvals.actions.applying import Applicant, apply, correct, withdraw
from approvals.actions.deciding import decide, decide_at_once, deliver, extend, pause, resume, review
from approvals.actions.deeming import deem_accepted, deem_renewed
from approvals.actions.lower import accept_below, forward, send_up
from approvals.actions.receiving import accept, refuse, request_correction

__all__ = [
    "Applicant",
    "accept",
    "accept_below",
    "apply",
    "correct",
    "decide",
    "decide_at_once",
    "deem_accepted",
    "deem_renewed",
    "deliver",
    "extend",
    "forward",
    "pause",
    "refuse",
    "request_correction",
    "resume",
    "review",
    "send_up",
    "withdraw",
]
