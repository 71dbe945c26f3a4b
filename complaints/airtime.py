"""Figures of media programmes (seed S0-08): how many calls were answered, how many were settled."""

from dataclasses import dataclass

from django.db.models import Count, Q

from complaints.models import Call, Episode
from complaints.rates import in_words, share

# Somebody heard something: on the air, or in the answer to the order.
ANSWERED = Q(calls__answered_at__isnull=False) | Q(calls__order__replied_at__isnull=False)
# Nothing is left to do: answered on the spot, or the order that it became is answered.
SETTLED = Q(calls__outcome=Call.Outcome.AT_ONCE) | Q(calls__order__replied_at__isnull=False)
SUMS = {
    "episodes": Count("pk", distinct=True),
    "asked": Count("calls"),
    "answered": Count("calls", filter=ANSWERED),
    "settled": Count("calls", filter=SETTLED),
    "by_head": Count("pk", filter=Q(is_head=True), distinct=True),
}
ON_THE_AIR = [Episode.State.AIRED, Episode.State.CLOSED]


@dataclass(frozen=True)
class Airtime:
    """The sums of a group of episodes."""

    name: str
    episodes: int
    asked: int
    answered: int
    settled: int
    by_head: int

    @property
    def answer_rate(self):
        return share(self.answered, self.asked)

    @property
    def handling_rate(self):
        return share(self.settled, self.asked)

    @property
    def answered_in_words(self) -> str:
        return in_words(self.answered, self.asked)

    @property
    def settled_in_words(self) -> str:
        return in_words(self.settled, self.asked)


def total(episodes, name: str = "") -> Airtime:
    """The sums of all these episodes (a QuerySet); planned and cancelled ones do not count."""
    return Airtime(name=name, **episodes.filter(state__in=ON_THE_AIR).order_by().aggregate(**SUMS))


def grouped(episodes, by: str) -> list[Airtime]:
    """The same by "programme__name", "organisation__short_name" or "airs_at__year", most calls first."""
    rows = episodes.filter(state__in=ON_THE_AIR).order_by().values(by).annotate(**SUMS)
    made = [Airtime(name=str(row.pop(by)), **row) for row in rows]
    return sorted(made, key=lambda row: (-row.asked, row.name))
