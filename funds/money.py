"""Money of funds is money as everywhere: whole fen inside, yuan outside."""

from records.money import MOST, yuan

__all__ = ["MOST", "yuan"]
