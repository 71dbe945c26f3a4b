"""Money of funds: whole fen inside, yuan outside. Pure."""

from decimal import Decimal

MOST = 10**15  # more than any fund, less than a database integer


def yuan(fen: int | None) -> str:
    """1,234,567.89 for people; empty for nothing. Never a sign for the currency."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def pieces(hundredths: int | None, unit: str) -> str:
    """1,950 件 of goods, which are kept in hundredths as money is."""
    return "" if hundredths is None else f"{yuan(hundredths).removesuffix('.00')} {unit}"
