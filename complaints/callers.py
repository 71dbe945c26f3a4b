"""Who calls: earlier orders of a telephone number, for the operator who has the caller on the line."""

from complaints.models import Order

MOST = 8


def earlier(telephone: str, actor):
    """The newest orders of this number that the actor may see; none for an empty number."""
    if not telephone:
        return Order.objects.none()
    seen = Order.objects.visible_to(actor).of_caller(telephone).filter(parent=None)
    return seen.select_related("organisation", "complainant").order_by("-received_at", "-pk")[:MOST]
