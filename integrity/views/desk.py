"""The first page: what waits for whom, the newest alarms, risk points by level."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from integrity import queues
from integrity.models import RiskOrder
from integrity.permissions import is_discipline, watches
from integrity.views.common import only_staff, today
from integrity.views.orders import lamp
from powers.models import Level, RiskPoint
from records.queues import heaps

NEWEST = 8


@require_safe
@only_staff
def desk(request):
    actor, day = request.actor, today()
    rows = RiskOrder.objects.visible_to(actor).select_related("alarm", "organisation", "document")
    page = {
        "heaps": heaps(queues.TILES, actor, day),
        "orders": [(row, lamp(row, day)) for row in rows[:NEWEST]],
        "levels": levels(actor) if watches(actor) else [],
        "is_discipline": is_discipline(actor),
        "watches": watches(actor),
    }
    return render(request, "integrity/desk.html", page)


TONES = {Level.A: "over", Level.B: "warn", Level.C: "info"}


def levels(actor) -> list[tuple]:
    """Risk points by level, with all of them for the bar beside each."""
    counted = RiskPoint.objects.filter(organisation__path__startswith=actor.watched_path).counted()
    whole = counted["sum"] or 1
    return [(level.label, counted[level.value.lower()], whole, TONES[level]) for level in Level]
