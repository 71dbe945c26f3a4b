"""Does the portal live? For load balancers and watchers."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from monitoring import watcher
from monitoring.models import Heartbeat
from records.models import Seal


@login_not_required
@require_safe
def healthz(request):
    """Database, Redis, last sweep, last seal and standing faults as JSON; 503 when one of the first two is away."""
    answer = {"database": alive(ask_database), "redis": alive(ask_redis)}
    answer |= {"last_sweep": None, "last_seal": None, "faults": []}
    if answer["database"]:
        beat = Heartbeat.objects.filter(name="sweep").first()
        seal = Seal.objects.order_by("-size").first()
        answer["last_sweep"] = beat.at.isoformat() if beat else None
        answer["last_seal"] = seal.sealed_at.isoformat() if seal else None
        answer["faults"] = watcher.standing(timezone.now())
    return JsonResponse(answer, status=200 if answer["database"] and answer["redis"] else 503)


def alive(ask) -> bool:
    """Does this server answer? Whatever it says instead, the answer is no."""
    try:
        ask()
    except Exception:  # noqa: BLE001 -- health is a yes or no; the cause is in the logs of the server itself
        return False
    return True


def ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_redis():
    cache.get("healthz")
