"""The flows of the five trades. Every tender follows the one of its trade."""

from procurement.flows import construction
from procurement.flows.base import Asked, Capacity, Flow, Missing, Step
from procurement.models import Tender, Trade

FLOWS: dict[str, Flow] = {flow.trade: flow for flow in (construction.FLOW,)}

__all__ = ["FLOWS", "Asked", "Capacity", "Flow", "Missing", "Step", "flow_of"]


def flow_of(tender: Tender) -> Flow:
    return FLOWS[Trade(tender.trade)]
