"""What the robot does in trading: at the deadline no further bid is taken; publications of bad behaviour end."""

from accounts.actor import ROBOT
from procurement.actions import conduct
from procurement.actions.course import advance, missing
from procurement.flows import Asked, flow_of
from procurement.models import Tender
from records.refusal import Refused

CLOSING = "closing"


def run(now) -> int:
    """Close and end what is due. Returns how many were closed. Safe to run late or twice."""
    conduct.end_due(now)
    due = Tender.objects.filter(step=CLOSING, state=Tender.State.RUNNING, bids_due_at__lte=now)
    return sum(closed(tender, now) for tender in due.order_by("bids_due_at", "pk"))


def closed(tender: Tender, now) -> bool:
    """Was it closed? What a guard still stops stays open for the centre, without an anomaly each round."""
    flow = flow_of(tender)
    if missing(Asked(tender, flow, flow.step(CLOSING), ROBOT, now)):
        return False
    try:
        advance(tender, CLOSING, by=ROBOT, now=now)
    except Refused:  # somebody else closed or stopped it in the meantime
        return False
    return True
