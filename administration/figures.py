"""How far the units are with the yearly review."""

from dataclasses import dataclass

from django.db.models import Count, Q

from administration.models import Campaign, Confirmation

C = Confirmation.State


@dataclass(frozen=True)
class Line:
    """One unit: how many of its posts stand where."""

    name: str
    whole: int
    confirmed: int
    ended: int
    suspended: int
    waiting: int

    def cells(self):
        return self.name, self.whole, self.confirmed, self.ended, self.suspended, self.waiting


def of_units(campaign: Campaign, actor) -> list[Line]:
    """One line a unit that the actor may look at, those with most waiting first."""
    rows = Confirmation.objects.visible_to(actor).filter(campaign=campaign).order_by()
    counted = rows.values("organisation__name").annotate(
        whole=Count("pk"),
        confirmed=Count("pk", filter=Q(state=C.CONFIRMED)),
        ended=Count("pk", filter=Q(state__in=[C.ENDED, C.LAPSED])),
        suspended=Count("pk", filter=Q(state=C.SUSPENDED)),
        waiting=Count("pk", filter=Q(state=C.OPEN)),
    )
    lines = [Line(name=row.pop("organisation__name"), **row) for row in counted]
    return sorted(lines, key=lambda line: (-line.waiting, -line.suspended, line.name))
