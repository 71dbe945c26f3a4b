"""Columns of funds are those of every app."""

from records.columns import fen, person, unit

__all__ = ["fen", "person", "unit"]
