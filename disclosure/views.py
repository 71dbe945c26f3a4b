"""The public front door."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation
from approvals.models import Item
from monitoring import watcher
from monitoring.figures import Period, unit_figures
from monitoring.models import Heartbeat
from records.models import Seal
from scoring.report import total

POPULAR = 8
PUBLIC_SECONDS = 60  # public figures may be this old; they are the same for everybody


def county_path() -> str:
    """The path of the county itself: the public sees all of it."""
    return Organisation.objects.filter(parent=None).values_list("path", flat=True).first() or ""


def month_figures(today):
    """Figures of this month, or of the last one while this month has finished nothing yet."""
    month = Period(today.replace(day=1), today)
    units = unit_figures(county_path(), month, today)
    if any(unit.owed for unit in units):
        return month, units
    last = Period(month.before.first, month.before.last)
    return last, unit_figures(county_path(), last, last.last)


@login_not_required
@require_safe
def home(request):
    """Search, the most used items, the themes, and how punctual the county is."""
    today = timezone.localdate()
    period, units = cache.get_or_set(f"home-{today}", lambda: month_figures(today), PUBLIC_SECONDS)
    items = Item.objects.published()
    context = {
        "popular": items.select_related("organisation").order_by("-popularity", "code")[:POPULAR],
        "themes": items.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct(),
        "item_count": items.count(),
        "period": period,
        "total": total(units),
        "best": [unit for unit in units if unit.owed][:5],
    }
    return render(request, "disclosure/home.html", context)


@login_not_required
@require_safe
def figures(request):
    """The public on-time figures of every unit, with cards, and what the words mean."""
    today = timezone.localdate()
    period, units = cache.get_or_set(f"home-{today}", lambda: month_figures(today), PUBLIC_SECONDS)
    rows = [unit for unit in units if unit.owed]
    if request.GET.get("export") == "xlsx":
        return xlsx_response(_("On-time figures"), figure_names(), map(figures_of, rows))
    return render(request, "disclosure/figures.html", {"period": period, "units": rows, "total": total(units)})


def figure_names() -> list[str]:
    names = [_("Place"), _("Department"), _("On time"), _("Cases accepted"), _("Cases finished"), _("Overdue now")]
    return [*names, _("Yellow cards"), _("Red cards")]


def figures_of(unit) -> list:
    shown = [unit.rank, unit.organisation.short_name, f"{unit.on_time_rate}%", unit.accepted, unit.finished]
    return [*shown, unit.open_overdue, unit.yellow, unit.red]


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
