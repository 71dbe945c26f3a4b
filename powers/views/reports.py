"""The heat map of the units, and the catalogue of risk points on paper. For the office only."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from powers import figures
from powers.figures import Group
from powers.forms import desk as forms
from powers.models import Level, RiskPoint
from powers.views.common import narrowed_to, only_staff, today
from records.desk import exported

HEADS = [
    _("Unit"),
    *(level.label for level in Level),
    _("sum"),
    *(stage.label for stage in figures.STAGES),
    _("elsewhere"),
    _("not decided yet"),
]
MOST = 500  # points on paper; a file has them all


@require_safe
@only_staff
def heat(request):
    """One line a unit: how many points of each level and of each stage of the steps, darker where there are more."""
    rows = figures.groups(RiskPoint.objects.visible_to(request.actor))
    whole = figures.together(rows, _("together"))
    form = forms.ExportForm(request.GET)
    if form.is_valid() and form.cleaned_data["export"]:
        return exported(_("Risk points by unit"), form.cleaned_data["export"], HEADS, map(cells, [*rows, whole]))
    page = {
        "lines": [(row, narrowed_to("points", unit=row.name), *more) for row, *more in figures.shaded(rows)],
        "whole": whole,
        "heads": HEADS,
        "nav_at": reverse("powers:heat"),
    }
    return render(request, "powers/desk/heat.html", page)


def cells(row: Group) -> list:
    return [row.name, *row.counts, row.sum, *row.stage_counts, row.waiting]


@require_safe
@only_staff
def paper(request):
    """The catalogue of the risk points with their measures, by level: one unit, or all that this actor sees. A4."""
    form = forms.PointsFilter(request.GET)
    rows = RiskPoint.objects.visible_to(request.actor).decided()
    form.is_valid()
    if unit := form.cleaned_data.get("unit"):
        rows = rows.filter(organisation__short_name__icontains=unit)
    listed = rows.select_related("organisation", "power", "step", "person")
    counts = rows.counted()
    page = {
        "unit": unit,
        "on": today(),
        "counts": counts,
        "levels": [(level, counts[level.value.lower()], listed.filter(level=level)[:MOST]) for level in Level],
        "groups": [] if unit else figures.groups(rows),
        "most": MOST,
    }
    return render(request, "powers/desk/paper.html", page)
