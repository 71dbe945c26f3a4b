"""Funds, their ledger, and everybody the money passes."""

from funds.models.budget import Plan, Quota, Term
from funds.models.funds import Closing, Fund, Kind, Payee
from funds.models.ledger import Account, Lot, Posting, Stage, Voucher
from funds.models.payments import Application, PaymentFile, Refusal, Statement, StatementLine
from funds.models.proposals import Line, Proposal

__all__ = [
    "Account",
    "Application",
    "Closing",
    "Fund",
    "Kind",
    "Line",
    "Lot",
    "Payee",
    "PaymentFile",
    "Plan",
    "Posting",
    "Proposal",
    "Quota",
    "Refusal",
    "Stage",
    "Statement",
    "StatementLine",
    "Term",
    "Voucher",
]
