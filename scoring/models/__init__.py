"""Scores: schemes, rounds, sheets and what was published; reviews and consequences."""

from scoring.models.consequences import Consequence, Kind
from scoring.models.reviews import Review
from scoring.models.rounds import Decision, Mark, Publication, Result, Round, Sheet
from scoring.models.schemes import TERMS, Category, Item, Scheme

__all__ = [
    "Category",
    "Consequence",
    "Decision",
    "Item",
    "Kind",
    "Mark",
    "Publication",
    "Result",
    "Review",
    "Round",
    "Scheme",
    "Sheet",
    "TERMS",
]
