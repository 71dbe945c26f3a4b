"""Models of trading by noun; import them from here."""

from procurement.models.awards import Award, Candidate, Contract, Supplement
from procurement.models.disputes import Against, BidComplaint, Objection
from procurement.models.facts import (
    Capacity,
    FactBid,
    FactChange,
    FactComplaint,
    FactKey,
    FactParty,
    FactPeriod,
    FactScore,
    FactSeat,
    FactTender,
    FactTerm,
)
from procurement.models.flags import Behaviour, Family, Flag, FlagDeed, FlagVersion, Severity
from procurement.models.notices import Clarification, Notice
from procurement.models.parameters import Parameter
from procurement.models.parties import Business, Centre, Party, Regulator, Representative
from procurement.models.tenders import (
    UNIT_ROLES,
    Handover,
    Matter,
    Method,
    MethodChange,
    Participation,
    Step,
    Suspension,
    Tender,
    Trade,
)

__all__ = [
    "Against",
    "Award",
    "Behaviour",
    "BidComplaint",
    "Business",
    "Candidate",
    "Capacity",
    "Centre",
    "Clarification",
    "Contract",
    "FactBid",
    "FactChange",
    "FactComplaint",
    "FactKey",
    "FactParty",
    "FactPeriod",
    "FactScore",
    "FactSeat",
    "FactTender",
    "FactTerm",
    "Family",
    "Flag",
    "FlagDeed",
    "FlagVersion",
    "Handover",
    "Matter",
    "Method",
    "MethodChange",
    "Notice",
    "Objection",
    "Parameter",
    "Participation",
    "Party",
    "Regulator",
    "Representative",
    "Severity",
    "Step",
    "Supplement",
    "Suspension",
    "Tender",
    "Trade",
    "UNIT_ROLES",
]
