"""The quarter of the units: approvals, key tasks, demands of the people."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from records.desk import exported
from scoring.forms import indicators as forms
from scoring.permissions.indicators import sees_county
from scoring.quarter import Line, lines, period_of, quarter_of
from scoring.views.indicators.common import only

HEADS = [
    gettext_lazy("Unit"),
    gettext_lazy("Cases accepted"),
    gettext_lazy("Cases finished"),
    gettext_lazy("On time (percent)"),
    gettext_lazy("Yellow"),
    gettext_lazy("Red"),
    gettext_lazy("tasks due"),
    gettext_lazy("done in time"),
    gettext_lazy("implementation rate (percent)"),
    gettext_lazy("demands received"),
    gettext_lazy("answered in time (percent)"),
    gettext_lazy("satisfied (percent)"),
]


@require_safe
@only(sees_county)
def quarter(request):
    """This quarter, or the one that is asked for."""
    day = timezone.localdate()
    form = forms.QuarterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    year, number = quarter_of(day)
    year, number = asked.get("year") or year, int(asked.get("quarter") or number)
    period = period_of(year, number)
    rows = lines(request.actor.watched_path, period, day)
    title = _("Quarter %(quarter)s of %(year)s") % {"quarter": number, "year": year}
    if asked.get("export"):
        return exported(title, asked["export"], HEADS, [cells(row) for row in rows])
    form.initial = {"year": year, "quarter": str(number)}
    table = (title, [(head, place > 0) for place, head in enumerate(HEADS)], [shown(row) for row in rows])
    page = {"form": forms.QuarterForm(initial=form.initial), "title": title, "tables": [table], "period": period}
    return render(request, "scoring/indicators/quarter.html", page)


def cells(row: Line) -> list:
    made, demands = row.cases, row.demands
    return [
        row.name,
        *(made.accepted, made.finished, made.on_time_rate, made.yellow, made.red),
        *(row.due, row.kept, row.rate),
        *(demands.received, demands.on_time_rate, demands.satisfaction_rate),
    ]


def shown(row: Line) -> list:
    return ["—" if cell is None else cell for cell in cells(row)]
