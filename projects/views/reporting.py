"""Figures of units, rates of on-time start, finish and production; the monthly report of the county on paper."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.clocks import next_month
from projects.forms import desk as forms
from projects.models import FollowUp, Node, Problem, Project
from projects.permissions import can_look, sees_county
from projects.tables import Group, by_unit, standings, together
from projects.views.common import address_of_project, lamp_of, only, percent, today, wan
from records.desk import exported

WORST = 10  # projects on paper
HEADS = [
    (_("Unit"), False),
    (_("projects"), True),
    (_("red light"), True),
    (_("yellow light"), True),
    (_("plan (%)"), True),
    (_("actual (%)"), True),
    (_("gap"), True),
    (_("invested (ten thousand yuan)"), True),
    (_("of the year's plan (%)"), True),
    (_("started on time"), True),
    (_("finished on time"), True),
    (_("in production on time"), True),
]


def cells(group: Group) -> list:
    rates = [percent(rate.percent) for rate in (group.starts, group.finishes, group.productions)]
    counts = [len(group.standings), group.red, group.yellow]
    return [group.name, *counts, group.plan, group.actual, group.gap, wan(group.money[0]), group.money_percent, *rates]


def rows_of(actor, day, kind=""):
    rows = Project.objects.visible_to(actor).in_force()
    return standings(rows.filter(kind=kind) if kind else rows, day)


@require_safe
@only(can_look)
def figures(request):
    """One line a unit, most behind first, and the whole; to be narrowed to a kind of projects."""
    form, day = forms.FiguresForm(request.GET), today()
    form.is_valid()
    rows = rows_of(request.actor, day, form.cleaned_data.get("kind", ""))
    whole = together(rows, _("together"), day)
    lines = [cells(group) for group in [*by_unit(rows, day), whole]]
    if kind := form.cleaned_data.get("export"):
        return exported(_("Figures of projects"), kind, [head for head, _right in HEADS], lines)
    page = {
        "title": _("Figures of projects"),
        "form": form,
        "whole": whole,
        "tiles": tiles(whole),
        "tables": [(_("Units"), HEADS, lines), (_("Largest gaps"), GAPS, gaps(rows))],
        "nav_at": reverse("projects:figures"),
    }
    return render(request, "projects/desk/figures.html", page)


def tiles(whole: Group) -> list[tuple]:
    done, planned = whole.money
    return [
        (_("projects"), len(whole.standings)),
        (_("red light"), whole.red),
        (_("yellow light"), whole.yellow),
        (_("gap to the plan"), f"{whole.gap}"),
        (_("invested / planned (ten thousand yuan)"), f"{wan(done)} / {wan(planned)}"),
        (_("started on time"), percent(whole.starts.percent)),
        (_("finished on time"), percent(whole.finishes.percent)),
        (_("in production on time"), percent(whole.productions.percent)),
    ]


GAPS = [
    (_("Project"), False),
    (_("Unit"), False),
    (_("plan (%)"), True),
    (_("actual (%)"), True),
    (_("gap"), True),
    (_("Lagging link"), False),
    (_("Light"), False),
]


def worst(rows) -> list:
    behind = [row for row in rows if row.gap > 0 and row.project.is_active]
    return sorted(behind, key=lambda row: (-row.gap, row.project.code))[:WORST]


def gaps(rows) -> list[list]:
    return [
        [
            (address_of_project(row.project), row.project.name),
            row.project.organisation.short_name,
            row.plan,
            row.actual,
            row.gap,
            f"{row.lagging.name}（{row.lagging.unit}）" if row.lagging else "—",
            ("lamp", *lamp_of(row.light)),
        ]
        for row in worst(rows)
    ]


@require_safe
@only(sees_county)
def paper(request):
    """The monthly report (月报) as it stands at the end of the month, or today in the month that runs; A4."""
    form, day = forms.MonthForm(request.GET), today()
    form.is_valid()
    month = min(form.cleaned_data.get("month") or day, day).replace(day=1)
    on = min(next_month(month) - timedelta(days=1), day)
    rows = rows_of(request.actor, day)
    seen = Project.objects.visible_to(request.actor)
    visits = FollowUp.objects.filter(project__in=seen, visited_on__gte=month, visited_on__lte=on)
    page = {
        "month": month,
        "on": day,
        "whole": together(rows, "", day),
        "kinds": [
            together([row for row in rows if row.project.kind == kind], kind.label, day) for kind in Project.Kind
        ],
        "units": [cells(group)[:9] for group in by_unit(rows, day)],
        "heads": [head for head, _right in HEADS[:9]],
        "worst": worst(rows),
        "missed": Node.objects.missed(month, on, day).filter(project__in=seen),
        "visits": visits.count(),
        "wanting": visits.filter(result=FollowUp.Result.WANTING).count(),
        "problems": Problem.objects.open().filter(project__in=seen).count(),
        "months": [month - timedelta(days=1), next_month(month)],
    }
    return render(request, "projects/desk/paper.html", page)
