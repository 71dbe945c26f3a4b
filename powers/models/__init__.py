"""Powers of units and villages, who exercises them, where it can go wrong, and the ten clears.

What apps above may read here (integrity, monitoring, scoring, disclosure never call powers.actions):

* `PowerList.objects.published()` the list in force of each unit and village; `.visible_to(actor)`.
* `Power.objects.in_force()` the powers of those lists; `code` is stable over all versions of a list.
* `PowerStep` with its `holder` and `deputy`; `PowerStep.objects.in_force()`.
* `RiskPoint.objects.alive()`, `.decided()`, `.review_due(today)`, `.counted()`; `RiskReview` is its history.
* `is_unlisted(organisation_id, code)`: is a power exercised that does not stand in the published list of the unit?
"""

from powers.models.clears import Clear, Clears
from powers.models.lists import Power, PowerKind, PowerList, PowerStep, Stage, VillageKind, is_unlisted
from powers.models.points import Level, RiskPoint, RiskReview

__all__ = [
    "Clear",
    "Clears",
    "Level",
    "Power",
    "PowerKind",
    "PowerList",
    "PowerStep",
    "RiskPoint",
    "RiskReview",
    "Stage",
    "VillageKind",
    "is_unlisted",
]
