"""The flows of the five trades. Every tender follows the one of its trade."""

from procurement.flows import construction, drugs, land, procurement, property
from procurement.flows.base import Asked, Capacity, Flow, Missing, Step
from procurement.models import Tender, Trade

FLOWS: dict[str, Flow] = {
    module.FLOW.trade: module.FLOW for module in (construction, procurement, land, property, drugs)
}

__all__ = ["FLOWS", "Asked", "Capacity", "Flow", "Missing", "Step", "flow_of"]


def flow_of(tender: Tender) -> Flow:
    return FLOWS[Trade(tender.trade)]
