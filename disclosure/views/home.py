"""The public front door: what is new, what can be done, how punctual the county is."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.exports import xlsx_response
from accounts.models import Organisation
from approvals.models import Item
from disclosure.models import Announcement
from monitoring.figures import Period, unit_figures
from powers.models import Power
from scoring.report import total

POPULAR = 8
NEWS = 6
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
    """Search of everything, three doors, what is announced, the most used items, and how punctual the county is."""
    today = timezone.localdate()
    period, units = cache.get_or_set(f"home-{today}", lambda: month_figures(today), PUBLIC_SECONDS)
    items = Item.objects.published()
    context = {
        "news": Announcement.objects.public().select_related("organisation")[:NEWS],
        "popular": items.select_related("organisation").order_by("-popularity", "code")[:POPULAR],
        "themes": items.exclude(theme="").order_by("theme").values_list("theme", flat=True).distinct(),
        "item_count": items.count(),
        "power_count": Power.objects.in_force().count(),
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
