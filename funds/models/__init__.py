"""Funds, their ledger, and everybody the money passes."""

from funds.models.budget import Plan, Quota, Term
from funds.models.checks import Check
from funds.models.flags import FlagRound, FlagVersion, FundFlag, FundFlagDeed, Level
from funds.models.funds import Closing, Fund, Kind, Payee
from funds.models.ledger import Account, Lot, Posting, Stage, Voucher
from funds.models.movements import Delivery, Movement
from funds.models.payments import Application, PaymentFile, Refusal, Statement, StatementLine
from funds.models.payouts import Grant, PayList
from funds.models.programmes import Programme, ProgrammeVersion
from funds.models.proposals import Line, Proposal
from funds.models.recipients import OwnRecords, Recipient, Roster, RosterRow, Try
from funds.models.revenue import BankAccount, BankDay, BankEntry, Collection, Collector, FeeKind, FeeMatter, Purse
from funds.models.subsidies import Objection, Roll, RollLine, RollStep

__all__ = [
    "Account",
    "Application",
    "BankAccount",
    "BankDay",
    "BankEntry",
    "Check",
    "Closing",
    "Collection",
    "Collector",
    "Delivery",
    "FeeKind",
    "FeeMatter",
    "FlagRound",
    "FlagVersion",
    "Fund",
    "FundFlag",
    "FundFlagDeed",
    "Grant",
    "Kind",
    "Level",
    "Line",
    "Lot",
    "Movement",
    "Objection",
    "OwnRecords",
    "PayList",
    "Payee",
    "PaymentFile",
    "Plan",
    "Posting",
    "Programme",
    "ProgrammeVersion",
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
