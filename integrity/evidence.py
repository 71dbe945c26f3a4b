"""Finding the thing that risk information rests on, by the number that stands on its paper."""

from complaints.models import Order
from monitoring.models import Card, EfficiencyCase, Notice
from records.subjects import numbered


def find(number: str):
    """A card, an order, a notice, an efficiency case or anything else with a number; None for nothing of ours."""
    for rows in (Card, Order, Notice, EfficiencyCase):
        if found := rows.objects.filter(number=number).first():
            return found
    return numbered(number)
