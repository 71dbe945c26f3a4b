"""Every deed on an order, one function each: they lock, ask the permission, change state, clocks and records."""

from complaints.actions.assigning import assign, designate, send_back, split
from complaints.actions.closing import merge, rate, refuse, reopen, visit_back, withdraw
from complaints.actions.handling import (
    accept,
    answer_at_once,
    note,
    propose_reply,
    reply,
    return_reply,
    sign_reply,
)
from complaints.actions.joining import join
from complaints.actions.receiving import Contact, Filing, receive
from complaints.actions.talking import say
from complaints.actions.terms import ask_longer, grant_longer, refuse_longer

__all__ = [
    "Contact",
    "Filing",
    "accept",
    "answer_at_once",
    "ask_longer",
    "assign",
    "designate",
    "grant_longer",
    "join",
    "merge",
    "note",
    "propose_reply",
    "rate",
    "receive",
    "refuse",
    "refuse_longer",
    "reopen",
    "reply",
    "return_reply",
    "say",
    "send_back",
    "sign_reply",
    "split",
    "visit_back",
    "withdraw",
]
