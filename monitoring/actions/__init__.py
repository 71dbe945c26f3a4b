"""What people do in supervision, one function per deed."""

from monitoring.actions.appeals import appeal, decide, review
from monitoring.actions.cards import answer, close, confirm, refuse, send_back, supervise
from monitoring.actions.deliveries import send_again
from monitoring.actions.duty import begin_duty, hand_over_duty, note_duty
from monitoring.actions.locks import lock_matter, unlock_matter
from monitoring.actions.manual import Proposal, propose
from monitoring.actions.platform import resolve_fault
from monitoring.actions.reports import drop_report, issue_report, propose_report
from monitoring.actions.room import acknowledge
from monitoring.actions.rules import discard, draft, load_preset, rewrite, switch_off, switch_on, try_on_past

__all__ = [
    "Proposal",
    "acknowledge",
    "answer",
    "appeal",
    "begin_duty",
    "close",
    "confirm",
    "decide",
    "drop_report",
    "hand_over_duty",
    "issue_report",
    "lock_matter",
    "note_duty",
    "propose",
    "propose_report",
    "refuse",
    "resolve_fault",
    "review",
    "send_again",
    "send_back",
    "supervise",
    "unlock_matter",
    "discard",
    "draft",
    "load_preset",
    "rewrite",
    "switch_off",
    "switch_on",
    "try_on_past",
]
