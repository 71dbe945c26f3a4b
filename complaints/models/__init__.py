"""Models of complaints by noun; import them from here."""

from complaints.models.categories import Category, Channel, Kind, Route, Term
from complaints.models.course import Assignment, LongerTerm, Note, Reply, Visit
from complaints.models.orders import HOTLINE_ROLES, UNIT_ROLES, Complainant, Order, Reference

__all__ = [
    "HOTLINE_ROLES",
    "UNIT_ROLES",
    "Assignment",
    "Category",
    "Channel",
    "Complainant",
    "Kind",
    "LongerTerm",
    "Note",
    "Order",
    "Reference",
    "Reply",
    "Route",
    "Term",
    "Visit",
]
