"""Everything that can be done to a case. One function per deed; each locks, asks, changes, clocks and records."""

from approvals.actions.applying import Applicant, apply, correct, withdraw
from approvals.actions.deciding import decide, decide_at_once, deliver, extend, pause, resume, review
from approvals.actions.receiving import accept, refuse, request_correction

__all__ = [
    "Applicant",
    "accept",
    "apply",
    "correct",
    "decide",
    "decide_at_once",
    "deliver",
    "extend",
    "pause",
    "refuse",
    "request_correction",
    "resume",
    "review",
    "withdraw",
]
