"""Money: whole fen inside, yuan outside. Pure."""

from decimal import Decimal

MOST = 10**15  # more than any county has, less than a database integer


def yuan(fen: int | None) -> str:
    """1,234,567.89 for people; empty for nothing. Never a sign for the currency."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"
