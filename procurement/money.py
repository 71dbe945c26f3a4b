"""Money of trading: whole fen inside, yuan outside. Pure."""

from decimal import Decimal

MOST = 10**15  # ten thousand billion yuan: more than any tender, less than a database integer


def yuan(fen: int | None) -> str:
    """1,234,567.89 for people; empty for nothing. Never a sign for the currency."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def fen(amount: Decimal) -> int:
    """Whole fen of an amount in yuan. Raises ValueError for a broken fen."""
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise ValueError(f"not a whole number of fen: {amount}")
    return int(whole)
