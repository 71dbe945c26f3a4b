"""Funds, their ledger, and everybody the money passes."""

from funds.models.budget import Plan, Quota, Term
from funds.models.flags import FundFlag
from funds.models.funds import Closing, Fund, Kind, Payee
from funds.models.ledger import Account, Lot, Posting, Stage, Voucher
from funds.models.payments import Application, PaymentFile, Refusal, Statement, StatementLine
from funds.models.payouts import Grant, PayList
from funds.models.proposals import Line, Proposal
from funds.models.recipients import OwnRecords, Recipient, Roster, RosterRow, Try
from funds.models.revenue import BankAccount, BankDay, BankEntry, Collection, Collector, FeeKind, FeeMatter, Purse
from funds.models.subsidies import Objection, Programme, Roll, RollLine, RollStep

__all__ = [
    "Account",
    "Application",
    "BankAccount",
    "BankDay",
    "BankEntry",
    "Closing",
    "Collection",
    "Collector",
    "FeeKind",
    "FeeMatter",
    "Fund",
    "FundFlag",
    "Grant",
    "Kind",
    "Line",
    "Lot",
    "Objection",
    "OwnRecords",
    "PayList",
    "Payee",
    "PaymentFile",
    "Plan",
    "Posting",
    "Programme",
    "Proposal",
    "Purse",
    "Quota",
    "Recipient",
    "Refusal",
    "Roll",
    "RollLine",
    "RollStep",
    "Roster",
    "RosterRow",
    "Stage",
    "Statement",
    "StatementLine",
    "Term",
    "Try",
    "Voucher",
]
