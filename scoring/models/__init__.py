"""Scores: schemes, rounds, sheets and what was published."""

from scoring.models.rounds import Decision, Mark, Publication, Result, Round, Sheet
from scoring.models.schemes import Category, Item, Scheme

__all__ = ["Category", "Decision", "Item", "Mark", "Publication", "Result", "Round", "Scheme", "Sheet"]
