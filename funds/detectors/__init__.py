"""What is looked for in public funds (reference B5): FF-01 to FF-15 as data."""

from funds.detectors import crowding, diverting, idle, lists, passing, progress, revenue, splitting, unpaid
from funds.detectors.base import Detector, Found

MODULES = (passing, crowding, diverting, idle, progress, splitting, revenue, unpaid)
RULES: list[Detector] = sorted([*(one.RULE for one in MODULES), *lists.RULES], key=lambda rule: rule.code)
BY_CODE = {rule.code: rule for rule in RULES}

__all__ = ["BY_CODE", "RULES", "Detector", "Found"]
