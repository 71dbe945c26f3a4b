"""Shares as people write them: 57 of 60 is 95.00 %. Pure arithmetic."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def share(part: int, whole: int) -> Decimal | None:
    """Percent with two decimals; None of nothing."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(CENT, ROUND_HALF_UP)


def in_words(part: int, whole: int) -> str:
    """95.00%, or a dash where there is nothing to divide by."""
    value = share(part, whole)
    return "—" if value is None else f"{value}%"
