"""Figures of citizens' events (seed S2-03)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from complaints.models import Event, Opinion
from complaints.rates import in_words


@dataclass(frozen=True)
class EventFigures:
    """People, leaflets, units rated, opinions; how each opinion was treated, and how many are answered."""

    participants: int
    leaflets: int
    units: int
    opinions: int
    at_once: int
    study: int
    rectify: int
    answered: int

    @property
    def unanswered(self) -> int:
        return self.opinions - self.answered

    @property
    def answered_in_words(self) -> str:
        return in_words(self.answered, self.opinions)


def figures(event: Event) -> EventFigures:
    treated = {name: Count("pk", filter=Q(treatment=name)) for name in Opinion.Treatment.values}
    answered = Count("pk", filter=Q(order__replied_at__isnull=False))
    sums = event.opinions.order_by().aggregate(opinions=Count("pk"), answered=answered, **treated)
    units = event.ratings.count()
    return EventFigures(participants=event.participants, leaflets=event.leaflets, units=units, **sums)
