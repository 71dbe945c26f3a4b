"""Funds, their ledger, and everybody the money passes."""

from funds.models.funds import Closing, Fund, Kind, Payee
from funds.models.ledger import Account, Lot, Posting, Stage, Voucher

__all__ = ["Account", "Closing", "Fund", "Kind", "Lot", "Payee", "Posting", "Stage", "Voucher"]
