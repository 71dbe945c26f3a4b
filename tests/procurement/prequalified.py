"""A prequalification in tests: documents from 12 to 26 February 2026 (spring festival between), until 9 March."""

from procurement.actions.prequalifying import Invitation
from tests.conftest import at

INVITED = Invitation(
    conditions="具有建筑工程施工总承包二级及以上资质，近三年有类似业绩。",
    documents_from=at("2026-02-12").date(),
    documents_until=at("2026-02-26").date(),
    due_at=at("2026-03-09 10:00"),
)
