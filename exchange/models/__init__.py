"""What other systems tell us: who they are, what they sent, what could not be read, and the cases that follow."""

from exchange.models.cases import ForeignCase, ForeignItem, Overtaken, Violation
from exchange.models.events import Event, Problem
from exchange.models.orders import ForeignOrder
from exchange.models.sources import Mapping, SourceSystem, Token

__all__ = [
    "Event",
    "ForeignCase",
    "ForeignItem",
    "ForeignOrder",
    "Mapping",
    "Overtaken",
    "Problem",
    "SourceSystem",
    "Token",
    "Violation",
]
