"""The figures of trading: the public table and that of the desks; with what every rate is counted from."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from procurement import appraisal, figures
from procurement.forms.public import FiguresForm
from procurement.permissions import can_look
from procurement.views.common import only
from records.desk import exported
from records.money import yuan


@login_not_required
@require_safe
def public_figures(request):
    """Deals, amounts, savings, failed rounds and bidders, with what each rate is counted from."""
    form = FiguresForm(request.GET)
    page = table_of(form, timezone.localdate())
    if page["export"]:
        return exported_figures(page)
    return render(request, "procurement/public/figures.html", page | {"at": "figures"})


FIGURES = [
    ("deals", gettext_lazy("Deals")),
    ("amount", gettext_lazy("Amount (yuan)")),
    ("saving", gettext_lazy("Saving (yuan)")),
    ("rate", gettext_lazy("Saving rate (%)")),
    ("mean_rate", gettext_lazy("Mean of the deals (%)")),
    ("highest_rate", gettext_lazy("Highest (%)")),
    ("measured", gettext_lazy("Deals with a control price")),
    ("premium", gettext_lazy("Premium (yuan)")),
    ("premium_rate", gettext_lazy("Premium rate (%)")),
    ("failed", gettext_lazy("Failed rounds")),
    ("average_bidders", gettext_lazy("Bidders on average")),
    ("openings", gettext_lazy("Openings")),
    ("complaints", gettext_lazy("Complaints of bidders")),
]
COUNTED = {"saving": "measured", "premium": "risen"}  # a sum over nothing is no sum
IN_YUAN = {"amount", "saving", "premium"}


def table_of(form: FiguresForm, today) -> dict:
    """The table as a page shows it: this year and the last one where nothing was typed."""
    form.is_valid()
    asked = form.cleaned_data
    first, last = asked.get("since") or today.replace(year=today.year - 1, month=1, day=1), asked.get("until") or today
    by, trade = asked.get("by") or "trade", asked.get("trade", "")
    return {
        "form": form,
        "first": first,
        "last": last,
        "by": by,
        "heading": dict(FiguresForm.BY)[by],
        "columns": FIGURES,
        "lines": [cells(line) for line in figures.table(by, first, last, trade)],
        "whole": figures.whole(first, last, trade),
        "sum": cells(figures.whole(first, last, trade)),
        "export": asked.get("export"),
    }


def cells(line: figures.Line) -> dict:
    empty = {name for name, count in COUNTED.items() if not getattr(line, count)}
    values = [(name, None if name in empty else getattr(line, name)) for name, _words in FIGURES]
    told = [shown(name, value) for name, value in values]
    return {"name": line.name, "cells": told, "labelled": list(zip((w for _n, w in FIGURES), told, strict=True))}


def shown(name: str, value) -> str:
    if value is None:
        return "—"
    return yuan(value) if name in IN_YUAN else str(value)


def exported_figures(page: dict):
    headers = [page["heading"], *(words for _name, words in FIGURES)]
    rows = ([line["name"], *line["cells"]] for line in [*page["lines"], page["sum"] | {"name": _("Sum")}])
    return exported(_("Figures of trading"), page["export"], headers, rows, page["last"])


@require_safe
@only(can_look)
def desk_figures(request):
    """The same figures for those who work, watch and lead; with how the parties did."""
    form = FiguresForm(request.GET)
    page = table_of(form, timezone.localdate())
    if page["export"]:
        return exported_figures(page)
    return render(request, "procurement/registers/figures.html", page)


PARTIES = {
    "bidders": (appraisal.bidders, gettext_lazy("Firms that bid")),
    "agents": (appraisal.agents, gettext_lazy("Agents")),
    "tenderers": (appraisal.tenderers, gettext_lazy("Tenderers")),
    "experts": (appraisal.experts, gettext_lazy("Experts")),
}
MOST_LINES = 40


@require_safe
@only(can_look)
def parties(request, who):
    """How one kind of market party did in the period."""
    form = FiguresForm(request.GET)
    page = table_of(form, timezone.localdate())
    read, title = PARTIES[who]
    lines = read(page["first"], page["last"])
    if page["export"]:
        headers = [words for _name, words in STANDING]
        return exported(title, page["export"], headers, map(standing, lines), page["last"])
    shown_lines = [standing(line) for line in lines[:MOST_LINES]]
    about = {"title": title, "who": who, "standing": STANDING, "standings": shown_lines, "kinds": PARTIES.items()}
    return render(request, "procurement/registers/parties.html", page | about)


STANDING = [
    ("name", gettext_lazy("Name")),
    ("tenders", gettext_lazy("Tenders")),
    ("won", gettext_lazy("Won")),
    ("objections", gettext_lazy("Objections")),
    ("complaints", gettext_lazy("Complaints of bidders")),
    ("misconducts", gettext_lazy("Bad behaviour")),
    ("points_lost", gettext_lazy("Points lost")),
    ("score", gettext_lazy("Appraised (percent)")),
    ("appraised", gettext_lazy("Appraisals")),
]


def standing(line: appraisal.Standing) -> list:
    return ["—" if (value := getattr(line, name)) is None else value for name, _words in STANDING]
