"""Money of funds is money as everywhere: whole fen inside, yuan outside."""

from records.money import MOST, yuan

__all__ = ["MOST", "pieces", "yuan"]


def pieces(hundredths: int | None, unit: str) -> str:
    """1,950 件 of goods, which are kept in hundredths as money is."""
    return "" if hundredths is None else f"{yuan(hundredths).removesuffix('.00')} {unit}"
