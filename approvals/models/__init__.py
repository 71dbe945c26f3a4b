"""What citizens ask for: items on offer and the cases that are handled."""

from approvals.models.cases import Case, Channel, Correction, Draft, DraftFile, Material, Result
from approvals.models.items import Item, ItemDocument, ItemFee, ItemStep

__all__ = [
    "Case",
    "Channel",
    "Correction",
    "Draft",
    "DraftFile",
    "Item",
    "ItemDocument",
    "ItemFee",
    "ItemStep",
    "Material",
    "Result",
]
