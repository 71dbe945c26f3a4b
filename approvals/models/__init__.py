"""What the service hall works on: the catalogue of items, cases, and everything that belongs to them."""

from approvals.models.cases import UNIT_ROLES, Branch, Case, Channel, Result
from approvals.models.cleanup import CleanUp, CleanUpProposal
from approvals.models.enforcement import Levy, Penalty
from approvals.models.fees import Charge, Refund
from approvals.models.hall import Appointment, Attendance, Representative
from approvals.models.items import Item, ItemBranch, ItemDocument, ItemFee, ItemStep
from approvals.models.joint import ExtensionRequest
from approvals.models.licences import Licence
from approvals.models.papers import Correction, Draft, DraftFile, Material
from approvals.models.procedures import Hearing, SiteCheck
from approvals.models.ratings import CaseMessage, Rating, Visit
from approvals.models.slips import Slip, SlipReport

__all__ = [
    "UNIT_ROLES",
    "Appointment",
    "Attendance",
    "Branch",
    "Case",
    "CaseMessage",
    "Channel",
    "Charge",
    "CleanUp",
    "CleanUpProposal",
    "Correction",
    "Draft",
    "DraftFile",
    "ExtensionRequest",
    "Hearing",
    "Item",
    "ItemBranch",
    "ItemDocument",
    "ItemFee",
    "ItemStep",
    "Levy",
    "Licence",
    "Material",
    "Penalty",
    "Rating",
    "Refund",
    "Representative",
    "Result",
    "SiteCheck",
    "Slip",
    "SlipReport",
    "Visit",
]
